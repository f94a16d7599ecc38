"""Lets calls in before their message is read: who may not call costs no memory. Knows no shop.

gRPC reads the message of a unary call before it calls a method. So every method is given to it as
one that takes a stream, which is the same on the wire, and the one message is taken once the
metadata have shown who calls.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import grpc

from colugo.errors import MessageMissing
from colugo.interfaces.grpc.edge import Edge
from colugo.shop.people import Action

Details = grpc.HandlerCallDetails
Handler = Any  # grpc.RpcMethodHandler, which has no type arguments outside its stubs


class Doorman(grpc.ServerInterceptor):
    """Asks for a token before every method that is in the table; the others are for everybody."""

    def __init__(self, edge: Edge, actions: Mapping[str, Action]) -> None:
        """Let in by `actions`, the action of every method by its full name, like /a.B/C."""
        self._edge, self._actions = edge, actions

    def intercept_service(
        self, continuation: Callable[[Details], Handler], details: Details
    ) -> Handler:
        """See grpc.ServerInterceptor."""
        handler, action = continuation(details), self._actions.get(details.method)
        if handler is None or action is None:
            return handler
        wrap: Any
        if handler.response_streaming:
            behave, wrap = (
                self._streaming(handler, details.method, action),
                grpc.stream_stream_rpc_method_handler,
            )
        else:
            behave, wrap = (
                self._single(handler, details.method, action),
                grpc.stream_unary_rpc_method_handler,
            )
        return wrap(behave, handler.request_deserializer, handler.response_serializer)

    def _single(self, handler: Handler, method: str, action: Action) -> Callable[..., Any]:
        def behave(requests: Iterator[Any], context: grpc.ServicerContext) -> Any:
            with self._edge.answering(context, method) as call:
                call.admit(action)
                request = next(requests, None)
                if request is None:
                    raise MessageMissing
                return handler.unary_unary(request, call)

        return behave

    def _streaming(self, handler: Handler, method: str, action: Action) -> Callable[..., Any]:
        def behave(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
            with self._edge.answering(context, method) as call:
                call.admit(action)
                yield from handler.stream_stream(requests, call)

        return behave
