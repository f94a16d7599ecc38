from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.access import Access
from colugo.interfaces.rest import create_app
from colugo.shop.orders import By
from colugo.shop.people import Role
from tests.checkout.coloured_shop import stocked_shop

AT_THE_KEYBOARD = By("Ada", "admin", datetime(2026, 11, 25, tzinfo=UTC))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop of three colours."""
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


def token_of(shop: Shop, role: Role) -> str:
    return Access(shop.database).add(f"a {role}", role, AT_THE_KEYBOARD)[1]


def signed_in(shop: Shop, role: Role = "manager", **options: object) -> TestClient:
    """A client of the app that shows a token of `role`."""
    headers = {"Authorization": f"Bearer {token_of(shop, role)}"}
    app = create_app(shop, **options)  # type: ignore[arg-type]
    return TestClient(app, headers=headers, raise_server_exceptions=False)


@pytest.fixture
def manager(shop: Shop) -> TestClient:
    """A client with the token of a manager."""
    return signed_in(shop)
