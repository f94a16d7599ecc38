"""Official files are fetched once, remembered by their digest, and known by their format."""

import dataclasses
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from colugo.errors import DownloadFailed, OfficialNameUnknown, WeightsDamaged
from colugo.training.official.cache import cache_folder, remembered_digest
from colugo.training.official.catalogue import (
    BASE_URL,
    SETS,
    OfficialFile,
    all_files,
    find_file,
    get_set,
)
from colugo.training.official.fetch import fetch
from colugo.training.official.formats import check_format
from tests.legacy.official_files import random_tensors, write_export, write_pdparams, write_tar

from .file_server import Behaviour, served

FILE = OfficialFile("models/inference/tiny_infer.tar", "rec", 1000, 10_000_000)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("made")
    tensors = random_tensors({"neck.fc.weight": (5, 2)})
    return write_tar(folder / "a.tar", write_export(folder / "a", tensors)).read_bytes()


@pytest.fixture
def server(archive: bytes) -> Iterator[Behaviour]:
    with served({FILE.address: archive}) as behaviour:
        yield behaviour


def test_a_fetched_file_is_remembered_by_its_digest(
    server: Behaviour, tmp_path: Path, archive: bytes
) -> None:
    fetched = fetch(FILE, tmp_path, base_url=server.base_url)

    expected = hashlib.sha256(archive).hexdigest()
    assert fetched.path.read_bytes() == archive
    assert fetched.sha256 == remembered_digest(fetched.path) == expected
    note = (tmp_path / "tiny_infer.tar.sha256").read_text()
    assert note == f"{expected}  tiny_infer.tar\n"  # as sha256sum -c reads it
    assert not fetched.was_here


def test_a_second_time_nothing_is_fetched(server: Behaviour, tmp_path: Path) -> None:
    fetch(FILE, tmp_path, base_url=server.base_url)

    again = fetch(FILE, tmp_path, base_url=server.base_url)

    assert again.was_here
    assert len(server.asked) == 1


def test_a_file_that_has_changed_since_is_refused(server: Behaviour, tmp_path: Path) -> None:
    path = fetch(FILE, tmp_path, base_url=server.base_url).path
    content = bytearray(path.read_bytes())
    content[600] ^= 1
    path.write_bytes(content)

    with pytest.raises(WeightsDamaged, match="changed since it came"):
        fetch(FILE, tmp_path, base_url=server.base_url)


def test_a_file_put_there_by_hand_needs_no_network(tmp_path: Path, archive: bytes) -> None:
    (tmp_path / FILE.file_name).write_bytes(archive)

    fetched = fetch(FILE, tmp_path, base_url="http://127.0.0.1:1/")

    assert fetched.was_here
    assert fetched.sha256 == hashlib.sha256(archive).hexdigest()


def test_a_wrong_file_put_there_by_hand_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE.file_name).write_bytes(b"<html>log in</html>")

    with pytest.raises(WeightsDamaged, match=r"no \.tar"):
        fetch(FILE, tmp_path, base_url="http://127.0.0.1:1/")


def test_a_page_instead_of_the_file_is_refused(server: Behaviour, tmp_path: Path) -> None:
    server.files[FILE.address] = b"<html>" + b"sorry " * 1000

    with pytest.raises(DownloadFailed, match=r"no \.tar"):
        fetch(FILE, tmp_path, base_url=server.base_url)

    assert not list(tmp_path.iterdir())


def test_formats_are_told_by_their_first_bytes(tmp_path: Path, archive: bytes) -> None:
    weights = write_pdparams(tmp_path / "a.pdparams", random_tensors({"a": (2,)}))
    check_format(weights, "a.pdparams")
    (tmp_path / "half.tar").write_bytes(archive[: len(archive) // 2])
    (tmp_path / "page.pdparams").write_bytes(b"<html>")
    (tmp_path / "other.tar").write_bytes(archive.replace(b".pdiparams", b".something"))

    for name in ("half.tar", "page.pdparams"):
        with pytest.raises(WeightsDamaged):
            check_format(tmp_path / name, name)


def test_an_archive_of_pictures_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.jpg").write_bytes(b"jpeg")
    archive = write_tar(tmp_path / "a.tar", tmp_path / "folder")

    check_format(archive, "a.tar", is_model=False)
    with pytest.raises(WeightsDamaged, match="no exported model"):
        check_format(archive, "a.tar")


def test_the_catalogue_has_every_official_address() -> None:
    addresses = {BASE_URL + file.address for file in all_files()}

    assert len(addresses) == 7
    assert all(one.startswith("https://") and not one.endswith("/") for one in addresses)
    assert {file.network for file in all_files()} == {"rec", "rec-v2", "detector", ""}
    assert all(file.least_bytes < file.most_bytes for file in all_files())


def test_both_systems_share_the_detector() -> None:
    first, second = get_set("pp-shitu-v1"), get_set("pp-shitu-v2")

    assert first.exported[1] is second.exported[1]
    assert [file.network for file in second.exported] == ["rec-v2", "detector"]


def test_a_file_is_found_by_its_name() -> None:
    file = SETS["pp-shitu-v1"].exported[0]

    assert find_file(file.file_name) == file
    assert find_file("mine.tar") is None
    assert dataclasses.replace(file, address="a/b.tar").stem == "b"


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(OfficialNameUnknown, match="pp-shitu-v1, pp-shitu-v2"):
        get_set("pp-shitu")


def test_the_cache_is_where_it_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("COLUGO_MODELS", raising=False)
    default = cache_folder()
    monkeypatch.setenv("COLUGO_MODELS", str(tmp_path / "named"))

    named, chosen = cache_folder(), cache_folder(tmp_path / "chosen")

    assert default == tmp_path / "user" / "colugo" / "models"
    assert named == tmp_path / "named"
    assert chosen == tmp_path / "chosen"
