"""Routes of taxes and promotions. Decides nothing."""

from typing import Annotated

from fastapi import Path

from colugo.checkout.pricing_rules import PricingRules
from colugo.interfaces.pricing_shapes import (
    PromotionIn,
    PromotionList,
    PromotionOut,
    TaxRulesShape,
)
from colugo.interfaces.rest.context import Acting, TheShop

PromotionId = Annotated[str, Path(min_length=1, max_length=64, description="Id of the promotion.")]


def get_tax_rules(shop: TheShop) -> TaxRulesShape:
    """Read the tax classes; before any were saved nothing is taxed."""
    with shop.database.reading() as work:
        return TaxRulesShape.of(work.pricing.tax_rules())


def save_tax_rules(shop: TheShop, by: Acting, given: TaxRulesShape) -> TaxRulesShape:
    """Put these tax classes in place of those before; orders keep what they were taxed."""
    rules = given.rules()
    return TaxRulesShape.of(PricingRules(shop.database).change_taxes(lambda _: rules, by))


def list_promotions(shop: TheShop) -> PromotionList:
    """List every promotion."""
    with shop.database.reading() as work:
        found = work.pricing.promotions()
    return PromotionList(promotions=[PromotionOut.of(each) for each in found])


def save_promotion(
    shop: TheShop, by: Acting, promotion_id: PromotionId, given: PromotionIn
) -> PromotionOut:
    """Keep a promotion, in place of the one with its id if there is one."""
    promotion = given.promotion(promotion_id, shop.currency)
    PricingRules(shop.database).save_promotions([promotion], by)
    return PromotionOut.of(promotion)


def remove_promotion(shop: TheShop, by: Acting, promotion_id: PromotionId) -> None:
    """Remove a promotion; orders keep what it took off."""
    PricingRules(shop.database).remove_promotion(promotion_id, by)
