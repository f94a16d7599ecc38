"""Scores the embedder, its twin and the untrained peer: `python benchmarks/bench_models.py`.

Needs ../shared/data and ../shared/weights, and for the twin `make models` (it is not shipped).
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import nn

from colugo.training.data.grocery import protocols
from colugo.training.judge import Embeddings, judged_photos, scores
from colugo.training.networks.mobilenet_v2 import tail, trunk
from colugo.training.warm_start import start_mobilenet_v2
from colugo.vision import Embedder, Image, decode

MODELS = {
    "twin (20 products never trained on)": Path("runs/embedder-twin/embedder.onnx"),
    "shipped (trained on all 81)": Path("src/colugo/models/embedder.onnx"),
}
PEER = "MobileNetV2, ImageNet, untrained"
BATCH = 16


class Peer:
    """MobileNetV2 of ../shared/weights: the mean of its last map, made length 1."""

    def __init__(self, weights: Path, like: Embedder) -> None:
        self._network = nn.Sequential(trunk(13), tail(13)).eval()
        start_mobilenet_v2(self._network, weights)
        self._preprocessing = like.preprocessing

    def embed(self, images: Sequence[Image]) -> Embeddings:
        """(n, 1280) rows of length 1."""
        with torch.inference_mode():
            rows = self._network(torch.from_numpy(self._preprocessing.apply(images))).numpy()
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--json", type=Path, default=Path("runs/bench_models.json"))
    chosen = arguments.parse_args()
    folder = chosen.shared / "data" / "grocery-store"
    judged = protocols(folder)
    embedders: dict[str, Embedder | Peer] = {
        name: Embedder.open(path) for name, path in MODELS.items() if path.is_file()
    }
    weights = chosen.shared / "weights" / "tf2_mobilenet_v2_1.0_224_ptq.tflite"
    embedders[PEER] = Peer(weights, Embedder.open(MODELS["shipped (trained on all 81)"]))
    figures = {}
    for name, embedder in embedders.items():
        paths = judged_photos(judged)
        blocks = [paths[row : row + BATCH] for row in range(0, len(paths), BATCH)]
        spent_s, rows = 0.0, []
        for block in track(blocks, name):
            images = [decode(path) for path in block]
            begun = perf_counter()
            rows.append(embedder.embed(images))
            spent_s += perf_counter() - begun
        embedding_of = dict(zip(paths, np.concatenate(rows), strict=True))
        figures[name] = scores(folder, judged, embedding_of)
        figures[name]["ms per photo, preprocessing too"] = 1000 * spent_s / len(paths)
    table = Table("", *figures)
    for measure in next(iter(figures.values())):
        table.add_row(measure, *(f"{each[measure]:.3f}" for each in figures.values()))
    Console(width=140).print(table)
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
