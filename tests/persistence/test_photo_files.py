import errno
import hashlib
from pathlib import Path

import pytest

from colugo.errors import (
    PhotoFormatUnknown,
    StorageError,
    StorageFailed,
    StorageFull,
    StorageReadOnly,
)
from colugo.persistence import Database, PhotoFiles

from .samples import enrol, jpeg


@pytest.fixture
def database(file_database: Database) -> Database:
    """What is tested here is about the file."""
    return file_database


FAULTS = [
    (errno.ENOSPC, StorageFull),
    (errno.EDQUOT, StorageFull),
    (errno.EROFS, StorageReadOnly),
    (errno.EACCES, StorageReadOnly),
    (errno.EIO, StorageFailed),
]


class FaultyDisk:
    """Writes some files whole, then half of one and fails."""

    def __init__(self, code: int, whole_files: int = 0) -> None:
        self.code = code
        self.whole_files = whole_files

    def __call__(self, path: Path, content: bytes) -> None:
        if self.whole_files:
            self.whole_files -= 1
            path.write_bytes(content)
            return
        path.write_bytes(content[: len(content) // 2])
        raise OSError(self.code, "fault")


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (jpeg(1), "jpg"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 20, "png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
    ],
)
def test_a_picture_is_kept_as_it_is_under_its_sum_and_real_format(
    tmp_path: Path, content: bytes, extension: str
) -> None:
    files = PhotoFiles(tmp_path)
    sha256 = hashlib.sha256(content).hexdigest()

    kept = files.keep(content)

    assert kept == (sha256, f"photos/{sha256[:2]}/{sha256}.{extension}", True)
    assert files.path_of(kept.path).read_bytes() == content
    assert files.orphans([kept.path]) == ()


def test_the_same_picture_is_written_once(tmp_path: Path) -> None:
    files = PhotoFiles(tmp_path)
    first = files.keep(jpeg(1))

    again = files.keep(jpeg(1))

    assert again.path == first.path
    assert (first.is_new, again.is_new) == (True, False)


@pytest.mark.parametrize("content", [b"", b"text", b"GIF89a", b"RIFF\0\0\0\0WAVE", b"\xff\xd8"])
def test_what_is_no_picture_is_not_kept(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(PhotoFormatUnknown) as raised:
        PhotoFiles(tmp_path).keep(content)

    assert raised.value.first_bytes == content[:8]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("code", "kind"), FAULTS)
def test_a_fault_while_writing_leaves_no_half_file(
    tmp_path: Path, code: int, kind: type[StorageError]
) -> None:
    files = PhotoFiles(tmp_path, write=FaultyDisk(code))

    with pytest.raises(kind, match="nothing is changed") as raised:
        files.keep(jpeg(1))

    assert raised.value.path == str(tmp_path)
    assert files.orphans([]) == ()


@pytest.mark.parametrize(("code", "kind"), FAULTS)
def test_a_fault_while_enrolling_leaves_nothing_half_done(
    database: Database, code: int, kind: type[StorageError]
) -> None:
    database.files.keep(jpeg(0))  # an orphan of before, which is none of our business
    disk = FaultyDisk(code, whole_files=1)
    faulty = Database.open(database.path, files=PhotoFiles(database.files.folder, write=disk))

    with pytest.raises(kind):
        enrol(faulty, "690", 1, 2)

    with faulty.reading() as work:
        assert (work.photos.count(), work.products.count()) == (0, 0)
    assert len(faulty.check_files().orphans) == 1
    faulty.close()


def test_an_unfinished_file_of_a_crash_is_an_orphan_and_does_not_hinder(tmp_path: Path) -> None:
    files = PhotoFiles(tmp_path)
    target = files.path_of(files.keep(jpeg(1)).path)
    unfinished = target.with_name(f"{target.stem}.1.part")
    target.rename(unfinished)

    kept = files.keep(jpeg(1))

    assert kept.is_new
    assert files.orphans([kept.path]) == (unfinished.relative_to(tmp_path).as_posix(),)


def test_missing_files_are_told_once_and_in_order(tmp_path: Path) -> None:
    files = PhotoFiles(tmp_path)
    kept = files.keep(jpeg(1)).path

    missing = files.missing(["photos/zz/b.jpg", kept, "photos/aa/a.jpg", "photos/zz/b.jpg"])

    assert missing == ("photos/aa/a.jpg", "photos/zz/b.jpg")


def test_removing_a_file_twice_does_not_matter(tmp_path: Path) -> None:
    files = PhotoFiles(tmp_path)
    path = files.keep(jpeg(1)).path

    files.remove([path, path])
    files.remove([path])

    assert files.missing([path]) == (path,)
