"""DetPreProcess and RecPreProcess: how pictures were made ready. Describes; touches no pixel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from colugo.errors import InferenceConfigInvalid
from colugo.legacy.inference_keys import Section, is_whole

Interpolation = Literal["nearest", "linear", "cubic", "area"]

# Source: the numbers of cv2.InterpolationFlags, and the names that PaddleClas gives them.
_BY_NUMBER: dict[int, Interpolation] = {0: "nearest", 1: "linear", 2: "cubic", 3: "area"}
_BY_NAME: dict[str, Interpolation] = {
    "nearest": "nearest", "bilinear": "linear", "bicubic": "cubic", "area": "area",
}  # fmt: skip
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet, the defaults


@dataclass(frozen=True)
class Steps:
    """What is done to a picture, in this order; sizes in pixels.

    Attributes:
        size_wh: stretched to this size; None where `short_px` is given.
        short_px: scaled so that the short side has this length.
        crop_wh: then cut out of the middle.
        interpolation: of the resizing.
        scale, mean, std: then every colour becomes (value * scale - mean) / std.
    """

    size_wh: tuple[int, int] | None
    short_px: int | None
    crop_wh: tuple[int, int] | None
    interpolation: Interpolation
    scale: float
    mean: tuple[float, ...]
    std: tuple[float, ...]

    @property
    def input_wh(self) -> tuple[int, int] | None:
        """Size of what comes out; None where it depends on the picture."""
        return self.crop_wh or self.size_wh


def read_rec_steps(path: str, config: Mapping[str, Any]) -> Steps | None:
    """RecPreProcess; None where there is none.

    Raises:
        InferenceConfigInvalid: an operation or a key that is not known, or in a wrong order.
    """
    order = ("ResizeImage", "CropImage", "NormalizeImage", "ToCHWImage")
    steps = _operations(path, "RecPreProcess", config, order)
    if steps is None:
        return None
    resize, crop = steps["ResizeImage"], steps["CropImage"]
    size, short = _size(resize, "size"), resize.whole("resize_short", None)
    if (size is None) == (short is None):
        raise resize.wrong("size", "or resize_short must be given, one of the two")
    name = resize.text("interpolation", "bilinear", tuple(_BY_NAME))
    resize.text("backend", "cv2", ("cv2",))
    crop_wh = _size(crop, "size")
    if short is not None and crop_wh is None:
        raise crop.wrong("size", "must be given behind resize_short, so that all have one size")
    scale, mean, std = _normalise(steps["NormalizeImage"])
    for section in steps.values():
        section.refuse_rest()
    return Steps(size, short, crop_wh, _BY_NAME[name], scale, mean, std)


def read_det_steps(path: str, config: Mapping[str, Any]) -> Steps | None:
    """DetPreProcess; None where there is none.

    Raises:
        InferenceConfigInvalid: as `read_rec_steps`.
    """
    order = ("DetResize", "DetNormalizeImage", "DetPermute")
    steps = _operations(path, "DetPreProcess", config, order)
    if steps is None:
        return None
    resize, normalise = steps["DetResize"], steps["DetNormalizeImage"]
    high_wide = resize.take("target_size", [640, 640], _is_pair, "[height, width]")
    number = resize.take("interp", 2, lambda v: v in _BY_NUMBER, "0, 1, 2 or 3")
    if resize.flag("keep_ratio", False):
        raise resize.wrong("keep_ratio", "true is not supported: the detector was made for false")
    is_scale = normalise.flag("is_scale", True)
    mean, std = normalise.numbers("mean", _MEAN, 3), _std(normalise)
    for section in steps.values():
        section.refuse_rest()
    scale = 1 / 255 if is_scale else 1.0
    size_wh = (high_wide[1], high_wide[0])
    return Steps(size_wh, None, None, _BY_NUMBER[number], scale, mean, std)


def _operations(
    path: str, name: str, config: Mapping[str, Any], order: tuple[str, ...]
) -> dict[str, Section] | None:
    """The operations by their names; those that are not named have no keys."""
    section = Section.of(path, name, config)
    listed = section.take("transform_ops", None, lambda v: isinstance(v, list), "a list")
    section.refuse_rest()
    if not listed:
        return None
    found = {each: Section(path, f"{name}.{each}", {}) for each in order}
    place = -1
    for operation in listed:
        if not isinstance(operation, Mapping) or len(operation) != 1:
            raise section.wrong("transform_ops", f"must name one operation each, got {operation!r}")
        ((key, values),) = operation.items()
        if key not in order or order.index(key) <= place:
            wanted = ", ".join(order)
            raise section.wrong("transform_ops", f"must be {wanted} in this order, got {key!r}")
        place = order.index(key)
        found[key] = Section.of(path, f"{name}.{key}", {f"{name}.{key}": values})
    return found


def _size(section: Section, key: str) -> tuple[int, int] | None:
    value = section.take(
        key, None, lambda v: (is_whole(v) and v > 0) or _is_pair(v), "a number or [width, height]"
    )
    if value is None:
        return None
    return (value, value) if is_whole(value) else (value[0], value[1])


def _normalise(section: Section) -> tuple[float, tuple[float, ...], tuple[float, ...]]:
    scale = section.arithmetic("scale", 1 / 255)
    section.text("order", "chw")  # of the constants only: both orders give the same numbers
    section.take("output_fp16", False, lambda v: v is False, "false")
    section.take("channel_num", 3, lambda v: v == 3, "3")
    return scale, section.numbers("mean", _MEAN, 3), _std(section)


def _std(section: Section) -> tuple[float, ...]:
    std = section.numbers("std", _STD, 3)
    if min(std) <= 0:
        raise InferenceConfigInvalid(section.path, f"{section.name}.std", "must be above 0")
    return std


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(is_whole(each) and each > 0 for each in value)
    )
