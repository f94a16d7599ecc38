"""The files of the kiosk page as they came with Colugo. Knows no shop and no visit."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Final

from fastapi import Header, Path, Response
from fastapi.responses import RedirectResponse

from colugo.errors import PageUnknown

_KINDS: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}
# No script, style or frame that did not come as a file from here; pictures of the camera and of
# products are made in the page (blob:).
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}
FileName = Annotated[str, Path(max_length=200, description="File of the page; empty for itself.")]
IfNoneMatch = Annotated[str | None, Header(description="ETag of the file that is there.")]


def open_page() -> Response:
    """Lead to the page of a counter."""
    return RedirectResponse("/kiosk/", 308)


def open_file(name: FileName, if_none_match: IfNoneMatch = None) -> Response:
    """Give the page of a counter, or one of its files."""
    content = _files().get(name or "index.html")
    if content is None:
        raise PageUnknown(name)
    headers = {**_HEADERS, "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"'}
    if if_none_match == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, 200, headers, _KINDS[name.rpartition(".")[2] if name else "html"])


@cache
def _files() -> Mapping[str, bytes]:
    """Every file by its name: what is not here cannot be asked for."""
    return dict(_walk(resources.files("colugo.interfaces.kiosk") / "page", ""))


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in folder.iterdir():
        name = prefix + each.name
        found += _walk(each, f"{name}/") if each.is_dir() else [(name, each.read_bytes())]
    return found
