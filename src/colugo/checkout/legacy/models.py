"""The two networks that an inference config asks for, each with the config's own preparation.

Where the config names no model, it is Colugo's own, prepared as its metadata says. Where it
names one, pictures are prepared as DetPreProcess and RecPreProcess say.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from colugo.errors import InferenceConfigInvalid, LegacyModelNotFound
from colugo.legacy.inference_config import InferenceConfig
from colugo.legacy.inference_steps import Steps
from colugo.vision import (
    Detector,
    Embedder,
    EngineOptions,
    Image,
    Preprocessing,
    default_detector,
    default_embedder,
)

Vectors = NDArray[np.float32] | NDArray[np.uint8]

_REC, _DET = "Global.rec_inference_model_dir", "Global.det_inference_model_dir"
_PADDLE_SUFFIXES = frozenset({".pdmodel", ".pdiparams", ".pdparams", ".tar"})
_INTERPOLATIONS = {
    "nearest": cv2.INTER_NEAREST,
    "linear": cv2.INTER_LINEAR,
    "cubic": cv2.INTER_CUBIC,
    "area": cv2.INTER_AREA,
}


@dataclass(frozen=True)
class LegacyEmbedder:
    """An embedder whose pictures are prepared by `steps`, or by itself where these are None.

    Attributes:
        binarize: how embeddings become bits; None leaves them numbers.
    """

    embedder: Embedder
    steps: Steps | None
    binarize: str | None

    @property
    def model_id(self) -> str:
        """Of the network, its preparation and its bits: vectors of two ids do not compare."""
        # the preparation is named only where it is not the model's own
        return ":".join(
            [
                self.embedder.model_id,
                *([f"{preparation_name(self.steps)}"] if self.steps else []),
                *([self.binarize] if self.binarize else []),
            ]
        )

    @property
    def dim(self) -> int:
        """Numbers per vector; bits of binary ones."""
        return self.embedder.dim

    def embed(self, images: Sequence[Image], batch_size: int = 32) -> Vectors:
        """(n, dim) float32 rows of length 1, or (n, dim / 8) uint8 where bits are wanted."""
        if self.steps is None or not images:
            rows = self.embedder.embed(images)
        else:
            chunks = (images[at : at + batch_size] for at in range(0, len(images), batch_size))
            rows = np.concatenate(
                [self.embedder.run(prepare(chunk, self.steps))[0] for chunk in chunks]
            )
        return rows if self.binarize is None else to_bits(rows, self.binarize)


def open_embedder(config: InferenceConfig) -> LegacyEmbedder:
    """The network that tells products apart.

    Raises:
        LegacyModelNotFound: the config names a model that is not there or not ONNX.
        InferenceConfigInvalid: its size is not what the config says.
        ModelUnusable, EngineOptionWrong: by their names.
    """
    options = EngineOptions(threads=config.globals.cpu_threads)
    path = _model_path(_REC, config.globals.rec_model)
    if path is None:
        model = LegacyEmbedder(default_embedder(options), None, config.binarize)
    else:
        embedder = Embedder.open(path, options)
        _check_size(config, "RecPreProcess", config.rec_steps, embedder.preprocessing)
        model = LegacyEmbedder(embedder, config.rec_steps, config.binarize)
    wanted = config.index.embedding_size
    if wanted is not None and wanted != model.dim:
        sentence = f"is {wanted}, but the model gives {model.dim}: set it to {model.dim}"
        raise InferenceConfigInvalid(config.path, "IndexProcess.embedding_size", sentence)
    if config.binarize is not None and model.dim % 8:
        sentence = f"needs vectors of a multiple of 8 numbers, the model gives {model.dim}"
        raise InferenceConfigInvalid(config.path, "RecPostProcess.Binarize", sentence)
    return model


def open_detector(config: InferenceConfig, *, score_threshold: float | None = None) -> Detector:
    """The network that finds products.

    Args:
        config: names it.
        score_threshold: to use in the place of the model's own.

    Raises:
        LegacyModelNotFound, InferenceConfigInvalid, ModelUnusable: as `open_embedder`.
    """
    options = EngineOptions(threads=config.globals.cpu_threads)
    path = _model_path(_DET, config.globals.det_model)
    if path is None and score_threshold is None:
        return default_detector(options)
    detector = default_detector(options) if path is None else Detector.open(path, options)
    settings, preprocessing = detector.settings, detector.preprocessing
    if path is not None and config.det_steps is not None:
        _check_size(config, "DetPreProcess", config.det_steps, preprocessing)
        preprocessing = _preprocessing(config.det_steps)
    detector = Detector(detector.engine, preprocessing, settings, model_id=detector.model_id)
    return detector if score_threshold is None else detector.with_threshold(score_threshold)


def prepare(images: Sequence[Image], steps: Steps) -> NDArray[np.float32]:
    """(n, 3, h, w) float32 of n pictures, made ready as the predecessor did."""
    mean, std = (np.array(each, np.float32) for each in (steps.mean, steps.std))
    rows = [
        ((_resized(image.pixels, steps) * np.float32(steps.scale)) - mean) / std for image in images
    ]
    return np.ascontiguousarray(np.stack(rows).transpose(0, 3, 1, 2), np.float32)


def to_bits(rows: NDArray[np.float32], method: str) -> NDArray[np.uint8]:
    """(n, d / 8) bytes of n rows; the first number is the highest bit of the first byte.

    `sign` sets a bit for numbers above 0, `round` for those that round to 0 or above.
    """
    bits = rows > 0 if method == "sign" else np.round(rows + 1) - 1 >= 0
    return np.packbits(bits, axis=1)


def preparation_name(steps: Steps) -> str:
    """A short name of a preparation, the same in every process."""
    shape = f"{steps.size_wh or steps.short_px}-{steps.crop_wh or 'whole'}-{steps.interpolation}"
    colours = f"{steps.scale:.9g} {steps.mean} {steps.std}"
    digest = hashlib.sha256(colours.encode()).hexdigest()[:8]
    return f"{shape}-{digest}".replace(" ", "")


def _resized(pixels: NDArray[np.uint8], steps: Steps) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    if steps.size_wh is not None:
        target_wh = steps.size_wh
    else:
        ratio = (steps.short_px or 1) / min(width, height)
        target_wh = (round(width * ratio), round(height * ratio))
    resized = cv2.resize(pixels, target_wh, interpolation=_INTERPOLATIONS[steps.interpolation])
    if steps.crop_wh is not None:
        left = (target_wh[0] - steps.crop_wh[0]) // 2
        top = (target_wh[1] - steps.crop_wh[1]) // 2
        resized = resized[top : top + steps.crop_wh[1], left : left + steps.crop_wh[0]]
    return cast(NDArray[np.uint8], resized)


def _model_path(key: str, named: str | None) -> Path | None:
    if not named:
        return None
    path = Path(named)
    if path.is_file() and path.suffix == ".onnx":
        return path
    if not path.exists():
        raise LegacyModelNotFound(key, named, "there is no such file or folder")
    found = sorted(path.glob("*.onnx")) if path.is_dir() else []
    if len(found) == 1:
        return found[0]
    if found:
        raise LegacyModelNotFound(key, named, f"it holds {len(found)} ONNX files: name one")
    files = path.iterdir() if path.is_dir() else [path]
    is_paddle = any(each.suffix in _PADDLE_SUFFIXES for each in files)
    raise LegacyModelNotFound(
        key, named, "it holds Paddle files, which are not run" if is_paddle else "it is no ONNX"
    )


def _check_size(
    config: InferenceConfig, name: str, steps: Steps | None, own: Preprocessing
) -> None:
    if steps is not None and steps.input_wh != own.input_wh:
        sentence = f"gives pictures of {steps.input_wh}, but the model takes {own.input_wh}"
        raise InferenceConfigInvalid(config.path, name, sentence)
    too_small = steps is not None and steps.short_px is not None and steps.crop_wh is not None
    if too_small and steps and max(steps.crop_wh or ()) > (steps.short_px or 0):
        sentence = f"cuts {steps.crop_wh} out of pictures with a short side of {steps.short_px}"
        raise InferenceConfigInvalid(config.path, f"{name}.CropImage", sentence)


def _preprocessing(steps: Steps) -> Preprocessing:
    mean, std = steps.mean, steps.std
    return Preprocessing(
        input_wh=steps.size_wh or (0, 0),
        resize="squash",
        interpolation=steps.interpolation,
        scale=steps.scale,
        mean=(mean[0], mean[1], mean[2]),
        std=(std[0], std[1], std[2]),
    )
