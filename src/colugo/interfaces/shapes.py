"""What the routes of the catalogue take and give, as JSON. Checks shapes, no rule of the shop."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
)

from colugo.shop import Product
from colugo.shop.category import Category
from colugo.shop.price_list import PriceInForce, PriceList

_EAN = "6901234567892"
_MILK: dict[str, Any] = {"sku": _EAN, "name": "莫斯利安", "price": "5.50", "barcodes": [_EAN]}

Sku = Annotated[str, Field(max_length=64)]
Name = Annotated[str, Field(max_length=200)]
Price = Annotated[str, Field(max_length=32, description='Like "5.50", in the shop\'s currency.')]
CategoryId = Annotated[str, Field(min_length=1, max_length=64)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Why = Annotated[str, Field(min_length=1, max_length=500)]
Quantity = Annotated[StrictInt, Field(ge=1, le=1_000_000_000)]
Whole = Annotated[StrictInt, Field(ge=-1_000_000_000, le=1_000_000_000)]
Quantities = Annotated[dict[Id, Whole], Field(min_length=1, max_length=10_000)]
UtcMoment = Annotated[datetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Barcodes = Annotated[tuple[str, ...], Field(max_length=100)]


class Given(BaseModel):
    """What a client gives: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProductEdit(Given):
    """What to change of a product; what is not named stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"price": "5.90"}]})

    name: Name | None = None
    price: Price | None = None
    barcodes: Barcodes | None = None
    is_active: StrictBool = True
    name_en: Name = ""
    category_id: CategoryId | None = None
    unit: Literal["piece", "weight"] = "piece"
    tax_class: Annotated[str, Field(min_length=1, max_length=64)] = "standard"
    min_age_years: StrictInt | None = None
    sold_from: AwareDatetime | None = None
    sold_until: AwareDatetime | None = None
    plu: Annotated[str, Field(max_length=9)] = ""

    def given(self) -> dict[str, Any]:
        """The fields that the client sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class ProductNew(ProductEdit):
    """A product to add."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MILK]})

    sku: Sku
    name: Name
    price: Price
    barcodes: Barcodes = ()


class PriceNow(BaseModel):
    """What a product costs now, and the price list that says so; null for its own price."""

    price: str
    price_minor: int
    price_list: str | None

    @classmethod
    def of(cls, found: PriceInForce) -> "PriceNow":
        """A price as JSON has it."""
        return cls(
            price=found.price.decimal_text(), price_minor=found.price.minor,
            price_list=found.list_id,
        )  # fmt: skip


class ProductOut(BaseModel):
    """A product as it is kept."""

    sku: str
    name: str
    price: str
    price_minor: int
    currency: str
    barcodes: tuple[str, ...]
    is_active: bool
    name_en: str
    category_id: str | None
    unit: str
    tax_class: str
    min_age_years: int | None
    sold_from: datetime | None
    sold_until: datetime | None
    plu: str
    price_now: PriceNow

    @classmethod
    def of(cls, product: Product, now: PriceInForce) -> "ProductOut":
        """A product as JSON has it, with the price in force where it was looked up."""
        same = ("sku", "name", "barcodes", "is_active", "name_en", "category_id", "unit",
                "tax_class", "min_age_years", "plu")  # fmt: skip
        return cls(
            price=product.price.decimal_text(),
            price_minor=product.price.minor,
            currency=product.price.currency.code,
            sold_from=in_utc(product.period.start),
            sold_until=in_utc(product.period.end),
            price_now=PriceNow.of(now),
            **{name: getattr(product, name) for name in same},
        )


class ProductPage(BaseModel):
    """Products in the order of their SKUs."""

    products: list[ProductOut]
    next_cursor: str | None


class CategoryShape(Given):
    """A category; `parent_id` is null at the top."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": "dairy", "name": "乳品"}]})

    id: CategoryId
    name: Name
    name_en: Name = ""
    parent_id: CategoryId | None = None

    @classmethod
    def of(cls, category: Category) -> "CategoryShape":
        """A category as JSON has it."""
        return cls(
            id=category.id,
            name=category.name,
            name_en=category.name_en,
            parent_id=category.parent_id,
        )


class CategoryList(BaseModel):
    """Every category, in the order in which they were added."""

    categories: list[CategoryShape]


class PricesIn(Given):
    """The prices of a list, the store and the time that they hold for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"prices": {"6901234567892": "4.90"}}]}
    )

    prices: dict[Sku, Price]
    store_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None


class PriceListOut(BaseModel):
    """A price list as it is kept."""

    id: str
    prices: dict[str, str]
    store_id: str | None
    starts_at: datetime | None
    ends_at: datetime | None

    @classmethod
    def of(cls, kept: PriceList) -> "PriceListOut":
        """A price list as JSON has it."""
        prices = {sku: price.decimal_text() for sku, price in kept.prices.items()}
        start, end = in_utc(kept.period.start), in_utc(kept.period.end)
        return cls(id=kept.id, prices=prices, store_id=kept.store_id, starts_at=start, ends_at=end)


class PriceLists(BaseModel):
    """Every price list, in the order of their ids."""

    price_lists: list[PriceListOut]


class ImportLine(BaseModel):
    """What one line of a catalogue file does."""

    line: int
    sku: str
    effect: str
    changed_fields: tuple[str, ...]


class ImportOut(BaseModel):
    """What an import did, or would do."""

    added: int
    updated: int
    is_dry_run: bool
    lines: list[ImportLine]


class Health(BaseModel):
    """Whether the service lives, or is ready, and on what it stands."""

    status: Literal["ok"]
    version: str


def in_utc(moment: datetime | None) -> datetime | None:
    """One way to write a moment, whatever zone it came in."""
    return None if moment is None else moment.astimezone(UTC)
