"""Icons of leaves, grain, sweets and dishes. Every painter takes a colour and gives RGBA."""

import cv2
import numpy as np

from colugo.synth.canvas import Pixels
from colugo.synth.palette import Rgb, mix, shift
from colugo.synth.puff import LEAF, ball, flat, leaf_at, lines, outline, over, polar, puffed, px

_WHITE: Rgb = (255, 255, 255)


def leaves(rgb: Rgb) -> Pixels:
    """Three tea leaves."""
    left = leaf_at(0.3, 0.6, 0.26, -50, shift(rgb, 0, 0.85))
    right = leaf_at(0.7, 0.6, 0.26, 230, shift(rgb, 0, 0.95))
    return over(left, right, leaf_at(0.5, 0.42, 0.34, 90, rgb))


def flower(rgb: Rgb) -> Pixels:
    """A flower with six petals."""
    pale, petals = mix(rgb, _WHITE, 0.25), []
    for degrees in range(0, 360, 60):
        x, y = (0.5 + 0.24 * float(f(np.radians(degrees))) for f in (np.cos, np.sin))
        petals.append(ball(x, y, 0.22, 0.15, pale, turn=degrees, puff=0.14, shine=0.2))
    return over(*petals, ball(0.5, 0.5, 0.12, 0.12, (244, 190, 40), puff=0.1))


def wheat(rgb: Rgb) -> Pixels:
    """An ear of wheat."""
    gold = mix(rgb, (240, 200, 90), 0.4)
    grains = (
        ball(0.5 + side * 0.11, 0.2 + number * 0.12, 0.11, 0.055, gold, turn=side * -50)
        for number in range(6) for side in (-1, 1)
    )  # fmt: skip
    stem = lines((px(0.5, 0.12), px(0.5, 0.98)), width_px=4)
    return over(flat(stem, shift(rgb, 0, 0.8)), *grains)


def grain(rgb: Rgb) -> Pixels:
    """Loose grains."""
    return _scattered(rgb, (0.09, 0.055), 16, 7)


def nut(rgb: Rgb) -> Pixels:
    """A few nuts."""
    return _scattered(mix(rgb, (178, 120, 70), 0.5), (0.17, 0.11), 7, 2)


def _scattered(rgb: Rgb, size: tuple[float, float], count: int, seed: int) -> Pixels:
    rng, layers = np.random.default_rng(seed), []
    for x, y, tone, turn in rng.uniform((0.2, 0.2, 0.8, 0), (0.8, 0.8, 1.15, 180), (count, 4)):
        layers.append(ball(x, y, *size, shift(rgb, 0, tone), turn=turn))
    return over(*layers)


def bean(rgb: Rgb) -> Pixels:
    """Three coffee beans."""
    brown, beans = mix(rgb, (70, 40, 22), 0.4), []
    for x, y, turn in ((0.34, 0.36, 35), (0.68, 0.42, -30), (0.48, 0.72, 10)):
        slit = lines((polar(x, y, -0.2, turn), polar(x, y, 0.2, turn)), width_px=4)
        beans += [ball(x, y, 0.22, 0.15, brown, turn=turn), flat(slit, (40, 22, 12))]
    return over(*beans)


def drop(rgb: Rgb) -> Pixels:
    """A drop."""
    foot = [(0.72, 0.92), (0.5, 1.0), (0.28, 0.92)]
    mask = outline([(0.5, -0.08), (0.84, 0.6), *foot, (0.16, 0.6)], 3)
    return puffed(mask, mix(rgb, _WHITE, 0.15), shine=1.0)


def splash(rgb: Rgb) -> Pixels:
    """Milk splashing."""
    rng, pale = np.random.default_rng(5), mix(rgb, _WHITE, 0.85)
    turns = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    reach = np.where(np.arange(18) % 2, 0.24, rng.uniform(0.4, 0.5, 18))
    rim = [
        (0.5 + r * np.cos(a), 0.62 + 0.62 * r * np.sin(a))
        for a, r in zip(turns, reach, strict=True)
    ]
    drops = ((0.3, 0.16, 0.05), (0.55, 0.1, 0.07), (0.75, 0.2, 0.04))
    return over(
        puffed(outline(rim, 3), pale, puff=0.14),
        *(ball(x, y, s, s * 1.2, pale) for x, y, s in drops),
    )


def bubbles(rgb: Rgb) -> Pixels:
    """Bubbles of soda."""
    spots = (
        (0.35, 0.65, 0.26),
        (0.7, 0.4, 0.2),
        (0.35, 0.22, 0.12),
        (0.72, 0.78, 0.13),
        (0.55, 0.12, 0.06),
    )
    return over(*(ball(x, y, s, s, mix(rgb, _WHITE, 0.45), shine=1.0) for x, y, s in spots))


