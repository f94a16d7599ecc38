"""`colugo kiosk`: the page of a counter full screen, with its camera. Decides nothing."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from colugo.checkout.access import Access
from colugo.errors import CounterUnknown, ExtraMissing
from colugo.interfaces.cli.context import ShopFolder, open_shop, out
from colugo.interfaces.cli.people import acting
from colugo.interfaces.kiosk.source import Source
from colugo.interfaces.kiosk.window import find_browser, open_window

TOKEN_VARIABLE = "COLUGO_TOKEN"


def kiosk(
    counter: Annotated[
        str, typer.Option(metavar="ID", help="The counter that this screen belongs to.")
    ],
    camera: Annotated[
        int, typer.Option(metavar="N", min=0, max=63, help="Camera of this machine.")
    ] = 0,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="URL|FILE",
            help="A camera that a browser cannot read, rtsp://… or a film, in place of --camera.",
        ),
    ] = None,
    address: Annotated[
        str, typer.Option(metavar="URL", help="Of the service that runs.")
    ] = "http://127.0.0.1:8000",
    shop: ShopFolder = None,
) -> None:
    """Show the page of a counter full screen in Chromium until its window is closed.

    The service must run: `colugo serve`. The device signs in with the token in COLUGO_TOKEN; where
    there is none, one is made in the shop of this machine and taken back at the end.
    """
    browser = find_browser()
    with _token(counter, shop) as token:
        transport = _checked(address, token, counter)
        kept = {"colugo.token": token, "colugo.counter": counter}
        with _camera(source, camera) as read:
            kept["colugo.camera"] = str(camera) if read is None else "server"
            with (
                open_window(f"{address.rstrip('/')}/kiosk/", kept, browser=browser) as window,
                _watching(transport, counter, read),
            ):
                out.print(f"counter {counter} is shown by {browser}; close its window to end")
                window.wait()


@contextmanager
def _token(counter: str, folder: Path | None) -> Iterator[str]:
    """The token of the environment, or one of the shop here for as long as the window is open."""
    given = os.environ.get(TOKEN_VARIABLE)
    if given:
        yield given
        return
    with open_shop(folder) as shop:
        access = Access(shop.database)
        with shop.database.reading() as work:
            store_id = work.stores.get_counter(counter).store_id
        made, token = access.add(
            f"kiosk {counter}", "device", acting(None), store_id=store_id, counter_id=counter
        )
        try:
            yield token
        finally:
            access.revoke(made.id, acting(None))


def _checked(address: str, token: str, counter: str) -> Any:
    """A connection to the service, which answers, knows the token and has the counter."""
    try:
        import httpx

        from colugo.client.transport import Transport
    except ModuleNotFoundError as error:
        raise ExtraMissing("`colugo kiosk`", error.name or "a package", "client") from error
    http = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    transport = Transport(http, repeats=1)
    known = transport.send("GET", "/v1/counters").json()["counters"]
    if counter not in {each["id"] for each in known}:
        raise CounterUnknown(counter, address)
    return transport


@contextmanager
def _camera(source: str | None, camera: int) -> Iterator[Source | None]:
    """What this command reads itself; None where the browser reads, after a look that it can."""
    with Source(camera if source is None else source) as read:
        if source is not None:
            yield read
            return
    yield None


@contextmanager
def _watching(transport: Any, counter: str, read: Source | None) -> Iterator[None]:
    """Send what is read as long as the window is open."""
    if read is None:
        yield
        return
    from colugo.interfaces.kiosk.watching import watch

    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(transport, counter, read, stop), name="frames")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
