"""A training from photos to scores: what it learns from, and how it goes on."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from colugo.errors import CheckpointMismatch, DatasetUnreadable, WeightsUnreadable
from colugo.training import train_embedder
from colugo.training.data.grocery import UNSEEN_LABELS
from colugo.training.embedder_recipe import EmbedderRecipe
from colugo.training.networks.rec_model import TwoHeads
from colugo.training.train_embedder import _lesson, judge, read_checkpoint, started_network, train

from .tiny_embedder import make_shop, tiny_recipe
from .tiny_grocery import SEEN, TRAIN_PHOTOS, UNSEEN

IMAGENET = Path("../shared/weights/tf2_mobilenet_v2_1.0_224_ptq.tflite")
VIEWS = 6 * TRAIN_PHOTOS * 2 + 2 * 3  # six products in two views, two invented ones in one
STEPS_PER_EPOCH = VIEWS // 15


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def trained(shop: Path) -> tuple[EmbedderRecipe, dict[str, float]]:
    recipe = tiny_recipe(shop, "trained")
    return recipe, train(recipe)


def interrupt_after_an_epoch(recipe: EmbedderRecipe, monkeypatch: pytest.MonkeyPatch) -> None:
    save = train_embedder._save

    def save_and_stop(*facts: object) -> None:
        save(*facts)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(train_embedder, "_save", save_and_stop)
    with pytest.raises(KeyboardInterrupt):
        train(recipe)
    monkeypatch.setattr(train_embedder, "_save", save)


def checkpoint(recipe: EmbedderRecipe) -> dict[str, dict[str, torch.Tensor]]:
    state = read_checkpoint(recipe)
    assert state is not None
    return state


@pytest.mark.skipif(not IMAGENET.is_file(), reason="../shared/weights is not here")
def test_training_from_imagenet_tells_the_products_apart(shop: Path) -> None:
    # the special part alone, so that what is judged is what was learnt
    recipe = tiny_recipe(shop, "imagenet", start=IMAGENET, general_weight=0.0)

    figures = train(recipe)

    assert figures["validation, all train photos"] > 0.7  # 0.67 before training, by chance 0.17
    assert figures["unseen, 5 photos of every product"] > 0.7


def test_the_loss_falls_and_the_curve_has_a_row_per_epoch(
    trained: tuple[EmbedderRecipe, dict[str, float]],
) -> None:
    recipe, figures = trained

    with (recipe.output / "curve.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert [int(row["step"]) for row in rows] == [STEPS_PER_EPOCH, 2 * STEPS_PER_EPOCH]
    assert float(rows[1]["loss"]) < float(rows[0]["loss"])
    assert all(0 <= value <= 1 for value in figures.values())
    assert {name: float(rows[1][name]) for name in figures} == pytest.approx(figures, abs=1e-4)


def test_a_network_judged_by_itself_has_the_scores_of_its_training(
    trained: tuple[EmbedderRecipe, dict[str, float]],
) -> None:
    recipe, figures = trained
    network = TwoHeads(recipe.blocks, recipe.dims, recipe.general_weight)
    network.load_state_dict(checkpoint(recipe)["network"])

    alone = judge(recipe, network)

    assert alone == figures


def test_a_checkpoint_carries_settings_fingerprint_and_scores(
    trained: tuple[EmbedderRecipe, dict[str, float]],
) -> None:
    recipe, figures = trained

    state = checkpoint(recipe)

    assert state["recipe"] == recipe.model_dump(mode="json")
    assert state["scores"] == figures
    assert len(state["fingerprint"]) == 12
    assert not list(recipe.output.glob("*.new"))


def test_trunk_and_general_tail_stay_as_they_started(
    trained: tuple[EmbedderRecipe, dict[str, float]],
) -> None:
    recipe, _ = trained
    started = started_network(recipe).state_dict()

    now = checkpoint(recipe)["network"]

    changed = {name.split(".")[0] for name, value in started.items() if not value.equal(now[name])}
    assert changed == {"special", "neck", "whitening"}


def test_a_training_that_was_interrupted_ends_as_one_that_was_not(
    shop: Path, trained: tuple[EmbedderRecipe, dict[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = tiny_recipe(shop, "interrupted")
    interrupt_after_an_epoch(recipe, monkeypatch)
    stopped_at = checkpoint(recipe)["step"]

    figures = train(recipe)

    whole = checkpoint(trained[0])
    assert stopped_at == STEPS_PER_EPOCH
    assert figures == pytest.approx(trained[1])
    for part in ("network", "head"):
        torch.testing.assert_close(checkpoint(recipe)[part], whole[part])


def test_a_finished_training_gives_its_scores_again(
    trained: tuple[EmbedderRecipe, dict[str, float]],
) -> None:
    recipe, figures = trained
    written = (recipe.output / "curve.csv").read_text()

    again = train(recipe)

    assert again == figures
    assert (recipe.output / "curve.csv").read_text() == written


def test_a_training_started_anew_starts_its_curve_anew(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = tiny_recipe(shop, "anew", epochs=0.2)
    interrupt_after_an_epoch(recipe, monkeypatch)
    (recipe.output / "last.pt").unlink()

    interrupt_after_an_epoch(recipe, monkeypatch)

    assert len((recipe.output / "curve.csv").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("key", "value"), [("margin", 0.3), ("dims", [8, 12]), ("hold_out", "unseen"), ("seed", 4)]
)
def test_a_checkpoint_of_another_recipe_is_refused(
    shop: Path, trained: tuple[EmbedderRecipe, dict[str, float]], key: str, value: object
) -> None:
    other = tiny_recipe(shop, "trained", **{key: value})

    with pytest.raises(CheckpointMismatch, match=key) as caught:
        train(other)

    assert str(value) in caught.value.expected
    assert caught.value.path == str(other.output / "last.pt")


def test_a_checkpoint_of_other_photos_is_refused(shop: Path, tmp_path: Path) -> None:
    grocery = shutil.copytree(shop / "grocery", tmp_path / "grocery")
    recipe = tiny_recipe(shop, "other-photos", grocery=grocery, epochs=0.2)
    train(recipe)
    lines = (grocery / "train.txt").read_text().splitlines()
    (grocery / "train.txt").write_text("\n".join(lines[:-1]))

    with pytest.raises(CheckpointMismatch, match="photos"):
        train(recipe)


def test_without_a_checkpoint_there_is_none(shop: Path) -> None:
    assert read_checkpoint(tiny_recipe(shop, "never")) is None


@pytest.mark.parametrize("hold_out", ["none", "unseen"])
def test_the_unseen_products_are_learnt_from_only_where_nothing_is_held_out(
    shop: Path, hold_out: str
) -> None:
    recipe = tiny_recipe(shop, "lesson", hold_out=hold_out)
    network = started_network(recipe)
    whole = _lesson(tiny_recipe(shop, "lesson"), network)
    from_unseen = np.repeat([label in UNSEEN for label in range(6)], TRAIN_PHOTOS)
    is_held_out = np.concatenate([from_unseen, from_unseen, np.zeros(6, np.bool_)])

    lesson = _lesson(recipe, network)

    if hold_out == "unseen":
        assert lesson.products == len(SEEN) + 2
        assert np.array_equal(lesson.maps, whole.maps[~is_held_out])
        assert set(UNSEEN) <= UNSEEN_LABELS
    else:
        assert lesson.products == len(SEEN) + len(UNSEEN) + 2
        assert len(lesson.maps) == VIEWS
    assert set(lesson.labels) == set(range(lesson.products))


def test_the_whitening_learns_from_real_photos_as_they_are(shop: Path) -> None:
    recipe = tiny_recipe(shop, "lesson")

    lesson = _lesson(recipe, started_network(recipe))

    assert lesson.is_general.sum() == 6 * TRAIN_PHOTOS
    assert set(lesson.labels[lesson.is_general]) == set(range(6))


def test_a_missing_file_is_named(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsUnreadable, match=r"none\.tflite"):
        train(tiny_recipe(shop, "x", start=tmp_path / "none.tflite"))
    with pytest.raises(DatasetUnreadable, match=r"train\.txt"):
        train(tiny_recipe(shop, "x", grocery=tmp_path))
    with pytest.raises(DatasetUnreadable, match="no such folder"):
        train(tiny_recipe(shop, "x", folders=[tmp_path / "none"]))
