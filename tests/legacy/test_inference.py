"""An exported model is read with the names of its table, in the order of its program."""

import io
import pickle
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from colugo.errors import (
    ColugoError,
    WeightsDamaged,
    WeightsIncomplete,
    WeightsTooLarge,
    WeightsUnsafe,
)
from colugo.legacy.weights import read_inference, read_inference_tar, read_program

from .official_files import random_tensors, write_export, write_tar

# more than ten, so that conv2d_10 stands before conv2d_2
SHAPES: dict[str, tuple[int, ...]] = {f"blocks.{row}.weight": (row + 1, 2) for row in range(12)}


@pytest.fixture
def tensors() -> dict[str, Any]:
    return random_tensors(SHAPES)


def same(read: dict[str, Any], expected: dict[str, Any]) -> bool:
    return read.keys() == expected.keys() and all(
        np.array_equal(read[name], values) for name, values in expected.items()
    )


@pytest.mark.parametrize("model", [True, False])
def test_every_tensor_comes_back_under_its_structured_name(
    tmp_path: Path, tensors: dict[str, Any], model: bool
) -> None:
    folder = write_export(tmp_path / "export", tensors, model=model)

    of_folder, of_file = read_inference(folder), read_inference(folder / "inference.pdiparams")

    assert same(of_folder, tensors)
    assert same(of_file, tensors)


def test_an_archive_is_read_without_being_unpacked(tmp_path: Path, tensors: dict[str, Any]) -> None:
    archive = write_tar(tmp_path / "a.tar", write_export(tmp_path / "export", tensors))
    before = sorted(tmp_path.rglob("*"))

    read = read_inference_tar(archive)

    assert same(read, tensors)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_program_lists_what_it_keeps_in_the_order_of_the_file(
    tmp_path: Path, tensors: dict[str, Any]
) -> None:
    folder = write_export(tmp_path, tensors)

    variables = read_program(folder / "inference.pdmodel")

    names = [variable.name for variable in variables]
    assert names == sorted(names)
    assert names[:3] == ["conv2d_1.w_0", "conv2d_10.w_0", "conv2d_11.w_0"]
    assert variables[0].shape == (12, 2)
    assert variables[0].type_code == 5


def test_without_the_table_of_names_it_says_what_to_bring(
    tmp_path: Path, tensors: dict[str, Any]
) -> None:
    folder = write_export(tmp_path, tensors, info=False)

    with pytest.raises(WeightsIncomplete, match=r"\.pdiparams\.info.*import the \.tar"):
        read_inference(folder)


def test_a_file_cut_anywhere_is_refused(tmp_path: Path, tensors: dict[str, Any]) -> None:
    folder = write_export(tmp_path, tensors)
    path = folder / "inference.pdiparams"
    content = path.read_bytes()

    for end in range(1, len(content), 37):
        path.write_bytes(content[:end])
        with pytest.raises(WeightsDamaged, match="cut short"):
            read_inference(folder)


def test_bytes_after_the_last_tensor_are_refused(tmp_path: Path, tensors: dict[str, Any]) -> None:
    folder = write_export(tmp_path, tensors)
    with (folder / "inference.pdiparams").open("ab") as file:
        file.write(b"more")

    with pytest.raises(WeightsDamaged, match="4 bytes are left"):
        read_inference(folder)


def test_a_program_of_another_export_is_refused(tmp_path: Path, tensors: dict[str, Any]) -> None:
    folder = write_export(tmp_path / "a", tensors)
    turned = {name: values.T.copy() for name, values in tensors.items()}
    other = write_export(tmp_path / "b", turned)
    (other / "inference.pdmodel").replace(folder / "inference.pdmodel")

    with pytest.raises(WeightsDamaged, match="its program says"):
        read_inference(folder)


@pytest.mark.parametrize("name", ["inference.pdmodel", "inference.pdiparams.info"])
def test_noise_in_a_companion_is_refused(
    tmp_path: Path, tensors: dict[str, Any], name: str
) -> None:
    folder = write_export(tmp_path, tensors)
    rng = np.random.default_rng(0)

    for size in range(1, 60):
        (folder / name).write_bytes(rng.bytes(size))
        with pytest.raises(ColugoError):
            read_inference(folder)


def test_a_call_in_the_table_is_refused_and_not_made(
    tmp_path: Path, tensors: dict[str, Any]
) -> None:
    class Call:
        def __reduce__(self) -> object:
            return exec, ("raise SystemExit",)

    folder = write_export(tmp_path, tensors)
    (folder / "inference.pdiparams.info").write_bytes(pickle.dumps({"conv2d_1.w_0": Call()}))

    with pytest.raises(WeightsUnsafe, match=r"builtins\.exec"):
        read_inference(folder)


def test_an_archive_that_claims_a_huge_file_is_refused(
    tmp_path: Path, tensors: dict[str, Any]
) -> None:
    archive = write_tar(tmp_path / "a.tar", write_export(tmp_path / "export", tensors))

    with pytest.raises(WeightsTooLarge, match="at most 100"):
        read_inference_tar(archive, limit_bytes=100)


def test_an_archive_with_two_models_is_refused(tmp_path: Path, tensors: dict[str, Any]) -> None:
    write_export(tmp_path / "export" / "a", tensors)
    write_export(tmp_path / "export" / "b", tensors)
    archive = write_tar(tmp_path / "a.tar", tmp_path / "export")

    with pytest.raises(WeightsDamaged, match="two models"):
        read_inference_tar(archive)


def test_an_archive_that_is_cut_or_none_is_refused(tmp_path: Path, tensors: dict[str, Any]) -> None:
    archive = write_tar(tmp_path / "a.tar", write_export(tmp_path / "export", tensors))
    whole = archive.read_bytes()

    for content in (whole[: len(whole) // 3], b"<html>", b""):
        archive.write_bytes(content)
        with pytest.raises(WeightsDamaged):
            read_inference_tar(archive)


def test_links_and_other_files_in_an_archive_are_left_alone(
    tmp_path: Path, tensors: dict[str, Any]
) -> None:
    folder = write_export(tmp_path / "export", tensors)
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        link = tarfile.TarInfo("../../evil.pdiparams")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("readme.md"), io.BytesIO())
        archive.add(folder, arcname="export")

    read = read_inference_tar(tmp_path / "a.tar")

    assert same(read, tensors)
