"""Reads the `config.yml` of a recognition service of Paddle Serving. Opens no model, no port.

What a key meant for its processes and devices has no meaning here and is named, and so is what
is not known; neither stops the service, which a config of old is to start unchanged.

Source: ../shared/spec/predecessor-interfaces.md 5.1; Paddle Serving v0.7.0, `Serving_Configure`.
"""

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from colugo.errors import ServingConfigInvalid
from colugo.legacy.config_yaml import load_config_yaml
from colugo.legacy.inference_keys import Section, is_whole

_PORTS: Final = (1024, 65_535)
_FOREVER: Final = -1  # a timeout that is none
_TOP: Final = ("build_dag_each_worker", "grpc_gateway_port", "enable_prometheus", "prometheus_port")
_DAG: Final = (
    "is_thread_op", "client_type", "retry", "use_profile", "channel_size",
    "channel_recv_frist_arrive", "tracer",
)  # fmt: skip
_OP: Final = (
    "concurrency", "retry", "batch_size", "auto_batching_timeout", "server_endpoints",
    "client_config", "client_type", "fetch_list",
)  # fmt: skip
_LOCAL: Final = (
    "device_type", "devices", "client_type", "fetch_list", "workdir", "mem_optim", "ir_optim",
    "use_mkldnn", "mkldnn_cache_capacity", "mkldnn_op_list", "mkldnn_bf16_op_list", "precision",
    "use_calib", "use_trt", "gpu_multi_stream", "min_subgraph_size", "dynamic_shape_info",
)  # fmt: skip


@dataclass(frozen=True)
class ServingOp:
    """One operator: the network that it runs, and how long it may take.

    Attributes:
        model: the folder that is named, as it is written; None for none.
        timeout_s: None for none.
        threads: of its network; None where nobody says.
    """

    model: str | None
    timeout_s: float | None
    threads: int | None


@dataclass(frozen=True)
class ServingConfig:
    """What a config says that counts here.

    Attributes:
        path: of the file; folders in it are looked for from where it lies.
        http_port: None for no HTTP.
        rpc_port: None for no gRPC.
        workers: requests that are worked on at once; None where nobody says.
        detector, embedder: the operators `det` and `rec`.
        without_meaning: keys that are known and have none here.
        unknown: a sentence for every key that is not known.
    """

    path: Path
    http_port: int | None
    rpc_port: int | None
    workers: int | None
    detector: ServingOp
    embedder: ServingOp
    without_meaning: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def timeout_s(self) -> float | None:
        """How long both operators may take together; None where one of them may take forever."""
        both = (self.detector.timeout_s, self.embedder.timeout_s)
        return None if None in both else sum(each for each in both if each is not None)

    @property
    def threads(self) -> int | None:
        """The most threads that a network is given; None where nobody says."""
        return max(
            (op.threads for op in (self.detector, self.embedder) if op.threads), default=None
        )


def read_serving_config(path: Path) -> ServingConfig:
    """Read a config.

    Raises:
        ServingConfigInvalid: names the key that has a wrong value.
        LegacyFileUnreadable: no such file, or not UTF-8.
    """
    values = load_config_yaml(path, (), ServingConfigInvalid)
    top = Section(str(path), "", values, invalid=ServingConfigInvalid)
    rest = _Rest()
    ports = {key: _port(top, key) for key in ("http_port", "rpc_port")}
    workers: int | None = top.whole("worker_num", None)
    rest.add(top.inner("dag"), _DAG)
    ops = top.inner("op")
    detector, embedder = (_op(ops.inner(name), rest) for name in ("det", "rec"))
    rest.add(ops, ())
    rest.add(top, _TOP)
    return ServingConfig(
        path, ports["http_port"], ports["rpc_port"], workers, detector, embedder,
        tuple(rest.without_meaning), tuple(rest.unknown),
    )  # fmt: skip


@dataclass
class _Rest:
    """What nobody took."""

    without_meaning: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def add(self, section: Section, known: tuple[str, ...]) -> None:
        for key in section.values:
            if key in known:
                self.without_meaning.append(section.full(key))
            else:
                near = difflib.get_close_matches(str(key), [*known, *section.read], n=1)
                hint = f": did you mean {section.full(near[0])}?" if near else ""
                self.unknown.append(f"{section.full(str(key))} is not known{hint}")


def _op(section: Section, rest: _Rest) -> ServingOp:
    timeout_ms = section.take("timeout", _FOREVER, _is_timeout, "milliseconds, or -1 for no limit")
    local = section.inner("local_service_conf")
    read = ServingOp(
        model=local.text("model_config") or None,
        timeout_s=None if timeout_ms == _FOREVER else timeout_ms / 1000,
        threads=local.whole("thread_num", None),
    )
    rest.add(local, _LOCAL)
    rest.add(section, _OP)
    return read


def _port(section: Section, key: str) -> Any:
    low, high = _PORTS
    return section.take(
        key, None, lambda v: is_whole(v) and low <= v <= high, f"a port from {low} to {high}"
    )


def _is_timeout(value: Any) -> bool:
    return is_whole(value) and (value == _FOREVER or value > 0)
