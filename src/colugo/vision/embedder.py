"""Turns pictures of products into rows of numbers that are close when the products are one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colugo.errors import ModelOutputWrong
from colugo.vision.engine import Engine, EngineOptions, first_run, open_engine
from colugo.vision.image import Image
from colugo.vision.metadata import read_model_file
from colugo.vision.preprocess import Preprocessing

Embeddings = NDArray[np.float32]  # (n, d), every row of length 1

_MAX_BATCH = 32  # crops a call of the network: 64 need 350 MB more and gain little (measured)
_LENGTH_TOLERANCE = 2**-8  # bf16 keeps 8 bits, so a length of 1 is only so exact


class Embedder:
    """An encoder of product pictures.

    `model_id` names the exact weights and precision; embeddings of two ids are not compared.
    `dim` is the length of a row.
    """

    def __init__(
        self, engine: Engine, preprocessing: Preprocessing, *, dim: int, model_id: str
    ) -> None:
        self.engine = engine
        self.preprocessing = preprocessing
        self.dim = dim
        self.model_id = model_id

    @classmethod
    def open(cls, path: Path, options: EngineOptions | None = None) -> "Embedder":
        """Load an embedder and run it once on a blank picture, so that the first crop is fast.

        Raises:
            ModelUnusable: one of its subclasses (`colugo.errors.models`).
            EngineMissing, EngineOptionWrong: the options cannot be had here.
        """
        options = options or EngineOptions()
        model = read_model_file(path, "embedder")
        preprocessing = Preprocessing.from_fields(model.fields)
        dim = model.fields.whole("dim", 1, 65_536)
        embedder = cls(
            open_engine(path, options),
            preprocessing,
            dim=dim,
            model_id=model.model_id(options.precision),
        )
        blank = {"image": preprocessing.apply([_blank()])}
        _check_outputs(path, first_run(path, embedder.engine, blank), dim)
        return embedder

    def embed(self, images: Sequence[Image]) -> Embeddings:
        """Embed the pictures, in one batch up to 32 and in batches of 32 above.

        Returns:
            (n, dim) float32, rows of length 1, in the order of the pictures; n may be 0.
        """
        if not images:
            return np.zeros((0, self.dim), np.float32)
        chunks = (images[row : row + _MAX_BATCH] for row in range(0, len(images), _MAX_BATCH))
        return np.concatenate([self._embed_batch(chunk) for chunk in chunks])

    def run(self, batch: NDArray[np.float32]) -> list[NDArray[Any]]:
        """Run the network alone: (n, 3, h, w) to `embedding` (n, dim)."""
        return self.engine.run({"image": batch})

    def _embed_batch(self, images: Sequence[Image]) -> Embeddings:
        (embeddings,) = self.run(self.preprocessing.apply(images))
        return np.asarray(embeddings, np.float32)


def _blank() -> Image:
    """A chequered pixel or four; all-grey could have no direction to embed."""
    return Image(np.array([[[0] * 3, [255] * 3], [[255] * 3, [0] * 3]], np.uint8))


def _check_outputs(path: Path, outputs: list[NDArray[Any]], dim: int) -> None:
    if len(outputs) != 1:
        raise ModelOutputWrong(str(path), "1 output, `embedding`", f"{len(outputs)}")
    if outputs[0].shape != (1, dim):
        raise ModelOutputWrong(str(path), f"(n, {dim}) as `dim` says", f"{outputs[0].shape}")
    length = float(np.linalg.norm(outputs[0]))
    if not abs(length - 1) <= _LENGTH_TOLERANCE:  # written so that nan fails too
        raise ModelOutputWrong(str(path), "rows of length 1", f"a length of {length:.4f}")
