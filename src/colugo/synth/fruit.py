"""Icons of fruit. Every painter takes a colour and gives RGBA."""

import cv2
import numpy as np

from colugo.synth.canvas import Pixels
from colugo.synth.palette import Rgb, mix, shift
from colugo.synth.puff import (
    SIDE_PX,
    ball,
    flat,
    leaf_at,
    lines,
    outline,
    oval,
    over,
    polar,
    puffed,
    px,
)

_WHITE: Rgb = (255, 255, 255)


def round_fruit(rgb: Rgb) -> Pixels:
    """An apple, a tomato, a mango: a ball with a stalk and a leaf."""
    stalk = ball(0.5, 0.22, 0.02, 0.09, (96, 66, 38), turn=15)
    return over(ball(0.5, 0.56, 0.37, 0.36, rgb), stalk, leaf_at(0.62, 0.18, 0.15, -25))


def peach(rgb: Rgb) -> Pixels:
    """A peach with a blush."""
    half = [(0.5, 0.95), (0.12, 0.75), (0.1, 0.35), (0.4, 0.2)]
    mask = outline([*half, (0.52, 0.27), (0.66, 0.2), (0.92, 0.38), (0.88, 0.75)])
    blush = cv2.GaussianBlur(oval(0.32, 0.52, 0.16, 0.2), (0, 0), 14) // 2
    cheek = flat(np.minimum(blush, mask), (224, 60, 70))
    leaves = leaf_at(0.66, 0.16, 0.18, -20), leaf_at(0.36, 0.15, 0.14, 25)
    return over(puffed(mask, rgb, puff=0.36, shine=0.3), cheek, *leaves)


def citrus(rgb: Rgb) -> Pixels:
    """A slice of an orange or a lemon."""
    picture = ball(0.5, 0.5, 0.44, 0.44, rgb, puff=0.2)
    pith = (*mix(rgb, (255, 255, 245), 0.8), 255)
    cv2.circle(picture, px(0.5, 0.5), round(0.39 * SIDE_PX), pith, -1, cv2.LINE_AA)
    for number in range(9):
        start = number * 40 + 4
        pulp = (*shift(rgb, 0.0, 1.04 if number % 2 else 0.97), 255)
        rim = [polar(0.5, 0.5, 0.36, degrees) for degrees in range(start, start + 33, 4)]
        corners = np.array([polar(0.5, 0.5, 0.045, start + 16), *rim], np.int32)
        cv2.fillPoly(picture, [corners], pulp, cv2.LINE_AA)
    return picture


def whole_and_slice(rgb: Rgb) -> Pixels:
    """An orange with a slice before it."""
    half = cv2.resize(citrus(rgb), None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    placed = np.zeros((SIDE_PX, SIDE_PX, 4), np.uint8)
    placed[-half.shape[0] :, -half.shape[1] :] = half
    return over(ball(0.36, 0.4, 0.32, 0.31, rgb), leaf_at(0.42, 0.08, 0.16, -15), placed)


def strawberry(rgb: Rgb) -> Pixels:
    """A strawberry with its seeds and its leaves."""
    mask = outline(
        [(0.5, 1.0), (0.16, 0.62), (0.14, 0.26), (0.5, 0.22), (0.86, 0.26), (0.84, 0.62)]
    )
    body = puffed(mask, rgb, puff=0.32)
    for row in range(5):
        for column in range(-2, 3):
            x = 0.5 + column * 0.125 * (1 - row * 0.12) + 0.05 * (row % 2)
            at = px(x, 0.36 + row * 0.115)
            if mask[at[1], at[0]] > 200:
                cv2.ellipse(body, at, (2, 4), 0, 0, 360, (250, 220, 120, 255), -1, cv2.LINE_AA)
    turns = (17, 69, 115, 166, 252, 304)
    leaves = (leaf_at(0.5 + 0.14 * np.cos(a), 0.24 + 0.06 * np.sin(a), 0.15, t)
              for t, a in zip(turns, np.radians(turns), strict=True))  # fmt: skip
    return over(body, *leaves)


def cluster(rgb: Rgb) -> Pixels:
    """Grapes or blueberries."""
    rows = (0.34, (0.3, 0.5, 0.7)), (0.5, (0.38, 0.6)), (0.67, (0.34, 0.5, 0.66)), (0.84, (0.5,))
    spots = [(x, y) for y, places in rows for x in places]
    balls = (
        ball(x, y, 0.12, 0.12, shift(rgb, 0, 0.9 + 0.03 * n)) for n, (x, y) in enumerate(spots)
    )
    return over(leaf_at(0.6, 0.15, 0.2, -18), *balls)


def cherry(rgb: Rgb) -> Pixels:
    """Two cherries on their stalks."""
    stalks = lines((px(0.55, 0.1), px(0.3, 0.6)), (px(0.55, 0.1), px(0.7, 0.6)), width_px=4)
    left, right = ball(0.3, 0.68, 0.21, 0.2, rgb), ball(0.7, 0.72, 0.21, 0.2, shift(rgb, 0, 0.88))
    return over(flat(stalks, (92, 120, 44)), left, right, leaf_at(0.72, 0.14, 0.17, 12))


def watermelon(rgb: Rgb) -> Pixels:
    """A round slice of a water melon."""
    return _seeded((46, 122, 60), rgb, (38, 24, 22))


def kiwi(rgb: Rgb) -> Pixels:
    """A slice of a kiwi."""
    return _seeded((124, 92, 52), rgb, (30, 30, 18))


def _seeded(rind: Rgb, flesh: Rgb, seed: Rgb) -> Pixels:
    picture = ball(0.5, 0.5, 0.46, 0.44, rind, puff=0.1)
    for wide, high, colour in ((0.41, 0.39, mix(flesh, _WHITE, 0.6)), (0.38, 0.36, flesh)):
        ring = (*colour, 255)
        cv2.ellipse(picture, px(0.5, 0.5), px(wide, high), 0, 0, 360, ring, -1, cv2.LINE_AA)
    for degrees in range(0, 360, 24):
        at = polar(0.5, 0.5, 0.215, degrees)
        cv2.ellipse(picture, at, (7, 3), degrees, 0, 360, (*seed, 255), -1, cv2.LINE_AA)
    return picture


def pineapple(rgb: Rgb) -> Pixels:
    """A pineapple with its net and its crown."""
    body = ball(0.5, 0.64, 0.26, 0.34, rgb, puff=0.25)
    steps = [number / 6 for number in range(-6, 13)]
    falling = [(px(0, step), px(1, step + 1)) for step in steps]
    rising = [(px(1, step), px(0, step + 1)) for step in steps]
    net = lines(*falling, *rising, width_px=2)
    body[(net > 100) & (body[..., 3] > 200), :3] = shift(rgb, -0.03, 0.7)
    sides = (-1.0, 1.0, -0.5, 0.5, 0.0)
    crown = (leaf_at(0.5 + 0.12 * s, 0.18 - 0.04 * (1 - abs(s)), 0.17, 90 + s * 40) for s in sides)
    return over(*crown, body)
