"""`colugo serve`: the network service on one shop."""

from typing import Annotated, Any

import typer

from colugo.checkout import Shop
from colugo.checkout.people import People
from colugo.errors import ExtraMissing
from colugo.interfaces.cli.context import ShopFolder, open_shop
from colugo.interfaces.cli.people import acting
from colugo.interfaces.cli.servers import HttpServer, RpcServer, Server, serve_until_told


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
    admin: Annotated[
        bool, typer.Option(help="Serve the pages of the admin too, on /admin.")
    ] = True,
    shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Serve the shop over HTTP until stopped, and print its addresses.

    Where there is nobody and no token yet, an admin is made, and the password shown, this once.
    With --paddle-port and --paddle-grpc-port clients of Paddle Serving are answered too; they
    know no token.
    """
    create_app = _rest()
    with open_shop(shop) as opened:
        app = create_app(opened, allowed_origins=allow_origin or (), has_legacy=legacy_api)
        if admin:
            _add_admin(app, opened)
        says = f"serving {opened.folder} on {{}}/v1, routes on {{}}/docs"
        says += ", the admin on {}/admin" if admin else ""
        servers = [
            *_pipeline(opened, host, paddle_port, paddle_grpc_port),
            HttpServer(app, (host, port), says),
        ]
        serve_until_told(servers, lambda: _first_admin(opened))


def _pipeline(shop: Shop, host: str, http_port: int | None, rpc_port: int | None) -> list[Server]:
    """Paddle Serving's pipeline at the ports that are given."""
    if http_port is None and rpc_port is None:
        return []
    from colugo.interfaces.paddle import Pipeline, create_pipeline_app, create_pipeline_rpc

    pipeline, servers, what = Pipeline(shop), list[Server](), "serving Paddle Serving's pipeline"
    if http_port is not None:
        says = f"{what} on {{}}/recognition/prediction"
        servers.append(HttpServer(create_pipeline_app(pipeline), (host, http_port), says))
    if rpc_port is not None:
        says = f"{what} over gRPC on {{}}"
        servers.append(RpcServer(create_pipeline_rpc(pipeline), (host, rpc_port), says))
    return servers


def _add_admin(app: Any, shop: Shop) -> None:
    try:
        from colugo.interfaces.admin import mount_admin
    except ModuleNotFoundError as error:
        raise ExtraMissing("the admin", error.name or "a package", "server") from error
    mount_admin(app, shop)


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
