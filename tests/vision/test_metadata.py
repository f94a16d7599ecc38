import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.errors import (
    ModelKindWrong,
    ModelMetadataMissing,
    ModelMetadataWrong,
    ModelMissing,
    ModelUnreadable,
)
from colugo.vision.metadata import read_metadata_entries, read_model_file

from .pictures import colourful, encode
from .tiny_models import EMBEDDER, embedder_file, onnx


def test_the_entries_are_those_that_onnx_itself_reads(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "model.onnx")
    twin = {entry.key: entry.value for entry in onnx.load(str(path)).metadata_props}

    entries = read_metadata_entries(path.read_bytes())

    assert entries == twin
    assert entries["author"] == "测试"


def test_the_model_id_names_the_exact_bytes_and_the_precision(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "model.onnx")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()

    model = read_model_file(path, "embedder")

    assert model.model_id("fp32") == f"tiny-embedder:{digest[:12]}:fp32"


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"embedder\.onnx: expected a model file"):
        read_model_file(tmp_path / "embedder.onnx", "embedder")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnreadable, match="cannot be read"):
        read_model_file(tmp_path, "embedder")


@pytest.mark.parametrize("content", [b"", b"just text", encode(colourful(), "JPEG"), b"\x08\x09"])
def test_a_file_that_is_not_onnx_is_said_to_be_something_else(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(content)

    with pytest.raises(ModelUnreadable, match="the file is something else"):
        read_model_file(path, "embedder")


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
def test_half_a_model_is_unreadable(tmp_path: Path, kept: float) -> None:
    path = embedder_file(tmp_path / "model.onnx")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises((ModelUnreadable, ModelMetadataMissing)):
        read_model_file(path, "embedder")


def test_an_onnx_model_of_someone_else_lacks_our_metadata(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "model.onnx", metadata={})

    with pytest.raises(ModelMetadataMissing, match="`colugo` entry"):
        read_model_file(path, "embedder")


def test_an_embedder_is_no_detector(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "model.onnx")

    with pytest.raises(ModelKindWrong, match="of kind detector, got embedder"):
        read_model_file(path, "detector")


@pytest.mark.parametrize("field", ["name", "kind"])
def test_a_model_without_name_or_kind_is_refused(tmp_path: Path, field: str) -> None:
    metadata = {key: value for key, value in EMBEDDER.items() if key != field}
    path = embedder_file(tmp_path / "model.onnx", metadata)

    with pytest.raises(ModelMetadataWrong, match=f"`{field}`: expected a text, got nothing"):
        read_model_file(path, "embedder")


@pytest.mark.parametrize(
    ("text", "message"), [("{", "expected JSON"), ("[1]", "a JSON object, got list")]
)
def test_metadata_that_is_no_json_object_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    path = embedder_file(tmp_path / "model.onnx")
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, {"colugo": text})
    onnx.save(model, str(path))

    with pytest.raises(ModelMetadataWrong, match=message):
        read_model_file(path, "embedder")


@given(st.binary(max_size=60))
def test_random_bytes_are_a_value_error_and_nothing_worse(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"protobuf|network|codec"):
        read_metadata_entries(content)
