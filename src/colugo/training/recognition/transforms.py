"""The steps of `transform_ops`, with the semantics of PaddleClas to the pixel. Knows no file.

Source: ../shared/spec/predecessor-interfaces.md 2.6. Pictures are RGB (h, w, 3).
"""

import difflib
import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
import PIL.Image
from numpy.typing import NDArray

from colugo.errors import TransformInvalid
from colugo.legacy.literals import read_value
from colugo.training.warm_start import IMAGENET_MEAN, IMAGENET_STD

Pixels = NDArray[Any]  # (h, w, 3) uint8, float32 once normalised; (3, h, w) after ToCHWImage

_INTERPOLATIONS = {
    "nearest": cv2.INTER_NEAREST,
    "bilinear": cv2.INTER_LINEAR,
    "area": cv2.INTER_AREA,
    "bicubic": cv2.INTER_CUBIC,
    "lanczos": cv2.INTER_LANCZOS4,
}
_PIL = {
    "nearest": PIL.Image.Resampling.NEAREST,
    "bilinear": PIL.Image.Resampling.BILINEAR,
    "bicubic": PIL.Image.Resampling.BICUBIC,
    "box": PIL.Image.Resampling.BOX,
    "lanczos": PIL.Image.Resampling.LANCZOS,
    "hamming": PIL.Image.Resampling.HAMMING,
}
_BACKENDS: dict[str, Mapping[str, int]] = {"cv2": _INTERPOLATIONS, "pil": _PIL}


class Step(Protocol):
    """One change of a picture; the same generator state gives the same picture."""

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """Give the changed picture; the one that came stays as it is."""
        ...


@dataclass(frozen=True)
class DecodeImage:
    """Says how pictures are read; here always as RGB, so it changes nothing."""

    to_rgb: bool = True
    channel_first: bool = False

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """The picture, in BGR where `to_rgb` is off."""
        del rng
        return pixels if self.to_rgb else pixels[:, :, ::-1]


@dataclass(frozen=True)
class RandCropImage:
    """A window of random size and shape, resized to a square or to (width, height).

    The ratio is drawn linearly from `ratio`, not by its logarithm.
    """

    size: int | Sequence[int]
    scale: Sequence[float] = (0.08, 1.0)
    ratio: Sequence[float] = (3 / 4, 4 / 3)
    interpolation: str | None = None
    backend: str = "cv2"

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """Cut and resize."""
        height, width = pixels.shape[:2]
        aspect = math.sqrt(rng.uniform(self.ratio[0], self.ratio[1]))
        w, h = aspect, 1 / aspect
        bound = min(width / height / w**2, height / width / h**2)
        share = rng.uniform(min(self.scale[0], bound), min(self.scale[1], bound))
        side = math.sqrt(width * height * share)
        w_px, h_px = max(int(side * w), 1), max(int(side * h), 1)
        x = int(rng.integers(0, width - w_px + 1))
        y = int(rng.integers(0, height - h_px + 1))
        cut = pixels[y : y + h_px, x : x + w_px]
        return _resized(cut, _size_wh(self.size), self.interpolation, self.backend)


@dataclass(frozen=True)
class RandFlipImage:
    """Half the time a flip: 1 left-right, 0 up-down, -1 both."""

    flip_code: int = 1

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """Flip or leave."""
        if rng.integers(0, 2):
            return pixels
        return np.ascontiguousarray(cv2.flip(pixels, self.flip_code))


@dataclass(frozen=True)
class ResizeImage:
    """The short side to `resize_short`, or without it to exactly `size` whatever the shape."""

    size: int | Sequence[int] | None = None
    resize_short: int | None = None
    interpolation: str | None = None
    backend: str = "cv2"

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """Resize."""
        del rng
        if not self.resize_short:
            return _resized(pixels, _size_wh(self.size or 0), self.interpolation, self.backend)
        height, width = pixels.shape[:2]
        factor = self.resize_short / min(width, height)
        wh = (round(width * factor), round(height * factor))
        return _resized(pixels, wh, self.interpolation, self.backend)


@dataclass(frozen=True)
class CropImage:
    """The middle of the picture."""

    size: int | Sequence[int]

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """Cut the middle out.

        Raises:
            TransformInvalid: the picture is smaller.
        """
        del rng
        width, height = _size_wh(self.size)
        if pixels.shape[0] < height or pixels.shape[1] < width:
            got = f"{pixels.shape[1]} x {pixels.shape[0]}"
            raise TransformInvalid("CropImage", f"cuts {width} x {height}, got a picture of {got}")
        x, y = (pixels.shape[1] - width) // 2, (pixels.shape[0] - height) // 2
        return pixels[y : y + height, x : x + width]


@dataclass(frozen=True)
class NormalizeImage:
    """(value * scale - mean) / std in float32."""

    scale: float | str = 1 / 255
    mean: Sequence[float] = IMAGENET_MEAN
    std: Sequence[float] = IMAGENET_STD
    order: str = "chw"

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """Normalise along the channels, which come first where `order` is chw."""
        del rng
        shape = (3, 1, 1) if self.order == "chw" else (1, 1, 3)
        mean = np.array(self.mean, np.float32).reshape(shape)
        std = np.array(self.std, np.float32).reshape(shape)
        out: Pixels = (pixels.astype(np.float32) * np.float32(self.factor) - mean) / std
        return out

    @property
    def factor(self) -> float:
        """The scale as a number; configs may write it as arithmetic."""
        return float(read_value(self.scale) if isinstance(self.scale, str) else self.scale)


