"""Fetches one file over HTTP, going on where an earlier attempt stopped. Knows no format.

What has come lies in FILE.partial; FILE appears when it is whole and checked. FILE.partial.json
says of which version of the file the beginning is, so that two versions are never mixed.
Source: RFC 9110, sections 13.1.5 (If-Range) and 14 (Range requests).
"""

import contextlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from colugo.errors import ColugoError, DownloadFailed

_CHUNK = 256 * 1024
_TIMEOUT_S = 30.0  # of one read; a file may take hours in all

Progress = Callable[[int, int], None]  # bytes that are here, bytes in all
Check = Callable[[Path], None]  # raises a ColugoError


@dataclass(frozen=True)
class Limits:
    """Sizes that a file may have; something else is a page that says sorry."""

    least_bytes: int
    most_bytes: int


@dataclass(frozen=True)
class _Version:
    """What the server calls the file, so that the rest can be asked of the same one."""

    validator: str  # ETag or Last-Modified; empty where the server gives none
    total_bytes: int


def download(
    url: str, target: Path, *, limits: Limits, check: Check,
    progress: Progress = lambda _here, _total: None, timeout_s: float = _TIMEOUT_S,
) -> None:  # fmt: skip
    """Fetch `url` into `target`.

    Args:
        url: http or https.
        target: appears when whole; its folder is made.
        limits: sizes that are plausible.
        check: looks at the whole file; what it refuses is thrown away.
        progress: told about every piece.
        timeout_s: longest silence of the server.

    Raises:
        DownloadFailed: the server refused, fell silent, sent too little, too much, or what
            `check` refuses. What has come is kept where it is good.
    """
    if not url.startswith(("http://", "https://")):
        raise DownloadFailed(url, "expected an address with http or https", str(target.parent))
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    try:
        _fetch(url, partial, limits, progress, timeout_s)
        check(partial)
    except _Useless as error:
        _forget(partial)
        raise DownloadFailed(url, str(error), str(target.parent)) from error
    except ColugoError as error:
        _forget(partial)
        raise DownloadFailed(url, f"what came is damaged ({error})", str(target.parent)) from error
    except (OSError, HTTPException, ValueError) as error:
        raise DownloadFailed(url, _reason(error), str(target.parent)) from error
    partial.replace(target)
    _forget(partial)


class _Useless(Exception):
    """What has come cannot be gone on with."""


def _fetch(url: str, partial: Path, limits: Limits, progress: Progress, timeout_s: float) -> None:
    begun = _begun(partial)
    with _open(url, partial, begun, timeout_s) as answer:
        start, version = _start(answer, begun, partial)
        _check_size(version.total_bytes, limits)
        _remember(partial, version)
        here = _receive(answer, partial, start, version.total_bytes, limits, progress)
    if version.total_bytes and here < version.total_bytes:
        raise OSError(f"the connection ended after {here:,} of {version.total_bytes:,} bytes")
    _check_size(here, limits)


def _open(url: str, partial: Path, begun: _Version | None, timeout_s: float) -> HTTPResponse:
    """Ask for the rest where something is here; for all of it when the rest cannot be had."""
    headers = {"User-Agent": "colugo", "Accept-Encoding": "identity"}
    size = partial.stat().st_size if begun else 0
    if begun and size:
        headers |= {"Range": f"bytes={size}-", "If-Range": begun.validator}
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers),
                                        timeout=timeout_s)  # fmt: skip
    except urllib.error.HTTPError as error:
        if error.code == 416 and "Range" in headers:
            _forget(partial)
            return _open(url, partial, None, timeout_s)
        raise
    assert isinstance(answer, HTTPResponse)
    return answer


def _start(answer: HTTPResponse, begun: _Version | None, partial: Path) -> tuple[int, _Version]:
    """Tell at which byte the answer begins, and of which version it is."""
    validator = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
    if answer.status != 206:
        return 0, _Version(validator, int(answer.headers.get("Content-Length") or 0))
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", answer.headers.get("Content-Range") or "")
    if not begun or not found or int(found[1]) != partial.stat().st_size:
        raise _Useless("the server sent another part of the file than was asked for")
    if int(found[2]) != begun.total_bytes:
        raise _Useless("the file has changed on the server; run the command again")
    return int(found[1]), begun


def _receive(
    answer: HTTPResponse, partial: Path, start: int, total: int, limits: Limits,
    progress: Progress,
) -> int:  # fmt: skip
    here = start
    with partial.open("ab" if start else "wb") as file:
        progress(here, total)
        while chunk := answer.read(_CHUNK):
            here += len(chunk)
            if here > (total or limits.most_bytes):
                raise _Useless("the server sent more bytes than it had announced")
            file.write(chunk)
            progress(here, total)
    return here


def _check_size(size: int, limits: Limits) -> None:
    if size and not limits.least_bytes <= size <= limits.most_bytes:
        raise _Useless(
            f"it has {size:,} bytes, expected {limits.least_bytes:,} to {limits.most_bytes:,}: "
            "something else lies at that address"
        )


def _begun(partial: Path) -> _Version | None:
    """What is known of a beginning; None where there is none that can be gone on with."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        version = _Version(**json.loads(_memory(partial).read_text(encoding="utf-8")))
        is_useful = bool(version.validator) and not version.validator.startswith("W/")
        if is_useful and 0 < partial.stat().st_size < version.total_bytes:
            return version
    return None


def _remember(partial: Path, version: _Version) -> None:
    _memory(partial).write_text(json.dumps(asdict(version)), encoding="utf-8")


def _forget(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    _memory(partial).unlink(missing_ok=True)


def _memory(partial: Path) -> Path:
    return partial.with_name(partial.name + ".json")


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return f"the server cannot be reached ({error.reason})"
    return str(error) or type(error).__name__
