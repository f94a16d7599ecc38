"""Models of Paddle become models of a shop once."""

import shutil
from pathlib import Path

import pytest

from colugo.checkout.legacy.converted_models import converted
from colugo.errors import LegacyModelNotFound, ModelNotConverted
from colugo.vision import Embedder
from tests.legacy import official_names as names
from tests.legacy.official_files import random_tensors, write_export

KEY = "op.rec.local_service_conf.model_config"


@pytest.fixture
def serving(tmp_path: Path) -> Path:
    """A folder as `paddle_serving_client.convert` writes it, without the table of names."""
    folder = tmp_path / "models" / "small_serving"
    write_export(folder, random_tensors(names.rec_model(0.25, 32)))
    exported = shutil.copytree(folder, folder.with_name("small_infer"))
    (folder / "inference.pdiparams.info").unlink()
    assert (exported / "inference.pdiparams.info").is_file()
    return folder


@pytest.mark.slow
def test_a_model_of_paddle_serving_is_converted_once_and_kept(
    tmp_path: Path, serving: Path
) -> None:
    shop, told = tmp_path / "shop", list[str]()

    first = converted(KEY, serving, shop, told.append)
    again = converted(KEY, serving, shop, told.append)

    assert Embedder.open(first).dim == 32
    assert first == again
    assert first.parent == shop / "models"
    assert told == [f"converting {serving}, once"]
    assert sorted(path.suffix for path in first.parent.iterdir()) == [".md", ".onnx"]


def test_without_the_names_of_the_tensors_it_says_where_to_get_them(
    tmp_path: Path, serving: Path
) -> None:
    shutil.rmtree(serving.with_name("small_infer"))

    with pytest.raises(ModelNotConverted, match=r"\.pdiparams\.info.* small_infer"):
        converted(KEY, serving, tmp_path / "shop")


def test_a_table_of_another_model_is_not_taken(tmp_path: Path, serving: Path) -> None:
    other = random_tensors(names.rec_model(0.25, 32), seed=5)
    write_export(serving.with_name("small_infer"), other)

    with pytest.raises(ModelNotConverted):
        converted(KEY, serving, tmp_path / "shop")


def test_what_the_command_refuses_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "broken_infer"
    write_export(folder, random_tensors(names.rec_model(0.25, 32)))
    (folder / "inference.pdiparams").write_bytes(b"no tensors")

    with pytest.raises(ModelNotConverted, match=r"inference\.pdiparams"):
        converted(KEY, folder, tmp_path / "shop")

    assert list((tmp_path / "shop" / "models").iterdir()) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_without_a_model_is_named_with_its_key(tmp_path: Path, is_there: bool) -> None:
    folder = tmp_path / "nothing"
    if is_there:
        folder.mkdir()

    with pytest.raises(LegacyModelNotFound, match=KEY):
        converted(KEY, folder, tmp_path / "shop")
