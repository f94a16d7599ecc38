"""A counter with 1 to 20 products on it and the exact answers. Knows what is asked of a scene.

The box to train a detector on is the tight box of the visible pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from colugo.errors import BadSynthRequest
from colugo.synth.arrange import Placed, arrange, visible_shares
from colugo.synth.canvas import Pixels
from colugo.synth.counter import lay_over, lit_ground
from colugo.synth.hands import reach_in
from colugo.synth.outline import Seen, Xyxy, bounds, clipped, seen_of
from colugo.synth.photo import take_photo
from colugo.synth.product import SynthProduct
from colugo.synth.stage import set_stage

MAX_PRODUCTS = 20
LEVELS = (0, 1, 2, 3)
_Thing = TypeVar("_Thing")
_FINE = 1.25  # scenes are drawn so much larger and then made smaller, for smooth rims


@dataclass(frozen=True)
class Answer:
    """What is true of one product in a scene. Boxes are pixels, right and lower rim outside."""

    sku: str
    seen: Seen  # box and outline of the pixels that can be seen
    extent_xyxy: Xyxy  # around the whole product as if nothing covered it, clipped to the picture
    visible_fraction: float  # of its pixels; those off the picture count as not visible

    @property
    def xyxy(self) -> Xyxy:
        """The tight box around the pixels that can be seen."""
        return self.seen.xyxy


@dataclass(frozen=True, eq=False)
class SynthScene:
    """A picture of a counter and what is on it."""

    pixels: Pixels  # (h, w, 3) RGB
    answers: tuple[Answer, ...]


def make_scene(
    products: Sequence[SynthProduct], seed: int, count: int | tuple[int, int] = (1, 20), *,
    size_wh: tuple[int, int] = (640, 640), level: int = 1,
) -> SynthScene:  # fmt: skip
    """Draw a counter with products on it.

    Args:
        products: what the shop has; a scene may show one of them more than once.
        seed: another seed is another scene.
        count: how many products, 1 to 20, or the lowest and highest number. There are
            fewer when no room is left or less than a quarter of one would be seen:
            what is not in `answers` is not in the picture.
        size_wh: pixels of the picture, 64 to 4096 each.
        level: 0 tidy and from above, 1 everyday, 2 crowded, touching, slanted,
            3 heaped, overlapping, bad light.

    Raises:
        BadSynthRequest: a number is out of bounds or there are no products.
    """
    low, high = (count, count) if isinstance(count, int) else count
    _check(products, (low, high), size_wh, level)
    rng = np.random.default_rng([seed, 61])
    chosen = choose(products, int(rng.integers(low, high + 1)), rng)
    large = round(size_wh[0] * _FINE), round(size_wh[1] * _FINE)
    stage = set_stage(chosen, large, level, rng)
    placed = arrange(chosen, stage, rng)
    lit = lit_ground(stage.counter, [one.world for one in placed], stage.camera, stage.light)
    picture, owner = lay_over(lit, [one.layer for one in placed])
    if level and rng.random() < 0.3:
        px_per_cm = stage.camera.focal_px / float(stage.camera.position[2])
        picture = reach_in(picture, owner, px_per_cm, stage.light, rng)
    pixels = take_photo(picture, size_wh, rng, 0.1 + 0.3 * level * float(rng.random()))
    return SynthScene(pixels, _answers(placed, owner, size_wh))


def _check(
    products: Sequence[SynthProduct], count: tuple[int, int], size_wh: tuple[int, int], level: int
) -> None:
    if not products:
        raise BadSynthRequest("the number of products to choose from", "1 or more", 0)
    if not 1 <= count[0] <= count[1] <= MAX_PRODUCTS:
        raise BadSynthRequest("the number of products in a scene", f"1 to {MAX_PRODUCTS}", count)
    if not all(64 <= side <= 4096 for side in size_wh):
        raise BadSynthRequest("the sides of a scene in pixels", "64 to 4096", size_wh)
    if level not in LEVELS:
        raise BadSynthRequest("the level of a scene", "0, 1, 2 or 3", level)


def choose(things: Sequence[_Thing], wanted: int, rng: np.random.Generator) -> list[_Thing]:
    """Things at random, 1 or more of them; some come twice or thrice, as people buy them."""
    chosen: list[_Thing] = []
    while len(chosen) < wanted:
        one = things[int(rng.integers(len(things)))]
        chosen += [one] * int(rng.choice([1, 1, 1, 1, 2, 3]))
    return chosen[:wanted]


def _answers(
    placed: Sequence[Placed], owner: NDArray[np.int16], size_wh: tuple[int, int]
) -> tuple[Answer, ...]:
    shares = visible_shares([one.layer for one in placed], owner)
    answers = []
    for number, (one, share) in enumerate(zip(placed, shares, strict=True)):
        seen = seen_of(owner == number, _FINE, size_wh)
        whole = bounds(np.isfinite(one.layer.depth), one.layer.rect[:2])
        extent = clipped(whole, _FINE, size_wh)
        answers.append(Answer(one.product.sku, seen, extent, round(share, 4)))
    return tuple(answers)
