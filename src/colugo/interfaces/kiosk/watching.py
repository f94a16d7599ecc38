"""Sends what a camera sees to the visit of a counter, one picture at a time. Decides nothing."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from colugo.client.transport import Transport
from colugo.errors import ProblemAnswered, ServerUnreachable
from colugo.interfaces.kiosk.source import Source

_FRAME_S: Final = 0.2  # five a second
_AGAIN_S: Final = 1.0
_REFUSED: Final = (401, 403, 404)


def watch(transport: Transport, counter_id: str, source: Source, stop: threading.Event) -> None:
    """Send pictures until `stop` is set; the next when the answer to the last is there.

    Raises:
        ProblemAnswered: the service does not let this device in, or knows no such counter.
    """
    path = f"/v1/counters/{quote(counter_id, safe='')}/visit/frames"
    number, ahead = 0, timedelta()
    while not stop.is_set():
        began, picture = time.monotonic(), source.picture()
        if picture is not None:
            number += 1
            taken_at = datetime.now(UTC) + ahead
            facts = {"number": str(number), "taken_at": taken_at.isoformat(), "kind": "camera"}
            answer = _send(transport, path, picture, facts, stop)
            if answer is not None:
                ahead = datetime.fromisoformat(answer["server_time"]) - datetime.now(UTC)
        stop.wait(max(0.0, began + _FRAME_S - time.monotonic()))


def _send(
    transport: Transport, path: str, picture: bytes, facts: dict[str, str], stop: threading.Event
) -> Any:
    """One picture; None where it had no answer, the next one is newer anyway."""
    try:
        files = {"picture": ("frame.jpg", picture, "image/jpeg")}
        return transport.send("POST", path, data=facts, files=files).json()
    except ServerUnreachable:
        stop.wait(_AGAIN_S)
    except ProblemAnswered as refusal:
        if refusal.status in _REFUSED:
            raise
        stop.wait(_AGAIN_S)
    return None
