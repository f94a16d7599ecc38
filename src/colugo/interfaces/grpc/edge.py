"""What every call goes through: who may, and what goes wrong. Knows no method."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import grpc

from colugo.errors import ColugoError
from colugo.interfaces.admission import Authenticator, admit, bearer
from colugo.interfaces.grpc.statuses import fault, refusal_of
from colugo.interfaces.rest.envelope import request_id_of
from colugo.shop.people import Action

_LOG = logging.getLogger("colugo.grpc")


@dataclass
class Call:
    """One call: what its metadata say, and who makes it, once let in."""

    authenticator: Authenticator
    request_id: str
    metadata: dict[str, str]
    who: str = ""

    def admit(self, action: Action) -> None:
        """Let in who may do an action; may be asked again while a call goes on.

        Raises:
            NotSignedIn, NotAllowed: by their names.
        """
        token = bearer(self.metadata.get("authorization", ""))
        self.who = admit(self.authenticator, token, action).who


@contextmanager
def answering(context: grpc.ServicerContext, authenticator: Authenticator) -> Iterator[Call]:
    """End a call with the status of what goes wrong in it.

    One that waited for a thread until its deadline passed never comes here: gRPC drops it.
    """
    metadata = {
        name: value for name, value in context.invocation_metadata() if isinstance(value, str)
    }
    request_id = request_id_of(metadata.get("x-request-id", ""))
    call = Call(authenticator, request_id, metadata)
    context.send_initial_metadata((("x-request-id", request_id),))
    try:
        yield call
    except ColugoError as error:
        refusal = refusal_of(error, request_id)
    except Exception:  # the edge of the process
        _LOG.exception("%s: fault", request_id)
        refusal = fault(request_id)
    else:
        return
    context.abort_with_status(refusal)
