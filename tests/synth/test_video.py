"""Frames of one counter, as its camera sees them one after another."""

import numpy as np

from colugo.synth import make_product
from colugo.synth.video import WatchedCounter


def test_only_what_comes_and_goes_differs_between_frames() -> None:
    counter = WatchedCounter.of([make_product(11), make_product(57)], 5, (320, 180))
    first, second = counter.skus

    empty, again = counter.frame(1, ()), counter.frame(2, ())
    one, hand = counter.frame(3, (first,)), counter.frame(4, (), hand=4)
    both = counter.frame(5)

    assert {first, second} == {make_product(11).sku, make_product(57).sku}
    assert share(empty, again) < 0.001  # but for the noise, which is another
    assert (empty != again).any()
    x0, y0, x1, y1 = counter.placed[0].layer.rect
    assert share(empty[y0:y1, x0:x1], one[y0:y1, x0:x1]) > 0.3
    assert share(empty, hand) > 0.01
    assert share(one, both) > 0.01


def test_the_same_frame_is_drawn_the_same_way_twice() -> None:
    counter = WatchedCounter.of([make_product(11)], 5, (160, 90))

    assert (counter.frame(3, hand=1) == counter.frame(3, hand=1)).all()


def share(one: np.ndarray, other: np.ndarray) -> float:
    return float((np.abs(one.astype(int) - other) > 20).any(axis=2).mean())
