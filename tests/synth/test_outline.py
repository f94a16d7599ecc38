import cv2
import numpy as np
import pytest

from colugo.synth.outline import bounds, clipped, seen_of


def disc(radius: int, middle: tuple[int, int] = (50, 40)) -> np.ndarray:
    mask = np.zeros((100, 120), np.uint8)
    cv2.circle(mask, middle, radius, 1, -1)
    return mask.astype(bool)


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_box_area_and_outline_are_those_of_the_mask_in_pixels_of_the_picture(scale: float) -> None:
    mask = disc(20)

    seen = seen_of(mask, scale, (round(120 / scale), round(100 / scale)))

    (outline,) = seen.outline
    corners = np.array(outline, np.float32).reshape(-1, 2)
    assert seen.xyxy == pytest.approx(np.array([30, 20, 71, 61]) / scale, abs=0.01)
    assert seen.area_px == pytest.approx(mask.sum() / scale**2, abs=0.01)
    assert cv2.contourArea(corners) == pytest.approx(seen.area_px, rel=0.1)


def test_every_piece_has_an_outline_and_lies_in_the_picture() -> None:
    mask = disc(12, (20, 20)) | disc(12, (112, 70))

    seen = seen_of(mask, 1.0, (118, 100))

    assert len(seen.outline) == 2
    assert max(max(piece[0::2]) for piece in seen.outline) <= 118
    assert seen.xyxy[2] == 118


def test_what_is_too_small_for_an_outline_is_outlined_by_its_box() -> None:
    mask = np.zeros((9, 9), bool)
    mask[4, 5] = True

    seen = seen_of(mask, 1.0, (9, 9))

    assert seen.outline == ((5, 4, 6, 4, 6, 5, 5, 5),)


def test_bounds_are_moved_by_the_corner_of_their_mask() -> None:
    mask = np.zeros((5, 6), bool)
    mask[1:3, 2:5] = True

    assert bounds(mask, (-3, 10)) == (-1, 11, 2, 13)
    assert clipped((-1, 11, 2, 13), 2.0, (40, 6)) == (0, 5.5, 1, 6)
