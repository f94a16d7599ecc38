"""What the routes of photos and scenes give, as JSON. Checks shapes, no rule of the shop."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from colugo.checkout.gallery_advice import Advice
from colugo.persistence import Photo


class PhotoOut(BaseModel):
    """A photo of the gallery; its picture is at `/v1/photos/{id}`."""

    id: int
    sku: str
    sha256: str
    width_px: int
    height_px: int
    added_at: datetime

    @classmethod
    def of(cls, photo: Photo) -> "PhotoOut":
        """A photo as JSON has it."""
        names = cls.model_fields
        return cls(**{name: getattr(photo, name) for name in names})


class AdviceOut(BaseModel):
    """One thing to do so that more is recognised; `sentence` says it."""

    kind: str
    sku: str
    other_sku: str | None
    photo_id: int | None
    sentence: str

    @classmethod
    def of(cls, advice: Advice) -> "AdviceOut":
        """Advice as JSON has it."""
        same = ("kind", "sku", "other_sku", "photo_id")
        return cls(sentence=str(advice), **{name: getattr(advice, name) for name in same})


class AdviceList(BaseModel):
    """What to do, the most urgent first."""

    advice: list[AdviceOut]


class PhotoList(BaseModel):
    """Photos of one product, oldest first."""

    photos: list[PhotoOut]


class Enrolled(PhotoList):
    """Photos that were enrolled, and what to look at now."""

    advice: list[AdviceOut]


class SceneLine(BaseModel):
    """A product of the basket and how many of it."""

    sku: str
    name: str
    quantity: int
    unit_price_minor: int
    total_minor: int


class CandidateOut(BaseModel):
    """A product that a box may show; `similarity` is a cosine, -1..1."""

    sku: str
    similarity: float


class VerdictOut(BaseModel):
    """What one box shows; `xyxy` is in pixels of the photo as taken, after EXIF orientation."""

    xyxy: tuple[float, float, float, float]
    score: float
    verdict: Literal["known", "unsure", "unknown"]
    chance: float
    by: Literal["look", "second_look", "barcode"]
    sku: str | None
    similarity: float | None
    candidates: list[CandidateOut]


class SceneOut(BaseModel):
    """A recognised scene: a verdict for every box, and the basket of the known ones."""

    lines: list[SceneLine]
    verdicts: list[VerdictOut]
    total_minor: int
    currency: str
    is_settled: bool
    picture_jpeg_base64: str | None = None
