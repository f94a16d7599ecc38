"""What the service answers, as typed dicts. Holds no code."""

from typing import Literal, TypedDict


class ProductFacts(TypedDict):
    """A product as it is kept; `price` is text in major units, `price_minor` a whole number."""

    sku: str
    name: str
    price: str
    price_minor: int
    currency: str
    barcodes: list[str]
    is_active: bool
    name_en: str
    category_id: str | None
    unit: Literal["piece", "weight"]
    tax_class: str
    min_age_years: int | None
    sold_from: str | None
    sold_until: str | None
    plu: str


class PhotoFacts(TypedDict):
    """A photo of the gallery."""

    id: int
    sku: str
    sha256: str
    width_px: int
    height_px: int
    added_at: str


class CandidateFacts(TypedDict):
    """A product that a box may show; `similarity` is a cosine, -1..1."""

    sku: str
    similarity: float


class VerdictFacts(TypedDict):
    """What one box shows; `xyxy` is in pixels of the photo as taken."""

    xyxy: list[float]
    score: float
    verdict: Literal["known", "unsure", "unknown"]
    chance: float
    by: Literal["look", "second_look", "barcode"]
    sku: str | None
    similarity: float | None
    candidates: list[CandidateFacts]


class LineFacts(TypedDict):
    """A product of the basket and how many of it."""

    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    total_minor: int


class SceneFacts(TypedDict):
    """A recognised scene."""

    lines: list[LineFacts]
    verdicts: list[VerdictFacts]
    total_minor: int
    currency: str
    is_settled: bool
    picture_jpeg_base64: str | None
