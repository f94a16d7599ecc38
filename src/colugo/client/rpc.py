"""The methods of `colugo.v1.Colugo` as methods, with the facts and errors of the REST client.

Decides nothing.
"""

import base64
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Final, Self, cast

from colugo.client.backoff import wait_s
from colugo.client.shapes import PhotoFacts, ProductFacts, SceneFacts
from colugo.errors import ExtraMissing, ProblemAnswered, ServerUnreachable

try:
    import grpc
    from google.protobuf.json_format import MessageToDict
    from grpc_status import rpc_status
except ModuleNotFoundError as error:
    raise ExtraMissing("colugo.client", error.name or "grpcio", "client") from error

from colugo.v1.colugo_pb2 import (
    EnrolRequest,
    Frame,
    Problem,
    RecogniseRequest,
    Scene,
    SearchRequest,
)
from colugo.v1.colugo_pb2_grpc import ColugoStub
from colugo.wire import facts_of

_LIMIT_BYTES: Final = 100_000_000  # of an answer; as much as the server takes
_NOBODY: Final = (
    grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED,
)  # fmt: skip
_STATUSES: Final = {grpc.StatusCode.RESOURCE_EXHAUSTED: 429, grpc.StatusCode.UNIMPLEMENTED: 501}


class GrpcClient:
    """A client of one service over gRPC. One may serve many threads.

    Every method raises `ProblemAnswered` where the service refuses, with the facts of the
    refusal, and `ServerUnreachable` where nobody answers in time.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        tls: bool | bytes = False,
        timeout_s: float = 30,
        repeats: int = 4,
    ) -> None:
        """Connect when first used.

        Args:
            address: of the service, like 127.0.0.1:8001.
            token: made by `colugo token add`.
            tls: True for the certificates that the system trusts, or those to trust, as PEM.
            timeout_s: how long to wait for an answer; of a stream, it has none.
            repeats: how often to send again what got no answer, as the REST client does.
        """
        options = [("grpc.max_receive_message_length", _LIMIT_BYTES)]
        if tls is False:
            self._channel = grpc.insecure_channel(address, options)
        else:
            trusted = grpc.ssl_channel_credentials(tls if isinstance(tls, bytes) else None)
            self._channel = grpc.secure_channel(address, trusted, options)
        self._stub = ColugoStub(self._channel)
        self._address, self._timeout_s, self._repeats = address, timeout_s, repeats
        self._metadata = (("authorization", f"Bearer {token}"),)

    def recognise(self, picture: bytes, *, draw: bool = False) -> SceneFacts:
        """Recognise every product on a picture, and price what is certain."""
        return _scene(self._send("Recognise", RecogniseRequest(picture=picture, draw=draw)))

    def recognise_frames(self, pictures: Iterable[bytes]) -> Iterator[SceneFacts | ProblemAnswered]:
        """Recognise frame after frame, each taken when the service has room for it.

        A frame that cannot be used gives its problem, and the next one goes on.
        """
        frames = (Frame(picture=picture) for picture in pictures)
        try:
            for answer in self._stub.RecogniseFrames(frames, metadata=self._metadata):
                is_scene = answer.WhichOneof("answer") == "scene"
                yield _scene(answer.scene) if is_scene else _answered(answer.problem)
        except grpc.RpcError as error:
            raise self._explained(error) from error

    def enrol(self, sku: str, photos: Sequence[bytes]) -> list[PhotoFacts]:
        """Add photos (files as JPEG, PNG or WebP) of a product; the next scene knows them."""
        request = EnrolRequest(sku=sku, photos=photos)
        key = ("idempotency-key", str(uuid.uuid4()))
        return cast(list[PhotoFacts], facts_of(self._send("Enrol", request, key))["photos"])

    def find_products(self, query: str, *, limit: int = 20) -> list[ProductFacts]:
        """The products whose names are like `query`, best first."""
        answer = self._send("Search", SearchRequest(name=query, limit=limit))
        return [each["product"] for each in facts_of(answer)["found"]]

    def search(self, picture: bytes, *, limit: int = 5) -> list[tuple[ProductFacts, float]]:
        """The products most like a picture of one, best first, each with its cosine."""
        answer = self._send("Search", SearchRequest(picture=picture, limit=limit))
        return [(each["product"], each["similarity"]) for each in facts_of(answer)["found"]]

    def close(self) -> None:
        """Give the connection back."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _send(self, method: str, request: Any, *metadata: tuple[str, str]) -> Any:
        """Send one request, again with the same key where nobody answered."""
        call: Callable[..., Any] = getattr(self._stub, method)
        for repeat in range(self._repeats + 1):
            try:
                return call(request, metadata=(*self._metadata, *metadata), timeout=self._timeout_s)
            except grpc.RpcError as error:
                is_worth_it = _code(error) in _NOBODY and repeat < self._repeats
                if not is_worth_it:
                    raise self._explained(error) from error
            time.sleep(wait_s(repeat))
        raise AssertionError("the last try returns or raises")

    def _explained(self, error: grpc.RpcError) -> ProblemAnswered | ServerUnreachable:
        status = rpc_status.from_call(error)
        problem = Problem()
        if status is not None and status.details and status.details[0].Unpack(problem):
            return _answered(problem)
        code, said = _code(error), str(cast(grpc.Call, error).details())
        if code in _NOBODY:
            return ServerUnreachable(self._address, said)
        return ProblemAnswered(_STATUSES.get(code, 500), "about:blank", said, {})


def _scene(scene: Scene) -> SceneFacts:
    facts = facts_of(scene)
    drawn: bytes | None = facts.pop("picture_jpeg")
    text = None if drawn is None else base64.b64encode(drawn).decode()
    return cast(SceneFacts, {**facts, "picture_jpeg_base64": text})


def _answered(problem: Problem) -> ProblemAnswered:
    facts = {
        **_whole(MessageToDict(problem.facts)), "type": problem.type, "title": problem.title,
        "status": problem.status, "detail": problem.detail, "request_id": problem.request_id,
    }  # fmt: skip
    return ProblemAnswered(problem.status, problem.type, problem.detail, facts)


def _whole(value: Any) -> Any:
    """Numbers as they were: a Struct makes floats of all."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _code(error: grpc.RpcError) -> grpc.StatusCode:
    return cast(grpc.Call, error).code()
