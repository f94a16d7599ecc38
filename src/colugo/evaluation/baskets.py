"""Recognises judged scenes by a shop and sums up what it would have cost. Draws nothing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from colugo.checkout import Recognition, Shop
from colugo.evaluation.basket_metrics import BasketScores, ScoredBox, as_rpctool, basket_scores
from colugo.evaluation.boxes import PictureBoxes, average_precision
from colugo.evaluation.scene_sets import JudgedScene, Xyxy

Mode = Literal["fixed", "rpctool"]
ALL: Final = "all"


@dataclass(frozen=True)
class JudgedBasket:
    """One scene as it was recognised.

    Attributes:
        scene: with what is there.
        recognition: what was found.
        charged: pieces by SKU that were priced unasked.
        guessed: the same, and the first candidate of each box that is asked about.
    """

    scene: JudgedScene
    recognition: Recognition
    charged: Mapping[str, int]
    guessed: Mapping[str, int]

    @property
    def errors(self) -> int:
        """Pieces that the best guess counts wrong."""
        skus = {*self.scene.there, *self.guessed}
        return sum(abs(self.guessed.get(s, 0) - self.scene.there.get(s, 0)) for s in skus)


@dataclass(frozen=True)
class LevelScores:
    """One level of difficulty.

    Attributes:
        level: its name; `all` for every scene.
        guess: of the best guess of each box, as the literature counts.
        map50, mmap: mean average precision of the guessed boxes, at IoU 0.50 and over 0.50:0.95.
        settled_right: share of scenes that were priced unasked and wholly right.
        asked: share of scenes that ask about a box or more.
        wrong_lines: share of pieces priced unasked that are not there: silent wrong charges.
        over_minor: value charged for what is not there, per 1,000 scenes, in minor units.
        under_minor: value of what is there and was neither charged nor asked about, the same.
    """

    level: str
    guess: BasketScores
    map50: float
    mmap: float
    settled_right: float
    asked: float
    wrong_lines: float
    over_minor: int
    under_minor: int

    def facts(self) -> dict[str, Any]:
        """Everything as plain values."""
        own = {name: value for name, value in vars(self).items() if name != "guess"}
        return {**own, **vars(self.guess)}


def judge_baskets(
    shop: Shop, scenes: Sequence[JudgedScene], progress: Callable[[int], None] = lambda _: None
) -> list[JudgedBasket]:
    """Recognise every scene. Raises as `Shop.recognise`."""
    judged = []
    for number, scene in enumerate(scenes, start=1):
        recognition = shop.recognise(scene.path)
        found = recognition.verdicts
        charged = Counter(each.sku for each in found if each.sku is not None)
        guessed = Counter(each.candidates[0].sku for each in found if each.candidates)
        judged.append(JudgedBasket(scene, recognition, dict(charged), dict(guessed)))
        progress(number)
    return judged


def score_baskets(
    judged: Sequence[JudgedBasket], prices_minor: Mapping[str, int], mode: Mode = "fixed"
) -> list[LevelScores]:
    """Every level by its name, then all scenes.

    Args:
        judged: what was recognised.
        prices_minor: of a piece by SKU; what is not there is worth nothing.
        mode: `rpctool` counts the guess as the official tool does.
    """
    levels = list(dict.fromkeys(each.scene.level for each in judged))
    names = [*levels, ALL] if len(levels) > 1 else [ALL]
    return [
        _level(name, [b for b in judged if name in (ALL, b.scene.level)], prices_minor, mode)
        for name in names
    ]


def _level(
    name: str, judged: Sequence[JudgedBasket], prices_minor: Mapping[str, int], mode: Mode
) -> LevelScores:
    skus = sorted({sku for b in judged for sku in (*b.scene.there, *b.guessed, *b.charged)})
    place = {sku: number for number, sku in enumerate(skus)}

    def counts(of: Callable[[JudgedBasket], Mapping[str, int]]) -> np.ndarray[Any, Any]:
        table = np.zeros((len(judged), len(skus)), np.int64)
        for row, basket in enumerate(judged):
            for sku, number in of(basket).items():
                table[row, place[sku]] = number
        return table

    there, charged = counts(lambda b: b.scene.there), counts(lambda b: b.charged)
    prices = np.array([prices_minor.get(sku, 0) for sku in skus], np.int64)
    over = np.maximum(charged - there, 0)
    is_asked = np.array([not b.recognition.is_settled for b in judged])
    under = np.maximum(there - charged, 0) * ~is_asked[:, None]
    is_right = (charged == there).all(axis=1) & ~is_asked
    guess = basket_scores(counts(lambda b: b.guessed), there)
    if mode == "rpctool":
        guess = as_rpctool(_boxes(judged, place), there)
    precision = average_precision(*_picture_boxes(judged, place))
    return LevelScores(
        level=name,
        guess=guess,
        map50=precision.ap50,
        mmap=precision.ap,
        settled_right=float(is_right.mean()),
        asked=float(is_asked.mean()),
        wrong_lines=float(over.sum() / max(1, charged.sum())),
        over_minor=round(1000 * int((over @ prices).sum()) / len(judged)),
        under_minor=round(1000 * int((under @ prices).sum()) / len(judged)),
    )


def _boxes(judged: Sequence[JudgedBasket], place: Mapping[str, int]) -> list[ScoredBox]:
    return [
        ScoredBox(row, place[verdict.candidates[0].sku], verdict.score)
        for row, basket in enumerate(judged)
        for verdict in basket.recognition.verdicts
        if verdict.candidates
    ]


def _picture_boxes(
    judged: Sequence[JudgedBasket], place: Mapping[str, int]
) -> tuple[list[PictureBoxes], list[PictureBoxes]]:
    """What is there and what was guessed, kinds counted from 1."""
    truth, found = [], []
    for basket in judged:
        boxes = basket.scene.boxes
        kinds = np.array([place[box.sku] + 1 for box in boxes], np.int64)
        truth.append(PictureBoxes(_table([box.xyxy for box in boxes]), kinds))
        named = [each for each in basket.recognition.verdicts if each.candidates]
        kinds = np.array([place[each.candidates[0].sku] + 1 for each in named], np.int64)
        scores = np.array([each.score for each in named])
        found.append(PictureBoxes(_table([each.xyxy for each in named]), kinds, scores))
    return truth, found


def _table(boxes: Sequence[Xyxy]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array(boxes, np.float64).reshape(-1, 4)
