"""Changes what baskets are priced by, taxes and promotions, and writes down who did."""

from collections.abc import Callable, Iterable

from colugo.persistence import Database
from colugo.shop.orders import By
from colugo.shop.promotions import Promotion
from colugo.shop.tax import TaxRules


class PricingRules:
    """The taxes and promotions of a database. Each change and its audit entry are one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def change_taxes(self, change: Callable[[TaxRules], TaxRules], by: By) -> TaxRules:
        """Put other tax rules in place of those that hold; orders keep what they were taxed.

        Args:
            change: makes the new rules of those that hold; what it raises changes nothing.
            by: who does it.
        """
        with self._database.transaction() as work:
            rules = change(work.pricing.tax_rules())
            work.pricing.save_tax_rules(rules)
            facts = {"classes": [each.code for each in rules.classes]}
            work.audit.add(by, "edit_taxes", "tax rules", facts)
        return rules

    def save_promotions(self, promotions: Iterable[Promotion], by: By) -> None:
        """Keep promotions, all or none, each in place of the one with its id if there is one.

        Raises:
            StoreUnknown: one is of a store that is not there.
        """
        with self._database.transaction() as work:
            for each in promotions:
                if each.store_id is not None:
                    work.stores.get(each.store_id)
                work.pricing.save_promotion(each)
                work.audit.add(by, "edit_promotion", each.id, {"name": each.name})

    def remove_promotion(self, promotion_id: str, by: By) -> None:
        """Remove a promotion; orders keep what it took off.

        Raises:
            PromotionUnknown: there is none of this id.
        """
        with self._database.transaction() as work:
            work.pricing.remove_promotion(promotion_id)
            work.audit.add(by, "remove_promotion", promotion_id)
