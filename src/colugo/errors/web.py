"""What can go wrong with a request before it reaches the shop."""

from collections.abc import Mapping
from typing import Any

from colugo.errors.base import ColugoError


class NotSignedIn(ColugoError):
    """A request does not show who it comes from."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason}: send the header `Authorization: Bearer TOKEN` with a token that "
            "`colugo token add` made"
        )
        self.reason = reason


class TokenUnknown(ColugoError):
    """There is no such token."""

    def __init__(self, token_id: int) -> None:
        super().__init__(f"there is no token {token_id}: see `colugo token list`")
        self.token_id = token_id


class PageUnknown(ColugoError):
    """There is no such file of a page."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no file {name!r} here: the page of a counter is /kiosk/")
        self.name = name


class BodyTooLarge(ColugoError):
    """A request is larger than the server takes."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(
            f"the request has more than {limit_bytes} bytes, which is the limit: send less at "
            "once, or raise the limit"
        )
        self.limit_bytes = limit_bytes


class EditWithoutVersion(ColugoError):
    """An edit does not say which version it changes."""

    def __init__(self) -> None:
        super().__init__(
            "an edit must say which version it changes: send the header If-Match with the ETag "
            "that the last read gave"
        )


class EditOfOldVersion(ColugoError):
    """Somebody changed it since it was read."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(
            f"it was changed since you read it, its version is {got}, not {expected}: read it "
            "again, nothing is changed"
        )
        self.expected = expected
        self.got = got


class CursorInvalid(ColugoError):
    """A cursor was not given by this server."""

    def __init__(self, cursor: str) -> None:
        super().__init__(
            f"the cursor {cursor[:40]!r} is none of ours: begin without one, and follow next_cursor"
        )
        self.cursor = cursor[:40]


class AddressTaken(ColugoError):
    """The server cannot listen on the address."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"cannot listen on {host}:{port} ({reason}): choose another --port or --host"
        )
        self.host = host
        self.port = port
        self.reason = reason


class ProblemAnswered(ColugoError):
    """The service refused a request; its sentence says why.

    Attributes:
        status: of HTTP.
        type: names the problem, like /problems#sku-taken.
        facts: every member of the answer.
    """

    def __init__(self, status: int, kind: str, detail: str, facts: Mapping[str, Any]) -> None:
        super().__init__(detail)
        self.status = status
        self.type = kind
        self.facts = dict(facts)


class ServerUnreachable(ColugoError):
    """The service did not answer."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"{url} does not answer ({reason or 'no reason given'}): check the address, and that "
            "`colugo serve` runs there"
        )
        self.url = url
        self.reason = reason


class PipelineServiceUnknown(ColugoError):
    """A client of Paddle Serving asks for another service than this."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            f"Failed to inference: Service name error. Asked for {name[:40]!r}, here is {known!r}"
        )
        self.name = name
        self.known = known


class PipelineRequestInvalid(ColugoError):
    """A request of a client of Paddle Serving has another form."""

    def __init__(self, expected: str) -> None:
        super().__init__(
            f'expected {expected}: send {{"key": ["image"], "value": ["<base64 of a JPEG>"]}}'
        )
        self.expected = expected


class ServerStopping(ColugoError):
    """The server takes nothing new: it is about to stop."""

    def __init__(self) -> None:
        super().__init__("the server stops: go on with another, or with this one in a moment")


class StreamIdle(ColugoError):
    """Nothing came on a stream for so long that its place is given to others."""

    def __init__(self, idle_s: float) -> None:
        super().__init__(f"no frame came for {idle_s:g} s: open the stream again when there is one")
        self.idle_s = idle_s


class TooManyStreams(ColugoError):
    """As many streams of frames are open as the server has places for."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"{limit} streams are open, and there are no more places: close one, or send the "
            "pictures one by one"
        )
        self.limit = limit


class TlsUnusable(ColugoError):
    """The files of TLS cannot be used."""

    def __init__(self, certificate: str, key: str, reason: str) -> None:
        super().__init__(
            f"cannot serve TLS with the certificate {certificate or 'that is not given'} and the "
            f"key {key or 'that is not given'} ({reason}): give both files, in PEM and of one pair"
        )
        self.certificate = certificate
        self.key = key
        self.reason = reason


class SearchInvalid(ColugoError):
    """A search asks for nothing, or for too much."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


class MessageMissing(ColugoError):
    """A call came without its message."""

    def __init__(self) -> None:
        super().__init__("expected one message, got none, or bytes that are none: send the request")
