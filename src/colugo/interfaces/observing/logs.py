"""Log lines of a running service: text for people, JSON for machines. No picture, no secret.

Of a request the template of its route is written, never its path, query or body.
"""

import json
import logging
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any, Final, Literal

from colugo.interfaces.observing.requests import Answered

LogFormat = Literal["text", "json"]
_FACTS: Final = "facts"  # where a record carries what is more than its sentence
_ACCESS: Final = logging.getLogger("colugo.access")
_TEXT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_BROKEN: Final = 500


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the facts of the record."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, _FACTS, {}),
        }
        if record.exc_info:
            line["exception"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class AccessLog:
    """An observer that writes a line per request: a warning where the service broke."""

    def request(self, _: Sequence[tuple[bytes, bytes]]) -> AbstractContextManager[object]:
        """See `RequestObserver`."""
        return nullcontext()

    def answered(self, request: Answered) -> None:
        """See `RequestObserver`."""
        level = logging.WARNING if request.status >= _BROKEN else logging.INFO
        took_ms = round(1000 * request.took_s, 1)
        facts = {
            "method": request.method,
            "route": request.route,
            "status": request.status,
            "took_ms": took_ms,
            "request_id": request.request_id,
        }
        _ACCESS.log(
            level,
            "%s %s %s in %s ms, request %s",
            *(request.method, request.route, request.status, took_ms, request.request_id),
            extra={_FACTS: facts},
        )


def write_logs(form: LogFormat, level: str) -> None:
    """Write what the whole process logs to its error output, from now on.

    Args:
        form: `text` or `json`, an object a line.
        level: the least that is written: debug, info, warning or error.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