@dataclass(frozen=True)
class ToCHWImage:
    """Channels first."""

    def __call__(self, pixels: Pixels, rng: np.random.Generator) -> Pixels:
        """(h, w, 3) to (3, h, w)."""
        del rng
        return pixels.transpose(2, 0, 1)


STEPS: dict[str, Callable[..., Step]] = {
    step.__name__: step
    for step in (
        DecodeImage, RandCropImage, RandFlipImage, ResizeImage, CropImage, NormalizeImage,
        ToCHWImage,
    )
}  # fmt: skip


def build_steps(ops: Sequence[Mapping[str, Mapping[str, Any] | None]]) -> list[Step]:
    """The steps of a config, in its order, tried on a picture one after the other.

    A parameter that is null is as if it were not there.

    Raises:
        TransformInvalid: an unknown step or parameter, with the nearest one, a value that a
            step cannot take, or steps that cannot follow one another.
    """
    named = [(name, _build(name, values or {})) for op in ops for name, values in op.items()]
    sides = [max(_size_wh(size)) for _, step in named if (size := getattr(step, "size", None))]
    pixels: Pixels = np.zeros((max([256, *sides]),) * 2 + (3,), np.uint8)
    for name, step in named:
        pixels = _tried(name, step, pixels)
    return [step for _, step in named]


def refuse_many_sizes(steps: Sequence[Step]) -> None:
    """Refuse steps that give pictures of different sizes, which make no batch.

    Raises:
        TransformInvalid: a wide picture and a high one come out in two sizes.
    """
    sides = [max(_size_wh(size)) for step in steps if (size := getattr(step, "size", None))]
    side = max([256, *sides])
    shapes = set()
    for height, width in ((side, 2 * side), (2 * side, side)):
        pixels: Pixels = np.zeros((height, width, 3), np.uint8)
        for step in steps:
            pixels = step(pixels, np.random.default_rng(0))
        shapes.add(pixels.shape)
    if len(shapes) > 1:
        problem = "gives pictures of different sizes: add CropImage, or ResizeImage with size"
        raise TransformInvalid("transform_ops", problem)


def _build(name: str, parameters: Mapping[str, Any]) -> Step:
    if name not in STEPS:
        raise TransformInvalid(name, f"is no step here; {_nearest(name, STEPS)}")
    known = inspect.signature(STEPS[name]).parameters
    for parameter in parameters:
        if parameter not in known:
            hint = _nearest(parameter, known)
            raise TransformInvalid(f"{name}.{parameter}", f"is no parameter; {hint}")
    try:
        step = STEPS[name](**{key: value for key, value in parameters.items() if value is not None})
    except TypeError as error:
        raise TransformInvalid(name, f"lacks something: {error}") from error
    _check(name, step)
    return step


def _check(name: str, step: Step) -> None:
    """Refuse what a trial would not show."""
    backend = getattr(step, "backend", "cv2")
    if backend not in _BACKENDS:
        raise TransformInvalid(f"{name}.backend", f"must be {' or '.join(_BACKENDS)}")
    interpolation = getattr(step, "interpolation", None)
    if interpolation and str(interpolation).lower() not in _BACKENDS[backend]:
        known = ", ".join(_BACKENDS[backend])
        raise TransformInvalid(f"{name}.interpolation", f"must be one of {known}")
    if getattr(step, "channel_first", False):
        raise TransformInvalid(f"{name}.channel_first", "must be False; use ToCHWImage last")
    if getattr(step, "flip_code", 1) not in (1, 0, -1):
        raise TransformInvalid(f"{name}.flip_code", "must be 1, 0 or -1")
    try:
        _size_wh(getattr(step, "size", None) or 1)
    except (TypeError, ValueError, IndexError) as error:
        raise TransformInvalid(f"{name}.size", "must be a number or [width, height]") from error


def _tried(name: str, step: Step, pixels: Pixels) -> Pixels:
    """What a step makes of a picture, so that what it cannot take shows before an hour is spent."""
    try:
        with np.errstate(all="ignore"):
            out = step(pixels, np.random.default_rng(0))
    except TransformInvalid:
        raise
    except (TypeError, ValueError, IndexError, KeyError, ArithmeticError, cv2.error) as error:
        raise TransformInvalid(name, f"cannot work with its parameters: {error}") from error
    if not np.isfinite(out).all():
        raise TransformInvalid(name, "gives numbers that are not finite; check scale and std")
    return out


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


def _size_wh(size: int | Sequence[int]) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))


def _resized(
    pixels: Pixels, size_wh: tuple[int, int], interpolation: str | None, backend: str
) -> Pixels:
    """Resize by OpenCV, bilinear where nothing is said, or by Pillow, there bicubic."""
    if backend == "pil":
        code = _PIL[(interpolation or "bicubic").lower()]
        return np.asarray(PIL.Image.fromarray(pixels).resize(size_wh, code))
    out: Pixels = cv2.resize(
        pixels, size_wh, interpolation=_INTERPOLATIONS[(interpolation or "bilinear").lower()]
    )
    return out
