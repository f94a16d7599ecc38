"""Small pictures for labels: fruit, leaves, grain, drops, bowls. Each is drawn once and kept.

A shape is cut out as a mask and puffed up: the distance to its rim becomes a
height, the height a light and a dark side.
"""

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.synth.canvas import Pixels
from colugo.synth.palette import Rgb, mix, shift

SIDE_PX = 192
Mask = NDArray[np.uint8]
_LEAF: Rgb = (84, 150, 52)


def _blank() -> Mask:
    return np.zeros((SIDE_PX, SIDE_PX), np.uint8)


def _px(x: float, y: float) -> tuple[int, int]:
    return round(x * SIDE_PX), round(y * SIDE_PX)


def _oval(x: float, y: float, wide: float, high: float, turn: float = 0.0) -> Mask:
    mask = _blank()
    cv2.ellipse(mask, _px(x, y), _px(wide, high), turn, 0, 360, 255, -1, cv2.LINE_AA)
    return mask


def _outline(points: list[tuple[float, float]], rounds: int = 2) -> Mask:
    """A closed shape through points, its corners cut round. Source: Chaikin 1974."""
    corners = np.array(points)
    for _ in range(rounds):
        following = np.roll(corners, -1, axis=0)
        corners = np.stack(
            [0.75 * corners + 0.25 * following, 0.25 * corners + 0.75 * following], 1
        ).reshape(-1, 2)
    mask = _blank()
    cv2.fillPoly(mask, [np.round(corners * SIDE_PX).astype(np.int32)], 255, cv2.LINE_AA)
    return mask


def puffed(mask: Mask, rgb: Rgb, *, puff: float = 0.3, shine: float = 0.7) -> Pixels:
    """A mask as a rounded, lit thing: (h, w, 4) RGBA."""
    reach = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3)
    edge = np.clip(reach / (puff * SIDE_PX), 0, 1)
    height = cv2.GaussianBlur(np.sqrt(1 - (1 - edge) ** 2) * puff * SIDE_PX, (0, 0), 2.5)
    gy, gx = np.gradient(height)
    length = np.sqrt(gx**2 + gy**2 + 1)
    light = np.clip((0.5 * gx + 0.65 * gy + 0.75) / length, 0, 1.2)
    glint = np.clip((0.42 * gx + 0.55 * gy + 0.9) / length, 0, 1.16)
    glint = np.clip(glint - 1.0, 0, 1) * 5 * shine
    body = np.array(rgb, np.float32) * (0.5 + 0.62 * light[..., None]) + 255 * glint[..., None]
    return np.dstack([np.clip(body, 0, 255).astype(np.uint8), mask])


def _over(*layers: Pixels) -> Pixels:
    """Lay RGBA pictures over each other, the last on top."""
    colour, alpha = (
        np.zeros((SIDE_PX, SIDE_PX, 3), np.float32),
        np.zeros((SIDE_PX, SIDE_PX, 1), np.float32),
    )
    for layer in layers:
        share = layer[..., 3:].astype(np.float32) / 255
        colour = colour * (1 - share) + layer[..., :3] * share
        alpha = alpha + share - alpha * share
    straight = colour / np.maximum(alpha, 1e-3)
    return np.dstack([np.clip(straight, 0, 255), alpha * 255]).astype(np.uint8)


def _leaf_layer(x: float, y: float, length: float, turn: float, rgb: Rgb = _LEAF) -> Pixels:
    mask = _oval(x, y, length, length * 0.42, turn)
    vein = _blank()
    cos, sin = np.cos(np.radians(turn)) * length * 0.85, np.sin(np.radians(turn)) * length * 0.85
    cv2.line(vein, _px(x - cos, y - sin), _px(x + cos, y + sin), 255, 2, cv2.LINE_AA)
    return _over(
        puffed(mask, rgb, puff=0.1, shine=0.3),
        np.dstack([np.full((*vein.shape, 3), mix(rgb, (255, 255, 255), 0.5), np.uint8), vein]),
    )


