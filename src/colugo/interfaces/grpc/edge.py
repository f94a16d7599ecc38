"""What every call goes through: who may, and what goes wrong. Knows no method."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

import grpc

from colugo.errors import ColugoError
from colugo.interfaces.admission import Authenticator, admit, bearer
from colugo.interfaces.grpc.statuses import fault, refusal_of
from colugo.interfaces.observing.requests import Answered, RequestObserver
from colugo.interfaces.rest.envelope import request_id_of
from colugo.interfaces.rest.problems import status_of
from colugo.shop.people import Action

_METHOD: Final = "RPC"  # where a request of REST has GET or POST
_FAULT: Final = 500
_LOG = logging.getLogger("colugo.grpc")


@dataclass
class Call:
    """One call: what its metadata say, who makes it, once let in, and what came of it."""

    authenticator: Authenticator
    request_id: str
    metadata: dict[str, str]
    who: str = ""
    status: int = 200

    def admit(self, action: Action) -> None:
        """Let in who may do an action; may be asked again while a call goes on.

        Raises:
            NotSignedIn, NotAllowed: by their names.
        """
        token = bearer(self.metadata.get("authorization", ""))
        self.who = admit(self.authenticator, token, action).who


@dataclass(frozen=True)
class Edge:
    """Who says whose a token is, and who is told of every call."""

    authenticator: Authenticator
    observers: Sequence[RequestObserver] = ()

    @contextmanager
    def answering(self, context: grpc.ServicerContext, method: str) -> Iterator[Call]:
        """End a call with the status of what goes wrong in it.

        One that waited for a thread until its deadline passed never comes here: gRPC drops it.
        """
        metadata = {
            name: value for name, value in context.invocation_metadata() if isinstance(value, str)
        }
        request_id = request_id_of(metadata.get("x-request-id", ""))
        call = Call(self.authenticator, request_id, metadata)
        context.send_initial_metadata((("x-request-id", request_id),))
        with self._observed(method, call):
            try:
                yield call
            except ColugoError as error:
                call.status, refusal = status_of(type(error)), refusal_of(error, request_id)
            except Exception:  # the edge of the process
                _LOG.exception("%s: fault", request_id)
                call.status, refusal = _FAULT, fault(request_id)
            else:
                return
        context.abort_with_status(refusal)

    @contextmanager
    def _observed(self, method: str, call: Call) -> Iterator[None]:
        """Tell of a call as of a request of REST; its status is the one of HTTP."""
        began_s = time.perf_counter()
        headers = [(name.encode(), value.encode()) for name, value in call.metadata.items()]
        with ExitStack() as running:
            for observer in self.observers:
                running.enter_context(observer.request(headers))
            try:
                yield
            finally:
                took_s = time.perf_counter() - began_s
                told = Answered(_METHOD, method, call.status, took_s, call.request_id)
                for observer in self.observers:
                    observer.answered(told)
