"""Whether something moves, on the frames of a drawn counter."""

import cv2
import numpy as np
import pytest

from colugo.errors import NotAPicture, PictureTooLarge
from colugo.synth import make_product
from colugo.synth.video import WatchedCounter
from colugo.vision import DecodeLimits, Image
from colugo.vision.encode import encode
from colugo.vision.motion import changed_share, reaching_share, small_picture

LIMITS = DecodeLimits()
THRESHOLD = 0.002  # the setting visit_motion_share as it is


@pytest.fixture(scope="module")
def counter() -> WatchedCounter:
    return WatchedCounter.of([make_product(seed) for seed in (11, 60)], 5, (1280, 720))


def small(pixels: np.ndarray) -> np.ndarray:
    return small_picture(encode(Image(pixels), ".jpg"), LIMITS)[0]


def test_noise_is_no_motion_and_a_product_or_a_hand_is(counter: WatchedCounter) -> None:
    empty = small(counter.frame(1, ()))

    noise = changed_share(empty, small(counter.frame(2, ())))
    product = changed_share(empty, small(counter.frame(3, counter.skus[1:])))
    hand = changed_share(empty, small(counter.frame(4, (), hand=4)))

    assert noise < THRESHOLD / 10
    assert min(product, hand) > THRESHOLD * 3


def test_a_hand_reaches_in_from_the_rim_and_goods_do_not(counter: WatchedCounter) -> None:
    empty, goods = small(counter.frame(1, ())), small(counter.frame(2))
    with_hand = small(counter.frame(3, hand=4))
    boxes = [tuple(edge / 8 for edge in one.layer.rect) for one in counter.placed]

    shares = [reaching_share(empty, now, boxes) for now in (empty, goods, with_hand)]  # type: ignore[misc]

    assert shares[0] == 0
    assert shares[1] < 0.002
    assert shares[2] > 0.01


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

    grey, size = small_picture(encode(Image(pixels), suffix), LIMITS)

    assert (grey.shape, size) == ((90, 160, 3), size_wh)
    assert (int(grey[5].mean().round()), int(grey[-5].mean().round())) == (40, 120)


def test_what_cannot_be_decoded_is_refused_as_elsewhere() -> None:
    large = cv2.imencode(".png", np.zeros((50, 50), np.uint8))[1].tobytes()

    with pytest.raises(NotAPicture):
        small_picture(b"no picture at all", LIMITS)
    with pytest.raises(PictureTooLarge):
        small_picture(large, DecodeLimits(max_pixels=100))
