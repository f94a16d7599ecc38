"""What a model file says about itself. Reads the file as bytes; knows no inference engine.

Every model of ours is ONNX with one metadata entry `colugo`, a JSON object. Its fields are
the only place where input size, mean, thresholds and the like are written down.
Source of the field numbers: onnx.proto3 (`ModelProto`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from colugo import protobuf
from colugo.errors import (
    ModelKindWrong,
    ModelMetadataMissing,
    ModelMetadataWrong,
    ModelMissing,
    ModelUnreadable,
)
from colugo.vision.fields import Fields

_KEY = "colugo"
_IR_VERSION, _GRAPH, _METADATA_PROPS = 1, 7, 14  # field numbers of ModelProto


@dataclass(frozen=True)
class ModelFile:
    """One model file: where it is, what it says, and which exact bytes it is made of."""

    path: Path
    fields: Fields
    sha256: str  # of the file, 64 hex letters

    def model_id(self, precision: str) -> str:
        """Name the model so that embeddings of two models are never mixed up.

        A changed byte or another precision gives another name.
        """
        return f"{self.fields.text('name')}:{self.sha256[:12]}:{precision}"


def read_model_file(path: Path, kind: str) -> ModelFile:
    """Read the metadata of a model that must be of this kind.

    Raises:
        ModelMissing: no such file.
        ModelUnreadable: the file cannot be read or is not ONNX.
        ModelMetadataMissing: an ONNX model, but not one of ours.
        ModelMetadataWrong: the metadata is not a JSON object, or lacks a field.
        ModelKindWrong: a model of another kind.
    """
    content = _read_bytes(path)
    try:
        entries = read_metadata_entries(content)
    except ValueError as error:
        raise ModelUnreadable(str(path), f"the file is something else ({error})") from error
    if _KEY not in entries:
        raise ModelMetadataMissing(str(path))
    fields = Fields(str(path), _parse_json(entries[_KEY], path))
    got_kind = fields.text("kind")
    if got_kind != kind:
        raise ModelKindWrong(str(path), kind, got_kind)
    fields.text("name")
    return ModelFile(path, fields, hashlib.sha256(content).hexdigest())


def read_metadata_entries(content: bytes) -> dict[str, str]:
    """Read the metadata entries of an ONNX file, without its graph and without onnx.

    Raises:
        ValueError: the bytes are not an ONNX model, or end too early.
    """
    entries: dict[str, str] = {}
    seen = set()
    for number, value in protobuf.fields(memoryview(content)):
        seen.add(number)
        if number == _METADATA_PROPS and isinstance(value, memoryview):
            entry = dict(protobuf.fields(value))
            entries[_text(entry.get(1))] = _text(entry.get(2))
    if not {_IR_VERSION, _GRAPH} <= seen:
        raise ValueError("it holds no network")
    return entries


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ModelMissing(str(path)) from error
    except OSError as error:
        raise ModelUnreadable(str(path), f"it cannot be read ({error.strerror})") from error


def _parse_json(text: str, path: Path) -> Mapping[str, Any]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ModelMetadataWrong(str(path), _KEY, "JSON", str(error)) from error
    if not isinstance(values, dict):
        raise ModelMetadataWrong(str(path), _KEY, "a JSON object", type(values).__name__)
    return values


def _text(value: protobuf.Value | None) -> str:
    return bytes(value).decode("utf-8") if isinstance(value, memoryview) else ""
