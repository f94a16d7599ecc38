"""How sure it is that the first product is the right one, as a probability.

A logistic rule on the evidence of a ranking, the same for every gallery of one embedder. What a
gallery says of itself makes it more careful, never bolder: its photos were often taken in one
minute on one table, so they find each other more easily than a customer's goods find them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from colugo.errors import CalibrationUnreadable, GallerySettingInvalid
from colugo.gallery.calibration import LeaveOneOut
from colugo.gallery.checks import checked_share
from colugo.gallery.evidence import NAMES, RANKED, evidence_of
from colugo.gallery.index import Ids, Matches

# Photos of products that are not enrolled, among all that come under the camera. A guess, and a
# careful one: a shop enrols what it sells.
UNKNOWN_SHARE: Final = 0.1
# How strongly the rule holds against what few photos say: as a prior of this precision on a
# shift of its bias, and as so many photos of one product.
_PRECISION: Final = 10.0
_PHOTOS_OF_PRIOR: Final = 4.0
_PHOTOS_WORTH_THE_FALLBACK: Final = 100  # for where unknown ends
_LEAST_SHIFT: Final = 0.05  # a product is made careful of by this or more
_LARGEST_SCORE: Final = 30.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Confidence:
    """The rule that gives the chance that the first product is right.

    Attributes:
        weights: of similarity, margin and lead, see `evidence_of`.
        bias: added to their sum; more is bolder.
        background: how alike unrelated products are, a cosine.
        unknown_similarity: below this the best product is like nothing that is enrolled.
        careful: of products that photos of others were taken for, what their score loses; by id.
        photos: photos of the gallery that this was fitted on; 0 for the rule of the embedder.

    Raises:
        GallerySettingInvalid: a number out of its limits.
    """

    weights: tuple[float, float, float]
    bias: float
    background: float
    unknown_similarity: float
    careful: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    photos: int = 0

    def __post_init__(self) -> None:
        numbers = (*self.weights, self.bias, self.background, self.unknown_similarity)
        if len(self.weights) != len(NAMES) or not all(math.isfinite(each) for each in numbers):
            raise GallerySettingInvalid("confidence", "three weights, finite numbers", numbers)
        if min(self.weights) < 0:
            raise GallerySettingInvalid("weights", "0 or more", self.weights)
        if any(not -math.inf < each <= 0 for each in self.careful.values()):
            raise GallerySettingInvalid("careful", "0 or less", dict(self.careful))
        if self.photos < 0:
            raise GallerySettingInvalid("photos", "0 or more", self.photos)

    def chances(self, matches: Matches) -> Numbers:
        """(q,) probability, 0..1, that the first product of each query is the right one.

        Args:
            matches: k of 11 or more is all that is looked at; fewer are taken for all there are.
        """
        scores = self.scores(matches.similarities)
        if self.careful:
            first = matches.product_ids[:, 0].tolist()
            scores = scores + [self.careful.get(product, 0.0) for product in first]
        return _chance(scores)

    def scores(self, similarities: NDArray[np.float32]) -> Numbers:
        """(q,) log-odds of the same for (q, k) similarities, no product being special."""
        evidence = evidence_of(similarities, self.background)
        weighted: Numbers = np.nan_to_num(evidence, neginf=-1.0) @ np.array(self.weights)
        return np.where(np.isfinite(evidence[:, 0]), weighted + self.bias, -np.inf)

    def facts(self) -> dict[str, Any]:
        """The same as a mapping that fits into JSON."""
        return {
            "weights": list(self.weights), "bias": self.bias, "background": self.background,
            "unknown_similarity": self.unknown_similarity, "photos": self.photos,
            "careful": {str(product): shift for product, shift in self.careful.items()},
        }  # fmt: skip

    @classmethod
    def from_facts(cls, facts: Any) -> "Confidence":
        """Read what `facts` gave.

        Raises:
            CalibrationUnreadable: a name is missing or too many, or no number.
        """
        names = set(cls.__dataclass_fields__)
        if not isinstance(facts, Mapping) or set(facts) != names:
            raise CalibrationUnreadable(f"the names are not {', '.join(sorted(names))}")
        try:
            careful = {int(product): _number(each) for product, each in facts["careful"].items()}
            similarity, margin, lead = (_number(each) for each in facts["weights"])
            photos = facts["photos"]
            if isinstance(photos, bool) or not isinstance(photos, int):
                raise TypeError(f"photos is {photos!r}")
            return cls(
                (similarity, margin, lead),
                _number(facts["bias"]),
                _number(facts["background"]),
                _number(facts["unknown_similarity"]),
                careful,
                photos,
            )
        except (AttributeError, TypeError, ValueError, GallerySettingInvalid) as error:
            raise CalibrationUnreadable(str(error)) from error


def fit_confidence(
    asked: LeaveOneOut, rule: Confidence, *, genuine_share: float = 0.97
) -> Confidence:
    """The rule of an embedder, made as careful as a gallery asks for.

    Two things lower the scores. All of them: when of its photos fewer are right than the rule
    expects, each looked up among the others and, for a share of them, among other products
    only, as something that is not enrolled would be. Those of one product: when photos of other
    products were taken for it more often than expected.

    Args:
        asked: what the gallery says of itself.
        rule: of the embedder.
        genuine_share: share of photos that must not be unknown by their own product, in (0, 1).

    Raises:
        GallerySettingInvalid: the share is out of its limits.
    """
    genuine_share = checked_share("genuine_share", genuine_share)
    has_own = asked.has_own
    photos = int(np.count_nonzero(has_own))
    if not photos:
        return rule
    known, is_right = rule.scores(asked.ranked[:, :RANKED])[has_own], asked.is_right[has_own]
    strange = rule.scores(asked.others)
    shift = _shift(known, is_right, strange[np.isfinite(strange)])
    careful = _careful(_chance(known + shift), is_right, asked.found_ids[has_own])
    own = asked.own[has_own].astype(np.float64)
    unknown = _fit_unknown(own, rule.unknown_similarity, genuine_share)
    return replace(
        rule, bias=rule.bias + shift, unknown_similarity=unknown, careful=careful, photos=photos
    )


def _shift(known: Numbers, is_right: NDArray[np.bool_], strange: Numbers) -> float:
    """What to add to all scores, 0 or less: the most likely, by Newton's steps."""
    weights = np.full(len(known) + len(strange), 1.0)
    if len(strange):
        weights[: len(known)] = 1 - UNKNOWN_SHARE
        weights[len(known) :] = UNKNOWN_SHARE * len(known) / len(strange)
    scores = np.clip(np.concatenate([known, strange]), -_LARGEST_SCORE, _LARGEST_SCORE)
    wanted = np.concatenate([is_right, np.zeros(len(strange))])
    shift = 0.0
    for _ in range(20):
        chance = _chance(scores + shift)
        slope = float(weights @ (chance - wanted)) + _PRECISION * shift
        bend = float(weights @ (chance * (1 - chance))) + _PRECISION
        shift -= max(-1.0, min(1.0, slope / bend))
    return min(0.0, shift)


