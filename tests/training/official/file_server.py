"""A small HTTP server on this machine that can be told to misbehave."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Behaviour:
    """What the server does; changed by a test while it runs."""

    files: dict[str, bytes] = field(default_factory=dict)
    stop_after: int | None = None  # bytes of a body, then the connection is closed
    status: int = 0  # answered to everything instead of a file
    etag: str = '"one"'
    takes_ranges: bool = True
    says_length: bool = True
    shifts_by: int = 0  # a part is sent that begins so much later than was asked for
    asked: list[str] = field(default_factory=list)  # the Range of every request, or ""
    base_url: str = ""


@contextmanager
def served(files: dict[str, bytes]) -> Iterator[Behaviour]:
    """Serves `files` by their paths."""
    behaviour = Behaviour(files)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(behaviour))
    behaviour.base_url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield behaviour
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(behaviour: Behaviour) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            behaviour.asked.append(self.headers.get("Range", ""))
            content = behaviour.files.get(self.path.lstrip("/"))
            if behaviour.status or content is None:
                self.send_error(behaviour.status or 404)
                return
            start = self._start(content)
            if start > len(content):
                self.send_error(416)
                return
            self._answer(content, start)

        def _start(self, content: bytes) -> int:
            found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            is_same = self.headers.get("If-Range") == behaviour.etag
            return int(found[1]) if found and is_same and behaviour.takes_ranges else 0

        def _answer(self, content: bytes, start: int) -> None:
            body = content[start:]
            self.send_response(206 if start else 200)
            if behaviour.etag:
                self.send_header("ETag", behaviour.etag)
            if start:
                first = start + behaviour.shifts_by
                total = len(content)
                self.send_header("Content-Range", f"bytes {first}-{total - 1}/{total}")
            if behaviour.says_length:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: behaviour.stop_after])

    return Handler
