"""Exports a trained embedder with its facts inside.

Run by `python -m colugo.training.export_embedder RECIPE FILE.onnx [CHECKPOINT_FOLDER]`.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from colugo.errors import WeightsUnreadable
from colugo.training.data.grocery import read_list
from colugo.training.data.trunk_maps import PLAIN, View, read_view
from colugo.training.embedder_recipe import EmbedderRecipe
from colugo.training.networks.rec_model import TwoHeads
from colugo.training.onnx_export import export_onnx
from colugo.training.train_embedder import read_checkpoint
from colugo.training.warm_start import TFLITE_MEAN, TFLITE_STD


def export(recipe: EmbedderRecipe, path: Path) -> float:
    """Write the last checkpoint of `recipe` to `path`; gives the largest difference to torch.

    Raises:
        WeightsUnreadable: there is no checkpoint.
        CheckpointMismatch: it was made by another recipe.
        ExportDiffers: the file does not compute what torch does.
    """
    state = read_checkpoint(recipe)
    if state is None:
        raise WeightsUnreadable(str(recipe.output), "there is no checkpoint in it; train first")
    network = TwoHeads(recipe.blocks, recipe.dims, recipe.general_weight)
    network.load_state_dict(state["network"])
    facts = {
        "name": recipe.name,
        "kind": "embedder",
        "input_wh": [recipe.size_px, recipe.size_px],
        "resize": "squash",
        "interpolation": "area",
        "scale": 1 / 255,
        "mean": list(TFLITE_MEAN),
        "std": list(TFLITE_STD),
        "dim": network.dim,
        "scores": state["scores"],
    }
    return export_onnx(network, _example(recipe), path, facts, outputs=["embedding"])


def _example(recipe: EmbedderRecipe) -> Tensor:
    """Eight real photos, so that the check sees the numbers that the service will see."""
    photos = read_list(recipe.grocery, "train.txt")
    spread = photos[:: max(1, len(photos) // 8)][:8]
    squares = np.stack([read_view(View(photo.path, PLAIN), recipe.size_px) for photo in spread])
    chw = torch.from_numpy(squares).permute(0, 3, 1, 2).float() / 255
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (TFLITE_MEAN, TFLITE_STD))
    return ((chw - mean) / std).contiguous()


if __name__ == "__main__":
    chosen = EmbedderRecipe.load(Path(sys.argv[1]))
    if len(sys.argv) > 3:  # a checkpoint of the recipe that lies elsewhere, such as an average
        chosen = chosen.model_copy(update={"output": Path(sys.argv[3])})
    difference = export(chosen, Path(sys.argv[2]))
    print(f"{sys.argv[2]}: differs from torch by {difference:.1e} at most")
