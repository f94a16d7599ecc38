"""Contact sheets: many drawn pictures on one, to look at. Knows how a sheet is laid out."""

from collections.abc import Sequence

import cv2
import numpy as np

from colugo.synth.bodies import body_of
from colugo.synth.camera import Pose, framed, resting, turned
from colugo.synth.canvas import Pixels
from colugo.synth.counter import Counter, lay_over, lit_ground, visible_ground
from colugo.synth.draw import draw_body
from colugo.synth.light import draw_light
from colugo.synth.photo import take_photo
from colugo.synth.product import KINDS, SynthProduct, make_family, make_products
from colugo.synth.scene import make_scene
from colugo.synth.skin import skin_of
from colugo.synth.views import render_view

_PAPER = (255, 255, 255)
_WIDTH_PX = 1600


def contact_sheet(pictures: Sequence[Pixels], columns: int, gap_px: int = 6) -> Pixels:
    """Lay pictures of one size out in rows.

    Args:
        pictures: (h, w, 3) RGB uint8 each, all of one size, one or more.
        columns: pictures in a row.
        gap_px: white between them.

    Returns:
        One RGB picture; the last row is filled with white.
    """
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    size = (rows * (height + gap_px) - gap_px, columns * (width + gap_px) - gap_px, 3)
    sheet = np.full(size, _PAPER, np.uint8)
    for number, picture in enumerate(pictures):
        top, left = number // columns * (height + gap_px), number % columns * (width + gap_px)
        sheet[top : top + height, left : left + width] = picture
    return sheet


def products_sheet(seed: int = 0) -> Pixels:
    """A line-up of many kinds, two families of look-alikes, and one product in many photos."""
    pool = make_products(seed, 400)
    few = [members[n] for n in range(6) for members in _by_kind(pool) if n < len(members)]
    side = (_WIDTH_PX - 7 * 6) // 8
    half = (_WIDTH_PX - 6) // 2, 300
    families = [line_up(make_family(number, 4), half, number, rows=1) for number in _families(seed)]
    photos = [_shrunk(render_view(few[1], n, side * 2, "scene"), side) for n in range(8)]
    photos += [_shrunk(render_view(few[3], n, side * 2, "scene"), side) for n in range(8)]
    return _stacked(
        [
            line_up(few[:34], (_WIDTH_PX, 450), seed),
            contact_sheet(families, 2),
            contact_sheet(photos, 8),
        ]
    )


def scenes_sheet(seed: int = 0) -> Pixels:
    """Scenes from tidy to heaped; every third shows its answers."""
    products = make_products(seed, 60)
    size_wh = ((_WIDTH_PX - 2 * 6) // 3, 400)
    pictures = []
    for number in range(9):
        wide = size_wh[0] * 2, size_wh[1] * 2
        scene = make_scene(
            products,
            seed * 100 + number,
            (4, 14),
            size_wh=wide,
            level=number // 3 + (number % 3 == 2),
        )
        pixels = scene.pixels.copy()
        for answer in scene.answers if number % 3 == 1 else ():
            x0, y0, x1, y1 = (round(part) for part in answer.xyxy)
            cv2.rectangle(pixels, (x0, y0), (x1, y1), (40, 220, 90), 3)
        pictures.append(
            np.asarray(cv2.resize(pixels, size_wh, interpolation=cv2.INTER_AREA), np.uint8)
        )
    return contact_sheet(pictures, 3)


def line_up(
    products: Sequence[SynthProduct], size_wh: tuple[int, int], seed: int = 0, *, rows: int = 3
) -> Pixels:
    """Products side by side in rows on a white table, tall ones behind; (h, w, 3) RGB."""
    rng = np.random.default_rng([seed, 81])
    light = draw_light(rng)
    poses = _in_rows(sorted(products, key=lambda one: -_height(one)), rows, rng)
    worlds = [[pose.to_world(piece) for piece in body_of(one).shape.pieces] for one, pose in poses]
    points = np.concatenate([piece for world in worlds for piece in world])
    wide = size_wh[0] * 2, size_wh[1] * 2
    camera = framed(points, 0.3, fov=0.42, fill=0.94, size_wh=wide)
    drawn = (
        draw_body(body_of(one).shape, skin_of(one, 480), pose, camera, light) for one, pose in poses
    )
    layers = [layer for layer in drawn if layer is not None]
    near, far = visible_ground(camera, 600)
    white = np.full((wide[1], wide[0], 3), 250, np.uint8)
    lit = lit_ground(Counter(white[:8, :8], near, far, white), worlds, camera, light)
    return take_photo(lay_over(lit, layers)[0], size_wh, rng, 0.0)


def _in_rows(
    products: list[SynthProduct], rows: int, rng: np.random.Generator
) -> list[tuple[SynthProduct, Pose]]:
    """Stand products in rows of about equal width, the first ones in the back row."""
    outer = [np.concatenate(body_of(one).shape.pieces) for one in products]
    widths = [float(np.ptp(points[:, 0])) + 1.6 for points in outer]
    share, placed = sum(widths) / rows, []
    x, row = 0.0, 0
    for product, points, width in zip(products, outer, widths, strict=True):
        if x + width / 2 > share and row < rows - 1:
            x, row = 0.0, row + 1
        at = (x + width / 2 - share / 2, -14.0 * row)
        placed.append((product, resting(turned(float(rng.normal(0, 0.18))), points, at)))
        x += width
    return placed


def _height(product: SynthProduct) -> float:
    return float(np.ptp(np.concatenate(body_of(product).shape.pieces)[:, 2]))


def _by_kind(products: list[SynthProduct]) -> list[list[SynthProduct]]:
    """Products of each kind, no two of one family."""
    first_of_family = list({one.family: one for one in products}.values())
    return [[one for one in first_of_family if one.kind == kind] for kind in KINDS]


def _families(seed: int) -> list[int]:
    """Numbers of four families that differ in flavour, of unlike kinds."""
    numbers: dict[str, int] = {}
    for number in range(seed * 1000, seed * 1000 + 60):
        members = make_family(number, 4)
        if len({one.flavour for one in members}) == 4:
            numbers.setdefault(members[0].kind, number)
    return list(numbers.values())[:4]


def _shrunk(picture: Pixels, side_px: int) -> Pixels:
    return np.asarray(
        cv2.resize(picture, (side_px, side_px), interpolation=cv2.INTER_AREA), np.uint8
    )


def _stacked(parts: Sequence[Pixels]) -> Pixels:
    width = max(part.shape[1] for part in parts)
    wide = [
        cv2.copyMakeBorder(p, 0, 6, 0, width - p.shape[1], cv2.BORDER_CONSTANT, value=_PAPER)
        for p in parts
    ]
    return np.concatenate(wide)
