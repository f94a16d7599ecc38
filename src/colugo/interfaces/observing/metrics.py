"""Figures of a running service for Prometheus. Counts what it is told; decides nothing."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_asgi_app
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from colugo import __version__
from colugo.checkout import Shop
from colugo.checkout.verdict import Recognition
from colugo.checkout.watch import STAGES, Stage
from colugo.interfaces.observing.requests import Answered
from colugo.shop.visit import Visit

# seconds; close where the aims lie: 10 ms decode, 40 ms detect, 120 ms scene, 500 ms on screen
BUCKETS_S: Final = (0.005, 0.01, 0.02, 0.04, 0.08, 0.12, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """A watch of scenes and an observer of requests that Prometheus can read.

    Each has a registry of its own, so that two services of one process stay apart.
    """

    def __init__(self, shop: Shop) -> None:
        """Make the metrics of a service on `shop`; it stays open as long as they are read."""
        self.registry = registry = CollectorRegistry()
        self._stages = Histogram(
            "colugo_stage_seconds", "Time of one stage of one scene.", ["stage"],
            buckets=BUCKETS_S, registry=registry,
        )  # fmt: skip
        self._failed = Counter(
            "colugo_stage_failures", "Scenes that broke off in a stage.", ["stage"],
            registry=registry,
        )  # fmt: skip
        self._scenes = Counter("colugo_scenes", "Scenes recognised.", registry=registry)
        self._verdicts = Counter(
            "colugo_verdicts", "Boxes of scenes by verdict and by what settled them.",
            ["verdict", "by"], registry=registry,
        )  # fmt: skip
        self._requests = Histogram(
            "colugo_http_request_seconds", "Time of HTTP requests.",
            ["method", "route", "status"], buckets=BUCKETS_S, registry=registry,
        )  # fmt: skip
        self._running = Gauge(
            "colugo_http_requests_running", "HTTP requests under way.", registry=registry
        )
        for name in STAGES:  # shown as 0 from the start, so that a rate has a beginning
            self._stages.labels(name)
            self._failed.labels(name)
        registry.register(_OfShop(shop))
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)

    @contextmanager
    def stage(self, name: Stage) -> Iterator[None]:
        """See `Watch`: a stage that fails counts as a failure, not as a time."""
        began_s = time.perf_counter()
        try:
            yield
        except BaseException:
            self._failed.labels(name).inc()
            raise
        self._stages.labels(name).observe(time.perf_counter() - began_s)

    def recognised(self, recognition: Recognition) -> None:
        """See `Watch`."""
        self._scenes.inc()
        for verdict in recognition.verdicts:
            self._verdicts.labels(verdict.kind, verdict.by).inc()

    def request(self, _: Sequence[tuple[bytes, bytes]]) -> AbstractContextManager[object]:
        """See `RequestObserver`."""
        return self._running.track_inprogress()

    def answered(self, request: Answered) -> None:
        """See `RequestObserver`."""
        labels = (request.method, request.route, str(request.status))
        self._requests.labels(*labels).observe(request.took_s)

    def app(self) -> Any:
        """An ASGI app that answers every path with the figures as they are now."""
        return make_asgi_app(self.registry)


class _OfShop(Collector):
    """What is read off the shop when Prometheus asks; loads no network and no gallery."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def collect(self) -> Iterator[Metric]:
        """What the shop shows now."""
        shop = self._shop
        info = GaugeMetricFamily(
            "colugo_info", "What runs; always 1.", labels=["version", "embedder"]
        )
        info.add_metric([__version__, shop.embedder.model_id if shop.is_loaded else ""], 1)
        yield info
        queue = shop.scene_queue.state
        yield GaugeMetricFamily("colugo_scenes_running", "Scenes under way.", queue.running)
        yield GaugeMetricFamily("colugo_scenes_waiting", "Scenes that wait.", queue.waiting)
        yield CounterMetricFamily("colugo_scenes_refused", "Refused as busy.", queue.refused)
        yield GaugeMetricFamily(
            "colugo_ready", "Whether networks and gallery are loaded.", float(shop.is_loaded)
        )
        with shop.database.reading() as work:
            latest, visits = work.changes.latest(), [kept.visit for kept in work.visits.all()]
        yield from _of_counters(visits)
        if not shop.is_loaded:
            return
        gallery = shop.gallery
        for name, what, value in (
            ("photos", "Photos in the gallery of this process.", len(gallery.index)),
            ("products", "Products with a photo in it.", len(gallery.skus)),
            ("generation", "Number of the last change that is in it.", gallery.seq),
            ("behind", "Changes of the database that are not in it yet.", latest - gallery.seq),
        ):
            yield GaugeMetricFamily(f"colugo_gallery_{name}", what, float(value))


def _of_counters(visits: Sequence[Visit]) -> Iterator[Metric]:
    """What goes on at the counters; a frame is noted every few seconds, so its age is as exact."""
    labels = ["counter"]
    states = GaugeMetricFamily(
        "colugo_counter_visit",
        "The state of the visit at a counter; 1.",
        labels=["counter", "state"],
    )
    asking = GaugeMetricFamily(
        "colugo_counter_help", "Whether a counter calls for an attendant.", labels=labels
    )
    ages = GaugeMetricFamily(
        "colugo_counter_frame_age_seconds", "Since the last picture of a counter.", labels=labels
    )
    now = datetime.now(UTC)
    for visit in visits:
        states.add_metric([visit.counter_id, visit.state], 1)
        asking.add_metric([visit.counter_id], float(visit.help is not None))
        if visit.watch.heard_at is not None:
            ages.add_metric([visit.counter_id], (now - visit.watch.heard_at).total_seconds())
    yield from (states, asking, ages)
