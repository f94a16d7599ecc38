import cv2
import numpy as np
import pytest

from colugo.synth.studio.masks import (
    BY_GRABCUT,
    ON_PLAIN,
    Demands,
    Mask,
    Refused,
    fault_of,
    mask_of,
    plain_ground,
)

from .drawn import RED, photo

NONE = np.zeros((0, 4), np.float32)
BOX = (60, 40, 140, 170)


def boxes(*rows: tuple[int, int, int, int]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 4)


def right_mask(box: tuple[int, int, int, int] = BOX, size: int = 200) -> Mask:
    mask = np.zeros((size, size), bool)
    mask[box[1] : box[3], box[0] : box[2]] = True
    return mask


def iou(one: Mask, other: Mask) -> float:
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("ground", [(250, 250, 250), (30, 30, 32), (120, 160, 200)])
def test_a_plain_ground_is_taken_away(ground: tuple[int, int, int]) -> None:
    mask = mask_of(photo(ground=ground), NONE)

    assert not isinstance(mask, Refused)
    assert iou(mask, right_mask()) > 0.97


def test_what_is_inside_and_has_the_colour_of_the_ground_stays() -> None:
    pixels = photo()
    pixels[90:120, 80:120] = 250  # a white label

    mask = mask_of(pixels, NONE)

    assert not isinstance(mask, Refused)
    assert iou(mask, right_mask()) > 0.97


def test_a_soft_shadow_belongs_to_the_ground() -> None:
    dark = cv2.GaussianBlur(right_mask((70, 150, 175, 185)).astype(np.float32), (0, 0), 12)
    ground = np.full((200, 200, 3), 250.0) * (1 - 0.3 * dark[..., None])
    pixels = np.where(right_mask()[..., None], photo(), ground.astype(np.uint8))

    mask = mask_of(pixels, NONE)

    assert not isinstance(mask, Refused)
    assert iou(mask, right_mask()) > 0.93


def test_on_another_ground_grabcut_parts_the_product_from_it() -> None:
    pixels = photo(ground=None)

    mask = mask_of(pixels, boxes((54, 35, 147, 176)))

    assert plain_ground(pixels) is None
    assert not isinstance(mask, Refused)
    assert iou(mask, right_mask()) > 0.93


def test_the_same_photo_gives_the_same_mask() -> None:
    first, second = (mask_of(photo(ground=None), boxes((54, 35, 147, 176))) for _ in range(2))

    assert np.array_equal(first, second)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (boxes(), "no product found"),
        (boxes(BOX, (10, 10, 40, 40)), "several products"),
        (boxes((80, 80, 120, 120)), "too small"),
    ],
)
def test_without_one_large_box_another_ground_gives_nothing(found: np.ndarray, reason: str) -> None:
    mask = mask_of(photo(ground=None), found)

    assert isinstance(mask, Refused)
    assert reason in mask.reason


def ragged() -> Mask:
    mask = right_mask((20, 20, 180, 180))
    mask[20:140, 24:180:8] = False
    return mask


def frayed() -> Mask:
    mask = right_mask()
    for top in range(44, 166, 12):
        mask[top : top + 4, 132:140] = mask[top : top + 4, 60:68] = False
    return mask


@pytest.mark.parametrize(
    ("mask", "demands", "reason"),
    [
        (right_mask(), ON_PLAIN, None),
        (right_mask(), BY_GRABCUT, None),
        (np.zeros((200, 200), bool), ON_PLAIN, "too small"),
        (right_mask((90, 90, 110, 110)), ON_PLAIN, "too small"),
        (np.ones((200, 200), bool), ON_PLAIN, "no ground"),
        (right_mask((0, 40, 140, 170)), ON_PLAIN, None),
        (right_mask((0, 40, 140, 170)), BY_GRABCUT, "rim of the photo"),
        (right_mask((0, 0, 200, 190)), BY_GRABCUT, "rim of the photo"),
        (ragged(), ON_PLAIN, "ragged"),
        (frayed(), Demands(0, 0.5, 2.0), "ragged"),
    ],
)
def test_a_mask_that_cannot_be_trusted_is_refused_with_its_reason(
    mask: Mask, demands: Demands, reason: str | None
) -> None:
    fault = fault_of(mask, demands)

    assert fault == reason if reason is None else reason in (fault or "")


def test_a_product_as_white_as_its_ground_is_refused() -> None:
    pixels = photo(colour=(251, 251, 250))
    pixels[50:160, 68:132] = 250
    pixels[150:155, 70:90] = RED  # a little print is all that can be told

    mask = mask_of(pixels, NONE)

    assert isinstance(mask, Refused)