def chocolate(rgb: Rgb) -> Pixels:
    """Nine squares of chocolate."""
    dark, squares = mix(rgb, (72, 40, 24), 0.7), []
    for number in range(9):
        x, y = 0.1 + 0.27 * (number // 3), 0.1 + 0.27 * (number % 3)
        mask = outline([(x, y), (x + 0.25, y), (x + 0.25, y + 0.25), (x, y + 0.25)], 1)
        squares.append(puffed(mask, shift(dark, 0, 1 + 0.1 * (number % 2)), puff=0.06))
    return over(*squares)


def cookie(rgb: Rgb) -> Pixels:
    """A biscuit with chips of chocolate."""
    rng = np.random.default_rng(3)
    places = zip(rng.uniform(0.05, 0.36, 11), rng.uniform(0, 6.3, 11), strict=True)
    chips = (
        ball(0.5 + r * np.cos(a), 0.5 + r * np.sin(a), 0.06, 0.045, (74, 42, 24), turn=a * 60)
        for r, a in places
    )  # fmt: skip
    dough = mix(rgb, (214, 160, 90), 0.7)
    return over(ball(0.5, 0.5, 0.44, 0.43, dough, puff=0.12, shine=0.2), *chips)


def chip(rgb: Rgb) -> Pixels:
    """Three potato chips."""
    gold, layers = mix((244, 196, 84), rgb, 0.12), []
    for x, y, tone in ((0.36, 0.34, 0.86), (0.66, 0.46, 0.94), (0.42, 0.68, 1.0)):
        low = [(x + 0.2, y + 0.2), (x - 0.15, y + 0.2)]
        mask = outline([(x - 0.3, y), (x, y - 0.24), (x + 0.3, y - 0.06), *low])
        layers.append(puffed(mask, shift(gold, 0, tone), puff=0.1, shine=0.5))
    return over(*layers)


def chili(rgb: Rgb) -> Pixels:
    """A chili."""
    mask = outline(
        [(0.2, 0.16), (0.42, 0.12), (0.62, 0.42), (0.94, 0.92), (0.5, 0.72), (0.22, 0.4)], 3
    )
    body = puffed(mask, mix(rgb, (214, 24, 20), 0.6), puff=0.14, shine=1.0)
    return over(body, ball(0.27, 0.12, 0.12, 0.05, LEAF, turn=-40))


def corn(rgb: Rgb) -> Pixels:
    """A cob of corn between its leaves."""
    kernels = []
    for row in range(8):
        for column in range(-2, 3):
            if abs(column) * 0.9 + abs(row - 3.5) * 0.22 < 2.4:
                tone = shift((248, 206, 60), 0, 0.9 + 0.05 * ((row + column) % 3))
                kernels.append(ball(0.5 + column * 0.09, 0.2 + row * 0.085, 0.05, 0.05, tone))
    foot = ball(0.5, 0.94, 0.06, 0.05, mix(rgb, LEAF, 0.9))
    return over(*kernels, leaf_at(0.24, 0.68, 0.3, 60), leaf_at(0.76, 0.68, 0.3, 120), foot)


def bowl(rgb: Rgb) -> Pixels:
    """A bowl of noodle soup with an egg."""
    outside = puffed(
        outline([(0.04, 0.45), (0.96, 0.45), (0.78, 0.92), (0.22, 0.92)]), rgb, puff=0.2
    )
    soup = ball(0.5, 0.46, 0.42, 0.13, (206, 120, 44), puff=0.05, shine=0.2)
    for number in range(7):
        at, noodle = px(0.3 + number * 0.065, 0.46), (248, 214, 130, 255)
        cv2.ellipse(soup, at, px(0.12, 0.07), number * 25, 0, 250, noodle, 4, cv2.LINE_AA)
    egg = (
        ball(0.63, 0.42, 0.1, 0.06, (250, 244, 230)),
        ball(0.63, 0.42, 0.045, 0.035, (246, 170, 40)),
    )
    return over(outside, soup, *egg, leaf_at(0.36, 0.42, 0.09, 20))


def fish(rgb: Rgb) -> Pixels:
    """A fish."""
    body = ball(0.44, 0.5, 0.36, 0.19, mix(rgb, (126, 148, 176), 0.6))
    fin = outline([(0.74, 0.5), (0.98, 0.26), (0.92, 0.5), (0.98, 0.74)], 1)
    for radius, tone in ((7, 250), (4, 20)):
        cv2.circle(body, px(0.2, 0.46), radius, (tone, tone, tone, 255), -1, cv2.LINE_AA)
    return over(puffed(fin, mix(rgb, (96, 116, 150), 0.6), puff=0.06), body)


def shrimp(rgb: Rgb) -> Pixels:
    """A shrimp, curled."""
    turns = np.linspace(3.6, 8.0, 8)[::-1]
    rings = (
        ball(0.5 + 0.28 * np.cos(a), 0.52 + 0.28 * np.sin(a), 0.066 + 0.012 * n, 0.046 + 0.012 * n,
             shift(rgb, 0, 0.9 if n % 2 else 1.0), turn=float(np.degrees(a)), puff=0.1)
        for n, a in enumerate(turns)
    )  # fmt: skip
    return over(*rings)


def mushroom(rgb: Rgb) -> Pixels:
    """A mushroom."""
    stem = outline([(0.4, 0.45), (0.6, 0.45), (0.68, 0.95), (0.32, 0.95)], 1)
    cap = outline([(0.04, 0.56), (0.14, 0.2), (0.5, 0.02), (0.86, 0.2), (0.96, 0.56), (0.5, 0.5)])
    return over(puffed(stem, (240, 226, 204), puff=0.14), puffed(cap, rgb, puff=0.25))


def cow(rgb: Rgb) -> Pixels:
    """The patches of a cow."""
    dark = mix(rgb, (28, 26, 30), 0.85)
    patches = (0.3, 0.3, 0.22, 0.14, 20), (0.72, 0.5, 0.2, 0.13, -40), (0.34, 0.74, 0.16, 0.12, 60)
    return over(*(ball(x, y, w, h, dark, turn=t, puff=0.03, shine=0) for x, y, w, h, t in patches))
