"""What `colugo serve` makes of the options for clients of Paddle Serving. Answers none itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from colugo.checkout import Shop
from colugo.checkout.legacy.converted_models import converted
from colugo.errors import ShopMissing
from colugo.interfaces.cli.context import Rules, err
from colugo.interfaces.cli.servers import HttpServer, RpcServer, Server
from colugo.legacy.serving_config import ServingConfig, ServingOp, read_serving_config

_SETTINGS: Final = {"det": "detector_model", "rec": "embedder_model"}


@dataclass(frozen=True)
class PaddleWanted:
    """What options and config say together; an option is stronger than the config.

    Attributes:
        http_port: None for no HTTP.
        rpc_port: None for no gRPC.
        settings: of the shop.
    """

    http_port: int | None
    rpc_port: int | None
    settings: Mapping[str, Any] = field(default_factory=dict)


def paddle_wanted(
    config: Path | None, http_port: int | None, rpc_port: int | None, shop_folder: Path
) -> PaddleWanted:
    """Put options and config together, and convert the models that the config names.

    Raises:
        ServingConfigInvalid, LegacyFileUnreadable: of the config.
        LegacyModelNotFound, ModelNotConverted: of a model.
        ShopMissing: there is no folder to keep models in.
    """
    if config is None:
        return PaddleWanted(http_port, rpc_port)
    read = read_serving_config(config)
    _report(read)
    if not shop_folder.is_dir():
        raise ShopMissing(str(shop_folder))
    models = {
        _SETTINGS[name]: _model(read, name, op, shop_folder)
        for name, op in (("det", read.detector), ("rec", read.embedder))
    }
    return PaddleWanted(
        read.http_port if http_port is None else http_port,
        read.rpc_port if rpc_port is None else rpc_port,
        {
            **models, "threads": read.threads, "scenes_at_once": read.workers,
            "scene_patience_s": read.timeout_s,
        },
    )  # fmt: skip


def paddle_servers(shop: Shop, host: str, wanted: PaddleWanted, rules: Rules) -> list[Server]:
    """Paddle Serving's pipeline at the ports that are wanted."""
    if wanted.http_port is None and wanted.rpc_port is None:
        return []
    from colugo.interfaces.paddle import Pipeline, create_pipeline_app, create_pipeline_rpc
    from colugo.interfaces.rpc_server import listen

    pipeline = Pipeline(shop, rules=rules.value)
    servers, what = list[Server](), "serving Paddle Serving's pipeline"
    if wanted.http_port is not None:
        says = f"{what} on {{}}/recognition/prediction"
        servers.append(HttpServer(create_pipeline_app(pipeline), (host, wanted.http_port), says))
    if wanted.rpc_port is not None:
        says = f"{what} over gRPC on {{}}"
        rpc = create_pipeline_rpc(pipeline)
        taking = partial(listen, rpc, host, wanted.rpc_port)
        servers.append(RpcServer(rpc, taking, host, says))
    return servers


def _report(config: ServingConfig) -> None:
    for sentence in config.unknown:
        err.print(f"{config.path}: {sentence}; passed over")
    if config.without_meaning:
        err.print(f"{config.path}: without meaning here: {', '.join(config.without_meaning)}")


def _model(config: ServingConfig, name: str, op: ServingOp, shop_folder: Path) -> Path | None:
    """The model of an operator; None for the shop's own."""
    if op.model is None:
        return None
    key, folder = f"op.{name}.local_service_conf.model_config", config.path.parent / op.model
    model = converted(key, folder, shop_folder, err.print)
    setting = _SETTINGS[name]
    err.print(f'{folder}: for the other commands, in colugo.toml: {setting} = "{model.resolve()}"')
    return model
