"""A training learns, keeps what it did, and goes on as if it had never stopped."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from colugo.errors import (
    CheckpointMismatch,
    DeviceMissing,
    PictureListInvalid,
    TransformInvalid,
    WeightsUnreadable,
)
from colugo.legacy.train_config import ArchSection, TrainConfig
from colugo.training.recognition.checkpoint import Checkpoint
from colugo.training.recognition.data import Batches
from colugo.training.recognition.exporting import export
from colugo.training.recognition.optimizer import learning_rate, set_learning_rate
from colugo.training.recognition.processes import Processes, joined
from colugo.training.recognition.training import Training, restored
from colugo.vision import Embedder, EngineOptions, Image

from .tiny_config import PRODUCTS, draw_pictures, tiny_config

ALONE = Processes(0, 1, torch.device("cpu"))


def quiet(_: str) -> None:
    """Nobody reads the log."""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainConfig, list[str]]:
    """A finished training and its log."""
    folder = tmp_path_factory.mktemp("trained")
    draw_pictures(folder)
    config, log = tiny_config(folder, epochs=6, save_interval=2), []
    Training(config, ALONE, log.append).run()
    return config, log


def output(config: TrainConfig) -> Path:
    return Path(config.general.output_dir) / "RecModel"


def changed(config: TrainConfig, **general: object) -> TrainConfig:
    return config.model_copy(update={"general": config.general.model_copy(update=general)})


def test_the_curve_has_a_row_per_epoch(
    trained: tuple[TrainConfig, list[str]],
) -> None:
    with (output(trained[0]) / "curve.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert [row["epoch"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert all(0 <= float(row["recall1"]) <= 1 for row in rows)
    assert (output(trained[0]) / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_a_network_learns_its_pictures(tmp_path: Path) -> None:
    draw_pictures(tmp_path)
    config = tiny_config(tmp_path, batch=24, epochs=20, eval_interval=20, save_interval=0)

    Training(config, ALONE, quiet).run()

    with (output(config) / "curve.csv").open(encoding="utf-8") as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    assert min(losses[-3:]) < 0.7 * losses[0]  # 3.5 at first, 0.3 to 0.6 at the end


def test_a_training_leaves_small_numbers_to_others(tmp_path: Path) -> None:
    draw_pictures(tmp_path)

    Training(tiny_config(tmp_path, epochs=1), ALONE, quiet).run()

    assert np.float32(1e-40) > 0
    assert float(torch.tensor(1e-30) * 1e-10) > 0


def test_the_log_has_the_lines_of_paddleclas(trained: tuple[TrainConfig, list[str]]) -> None:
    _, log = trained

    assert log[0].startswith("[Train][Epoch 1/6][Iter: 0/3]lr: 0.00000, CELoss: ")
    assert any(line.startswith("[Eval][Epoch 2][Avg]recall1: ") for line in log)
    assert any(line.startswith("[Eval][Epoch 6][best metric: ") for line in log)


def test_checkpoints_have_the_names_of_paddleclas(trained: tuple[TrainConfig, list[str]]) -> None:
    names = {path.name for path in output(trained[0]).glob("*.pt")}

    assert names == {"latest.pt", "best_model.pt", "epoch_2.pt", "epoch_4.pt", "epoch_6.pt"}


@pytest.mark.parametrize("ema_decay", [0.0, 0.5])
def test_a_training_that_stopped_goes_on_bit_for_bit(tmp_path: Path, ema_decay: float) -> None:
    draw_pictures(tmp_path)
    whole = tiny_config(tmp_path, output_dir=str(tmp_path / "whole"), ema_decay=ema_decay)
    parts = tiny_config(tmp_path, output_dir=str(tmp_path / "parts"), ema_decay=ema_decay)
    Training(whole, ALONE, quiet).run()
    Training(parts, ALONE, quiet).run()
    second = str(output(parts) / "epoch_2")

    Training(changed(parts, checkpoints=second), ALONE, quiet).run()

    one, other = (Checkpoint.load(output(each) / "latest.pt") for each in (whole, parts))
    assert (one.epoch, one.best) == (other.epoch, other.best)
    for name, value in one.learner.items():
        assert torch.equal(value, other.learner[name]), name
    assert (output(whole) / "curve.csv").read_text() == (output(parts) / "curve.csv").read_text()


def test_an_average_is_what_is_judged(tmp_path: Path) -> None:
    draw_pictures(tmp_path)
    config = tiny_config(tmp_path, ema_decay=0.9, epochs=1)
    training = Training(config, ALONE, quiet)

    training.run()

    kept = restored(changed(config, pretrained_model=str(output(config) / "latest")))
    judged = training.judged.state_dict()
    assert torch.equal(kept.model.neck.fc.weight, judged["neck.fc.weight"])
    assert not torch.equal(kept.model.neck.fc.weight, training.learner.model.neck.fc.weight)


def test_a_checkpoint_of_another_network_is_refused(
    trained: tuple[TrainConfig, list[str]],
) -> None:
    config, _ = trained
    head = config.arch.head.model_copy(update={"class_num": PRODUCTS + 1})
    other = config.model_copy(update={"arch": config.arch.model_copy(update={"head": head})})

    with pytest.raises(CheckpointMismatch, match="5 products"):
        Training(changed(other, checkpoints=str(output(config) / "latest")), ALONE, quiet)


@pytest.mark.parametrize("content", [None, b"junk"])
def test_a_checkpoint_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    draw_pictures(tmp_path)
    if content is not None:
        (tmp_path / "x.pt").write_bytes(content)

    with pytest.raises(WeightsUnreadable, match="x"):
        Training(tiny_config(tmp_path, checkpoints=str(tmp_path / "x")), ALONE, quiet)


def test_a_label_that_the_head_has_no_place_for_is_refused(tmp_path: Path) -> None:
    draw_pictures(tmp_path)
    with (tmp_path / "train.txt").open("a") as file:
        file.write("\n0_0.png 9 1")

    with pytest.raises(PictureListInvalid, match=r"needs Arch\.Head.class_num of 10, got 4"):
        Training(tiny_config(tmp_path), ALONE, quiet)


def test_a_gpu_that_is_not_there_is_named() -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")

    with pytest.raises(DeviceMissing, match=r"Global\.device=cpu"), joined("gpu"):
        pass


def test_an_export_is_an_embedder_that_sees_as_the_evaluation_did(
    trained: tuple[TrainConfig, list[str]],
) -> None:
    config, _ = trained
    path = Path(config.general.save_inference_dir) / "inference.onnx"

    difference = export(config, path)

    embedder = Embedder.open(path, EngineOptions("onnxruntime", 1))
    pixels = np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    (row,) = embedder.embed([Image(pixels)])
    normalised = (pixels / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    with torch.inference_mode():
        image = torch.from_numpy(normalised.transpose(2, 0, 1)[None]).float()
        features = restored(config).model.eval()(image)[0].numpy()
    assert difference < 1e-4
    assert embedder.dim == 16
    np.testing.assert_allclose(row, features / np.linalg.norm(features), atol=1e-4)


def test_the_network_of_pp_shitu_v2_is_trained_exported_and_sees_as_before(tmp_path: Path) -> None:
    draw_pictures(tmp_path)
    config = tiny_config(tmp_path, epochs=1)
    arch = {
        "Backbone": {"name": "PPLCNetV2_base_ShiTu", "class_expand": 24},
        "Neck": {"name": "BNNeck", "num_features": 24},
        "Head": {"embedding_size": 24, "class_num": PRODUCTS},
    }
    config = config.model_copy(update={"arch": ArchSection.model_validate(arch)})
    Training(config, ALONE, quiet).run()
    path = tmp_path / "inference.onnx"

    export(config, path)

    pixels = np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    (row,) = Embedder.open(path, EngineOptions("onnxruntime", 1)).embed([Image(pixels)])
    normalised = (pixels / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    with torch.inference_mode():  # with all its branches
        image = torch.from_numpy(normalised.transpose(2, 0, 1)[None]).float()
        features = restored(config).model.eval()(image)[0].numpy()
    np.testing.assert_allclose(row, features / np.linalg.norm(features), atol=1e-4)


def test_an_evaluation_that_does_not_squash_cannot_be_exported(
    trained: tuple[TrainConfig, list[str]],
) -> None:
    config = changed(trained[0], image_shape=[3, 64, 64])

    with pytest.raises(TransformInvalid, match=r"64 x 64 as Global\.image_shape says"):
        export(config, Path(config.general.save_inference_dir) / "other.onnx")


def slowed(config: TrainConfig) -> TrainConfig:
    """The same with small steps: large ones blow differences of rounding up."""
    rate = config.optimizer.lr.model_copy(update={"learning_rate": 1e-5})
    return config.model_copy(update={"optimizer": config.optimizer.model_copy(update={"lr": rate})})


def averaged_by_hand(config: TrainConfig, batch: int, processes: int) -> torch.nn.Module:
    """Slow twin of an epoch of several processes: every step takes the mean of their gradients.

    Each share has the batch statistics of its own; the running ones are those of the first.
    """
    part = config.data.train
    assert part is not None
    part = part.model_copy(
        update={"sampler": part.sampler.model_copy(update={"batch_size": batch})}
    )
    data = config.data.model_copy(update={"train": part})
    training = Training(config.model_copy(update={"data": data}), ALONE, quiet)
    learner = training.learner.train()
    start, chances, shares = torch.get_rng_state(), [], []  # chances of the dropout
    for rank in range(processes):
        torch.set_rng_state(start)
        share = Batches(part, seed=config.general.seed, rank=rank, world=processes)
        shares.append(share.epoch(1))  # draws a number
        chances.append(torch.get_rng_state())
    for number, batches in enumerate(zip(*shares, strict=True)):
        training.optimizer.zero_grad()
        before = [buffer.clone() for buffer in learner.buffers()]
        for rank in reversed(range(processes)):  # the first comes last: its statistics stay
            for buffer, value in zip(learner.buffers(), before, strict=True):
                buffer.copy_(value)
            torch.set_rng_state(chances[rank])
            one = batches[rank]
            loss = torch.nn.functional.cross_entropy(learner(one.images, one.labels), one.labels)
            (loss / processes).backward()
            chances[rank] = torch.get_rng_state()
        rate = learning_rate(config.optimizer.lr, number, epochs=1, steps_per_epoch=len(share))
        set_learning_rate(training.optimizer, rate)
        training.optimizer.step()
    return learner


def train_in_two_processes(config: TrainConfig, folder: Path) -> Checkpoint:
    """Train with half the batch in each process; gives the last checkpoint."""
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(config.model_dump(mode="json", by_alias=True)))
    subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node=2", "--standalone",
         "--max-restarts=2", "-m", "colugo", "train", "-c", str(path),
         "-o", "DataLoader.Train.sampler.batch_size=4"],
        check=True, stdout=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    return Checkpoint.load(output(config) / "latest.pt")


@pytest.mark.slow
def test_two_processes_learn_what_the_mean_of_their_gradients_teaches_one(tmp_path: Path) -> None:
    draw_pictures(tmp_path)
    config = slowed(tiny_config(tmp_path, epochs=1, threads=1))  # sums in one order everywhere

    checkpoint = train_in_two_processes(config, tmp_path)

    twin = averaged_by_hand(config, batch=4, processes=2)
    for name, value in twin.state_dict().items():
        torch.testing.assert_close(checkpoint.learner[name], value, rtol=1e-4, atol=1e-5)