def _careful(chance: Numbers, is_right: NDArray[np.bool_], found: Ids) -> dict[int, float]:
    """Per product that a photo of another was taken for: the shift that its odds ask for."""
    shifts: dict[int, float] = {}
    for product in np.unique(found[~is_right]).tolist():
        mine = found == product
        expected = float(np.clip(chance[mine].mean(), 1e-6, 1 - 1e-6))
        right = np.count_nonzero(is_right[mine]) + _PHOTOS_OF_PRIOR * expected
        share = right / (np.count_nonzero(mine) + _PHOTOS_OF_PRIOR)
        shift = math.log(share / (1 - share)) - math.log(expected / (1 - expected))
        wrong = np.count_nonzero(mine & ~is_right)
        shift = max(shift, -float(wrong))  # a single photo may be the odd one itself
        if shift <= -_LEAST_SHIFT:
            shifts[product] = round(shift, 4)
    return shifts


def _fit_unknown(own: Numbers, fallback: float, genuine_share: float) -> float:
    """What `genuine_share` of the photos reach; the fewer they are, the nearer to the fallback."""
    fitted = float(np.quantile(own, 1 - genuine_share, method="lower"))
    weight = len(own) / (len(own) + _PHOTOS_WORTH_THE_FALLBACK)
    return min(fitted, weight * fitted + (1 - weight) * fallback)


def _chance(scores: Numbers) -> Numbers:
    """Log-odds to probabilities."""
    odds = np.exp(np.clip(scores, -_LARGEST_SCORE, _LARGEST_SCORE))
    return np.where(np.isneginf(scores), 0.0, odds / (1 + odds))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)
