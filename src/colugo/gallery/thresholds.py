"""Where `known` begins and `unknown` ends, fitted on what a gallery says of itself."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colugo.errors import GallerySettingInvalid, ThresholdsUnreadable
from colugo.gallery.calibration import LeaveOneOut
from colugo.gallery.checks import checked_share

# So many photos count as much as the fallback: a share of 1% cannot be seen on fewer.
_PHOTOS_WORTH_THE_FALLBACK = 100
# Places tried for each threshold; between two of them lie at most 1.6% of the photos.
_LEVELS = 64

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Thresholds:
    """What a query must reach.

    `unknown` when the best product is below `unknown_similarity`; `known` when it reaches
    `known_similarity` and lies at least `known_margin` above the runner-up; else `unsure`.

    Attributes:
        known_similarity: cosine.
        known_margin: difference of two cosines, 0 or more.
        unknown_similarity: cosine, not above `known_similarity`.
        photos: photos this was measured on; 0 when it was not measured here.

    Raises:
        GallerySettingInvalid: a number out of its limits.
    """

    known_similarity: float
    known_margin: float
    unknown_similarity: float
    photos: int = 0

    def __post_init__(self) -> None:
        for name in ("known_similarity", "known_margin", "unknown_similarity"):
            if not math.isfinite(getattr(self, name)):
                raise GallerySettingInvalid(name, "a finite number", getattr(self, name))
        if self.known_margin < 0:
            raise GallerySettingInvalid("known_margin", "0 or more", self.known_margin)
        if self.photos < 0:
            raise GallerySettingInvalid("photos", "0 or more", self.photos)
        if self.unknown_similarity > self.known_similarity:
            limit = f"at most known_similarity ({self.known_similarity:g})"
            raise GallerySettingInvalid("unknown_similarity", limit, self.unknown_similarity)

    def facts(self) -> dict[str, float | int]:
        """The same as a mapping that fits into JSON."""
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Thresholds":
        """Read what `facts` gave.

        Raises:
            ThresholdsUnreadable: a name is missing or too many, or no number.
        """
        names = set(cls.__dataclass_fields__)
        if not isinstance(facts, Mapping) or set(facts) != names:
            raise ThresholdsUnreadable(f"the names are not {', '.join(sorted(names))}")
        for name, value in facts.items():
            kinds = int if name == "photos" else int | float
            if isinstance(value, bool) or not isinstance(value, kinds):
                raise ThresholdsUnreadable(f"{name} is {value!r}")
        try:
            return cls(**facts)
        except GallerySettingInvalid as error:
            raise ThresholdsUnreadable(str(error)) from error


def fit_thresholds(
    asked: LeaveOneOut,
    fallback: Thresholds,
    *,
    wrong_share: float = 0.01,
    genuine_share: float = 0.97,
) -> Thresholds:
    """Choose thresholds for a gallery.

    On the photos asked about, of those that would be `known` at most `wrong_share` are a
    wrong product, and as many as possible are the right one; at least `genuine_share` of
    them reach `unknown_similarity` by their own product.

    Few photos prove little. So the thresholds of `known` may not lie below a mean of what
    was fitted and of the fallback, and `unknown_similarity` not above it; the fitted ones
    weigh n / (n + 100) in it. Where no product has a second photo, n is 0 and the fallback
    is what comes out.

    Args:
        asked: what the gallery says of itself.
        fallback: thresholds of the embedder, from its model card.
        wrong_share: share of wrong products among known ones, above 0 and below 1.
        genuine_share: share of photos that must not be unknown, above 0 and below 1.

    Raises:
        GallerySettingInvalid: a share out of its limits.
    """
    wrong_share = checked_share("wrong_share", wrong_share)
    genuine_share = checked_share("genuine_share", genuine_share)
    similarity, margin = _fit_known(asked, fallback, wrong_share)
    unknown = _fit_unknown(asked, fallback.unknown_similarity, genuine_share)
    photos = int(np.count_nonzero(asked.has_own))
    return Thresholds(similarity, margin, min(unknown, similarity), photos)


def _fit_known(asked: LeaveOneOut, fallback: Thresholds, wrong_share: float) -> tuple[float, float]:
    own = asked.own[asked.has_both].astype(np.float64)
    impostor = asked.impostor[asked.has_both].astype(np.float64)
    best, margin, is_right = np.maximum(own, impostor), np.abs(own - impostor), own > impostor
    if not len(own):
        return fallback.known_similarity, fallback.known_margin
    wanted = (fallback.known_similarity, fallback.known_margin)
    free = _most_right(best, margin, is_right, wrong_share, lowest=(-1.0, 0.0), wanted=wanted)
    lowest = (_mean(free[0], wanted[0], len(own)), _mean(free[1], wanted[1], len(own)))
    return _most_right(best, margin, is_right, wrong_share, lowest=lowest, wanted=wanted)


def _fit_unknown(asked: LeaveOneOut, fallback: float, genuine_share: float) -> float:
    own = asked.own[asked.has_own].astype(np.float64)
    if not len(own):
        return fallback
    fitted = float(np.quantile(own, 1 - genuine_share, method="lower"))
    return min(fitted, _mean(fitted, fallback, len(own)))


def _most_right(
    best: Numbers,
    margin: Numbers,
    is_right: NDArray[np.bool_],
    wrong_share: float,
    *,
    lowest: tuple[float, float],
    wanted: tuple[float, float],
) -> tuple[float, float]:
    """Similarity and margin that let through the most right photos within `wrong_share`.

    Neither is below `lowest`. Of equal ones those nearest to `wanted`: a gallery whose
    photos are all clear of each other says nothing about where the line should be, and the
    highest line that it allows would have the counter ask about every new view.
    """
    similarities = _levels(best, lowest[0], wanted[0])
    margins = _levels(margin, lowest[1], wanted[1])
    reached = np.searchsorted(similarities, best, side="right")
    cleared = np.searchsorted(margins, margin, side="right")
    shape = (len(similarities) + 1, len(margins) + 1)
    right, wrong = np.zeros(shape), np.zeros(shape)
    np.add.at(right, (reached[is_right], cleared[is_right]), 1)
    np.add.at(wrong, (reached[~is_right], cleared[~is_right]), 1)
    right, wrong = _reaching(right), _reaching(wrong)
    gain = np.where(wrong <= wrong_share * (right + wrong), right, -1)
    off = np.abs(similarities - wanted[0])[:, None] + np.abs(margins - wanted[1])[None, :]
    row, column = np.unravel_index(np.where(gain == gain.max(), off, np.inf).argmin(), off.shape)
    return float(similarities[row]), float(margins[column])


def _levels(values: Numbers, lowest: float, wanted: float) -> Numbers:
    """Thresholds to try, rising: `lowest`, places among the values, `wanted`, one above all."""
    places = np.quantile(values, np.linspace(0, 1, _LEVELS), method="lower")
    above_all = max(lowest, float(np.nextafter(values.max(), np.inf)))
    tried = np.array([*places, wanted])
    return np.unique([lowest, *tried[tried > lowest], above_all])


def _reaching(counts: Numbers) -> Numbers:
    """From photos by levels passed, photos that reach each level or a higher one."""
    return counts[::-1, ::-1].cumsum(axis=0).cumsum(axis=1)[::-1, ::-1][1:, 1:]


def _mean(fitted: float, fallback: float, photos: int) -> float:
    weight = photos / (photos + _PHOTOS_WORTH_THE_FALLBACK)
    return weight * fitted + (1 - weight) * fallback
