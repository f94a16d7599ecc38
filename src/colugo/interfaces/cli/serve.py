"""`colugo serve`: the network service on one shop."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Annotated, Any

import typer

from colugo.checkout import Shop
from colugo.checkout.people import People
from colugo.errors import AddressTaken, ExtraMissing
from colugo.interfaces.cli.context import ShopFolder, open_shop, out
from colugo.interfaces.cli.people import acting

_STOP_S = 10  # how long requests that run may take to end


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
    shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Serve the shop over HTTP until stopped, and print its addresses.

    Where there is nobody and no token yet, an admin is made, and the password shown, this once.
    With --paddle-port clients of Paddle Serving are answered too; they know no token.
    """
    uvicorn, create_app = _server()
    with (
        open_shop(shop) as opened,
        _listen(host, port) as listening,
        _pipeline(opened, uvicorn, host, paddle_port),
    ):
        first = People(opened.database).add_first(acting(None))
        address = _address(listening)
        out.print(f"serving {opened.folder} on {address}/v1, routes on {address}/docs")
        if first is not None:
            person, password = first
            out.print(f"first admin: {person.id}, password, shown this once: {password}")
        app = create_app(opened, allowed_origins=allow_origin or (), has_legacy=legacy_api)
        config = uvicorn.Config(
            app, log_level="warning", timeout_graceful_shutdown=_STOP_S, server_header=False
        )
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _pipeline(shop: Shop, uvicorn: Any, host: str, port: int | None) -> Iterator[None]:
    """Serve Paddle Serving's pipeline beside the rest, where a port is given."""
    if port is None:
        yield
        return
    from colugo.interfaces.paddle import create_pipeline_app

    with _listen(host, port) as listening:
        config = uvicorn.Config(
            create_pipeline_app(shop), log_level="warning", timeout_graceful_shutdown=_STOP_S,
            server_header=False,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, name="pipeline")
        thread.start()
        out.print(
            f"serving Paddle Serving's pipeline on {_address(listening)}/recognition/prediction"
        )
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


def _server() -> tuple[Any, Any]:
    try:
        import uvicorn

        from colugo.interfaces.rest import create_app
    except ModuleNotFoundError as error:
        raise ExtraMissing("`colugo serve`", error.name or "a package", "server") from error
    return uvicorn, create_app


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a port in use is a sentence and not a trace."""
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise AddressTaken(host, port, error.strerror or str(error)) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{host}:{port}"
