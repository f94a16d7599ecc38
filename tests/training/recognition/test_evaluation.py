"""An evaluation also says what it takes unknown products for, and which it confuses."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from colugo.open_set import Confusion
from colugo.training.recognition.confusion_sheet import surest_mistakes, write_sheet
from colugo.training.recognition.data import read_rgb
from colugo.training.recognition.evaluation import evaluate
from colugo.training.recognition.metrics import Embedded, nearest
from colugo.training.recognition.processes import Processes

from .tiny_config import draw_pictures, tiny_config

ALONE = Processes(0, 1, torch.device("cpu"))


class MeanColour(nn.Module):
    """Embeds the mean colour, and nothing else."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return images.mean(dim=(2, 3))


class Counted(MeanColour):
    """Adds a buffer that every process has counted for itself, and that spoils the colours."""

    def __init__(self, rank: int) -> None:
        super().__init__()
        self.register_buffer("counted", torch.tensor([0.0, 40.0 * rank, 0.0]))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return super().forward(images) + self.counted


def evaluate_share(rank: int, folder: Path) -> None:
    """What one of two processes does; it writes the scores that it got."""
    address = f"file://{folder / 'meeting'}"
    torch.distributed.init_process_group("gloo", address, rank=rank, world_size=2)
    processes, network = Processes(rank, 2, torch.device("cpu")), Counted(rank)
    processes.share_buffers(network)
    scores = evaluate(network, tiny_config(folder), processes).scores
    (folder / f"scores-{rank}.json").write_text(json.dumps(scores))
    torch.distributed.destroy_process_group()


@pytest.mark.slow
def test_two_processes_evaluate_as_one(tmp_path: Path) -> None:
    draw_pictures(tmp_path)

    torch.multiprocessing.spawn(evaluate_share, (tmp_path,), nprocs=2)

    alone = evaluate(Counted(0), tiny_config(tmp_path), ALONE).scores
    assert alone["recall1"] == 1.0
    for rank in range(2):
        assert json.loads((tmp_path / f"scores-{rank}.json").read_text()) == pytest.approx(alone)


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
    assert whole.mistakes == ()
    assert set(lacking.open_set) == {"auroc", "far@tar95", "far@tar99"}
    assert lacking.open_set["auroc"] == pytest.approx(1.0)


def test_the_nearest_of_a_query_is_not_itself() -> None:
    rows = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8]], np.float32)
    all_three = Embedded(rows, np.array([0, 0, 1]), ("a", "b", "c"))

    similarities, places = nearest(all_three, all_three)

    assert places.tolist() == [1, 2, 1]
    assert similarities.tolist() == pytest.approx([0.8, 0.96, 0.96])


def test_mistakes_are_shown_with_both_pictures(tmp_path: Path) -> None:
    draw_pictures(tmp_path)
    config = tiny_config(tmp_path)
    lines = [line.split() for line in (tmp_path / "test.txt").read_text().splitlines()]
    swapped = {"0": "1", "1": "0"}  # as if two products had each other's name
    (tmp_path / "test.txt").write_text(
        "\n".join(
            f"{name} {swapped.get(label, label) if number == '1' else label} {number}"
            for name, label, number in lines
        )
    )

    found = evaluate(MeanColour(), config, ALONE)
    write_sheet(found.mistakes, tmp_path / "sheet" / "confused.png")

    pairs = [(one.confusion.true, one.confusion.taken_for) for one in found.mistakes]
    assert (0, 1) in pairs
    assert (1, 0) in pairs
    for one in found.mistakes:  # a picture lies beside one of the product it was taken for
        assert one.query != one.found
        assert one.query.is_file()
        assert one.found.is_file()
    sheet = read_rgb(tmp_path / "sheet" / "confused.png")
    assert sheet is not None
    expected = read_rgb(found.mistakes[0].query)
    assert expected is not None
    middle = sheet[97, 97].astype(int)  # of the first picture of the first cell
    assert np.abs(middle - expected.mean(axis=(0, 1))).max() < 60


def test_the_surest_query_stands_for_its_pair() -> None:
    pair = Confusion(1, 2, 3, 0.5, (0, 2, 3))
    names = [Path(name) for name in "abcd"]
    twins = [Path(name) for name in "efgh"]

    (mistake,) = surest_mistakes([pair], names, twins, np.array([0.5, 0.9, 0.8, 0.7], np.float32))

    assert (mistake.query, mistake.found) == (Path("c"), Path("g"))
    assert mistake.similarity == pytest.approx(0.8)
