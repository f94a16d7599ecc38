import numpy as np
import pytest

from colugo.synth.camera import Camera, look_at
from colugo.synth.light import Light
from colugo.synth.studio.lay import Laid, Lying, lay_down

RED = (255, 0, 0, 255)


def above(side: int = 200) -> Camera:
    """200 cm above the counter, 100 cm wide: 2 pixels a centimetre."""
    target = np.zeros(3, np.float32)
    return look_at(target, 200, np.pi / 2, 0, fov=2 * np.arctan(0.25), size_wh=(side, side))


def lamp(x: float = 1.0) -> Light:
    towards = np.array([x, 0, 1.0]) / np.hypot(x, 1)
    return Light(towards.astype(np.float32), 0.7, 0.3, 0.1, np.zeros((64, 64, 2), np.float32))


def sheet(at: tuple[float, float], on_z: float = 0.0, sku: str = "a", turn: float = 0.0) -> Lying:
    pixels = np.full((40, 20, 4), RED, np.uint8)
    return Lying(sku, pixels, 20.0, 3.0, turn, at, on_z)


def lay(*things: Lying, light: Light | None = None) -> Laid:
    ground = np.full((200, 200, 3), 0.5, np.float32)
    return lay_down(ground, things, above(), light or lamp())


@pytest.mark.parametrize("turn", [0.0, np.pi / 2, np.pi / 3])
def test_a_sheet_covers_as_many_pixels_as_its_centimetres(turn: float) -> None:
    laid = lay(sheet((10, -5), turn=turn))

    rows, columns = np.nonzero(laid.owner == 0)
    assert (laid.owner == 0).sum() == pytest.approx(20 * 40, rel=0.06)
    assert laid.whole[0] == pytest.approx(20 * 40, rel=0.08)
    assert (columns.mean(), rows.mean()) == pytest.approx((120, 110), abs=1)
    x0, y0, x1, y1 = laid.extents[0]
    assert (x0, y0) == pytest.approx((columns.min(), rows.min()), abs=2)
    assert (x1, y1) == pytest.approx((columns.max() + 1, rows.max() + 1), abs=2)


def test_what_lies_upon_another_hides_it_whatever_the_order() -> None:
    below, top = sheet((0, 0), sku="below"), sheet((4, 3), on_z=2.0, sku="top")

    one, other = lay(below, top), lay(top, below)

    assert (one.owner == 1).sum() > 750
    assert (one.owner == 0).sum() < 600
    assert np.array_equal(one.owner == 1, other.owner == 0)


def test_the_shadow_falls_away_from_the_lamp_and_darkens_the_contact() -> None:
    laid = lay(sheet((0, 0)), light=lamp(1.0))

    row = laid.picture[100, :, 1]
    assert row[84] < 0.8 * row[30]  # left of it, the lamp being right
    assert row[111] < row[150]  # where it touches the counter
    assert row[111] > row[84]
    assert row[30] == pytest.approx(0.5, abs=0.01)


def test_what_lies_outside_of_the_picture_is_not_seen_but_has_its_size() -> None:
    laid = lay(sheet((300, 0)))

    assert (laid.owner == -1).all()
    assert laid.whole[0] == pytest.approx(800, rel=0.08)


def test_nothing_to_lay_leaves_the_ground() -> None:
    laid = lay()

    assert (laid.picture == 0.5).all()
    assert laid.whole == ()