def _round_fruit(rgb: Rgb) -> Pixels:
    body = _over(puffed(_oval(0.5, 0.56, 0.37, 0.36), rgb, puff=0.36))
    return _over(
        body,
        puffed(_oval(0.5, 0.22, 0.02, 0.09, 15), (96, 66, 38), puff=0.02),
        _leaf_layer(0.62, 0.18, 0.15, -25),
    )


def _peach(rgb: Rgb) -> Pixels:
    body = puffed(
        _outline(
            [
                (0.5, 0.95),
                (0.12, 0.75),
                (0.1, 0.35),
                (0.4, 0.2),
                (0.52, 0.27),
                (0.66, 0.2),
                (0.92, 0.38),
                (0.88, 0.75),
            ]
        ),
        rgb,
        puff=0.36,
        shine=0.3,
    )
    blush = np.dstack(
        [
            np.full((SIDE_PX, SIDE_PX, 3), (224, 60, 70), np.uint8),
            cv2.GaussianBlur(_oval(0.3, 0.5, 0.16, 0.2), (0, 0), 14) // 2,
        ]
    )
    return _over(body, blush, _leaf_layer(0.66, 0.16, 0.18, -20), _leaf_layer(0.36, 0.15, 0.14, 25))


def _citrus(rgb: Rgb) -> Pixels:
    picture = _over(puffed(_oval(0.5, 0.5, 0.44, 0.44), rgb, puff=0.2))
    cv2.circle(
        picture,
        _px(0.5, 0.5),
        round(0.39 * SIDE_PX),
        (*mix(rgb, (255, 255, 245), 0.8), 255),
        -1,
        cv2.LINE_AA,
    )
    for number in range(9):
        start = number * 40 + 4
        pulp = shift(rgb, 0.0, 1.04 if number % 2 else 0.97)
        points = [
            _px(
                0.5 + 0.045 * np.cos(np.radians(start + 16)),
                0.5 + 0.045 * np.sin(np.radians(start + 16)),
            )
        ]
        points += [
            _px(0.5 + 0.36 * np.cos(np.radians(a)), 0.5 + 0.36 * np.sin(np.radians(a)))
            for a in range(start, start + 33, 4)
        ]
        cv2.fillPoly(picture, [np.array(points, np.int32)], (*pulp, 255), cv2.LINE_AA)
    return picture


