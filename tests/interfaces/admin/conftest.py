from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import httpx
import pytest
import uvicorn

from colugo import Shop
from colugo.checkout.people import People
from colugo.interfaces.admin import mount_admin
from colugo.interfaces.rest import create_app
from colugo.shop.category import Category
from colugo.shop.orders import By
from colugo.shop.people import Counter, Person, Store
from tests.checkout.coloured_shop import stocked_shop
from tests.chromium import chromium as chromium
from tests.chromium import new_page as new_page

PASSWORD = "correct horse battery"
ADA = By("ada", "admin", datetime(2026, 11, 25, tzinfo=UTC))
PEOPLE = (
    Person("ada", "Ada", "admin"),
    Person("wang", "Wang", "manager"),
    Person("east", "East", "manager", frozenset({"east"})),
    Person("li", "Li Na", "attendant"),
    Person("eng", "Eng", "engineer"),
)


@pytest.fixture(scope="package")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop of three colours in two stores, with people of every role."""
    with stocked_shop(tmp_path_factory.mktemp("admin") / "shop", visit_frame_max_age_s=10) as shop:
        shop.add_category(Category("drinks", "饮料", "Drinks"))
        with shop.database.transaction() as work:
            for store_id, name in (("east", "East"), ("west", "West")):
                work.stores.save(Store(store_id, name, shop.currency))
                work.stores.save_counter(Counter(f"{store_id}-1", store_id, f"{name} 1"))
        for person in PEOPLE:
            People(shop.database).add(person, PASSWORD, ADA)
        yield shop


@pytest.fixture(scope="package")
def address(shop: Shop) -> Iterator[str]:
    """Where the shop is served with its admin; one service for all tests, as in one process."""
    app = create_app(shop)
    mount_admin(app, shop)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/admin"
    server.should_exit = True
    thread.join()


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    """A client of the service that follows no redirect."""
    with httpx.Client(timeout=30) as client:
        yield client


def token_of(shop: Shop, person: str) -> str:
    """The token of a new session."""
    return People(shop.database).sign_in(person, PASSWORD, datetime.now(UTC)).token


@pytest.fixture
def signed_in(new_page: Callable[..., Any], shop: Shop, address: str) -> Callable[..., Any]:
    """Opens a page of the admin in the browser of somebody who is signed in."""

    def open_page(person: str, path: str, **options: Any) -> Any:
        page = new_page(**options)
        cookie = {"name": "colugo_admin", "value": token_of(shop, person), "url": address}
        page.context.add_cookies([cookie])
        page.goto(address + path)
        return page

    return open_page
