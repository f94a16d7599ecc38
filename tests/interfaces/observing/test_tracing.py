from pathlib import Path

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from colugo.checkout.watch import STAGES
from colugo.interfaces.observing.tracing import Traces
from tests.checkout.coloured_shop import RED, picture, stocked_shop
from tests.interfaces.rest.conftest import signed_in

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_the_stages_of_a_scene_are_spans_of_the_trace_of_its_client(tmp_path: Path) -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    traces = Traces(provider.get_tracer("test"))
    with stocked_shop(tmp_path / "shop") as shop:
        shop.watch = traces
        client = signed_in(shop, "device", observers=[traces])

        body = {"picture": picture((RED, (10, 10, 60, 60)))}
        answer = client.post("/v1/scenes", files=body, headers={"traceparent": PARENT})

    spans = {span.name: span for span in kept.get_finished_spans()}
    request = spans["POST /v1/scenes"]
    assert answer.status_code == 200
    assert set(spans) == {f"colugo.{stage}" for stage in STAGES} | {"POST /v1/scenes"}
    assert f"{request.context.trace_id:032x}" == PARENT.split("-")[1]
    assert {span.context.trace_id for span in spans.values()} == {request.context.trace_id}
    assert {s.parent.span_id for n, s in spans.items() if n.startswith("colugo.")} == {
        request.context.span_id
    }
    assert request.attributes["http.response.status_code"] == 200
    assert request.attributes["colugo.boxes"] == 1
