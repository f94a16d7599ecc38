"""The picture of a counter that came last, for screens without a camera. Decides nothing.

It is kept in memory only: it shows what is, and is gone with the service.
"""

from typing import Final

from fastapi import FastAPI, Request, Response

from colugo.errors import FrameUnknown
from colugo.interfaces.rest.places import CounterId

_JPEG: Final = "image/jpeg"  # what could be decoded is one of three
_KINDS: Final = {b"\x89PNG": "image/png", b"RIFF": "image/webp"}


def keep_frame(app: FastAPI, counter_id: str, content: bytes) -> None:
    """Remember the picture of a counter in place of the one before."""
    app.state.frames = {**getattr(app.state, "frames", {}), counter_id: content}


def get_frame(request: Request, counter_id: CounterId) -> Response:
    """Give the picture of the counter that came last, as it came."""
    content = getattr(request.app.state, "frames", {}).get(counter_id)
    if content is None:
        raise FrameUnknown(counter_id)
    kind = next((kind for first, kind in _KINDS.items() if content.startswith(first)), _JPEG)
    return Response(content, 200, {"Cache-Control": "private, no-store"}, kind)