def _whole_and_slice(rgb: Rgb) -> Pixels:
    whole = puffed(_oval(0.36, 0.4, 0.32, 0.31), rgb, puff=0.32)
    half = cv2.resize(_citrus(rgb), None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    placed = np.zeros((SIDE_PX, SIDE_PX, 4), np.uint8)
    placed[-half.shape[0] :, -half.shape[1] :] = half
    return _over(whole, _leaf_layer(0.42, 0.08, 0.16, -15), placed)


def _strawberry(rgb: Rgb) -> Pixels:
    body = puffed(
        _outline([(0.5, 1.0), (0.16, 0.62), (0.14, 0.26), (0.5, 0.22), (0.86, 0.26), (0.84, 0.62)]),
        rgb,
        puff=0.32,
    )
    for row in range(5):
        for column in range(-2, 3):
            x, y = 0.5 + column * 0.125 * (1 - row * 0.12) + 0.05 * (row % 2), 0.36 + row * 0.115
            if body[_px(y, 0)[0], _px(x, 0)[0], 3] > 200:
                cv2.ellipse(
                    body, _px(x, y), (2, 4), 0, 0, 360, (250, 220, 120, 255), -1, cv2.LINE_AA
                )
    return _over(
        body,
        *(
            _leaf_layer(0.5 + 0.14 * np.cos(a), 0.24 + 0.06 * np.sin(a), 0.15, float(np.degrees(a)))
            for a in (0.3, 1.2, 2.0, 2.9, 4.4, 5.3)
        ),
    )


def _cluster(rgb: Rgb) -> Pixels:
    spots = [
        (0.3, 0.34),
        (0.5, 0.3),
        (0.7, 0.34),
        (0.38, 0.5),
        (0.6, 0.5),
        (0.5, 0.67),
        (0.34, 0.66),
        (0.66, 0.66),
        (0.5, 0.84),
    ]
    balls = [
        puffed(_oval(x, y, 0.12, 0.12), shift(rgb, 0.0, 0.9 + 0.03 * n), puff=0.12)
        for n, (x, y) in enumerate(spots)
    ]
    return _over(_leaf_layer(0.6, 0.15, 0.2, -18), *balls)


def _cherry(rgb: Rgb) -> Pixels:
    stems = _blank()
    for x in (0.3, 0.7):
        cv2.line(stems, _px(0.55, 0.1), _px(x, 0.6), 255, 4, cv2.LINE_AA)
    green = np.dstack([np.full((SIDE_PX, SIDE_PX, 3), (92, 120, 44), np.uint8), stems])
    return _over(
        green,
        puffed(_oval(0.3, 0.68, 0.21, 0.2), rgb, puff=0.2),
        puffed(_oval(0.7, 0.72, 0.21, 0.2), shift(rgb, 0, 0.88), puff=0.2),
        _leaf_layer(0.72, 0.14, 0.17, 12),
    )


def _slice_of(rind: Rgb, flesh: Rgb, seed: Rgb) -> Pixels:
    picture = puffed(_oval(0.5, 0.5, 0.46, 0.44), rind, puff=0.1)
    cv2.ellipse(
        picture,
        _px(0.5, 0.5),
        _px(0.41, 0.39),
        0,
        0,
        360,
        (*mix(flesh, (255, 255, 255), 0.6), 255),
        -1,
        cv2.LINE_AA,
    )
    cv2.ellipse(picture, _px(0.5, 0.5), _px(0.38, 0.36), 0, 0, 360, (*flesh, 255), -1, cv2.LINE_AA)
    for angle in range(0, 360, 24):
        x, y = 0.5 + 0.22 * np.cos(np.radians(angle)), 0.5 + 0.21 * np.sin(np.radians(angle))
        cv2.ellipse(picture, _px(x, y), (7, 3), angle, 0, 360, (*seed, 255), -1, cv2.LINE_AA)
    return picture


def _pineapple(rgb: Rgb) -> Pixels:
    body = puffed(_oval(0.5, 0.64, 0.26, 0.34), rgb, puff=0.25)
    for number in range(-6, 13):
        for a, b in (
            ((0, number / 6), (1, number / 6 + 1)),
            ((1, number / 6), (0, number / 6 + 1)),
        ):
            net = _blank()
            cv2.line(net, _px(*a), _px(*b), 255, 2, cv2.LINE_AA)
            body[(net > 100) & (body[..., 3] > 200), :3] = shift(rgb, -0.03, 0.7)
    return _over(
        *(
            _leaf_layer(0.5 + 0.12 * s, 0.18 - 0.04 * (1 - abs(s)), 0.17, 90 + s * 40)
            for s in (-1, 1, -0.5, 0.5, 0.0)
        ),
        body,
    )


def _leaves(rgb: Rgb) -> Pixels:
    return _over(
        _leaf_layer(0.3, 0.6, 0.26, -50, shift(rgb, 0, 0.85)),
        _leaf_layer(0.7, 0.6, 0.26, 50 + 180, shift(rgb, 0, 0.95)),
        _leaf_layer(0.5, 0.42, 0.34, 90, rgb),
    )


def _flower(rgb: Rgb) -> Pixels:
    petals = [
        puffed(
            _oval(0.5 + 0.24 * np.cos(a), 0.5 + 0.24 * np.sin(a), 0.22, 0.15, float(np.degrees(a))),
            mix(rgb, (255, 255, 255), 0.25),
            puff=0.14,
            shine=0.2,
        )
        for a in np.arange(6) * np.pi / 3
    ]
    return _over(*petals, puffed(_oval(0.5, 0.5, 0.12, 0.12), (244, 190, 40), puff=0.1))


def _wheat(rgb: Rgb) -> Pixels:
    grains = []
    for number in range(6):
        y = 0.2 + number * 0.12
        grains += [
            puffed(
                _oval(0.5 + side * 0.11, y, 0.11, 0.055, side * -50),
                mix(rgb, (240, 200, 90), 0.4),
                puff=0.06,
            )
            for side in (-1, 1)
        ]
    stem = _blank()
    cv2.line(stem, _px(0.5, 0.12), _px(0.5, 0.98), 255, 4, cv2.LINE_AA)
    return _over(
        np.dstack([np.full((SIDE_PX, SIDE_PX, 3), shift(rgb, 0, 0.8), np.uint8), stem]), *grains
    )


def _scattered(rgb: Rgb, wide: float, high: float, count: int, seed: int, puff: float) -> Pixels:
    rng = np.random.default_rng(seed)
    return _over(*(
        puffed(_oval(*rng.uniform(0.2, 0.8, 2), wide, high, rng.uniform(0, 180)), shift(rgb, 0, rng.uniform(0.8, 1.15)), puff=puff)
        for _ in range(count)
    ))  # fmt: skip


def _bean(rgb: Rgb) -> Pixels:
    def one(x: float, y: float, turn: float) -> Pixels:
        layer = puffed(_oval(x, y, 0.22, 0.15, turn), mix(rgb, (70, 40, 22), 0.4), puff=0.15)
        cos, sin = np.cos(np.radians(turn)) * 0.2, np.sin(np.radians(turn)) * 0.2
        cv2.line(
            layer, _px(x - cos, y - sin), _px(x + cos, y + sin), (40, 22, 12, 255), 4, cv2.LINE_AA
        )
        return layer

    return _over(one(0.34, 0.36, 35), one(0.68, 0.42, -30), one(0.48, 0.72, 10))


def _drop(rgb: Rgb) -> Pixels:
    return puffed(
        _outline(
            [(0.5, -0.08), (0.84, 0.6), (0.72, 0.92), (0.5, 1.0), (0.28, 0.92), (0.16, 0.6)], 3
        ),
        mix(rgb, (255, 255, 255), 0.15),
        puff=0.3,
        shine=1.0,
    )


def _splash(rgb: Rgb) -> Pixels:
    rng = np.random.default_rng(5)
    angles = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    points = [
        (0.5 + r * np.cos(a), 0.62 + 0.62 * r * np.sin(a))
        for a, r in zip(
            angles, np.where(np.arange(18) % 2, 0.24, rng.uniform(0.4, 0.5, 18)), strict=True
        )
    ]
    pale = mix(rgb, (255, 255, 255), 0.85)
    return _over(
        puffed(_outline(points, 3), pale, puff=0.14),
        *(
            puffed(_oval(x, y, s, s * 1.2), pale, puff=0.06)
            for x, y, s in ((0.3, 0.16, 0.05), (0.55, 0.1, 0.07), (0.75, 0.2, 0.04))
        ),
    )


def _bubbles(rgb: Rgb) -> Pixels:
    spots = (
        (0.35, 0.65, 0.26),
        (0.7, 0.4, 0.2),
        (0.35, 0.22, 0.12),
        (0.72, 0.78, 0.13),
        (0.55, 0.12, 0.06),
    )
    return _over(
        *(
            puffed(_oval(x, y, s, s), mix(rgb, (255, 255, 255), 0.45), puff=s, shine=1.0)
            for x, y, s in spots
        )
    )


def _chocolate(rgb: Rgb) -> Pixels:
    dark = mix(rgb, (72, 40, 24), 0.7)
    squares = [
        puffed(
            _outline([(x, y), (x + 0.25, y), (x + 0.25, y + 0.25), (x, y + 0.25)], 1),
            shift(dark, 0, 1 + 0.1 * ((i + j) % 2)),
            puff=0.06,
        )
        for i, x in enumerate((0.1, 0.37, 0.64))
        for j, y in enumerate((0.1, 0.37, 0.64))
    ]
    return _over(*squares)


def _cookie(rgb: Rgb) -> Pixels:
    rng = np.random.default_rng(3)
    body = puffed(_oval(0.5, 0.5, 0.44, 0.43), mix(rgb, (214, 160, 90), 0.7), puff=0.12, shine=0.2)
    chips = [
        puffed(
            _oval(0.5 + r * np.cos(a), 0.5 + r * np.sin(a), 0.06, 0.045, a * 60),
            (74, 42, 24),
            puff=0.04,
        )
        for r, a in zip(rng.uniform(0.05, 0.36, 11), rng.uniform(0, 6.3, 11), strict=True)
    ]
    return _over(body, *chips)


def _chip(rgb: Rgb) -> Pixels:
    gold = mix((244, 196, 84), rgb, 0.12)
    return _over(
        *(
            puffed(
                _outline(
                    [
                        (x - 0.3, y),
                        (x, y - 0.24),
                        (x + 0.3, y - 0.06),
                        (x + 0.2, y + 0.2),
                        (x - 0.15, y + 0.2),
                    ],
                    2,
                ),
                shift(gold, 0, b),
                puff=0.1,
                shine=0.5,
            )
            for x, y, b in ((0.36, 0.34, 0.86), (0.66, 0.46, 0.94), (0.42, 0.68, 1.0))
        )
    )


def _chili(rgb: Rgb) -> Pixels:
    body = puffed(
        _outline(
            [(0.2, 0.16), (0.42, 0.12), (0.62, 0.42), (0.94, 0.92), (0.5, 0.72), (0.22, 0.4)], 3
        ),
        mix(rgb, (214, 24, 20), 0.6),
        puff=0.14,
        shine=1.0,
    )
    return _over(body, puffed(_oval(0.27, 0.12, 0.12, 0.05, -40), _LEAF, puff=0.05))


def _corn(rgb: Rgb) -> Pixels:
    kernels = [
        puffed(
            _oval(0.5 + c * 0.09, 0.2 + r * 0.085, 0.05, 0.05),
            shift((248, 206, 60), 0, 0.9 + 0.05 * ((r + c) % 3)),
            puff=0.05,
        )
        for r in range(8)
        for c in (-2, -1, 0, 1, 2)
        if abs(c) * 0.9 + abs(r - 3.5) * 0.22 < 2.4
    ]
    return _over(
        *kernels,
        _leaf_layer(0.24, 0.68, 0.3, 60),
        _leaf_layer(0.76, 0.68, 0.3, 120),
        puffed(_oval(0.5, 0.94, 0.06, 0.05), mix(rgb, _LEAF, 0.9), puff=0.04),
    )


def _bowl(rgb: Rgb) -> Pixels:
    bowl = puffed(
        _outline([(0.04, 0.45), (0.96, 0.45), (0.78, 0.92), (0.22, 0.92)], 2), rgb, puff=0.2
    )
    soup = puffed(_oval(0.5, 0.46, 0.42, 0.13), (206, 120, 44), puff=0.05, shine=0.2)
    noodle = soup.copy()
    for number in range(7):
        cv2.ellipse(
            noodle,
            _px(0.3 + number * 0.065, 0.46),
            _px(0.12, 0.07),
            number * 25,
            0,
            250,
            (248, 214, 130, 255),
            4,
            cv2.LINE_AA,
        )
    return _over(
        bowl,
        noodle,
        puffed(_oval(0.63, 0.42, 0.1, 0.06), (250, 244, 230), puff=0.05),
        puffed(_oval(0.63, 0.42, 0.045, 0.035), (246, 170, 40), puff=0.03),
        _leaf_layer(0.36, 0.42, 0.09, 20),
    )


def _fish(rgb: Rgb) -> Pixels:
    body = puffed(_oval(0.44, 0.5, 0.36, 0.19), mix(rgb, (126, 148, 176), 0.6), puff=0.18)
    tail = puffed(
        _outline([(0.74, 0.5), (0.98, 0.26), (0.92, 0.5), (0.98, 0.74)], 1),
        mix(rgb, (96, 116, 150), 0.6),
        puff=0.06,
    )
    cv2.circle(body, _px(0.2, 0.46), 7, (250, 250, 250, 255), -1, cv2.LINE_AA)
    cv2.circle(body, _px(0.2, 0.46), 4, (20, 20, 24, 255), -1, cv2.LINE_AA)
    return _over(tail, body)


def _shrimp(rgb: Rgb) -> Pixels:
    rings = [
        puffed(
            _oval(
                0.5 + 0.28 * np.cos(a),
                0.52 + 0.28 * np.sin(a),
                0.15 - 0.012 * n,
                0.13 - 0.012 * n,
                float(np.degrees(a)),
            ),
            shift(rgb, 0, 1.0 if n % 2 else 0.9),
            puff=0.1,
        )
        for n, a in enumerate(np.linspace(3.6, 8.0, 8))
    ]
    return _over(*reversed(rings))


def _mushroom(rgb: Rgb) -> Pixels:
    stem = puffed(
        _outline([(0.38, 0.45), (0.62, 0.45), (0.68, 0.95), (0.32, 0.95)], 1),
        (240, 226, 204),
        puff=0.14,
    )
    return _over(
        stem,
        puffed(
            _outline([(0.04, 0.55), (0.1, 0.1), (0.9, 0.1), (0.96, 0.55), (0.5, 0.5)], 3),
            rgb,
            puff=0.25,
        ),
    )


def _cow(rgb: Rgb) -> Pixels:
    patches = (
        (0.3, 0.3, 0.22, 0.14, 20),
        (0.72, 0.5, 0.2, 0.13, -40),
        (0.34, 0.74, 0.16, 0.12, 60),
    )
    return _over(
        *(
            puffed(_oval(*patch), mix(rgb, (28, 26, 30), 0.85), puff=0.03, shine=0.0)
            for patch in patches
        )
    )


_PAINTERS: dict[str, Callable[[Rgb], Pixels]] = {
    "apple": _round_fruit, "mango": _round_fruit, "tomato": _round_fruit, "peach": _peach, "orange": _whole_and_slice,
    "lemon": _citrus, "strawberry": _strawberry, "grape": _cluster, "blueberry": _cluster, "cherry": _cherry,
    "watermelon": lambda rgb: _slice_of((46, 122, 60), rgb, (38, 24, 22)), "pineapple": _pineapple,
    "kiwi": lambda rgb: _slice_of((124, 92, 52), rgb, (30, 30, 18)), "leaf": _leaves, "flower": _flower,
    "wheat": _wheat, "grain": lambda rgb: _scattered(rgb, 0.09, 0.055, 16, 7, 0.06), "bean": _bean, "drop": _drop,
    "splash": _splash, "bubbles": _bubbles, "chocolate": _chocolate, "cookie": _cookie, "chip": _chip,
    "chili": _chili, "corn": _corn, "nut": lambda rgb: _scattered(mix(rgb, (178, 120, 70), 0.5), 0.17, 0.11, 7, 2, 0.11),
    "bowl": _bowl, "fish": _fish, "shrimp": _shrimp, "mushroom": _mushroom, "cow": _cow,
}  # fmt: skip
NAMES = tuple(sorted(_PAINTERS))


@lru_cache(maxsize=512)
def icon(name: str, rgb: Rgb) -> Pixels:
    """A picture by name in a colour, (192, 192, 4) RGBA. Do not change it: it is shared."""
    return _PAINTERS[name](rgb)
