"""Turns on what `colugo serve` shows of itself, by settings and options. Serves nothing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colugo.checkout import Shop
from colugo.checkout.watch import Watch, Watches
from colugo.errors import ExtraMissing
from colugo.interfaces.cli.servers import HttpServer, Server

if TYPE_CHECKING:
    from colugo.interfaces.observing.metrics import Metrics
    from colugo.interfaces.observing.requests import RequestObserver
    from colugo.interfaces.observing.tracing import Traces


@dataclass(frozen=True)
class Observed:
    """Who is told of requests, and the metrics where they are wanted."""

    observers: "tuple[RequestObserver, ...]"
    metrics: "Metrics | None"

    def servers(self, host: str, port: int | None) -> list[Server]:
        """What Prometheus asks, at the port that is given."""
        if port is None or self.metrics is None:
            return []
        says = "figures for Prometheus on {}/metrics"
        return [HttpServer(self.metrics.app(), (host, port), says)]


def observe(shop: Shop, *, has_metrics: bool) -> Observed:
    """Write logs, count and trace as the settings of the shop say, from now on.

    Raises:
        ExtraMissing: a package of the extra `server` or `tracing` is not installed.
    """
    try:
        from colugo.interfaces.observing.logs import AccessLog, write_logs
        from colugo.interfaces.observing.metrics import Metrics
    except ModuleNotFoundError as error:
        raise ExtraMissing("`colugo serve`", error.name or "a package", "server") from error
    write_logs(shop.settings.log_format, shop.settings.log_level)
    metrics = Metrics(shop) if has_metrics else None
    told: list[Metrics | Traces] = [*([] if metrics is None else [metrics])]
    if shop.settings.traces:
        told.append(_traces())
    watches: list[Watch] = [*told]
    shop.watch = Watches(watches)
    return Observed((AccessLog(), *told), metrics)


def _traces() -> "Traces":
    try:
        from colugo.interfaces.observing.tracing import Traces, export_traces

        export_traces()
    except ModuleNotFoundError as error:
        raise ExtraMissing("`traces`", error.name or "a package", "tracing") from error
    return Traces()
