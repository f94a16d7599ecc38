"""Which places on a table are taken, and how high. Knows outlines seen from above."""

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.camera import Floats

_CELLS_PER_CM = 2.5
Spot = tuple[float, float, float]  # x, y and the height to lie on, cm


class Table:
    """A map of what stands on a table: its height in each cell, 0 where it is free."""

    def __init__(self, low_xy: tuple[float, float], high_xy: tuple[float, float]) -> None:
        self._low = np.array(low_xy, np.float32)
        columns, rows = (
            max(4, int((high - low) * _CELLS_PER_CM))
            for low, high in zip(low_xy, high_xy, strict=True)
        )
        self._height = np.zeros((rows, columns), np.float32)
        self._middles: list[Floats] = []

    def take(self, world: Floats) -> None:
        """Note that a body with these outer points (n, 3) stands there now."""
        mask = self._mask(world[:, :2])
        self._height[mask] = np.maximum(self._height[mask], world[:, 2].max())
        self._middles.append((world[:, :2].min(axis=0) + world[:, :2].max(axis=0)) / 2)

    def find(
        self, outer: Floats, at: Floats, *, touch: bool, stack: bool, rng: np.random.Generator
    ) -> Spot | None:
        """A place for a body near a wish.

        Args:
            outer: (n, 3) its outer points when its middle is at the origin.
            at: (2,) where it is wished.
            touch: push it against a neighbour.
            stack: it may lie on what is there, if that is lower than 9 cm.
            rng: chooses the neighbour.

        Returns:
            x, y and the height to lie on, or None when the place is taken.
        """
        outline = outer[:, :2]
        if touch and self._middles:
            at = self._pushed(outline, at, self._middles[rng.integers(len(self._middles))])
        beneath = self._height[self._mask(outline + at)]
        top = float(beneath.max()) if beneath.size else 0.0
        if top == 0.0:
            return float(at[0]), float(at[1]), 0.0
        if stack and top < 9 and (beneath > 0.8 * top).mean() > 0.6:
            return float(at[0]), float(at[1]), top
        return None

    def _pushed(self, outline: Floats, at: Floats, neighbour: Floats) -> Floats:
        """The last free place on the straight way from the wish to a neighbour."""
        for share in np.linspace(0, 1, 24)[1:]:
            step = at + (neighbour - at) * np.float32(share)
            if (self._height[self._mask(outline + step)] > 0).any():
                break
            last = step
        else:
            return at
        return last if share > 0.05 else at

    def _mask(self, xy: Floats) -> NDArray[np.bool_]:
        hull = cv2.convexHull(((xy - self._low) * _CELLS_PER_CM).astype(np.float32))
        mask = np.zeros(self._height.shape, np.uint8)
        cv2.fillConvexPoly(mask, np.round(hull).astype(np.int32), 1)
        return mask.astype(bool)
