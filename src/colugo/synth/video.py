"""Frames of a camera that stands over one counter: goods come and go, a hand reaches in.

Where `scene` draws another place each time, here place, light and camera stay, as they do at a
counter; every frame has noise of its own, as a camera's has.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from colugo.synth.arrange import Placed, arrange
from colugo.synth.canvas import Pixels
from colugo.synth.counter import lay_over, lit_ground
from colugo.synth.hands import reach_in
from colugo.synth.product import SynthProduct
from colugo.synth.stage import Stage, set_stage

_NOISE: Final = 2.0  # of 255: standard deviation in a well lit picture of a small camera
_HAND_SEED: Final = 71


@dataclass(frozen=True, eq=False)
class WatchedCounter:
    """A counter with the places that some products have on it."""

    stage: Stage
    placed: tuple[Placed, ...]

    @classmethod
    def of(
        cls, products: Sequence[SynthProduct], seed: int, size_wh: tuple[int, int] = (1920, 1080)
    ) -> "WatchedCounter":
        """A tidy counter with room for some products, seen from above.

        Args:
            products: each gets a place where one is left; see `skus`.
            seed: another seed is another counter.
            size_wh: pixels of a frame.
        """
        rng = np.random.default_rng([seed, 61])
        stage = set_stage(products, size_wh, 0, rng)
        return cls(stage, tuple(arrange(products, stage, rng)))

    @property
    def skus(self) -> tuple[str, ...]:
        """The products that have a place."""
        return tuple(one.product.sku for one in self.placed)

    def frame(
        self, number: int, shown: Collection[str] | None = None, *, hand: int | None = None
    ) -> Pixels:
        """One frame, (h, w, 3) RGB.

        Args:
            number: of the frame; another one has other noise.
            shown: SKUs of what lies there; None for all that has a place.
            hand: which one reaches in from the rim, where there is room; None for none.
        """
        lying = [one for one in self.placed if shown is None or one.product.sku in shown]
        stage = self.stage
        lit = lit_ground(stage.counter, [one.world for one in lying], stage.camera, stage.light)
        picture, owner = lay_over(lit, [one.layer for one in lying])
        if hand is not None:
            px_per_cm = stage.camera.focal_px / float(stage.camera.position[2])
            rng = np.random.default_rng([hand, _HAND_SEED])
            picture = reach_in(picture, owner, px_per_cm, stage.light, rng)
        grey = np.sqrt(np.clip(picture, 0, 1)) * 255  # gamma taken as 2, as where it is lit
        grey += np.random.default_rng(number).normal(0, _NOISE, grey.shape)
        return np.asarray(np.clip(grey.round(), 0, 255), np.uint8)
