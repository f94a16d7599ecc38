"""`colugo serve`: the network service on one shop."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from colugo.checkout import Shop
from colugo.checkout.people import People
from colugo.errors import ExtraMissing
from colugo.interfaces.cli.context import Rules, ShopFolder, open_shop, shop_folder
from colugo.interfaces.cli.observed import observe
from colugo.interfaces.cli.paddle_servers import paddle_servers, paddle_wanted
from colugo.interfaces.cli.people import acting
from colugo.interfaces.cli.servers import HttpServer, RpcServer, Server, serve_until_told
from colugo.interfaces.tls import Tls


def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen on; 0.0.0.0 for all.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65_535, help="Port; 0 takes a free one.")
    ] = 8000,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Let web pages of it call; may be repeated."),
    ] = None,
    legacy_api: Annotated[
        bool,
        typer.Option("--legacy-api", help="Serve the predecessor's paths too, with a token."),
    ] = False,
    paddle_port: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, max=65_535,
            help="Also serve Paddle Serving's pipeline here, 18081 of old, to all who reach it.",
        ),
    ] = None,
    paddle_grpc_port: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, max=65_535,
            help="The same over gRPC, 9994 of old.",
        ),
    ] = None,
    paddle_config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Paddle Serving's config.yml: its ports, models, worker_num and timeouts count.",
        ),
    ] = None,
    rules: Annotated[
        Rules,
        typer.Option(help="Whose decide for clients of Paddle Serving; paddle: as of old."),
    ] = Rules.COLUGO,
    admin: Annotated[
        bool, typer.Option(help="Serve the pages of the admin too, on /admin.")
    ] = True,
    metrics_port: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, max=65_535,
            help="Also show figures to Prometheus here, to all who reach it.",
        ),
    ] = None,
    grpc_port: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=65_535, help="Serve Colugo's own gRPC here too."),
    ] = None,
    tls_certificate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="PEM, with its chain: REST and Colugo's gRPC by TLS."),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="PEM, the key of the certificate.")
    ] = None,
    shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Serve the shop over HTTP until stopped, and print its addresses.

    Where there is nobody and no token yet, an admin is made, and the password shown, this once.
    With --paddle-port, --paddle-grpc-port or --paddle-config clients of Paddle Serving are
    answered too; they know no token.
    """
    create_app, tls = _rest(), Tls.of(tls_certificate, tls_key)
    wanted = paddle_wanted(paddle_config, paddle_port, paddle_grpc_port, shop_folder(shop))
    with open_shop(shop, **wanted.settings) as opened:
        seen = observe(opened, has_metrics=metrics_port is not None)
        app = create_app(
            opened, allowed_origins=allow_origin or (), has_legacy=legacy_api,
            observers=seen.observers,
        )  # fmt: skip
        if admin:
            _add_admin(app, opened)
        says = f"serving {opened.folder} on {{}}/v1, routes on {{}}/docs"
        says += ", the admin on {}/admin" if admin else ""
        servers = [
            *paddle_servers(opened, host, wanted, rules),
            *seen.servers(host, metrics_port),
            *_own_grpc(opened, (host, grpc_port), tls, seen.observers),
            HttpServer(app, (host, port), says, tls),
        ]
        serve_until_told(servers, lambda: _first_admin(opened))


def _add_admin(app: Any, shop: Shop) -> None:
    try:
        from colugo.interfaces.admin import mount_admin
    except ModuleNotFoundError as error:
        raise ExtraMissing("the admin", error.name or "a package", "server") from error
    mount_admin(app, shop)


def _own_grpc(
    shop: Shop, place: tuple[str, int | None], tls: Tls | None, observers: Sequence[Any]
) -> list[Server]:
    host, port = place
    if port is None:
        return []
    from colugo.interfaces.grpc import ColugoRpc

    rpc = ColugoRpc(shop, observers=observers)
    says = f"serving colugo.v1 over gRPC {'with TLS ' if tls else ''}on {{}}"
    return [RpcServer(rpc, partial(rpc.listen, host, port, tls), host, says)]


def _first_admin(shop: Shop) -> str | None:
    """The sentence about the first admin, where one had to be made."""
    first = People(shop.database).add_first(acting(None))
    if first is None:
        return None
    person, password = first
    return f"first admin: {person.id}, password, shown this once: {password}"


def _rest() -> Any:
    try:
        import grpc  # noqa: F401
        import uvicorn  # noqa: F401

        from colugo.interfaces.rest import create_app
    except ModuleNotFoundError as error:
        raise ExtraMissing("`colugo serve`", error.name or "a package", "server") from error
    return create_app
