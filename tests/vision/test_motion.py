"""Whether something moves, on the frames of a drawn counter."""

import cv2
import numpy as np
import pytest

from colugo.errors import NotAPicture, PictureTooLarge
from colugo.synth import make_product
from colugo.synth.video import WatchedCounter
from colugo.vision import DecodeLimits, Image
from colugo.vision.encode import encode
from colugo.vision.motion import changed_share, small_grey

LIMITS = DecodeLimits()
THRESHOLD = 0.002  # the setting visit_motion_share as it is


@pytest.fixture(scope="module")
def counter() -> WatchedCounter:
    return WatchedCounter.of([make_product(seed) for seed in (11, 60)], 5, (1280, 720))


def small(pixels: np.ndarray) -> np.ndarray:
    return small_grey(encode(Image(pixels), ".jpg"), LIMITS)[0]


def test_noise_is_no_motion_and_a_product_or_a_hand_is(counter: WatchedCounter) -> None:
    empty = small(counter.frame(1, ()))

    noise = changed_share(empty, small(counter.frame(2, ())))
    product = changed_share(empty, small(counter.frame(3, counter.skus[1:])))
    hand = changed_share(empty, small(counter.frame(4, (), has_hand=True)))

    assert noise < THRESHOLD / 10
    assert min(product, hand) > THRESHOLD * 3


def test_a_camera_that_opens_its_eye_sees_no_motion(counter: WatchedCounter) -> None:
    frame = counter.frame(1)
    darker = (frame // 2 + 100).astype(np.uint8)
    brighter = darker + np.uint8(25)

    assert changed_share(small(darker), small(brighter)) < THRESHOLD / 10


@pytest.mark.parametrize("size_wh", [(1920, 1080), (700, 400), (330, 200), (100, 60)])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_any_picture_becomes_as_small_as_the_others(size_wh: tuple[int, int], suffix: str) -> None:
    pixels = np.full((size_wh[1], size_wh[0], 3), 120, np.uint8)
    pixels[: size_wh[1] // 2] = 40

    grey, size = small_grey(encode(Image(pixels), suffix), LIMITS)

    assert (grey.shape, size) == ((90, 160), size_wh)
    assert (int(grey[5].mean().round()), int(grey[-5].mean().round())) == (40, 120)


def test_what_cannot_be_decoded_is_refused_as_elsewhere() -> None:
    large = cv2.imencode(".png", np.zeros((50, 50), np.uint8))[1].tobytes()

    with pytest.raises(NotAPicture):
        small_grey(b"no picture at all", LIMITS)
    with pytest.raises(PictureTooLarge):
        small_grey(large, DecodeLimits(max_pixels=100))
