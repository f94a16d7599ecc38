"""Training configs of PaddleClas are read unchanged, and what is wrong is named."""

from pathlib import Path

import pytest

from colugo.errors import LegacyFileUnreadable, TrainConfigInvalid
from colugo.legacy.train_reading import explain, read_train_config

RELEASE = Path("recipes/paddleclas/GeneralRecognition_PPLCNet_x2_5.yaml")


def edited(folder: Path, old: str, new: str) -> Path:
    text = RELEASE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "config.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_file_of_the_release_is_read_unchanged() -> None:
    config = read_train_config(RELEASE)

    assert config.arch.backbone.name == "PPLCNet_x2_5"
    assert config.arch.backbone.pretrained is True
    assert (config.arch.head.margin, config.arch.head.scale) == (0.2, 30)
    assert config.optimizer.lr.learning_rate == 0.04
    assert config.optimizer.regularizer.coeff == 1e-5
    assert config.data.train is not None
    assert config.data.train.sampler.batch_size == 256
    assert config.data.evaluation is not None
    assert config.data.evaluation.gallery.dataset.name == "VeriWild"


def test_overrides_reach_keys_and_places_in_lists() -> None:
    ops = "DataLoader.Train.dataset.transform_ops"

    config = read_train_config(
        RELEASE,
        [
            "Global.device=cpu",
            "Arch.Head.class_num=358",
            "Optimizer.lr.learning_rate=0.01/4",
            f"{ops}.1.RandCropImage.size=160",
            "Global.output_dir=./out",
        ],
    )

    assert (config.general.device, config.general.output_dir) == ("cpu", "./out")
    assert config.arch.head.class_num == 358
    assert config.optimizer.lr.learning_rate == 0.0025
    assert config.data.train is not None
    assert config.data.train.dataset.transform_ops[1] == {"RandCropImage": {"size": 160}}


def test_missing_sections_have_their_defaults(tmp_path: Path) -> None:
    path = edited(tmp_path, "Metric:\n  Eval:\n    - Recallk:\n        topk: [1, 5]\n", "")

    assert read_train_config(path).metric.evaluation == [{"Recallk": {"topk": [1, 5]}}]


@pytest.mark.parametrize(
    ("option", "place"),
    [
        ("Global.checkpoint=output/latest", "checkpoints"),
        ("Global.checkpoints=output/latest", "checkpoints"),
    ],
)
def test_the_misspelling_of_the_docs_is_understood(option: str, place: str) -> None:
    config = read_train_config(RELEASE, [option])

    assert getattr(config.general, place) == "output/latest"


def test_a_key_without_its_section_is_understood() -> None:
    assert not read_train_config(RELEASE, ["eval_during_train=False"]).general.eval_during_train


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["Global.epoch=3"], r"Global\.epoch is no key here; did you mean epochs\?"),
        (["Arch.Head.margn=3"], r"Arch\.Head\.margn is no key here; did you mean margin\?"),
        (["Optimiser.name=x"], r"Optimiser is no key here; did you mean Optimizer\?"),
        (["Global.epochs=many"], r"Global\.epochs cannot be 'many'"),
        (["Arch.Head.margin=1=2"], "must be Key.Sub=value with one `=`"),
        (["Global.epochs"], "must be Key.Sub=value with one `=`"),
        (["DataLoader.Train.dataset.transform_ops.9.X.size=1"], "an index from 0 to 3, got '9'"),
        (["Global.epochs.more=1"], "'more' is below a value"),
        (["Loss.Train.0={'TripletLoss': {}}"], "expected one CELoss"),
        (["Global.seed=-1"], r"Global\.seed cannot be -1"),
        (["Arch.Head.class_num=None"], r"Arch\.Head\.class_num cannot be None"),
    ],
)
def test_what_is_wrong_is_named(options: list[str], sentence: str) -> None:
    with pytest.raises(TrainConfigInvalid, match=sentence):
        read_train_config(RELEASE, options)


def test_a_value_is_never_run(tmp_path: Path) -> None:
    made = tmp_path / "made"

    config = read_train_config(RELEASE, [f"Global.output_dir=open({str(made)!r},'w')"])

    assert config.general.output_dir.startswith("open(")
    assert not made.exists()


@pytest.mark.parametrize("content", [b"- 1\n", b"Global: [", b"text"])
def test_a_file_that_is_no_config_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.yaml").write_bytes(content)

    with pytest.raises(TrainConfigInvalid, match="the file"):
        read_train_config(tmp_path / "c.yaml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LegacyFileUnreadable, match=r"none\.yaml"):
        read_train_config(tmp_path / "none.yaml")


def test_every_key_is_explained_and_marked_as_given_or_default() -> None:
    rows = {row.key: row for row in explain(read_train_config(RELEASE))}

    assert rows["Arch.Head.scale"].value == "30.0"
    assert rows["Arch.Head.scale"].is_given
    assert not rows["Global.seed"].is_given
    assert rows["Global.save_interval"].meaning
