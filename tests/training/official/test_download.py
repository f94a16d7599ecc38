"""A file is fetched whole or not at all, and goes on where an earlier attempt stopped."""

import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from colugo.errors import DownloadFailed, WeightsDamaged
from colugo.training.official.download import Limits, download

from .file_server import Behaviour, served

CONTENT = np.random.default_rng(0).bytes(1_000_000)
LIMITS = Limits(1000, 2_000_000)


@pytest.fixture
def server() -> Iterator[Behaviour]:
    with served({"a/file.tar": CONTENT}) as behaviour:
        yield behaviour


def fetch(server: Behaviour, folder: Path, limits: Limits = LIMITS) -> Path:
    target = folder / "file.tar"
    url = server.base_url + "a/file.tar"
    download(url, target, limits=limits, check=lambda _: None, timeout_s=5)
    return target


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_leaves_nothing_beside_it(server: Behaviour, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    target = tmp_path / "new" / "file.tar"

    download(
        server.base_url + "a/file.tar", target, limits=LIMITS, check=lambda _: None,
        progress=lambda here, total: told.append((here, total)),
    )  # fmt: skip

    assert target.read_bytes() == CONTENT
    assert names(target.parent) == ["file.tar"]
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)


def test_what_was_cut_off_goes_on_where_it_stopped(server: Behaviour, tmp_path: Path) -> None:
    server.stop_after = 300_000
    with pytest.raises(DownloadFailed, match="300,000 of 1,000,000"):
        fetch(server, tmp_path)
    assert names(tmp_path) == ["file.tar.partial", "file.tar.partial.json"]
    server.stop_after = None

    target = fetch(server, tmp_path)

    assert target.read_bytes() == CONTENT
    assert server.asked == ["", "bytes=300000-"]
    assert names(tmp_path) == ["file.tar"]


def test_a_file_that_changed_meanwhile_is_fetched_anew(server: Behaviour, tmp_path: Path) -> None:
    server.stop_after = 300_000
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path)
    server.stop_after, server.etag = None, '"two"'
    server.files["a/file.tar"] = CONTENT[::-1]

    target = fetch(server, tmp_path)

    assert target.read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize("change", ["takes_ranges", "etag"])
def test_a_server_that_cannot_go_on_begins_anew(
    server: Behaviour, tmp_path: Path, change: str
) -> None:
    if change == "etag":
        server.etag = ""
    else:
        server.takes_ranges = False
    server.stop_after = 300_000
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path)
    server.stop_after = None

    target = fetch(server, tmp_path)

    assert target.read_bytes() == CONTENT


def test_another_part_than_was_asked_for_is_not_joined(server: Behaviour, tmp_path: Path) -> None:
    server.stop_after = 300_000
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path)
    server.stop_after, server.shifts_by = None, 7

    with pytest.raises(DownloadFailed, match="another part"):
        fetch(server, tmp_path)

    assert names(tmp_path) == []
    server.shifts_by = 0
    assert fetch(server, tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize("noise", [b"", b"{", b"[]", b'{"validator": 1}'])
def test_a_broken_note_about_the_beginning_is_no_harm(
    server: Behaviour, tmp_path: Path, noise: bytes
) -> None:
    (tmp_path / "file.tar.partial").write_bytes(b"x" * 1000)
    (tmp_path / "file.tar.partial.json").write_bytes(noise)

    target = fetch(server, tmp_path)

    assert target.read_bytes() == CONTENT


def test_without_a_length_all_that_comes_is_taken(server: Behaviour, tmp_path: Path) -> None:
    server.says_length = False

    target = fetch(server, tmp_path)

    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    "limits", [Limits(1_000_001, 2_000_000), Limits(1, 999_999)], ids=["small", "large"]
)
@pytest.mark.parametrize("says_length", [True, False])
def test_a_file_of_a_wrong_size_is_thrown_away(
    server: Behaviour, tmp_path: Path, limits: Limits, says_length: bool
) -> None:
    server.says_length = says_length

    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path, limits)

    assert names(tmp_path) == []


@pytest.mark.parametrize("status", [404, 403, 500, 503])
def test_a_refusal_is_told_with_its_number(server: Behaviour, tmp_path: Path, status: int) -> None:
    server.status = status

    with pytest.raises(DownloadFailed, match=f"answered {status}") as caught:
        fetch(server, tmp_path)

    assert "colugo models import" in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert names(tmp_path) == []


def test_a_refusal_keeps_what_has_come(server: Behaviour, tmp_path: Path) -> None:
    server.stop_after = 300_000
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path)
    server.status = 503
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path)
    server.status, server.stop_after = 0, None

    target = fetch(server, tmp_path)

    assert target.read_bytes() == CONTENT
    assert server.asked[-1] == "bytes=300000-"


def test_no_server_is_told_as_such(tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound and not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/file.tar"
        with pytest.raises(DownloadFailed, match="cannot be reached"):
            download(url, tmp_path / "file.tar", limits=LIMITS, check=lambda _: None)


def test_a_server_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    with socket.socket() as listening:  # takes connections and never answers
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/file.tar"
        with pytest.raises(DownloadFailed, match="timed out"):
            download(url, tmp_path / "file.tar", limits=LIMITS, check=lambda _: None, timeout_s=0.2)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/file", "file.tar"])
def test_other_addresses_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadFailed, match="http or https"):
        download(url, tmp_path / "file.tar", limits=LIMITS, check=lambda _: None)


def test_what_the_check_refuses_is_thrown_away(server: Behaviour, tmp_path: Path) -> None:
    def refuse(path: Path) -> None:
        raise WeightsDamaged(str(path), "it is no .tar")

    with pytest.raises(DownloadFailed, match=r"damaged.*it is no \.tar"):
        download(server.base_url + "a/file.tar", tmp_path / "f", limits=LIMITS, check=refuse)

    assert names(tmp_path) == []
