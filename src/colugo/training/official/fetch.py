"""Brings official files into the cache, each fetched once and remembered by its digest."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from colugo.training.official.cache import check_digest, remember_digest, remembered_digest
from colugo.training.official.catalogue import BASE_URL, OfficialFile
from colugo.training.official.download import Limits, Progress, download
from colugo.training.official.formats import check_format


@dataclass(frozen=True)
class Fetched:
    """An official file in the cache."""

    file: OfficialFile
    path: Path
    sha256: str
    was_here: bool


def fetch(
    file: OfficialFile, folder: Path, *, base_url: str = BASE_URL,
    progress: Progress = lambda _here, _total: None, timeout_s: float = 30.0,
) -> Fetched:  # fmt: skip
    """Give `file` out of `folder`, fetched where it is not there.

    A file that was put there by hand is checked and remembered like a fetched one.

    Raises:
        DownloadFailed: it is not there and cannot be fetched.
        WeightsDamaged: what lies there is something else, or has changed since it came.
    """
    path = folder / file.file_name
    was_here = path.is_file()
    check = _checker(file)
    if not was_here:
        limits = Limits(file.least_bytes, file.most_bytes)
        download(
            base_url + file.address, path, limits=limits, check=check, progress=progress,
            timeout_s=timeout_s,
        )  # fmt: skip
    elif remembered_digest(path) is None:
        check(path)
    else:
        check_digest(path)
    return Fetched(file, path, remembered_digest(path) or remember_digest(path), was_here)


def _checker(file: OfficialFile) -> Callable[[Path], None]:
    return lambda path: check_format(path, file.file_name, is_model=bool(file.network))
