"""Reads an exported model: `inference.pdiparams` with the files beside it, or all in a .tar.

The parameter file has no names. Its order is that of the variable names, which the program
(`.pdmodel`) or the table (`.pdiparams.info`) gives; the table also has the structured names.
Source: ../shared/spec/predecessor-interfaces.md, section 1.6.
"""

import tarfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from numpy.typing import NDArray

from colugo.errors import WeightsDamaged, WeightsIncomplete, WeightsTooLarge
from colugo.legacy.weights.combined import parse_combined
from colugo.legacy.weights.files import MAX_BYTES, read_file
from colugo.legacy.weights.plain_pickle import load_plain
from colugo.legacy.weights.program import parse_program

_ENDINGS = (".pdiparams", ".pdiparams.info", ".pdmodel")
_MAX_MEMBERS = 1000  # of a .tar; an exported model has three or four


def read_inference(path: Path, limit_bytes: int = MAX_BYTES) -> dict[str, NDArray[Any]]:
    """Read the tensors of an exported model by their structured names.

    Args:
        path: the folder of the export, or its `.pdiparams`, whose companions lie beside it.
        limit_bytes: a larger file is not read.

    Raises:
        WeightsDamaged: a file is missing, cut short, or says something else than another.
        WeightsUnsafe: the table asks for something else than plain values.
        WeightsIncomplete: the table with the structured names is not there.
        WeightsTooLarge: a file is larger than `limit_bytes`.
    """
    parameters = _parameter_file(path)
    stem = str(parameters).removesuffix(".pdiparams")
    found = {end: Path(stem + end) for end in _ENDINGS}
    files = {end: read_file(one, limit_bytes) for end, one in found.items() if one.is_file()}
    return _tensors(files, str(parameters))


def read_inference_tar(path: Path, limit_bytes: int = MAX_BYTES) -> dict[str, NDArray[Any]]:
    """Read the same from a .tar as it was fetched; nothing is unpacked.

    Raises:
        WeightsDamaged, WeightsUnsafe, WeightsIncomplete, WeightsTooLarge: as `read_inference`.
    """
    if not path.is_file():
        raise WeightsDamaged(str(path), "there is no such file")
    try:
        with tarfile.open(path, "r:") as archive:
            return _tensors(_members(archive, str(path), limit_bytes), str(path))
    except (tarfile.TarError, EOFError, OSError) as error:
        raise WeightsDamaged(str(path), f"not a .tar, or cut short: {error}") from error


def _parameter_file(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = sorted(path.glob("*.pdiparams"))
    if len(found) != 1:
        raise WeightsDamaged(str(path), f"expected one .pdiparams in the folder, got {len(found)}")
    return found[0]


def _members(archive: tarfile.TarFile, path: str, limit_bytes: int) -> dict[str, bytes]:
    """The three files by their endings; whatever else is inside stays there."""
    files: dict[str, bytes] = {}
    for index, member in enumerate(archive):
        if index >= _MAX_MEMBERS:
            raise WeightsDamaged(path, "an archive of more than a thousand files is no model")
        end = "".join(PurePosixPath(member.name).suffixes[-2:])
        end = end if end in _ENDINGS else PurePosixPath(member.name).suffix
        if end not in _ENDINGS or not member.isreg():
            continue
        if end in files:
            raise WeightsDamaged(path, f"it holds two models, expected one: {member.name}")
        files[end] = _content(archive, member, path, limit_bytes)
    return files


def _content(
    archive: tarfile.TarFile, member: tarfile.TarInfo, path: str, limit_bytes: int
) -> bytes:
    if member.size > limit_bytes:
        raise WeightsTooLarge(f"{path}: {member.name}", member.size, limit_bytes)
    file = archive.extractfile(member)
    content = file.read() if file else b""
    if len(content) != member.size:
        raise WeightsDamaged(path, f"{member.name} is cut short")
    return content


def _tensors(files: Mapping[str, bytes], path: str) -> dict[str, NDArray[Any]]:
    if ".pdiparams" not in files:
        raise WeightsDamaged(path, "there is no .pdiparams in it")
    if ".pdiparams.info" not in files:
        raise WeightsIncomplete(path, "the .pdiparams.info", "which names the tensors")
    structured = _structured_names(files[".pdiparams.info"], path)
    shapes: dict[str, tuple[int, ...] | None]
    if ".pdmodel" in files:
        variables = parse_program(files[".pdmodel"], path)
        shapes = {variable.name: variable.shape for variable in variables}
    else:  # the table names the same tensors, but not their shapes
        shapes = dict.fromkeys(sorted(structured))
    arrays = parse_combined(files[".pdiparams"], list(shapes), path)
    _check_shapes(arrays, shapes, path)
    return {structured.get(name, name): values for name, values in arrays.items()}


def _structured_names(content: bytes, path: str) -> dict[str, str]:
    table = load_plain(content, f"{path}.info")
    if not isinstance(table, Mapping):
        raise WeightsDamaged(path, "its .info is no table")
    names = {
        str(variable): str(facts["structured_name"])
        for variable, facts in table.items()
        if isinstance(facts, Mapping) and "structured_name" in facts
    }
    if not names or len(set(names.values())) != len(names):
        raise WeightsDamaged(path, "its .info names no tensors, or two alike")
    return names


def _check_shapes(
    arrays: Mapping[str, NDArray[Any]], shapes: Mapping[str, tuple[int, ...] | None], path: str
) -> None:
    for name, values in arrays.items():
        expected = shapes[name]
        if expected is not None and tuple(values.shape) != expected:
            raise WeightsDamaged(
                path, f"{name} has the shape {values.shape}, its program says {expected}"
            )
