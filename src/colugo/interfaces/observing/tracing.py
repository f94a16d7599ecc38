"""Spans of requests and of the stages of scenes, for OpenTelemetry (extra `tracing`)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Final

from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.trace import SpanKind, StatusCode, Tracer

from colugo import __version__
from colugo.checkout.verdict import Recognition
from colugo.checkout.watch import Stage
from colugo.interfaces.observing.requests import Answered

_BROKEN: Final = 500


class Traces:
    """A watch of scenes and an observer of requests that makes spans.

    A request continues the trace that its `traceparent` names. Names and attributes are
    those of the semantic conventions for HTTP.
    """

    def __init__(self, tracer: Tracer | None = None) -> None:
        """Make spans by `tracer`; None for that of the process."""
        self._tracer = tracer or trace.get_tracer("colugo", __version__)

    def stage(self, name: Stage) -> AbstractContextManager[object]:
        """See `Watch`."""
        return self._tracer.start_as_current_span(f"colugo.{name}")

    def recognised(self, recognition: Recognition) -> None:
        """See `Watch`: how many boxes had which verdict, on the span around the scene."""
        span = trace.get_current_span()
        span.set_attribute("colugo.boxes", len(recognition.verdicts))
        span.set_attribute("colugo.unsure", len(recognition.unsure))
        span.set_attribute("colugo.unknown", len(recognition.unknown))

    def request(self, headers: Sequence[tuple[bytes, bytes]]) -> AbstractContextManager[object]:
        """See `RequestObserver`."""
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        return self._tracer.start_as_current_span(
            "HTTP", context=extract(carrier), kind=SpanKind.SERVER
        )

    def answered(self, request: Answered) -> None:
        """See `RequestObserver`."""
        span = trace.get_current_span()
        span.update_name(f"{request.method} {request.route}")
        span.set_attribute("http.request.method", request.method)
        span.set_attribute("http.route", request.route)
        span.set_attribute("http.response.status_code", request.status)
        if request.status >= _BROKEN:
            span.set_status(StatusCode.ERROR)


def export_traces() -> None:
    """Send the spans of this process to where the OTEL_ variables of the environment say.

    Source: the OpenTelemetry specification, SDK configuration by environment variables.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = Resource({SERVICE_NAME: "colugo"}).merge(Resource.create())
    provider = TracerProvider(resource=named)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
