"""From linear light to a photo: exposure, white balance, blur, noise, JPEG. Knows OpenCV."""

from functools import lru_cache

import cv2
import numpy as np

from colugo.synth.camera import Floats
from colugo.synth.canvas import Pixels

_BANK_PX = 512  # noise is drawn once and cut out of a bank


def take_photo(
    lit: Floats, size_wh: tuple[int, int], rng: np.random.Generator, roughness: float
) -> Pixels:
    """Develop a picture, (h, w, 3) RGB uint8.

    Args:
        lit: (H, W, 3) linear light, usually larger than the photo.
        size_wh: pixels of the photo.
        rng: for everything a camera does at random.
        roughness: 0 a studio camera .. 1 a cheap one in bad light.
    """
    small = np.asarray(cv2.resize(lit, size_wh, interpolation=cv2.INTER_AREA), np.float32)
    gains = 1 + rng.normal(0, 0.02 + 0.07 * roughness, 3) * np.array([1, 0.35, 1])
    exposure = np.exp(rng.normal(0, 0.05 + 0.2 * roughness))
    light = _vignette(size_wh) ** np.float32(rng.uniform(0, 0.3 + 1.2 * roughness))
    small = cv2.multiply(small, cv2.merge([light * np.float32(gain * exposure) for gain in gains]))
    photo = _blurred(cv2.sqrt(np.maximum(small, 0)), rng, roughness) * np.float32(255)
    photo += _noise(size_wh, rng) * np.float32(rng.uniform(0.3, 1.5 + 6 * roughness))
    shoulder = np.float32(205)  # bright parts bend towards white, they do not clip
    np.copyto(photo, shoulder + 50 * np.tanh((photo - shoulder) / 50), where=photo > shoulder)
    whole = np.clip(photo, 0, 255).astype(np.uint8)
    return _jpeg(whole, int(rng.uniform(92 - 50 * roughness, 97))) if roughness > 0 else whole


def _blurred(photo: Floats, rng: np.random.Generator, roughness: float) -> Floats:
    draw = rng.random()
    if draw < 0.35 * roughness:
        return np.asarray(
            cv2.GaussianBlur(photo, (0, 0), rng.uniform(0.4, 0.5 + 1.2 * roughness)), np.float32
        )
    if draw < 0.5 * roughness:
        length = int(rng.integers(3, 4 + round(6 * roughness)))
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        half = (length - 1) / 2
        for step in np.linspace(-half, half, 4 * length):
            kernel[round(half + step * np.sin(angle)), round(half + step * np.cos(angle))] = 1
        return np.asarray(cv2.filter2D(photo, -1, kernel / kernel.sum()), np.float32)
    return photo


@lru_cache(maxsize=8)
def _vignette(size_wh: tuple[int, int]) -> Floats:
    """Fall of the light towards the corners. Source: the cosine to the fourth law."""
    x = np.linspace(-0.55, 0.55, size_wh[0], dtype=np.float32)[None, :]
    y = np.linspace(-0.55, 0.55, size_wh[1], dtype=np.float32)[:, None]
    return np.asarray((1 + x**2 + y**2) ** -2, np.float32)


@lru_cache(maxsize=4)
def _noise_bank(number: int) -> Floats:
    rng = np.random.default_rng([number, 41])
    grain = (
        rng.standard_normal((_BANK_PX, _BANK_PX, 1)) * 0.8
        + rng.standard_normal((_BANK_PX, _BANK_PX, 3)) * 0.5
    )
    return grain.astype(np.float32)


def _noise(size_wh: tuple[int, int], rng: np.random.Generator) -> Floats:
    bank = _noise_bank(int(rng.integers(4)))
    width, height = size_wh
    down, across = -(-height // _BANK_PX), -(-width // _BANK_PX)
    tiled = np.tile(bank, (down, across, 1)) if max(down, across) > 1 else bank
    top = int(rng.integers(down * _BANK_PX - height + 1))
    left = int(rng.integers(across * _BANK_PX - width + 1))
    return tiled[top : top + height, left : left + width]


def _jpeg(photo: Pixels, quality: int) -> Pixels:
    bgr = cv2.cvtColor(photo, cv2.COLOR_RGB2BGR)
    _, code = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(
        cv2.cvtColor(cv2.imdecode(code, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB), np.uint8
    )
