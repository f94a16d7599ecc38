"""An evaluation also says what it takes unknown products for, and which it confuses."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from colugo.training.recognition.evaluation import evaluate
from colugo.training.recognition.metrics import Embedded, nearest
from colugo.training.recognition.processes import Processes

from .tiny_config import draw_pictures, tiny_config

ALONE = Processes(0, 1, torch.device("cpu"))


class MeanColour(nn.Module):
    """Embeds the mean colour, and nothing else."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return images.mean(dim=(2, 3))


def test_products_that_the_gallery_lacks_are_judged_as_unknown(tmp_path: Path) -> None:
    draw_pictures(tmp_path)
    config = tiny_config(tmp_path)
    lines = (tmp_path / "train.txt").read_text().splitlines()
    (tmp_path / "gallery.txt").write_text("\n".join(row for row in lines if row.split()[1] != "3"))
    parts = config.data.evaluation
    assert parts is not None
    listed = parts.gallery.dataset.model_copy(
        update={"cls_label_path": str(tmp_path / "gallery.txt")}
    )
    gallery = parts.gallery.model_copy(update={"dataset": listed})
    data = config.data.model_copy(
        update={"evaluation": parts.model_copy(update={"gallery": gallery})}
    )

    whole = evaluate(MeanColour(), config, ALONE)
    lacking = evaluate(MeanColour(), config.model_copy(update={"data": data}), ALONE)

    assert whole.open_set == {}
    assert whole.confused == ()
    assert set(lacking.open_set) == {"auroc", "far@tar95", "far@tar99"}
    assert lacking.open_set["auroc"] == pytest.approx(1.0)


def test_the_nearest_of_a_query_is_not_itself() -> None:
    rows = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8]], np.float32)
    all_three = Embedded(rows, np.array([0, 0, 1]), ("a", "b", "c"))

    similarities, labels = nearest(all_three, all_three)

    assert labels.tolist() == [0, 1, 0]
    assert similarities.tolist() == pytest.approx([0.8, 0.96, 0.96])
