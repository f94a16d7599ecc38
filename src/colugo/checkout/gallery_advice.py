"""What to do about a gallery so that more of it is recognised: advice, one sentence each.

Every photo is looked up among the others, see `colugo.gallery.leave_one_out`. What comes out wrong,
or hardly right, is what a customer's goods will come out as. Changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from colugo.gallery import Confidence, LeaveOneOut
from colugo.gallery.evidence import RANKED

Kind = Literal["too alike", "odd photo", "like nothing", "one photo", "take one more"]
WARNINGS: Final[frozenset[Kind]] = frozenset(
    {"too alike", "odd photo", "like nothing", "one photo"}
)
_LEAST_MARGIN: Final = 0.05  # below this a photo hardly tells two products apart
_MISPLACED: Final = 0.2  # a photo that is so much more like another product is of that one
_SURE_COPY: Final = 0.85  # a product of one photo that is so like another is hardly another


@dataclass(frozen=True)
class Advice:
    """One thing to do.

    Attributes:
        kind: what is wrong.
        sku: of the product that it is about.
        other_sku: of the product that it is taken for, where there is one.
        photo_id: of the photo, where it is about a single one.
        similarity: cosine that says so; NaN where none does.
        photos: photos that say so.
    """

    kind: Kind
    sku: str
    other_sku: str | None = None
    photo_id: int | None = None
    similarity: float = float("nan")
    photos: int = 1

    def __str__(self) -> str:
        number = f"{self.similarity:.2f}"
        sentences: Mapping[Kind, str] = {
            "too alike": f"{self.sku} is too like {self.other_sku} ({number}, {self.photos} photos "
            "say so): take more photos of the side that tells them apart",
            "odd photo": f"photo {self.photo_id} of {self.sku} looks like {self.other_sku} "
            f"({number}): is it of the right product? If not, `colugo gallery remove "
            f"{self.photo_id}`",
            "like nothing": f"photo {self.photo_id} of {self.sku} is like no other photo of it "
            f"({number}): take one more from the same side, or remove it when it is blurred",
            "one photo": f"{self.sku} has one photo: take a second from another side",
            "take one more": f"{self.sku} was told from {self.other_sku} by little: take one more "
            f"photo like photo {self.photo_id}",
        }
        return sentences[self.kind]


def advise(
    asked: LeaveOneOut,
    photo_ids: Sequence[int],
    confidence: Confidence,
    skus: Mapping[int, str],
    *,
    needed: float,
) -> list[Advice]:
    """What to do, the most urgent first.

    Args:
        asked: photos of the gallery, looked up among the others.
        photo_ids: of the rows of the gallery.
        confidence: the rule that decides.
        skus: of the products that are sold; others are passed over.
        needed: the chance at which a product is priced unasked.
    """
    found = list(_each(asked, photo_ids, skus))
    chances = _chances(asked, confidence)
    alike = _too_alike(found)
    named = {(each.sku, each.other_sku) for each in alike}
    odd = [advice for row in found if (advice := _odd(row, confidence, named)) is not None]
    doubtful = [row for row in found if row.is_right and chances[row.place] < needed]
    single = [Advice("one photo", row.sku) for row in found if not row.has_own]
    return [*alike, *odd, *single, *_one_more(doubtful, chances, alike)]


@dataclass(frozen=True)
class _Row:
    place: int  # in what was asked
    photo_id: int
    sku: str
    other: str | None
    own: float
    alike: float  # to the other
    is_right: bool
    has_own: bool

    @property
    def is_misplaced(self) -> bool:
        """Whether it is far more like another product than like its own."""
        return self.has_own and self.own < self.alike - _MISPLACED


def _each(asked: LeaveOneOut, photo_ids: Sequence[int], skus: Mapping[int, str]) -> Iterable[_Row]:
    for place, (row, product, other) in enumerate(
        zip(asked.rows.tolist(), asked.product_ids.tolist(), asked.other_ids.tolist(), strict=True)
    ):
        if product in skus:
            yield _Row(
                place, photo_ids[row], skus[product], skus.get(other), float(asked.own[place]),
                float(asked.others[place, 0]), bool(asked.is_right[place]),
                bool(asked.has_own[place]),
            )  # fmt: skip


def _chances(asked: LeaveOneOut, confidence: Confidence) -> list[float]:
    scores = confidence.scores(asked.ranked[:, :RANKED])
    chances: list[float] = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).tolist()
    return chances


def _too_alike(rows: Sequence[_Row]) -> list[Advice]:
    """Pairs of which photos of both are hardly told apart; one odd photo makes no pair."""
    pairs: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        is_close = row.own - row.alike < _LEAST_MARGIN if row.has_own else row.alike >= _SURE_COPY
        if row.other is not None and is_close and not row.is_misplaced:
            pairs.setdefault((min(row.sku, row.other), max(row.sku, row.other)), []).append(row)
    found = [
        Advice("too alike", one, other, None, max(row.alike for row in close), len(close))
        for (one, other), close in pairs.items()
        if len({row.sku for row in close}) > 1
    ]
    return sorted(found, key=lambda each: (-each.photos, -each.similarity, each.sku))


def _odd(row: _Row, confidence: Confidence, named: set[tuple[str, str | None]]) -> Advice | None:
    if not row.has_own:
        return None
    if row.own < row.alike - _LEAST_MARGIN and row.other is not None:
        if {(row.sku, row.other), (row.other, row.sku)} & named:
            return None  # the pair says it already
        return Advice("odd photo", row.sku, row.other, row.photo_id, row.alike)
    if row.own < confidence.unknown_similarity:
        return Advice("like nothing", row.sku, None, row.photo_id, row.own)
    return None


def _one_more(
    rows: Sequence[_Row], chances: Sequence[float], alike: Sequence[Advice]
) -> list[Advice]:
    """One proposal a product: the photo that its product was told from another by the least."""
    done = {sku for each in alike for sku in (each.sku, each.other_sku)}
    found: dict[str, Advice] = {}
    for row in sorted(rows, key=lambda each: chances[each.place]):
        if row.other is not None and row.sku not in done and row.sku not in found:
            found[row.sku] = Advice(
                "take one more", row.sku, row.other, row.photo_id, row.own - row.alike
            )
    return list(found.values())
