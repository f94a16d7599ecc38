"""The routes of a Colugo service as methods. Decides nothing."""

import contextlib
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from colugo.client.shapes import PhotoFacts, ProductFacts, SceneFacts
from colugo.errors import ExtraMissing

try:
    import httpx
except ModuleNotFoundError as error:
    raise ExtraMissing("colugo.client", "httpx", "client") from error

from colugo.client.selling import Selling
from colugo.client.transport import Transport


class Client:
    """A client of one service. One may serve many threads.

    Every method raises `ProblemAnswered` where the service refuses, with the facts of the
    refusal, and `ServerUnreachable` where nobody answers.

    Attributes:
        selling: baskets, orders, payments and stock.
    """

    def __init__(
        self, address: str, token: str, *, timeout_s: float = 30, repeats: int = 4
    ) -> None:
        """Connect when first used.

        Args:
            address: of the service, like http://127.0.0.1:8000.
            token: made by `colugo token add`.
            timeout_s: how long to wait for an answer.
            repeats: how often to send again what got none; reads, PUT and POST only.
        """
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout_s)
        transport = Transport(self._http, repeats)
        self._send = transport.send
        self.selling = Selling(transport)
        self._has_session = False

    @classmethod
    def signed_in(cls, address: str, person_id: str, password: str, **options: Any) -> Self:
        """A client with the session of a person; `close` ends it. Options as of the class."""
        with httpx.Client(base_url=address, timeout=options.get("timeout_s", 30)) as http:
            asked = {"person_id": person_id, "password": password}
            answer = Transport(http, 0).send("POST", "/v1/sessions", json=asked)
        client = cls(address, answer.json()["token"], **options)
        client._has_session = True
        return client

    def products(self, **filters: Any) -> Iterator[ProductFacts]:
        """Every product in the order of the SKUs, page by page; filters: see /docs."""
        cursor: str | None = ""
        while cursor is not None:
            params = {**filters, "cursor": cursor}
            page = self._send("GET", "/v1/products", params=params).json()
            yield from page["products"]
            cursor = page["next_cursor"]

    def find_products(self, query: str, *, limit: int = 20) -> list[ProductFacts]:
        """The products whose names are like `query`, best first."""
        params: dict[str, str | int] = {"q": query, "limit": limit}
        found: list[ProductFacts] = self._send("GET", "/v1/products", params=params).json()[
            "products"
        ]
        return found

    def product(self, sku: str) -> tuple[ProductFacts, str]:
        """A product, and the version that an edit must name."""
        return _versioned(self._send("GET", _product(sku)))

    def add_product(self, sku: str, name: str, price: str, **more: Any) -> ProductFacts:
        """Add a product; `price` is text like "5.50"."""
        body = {"sku": sku, "name": name, "price": price, **more}
        made: ProductFacts = self._send("POST", "/v1/products", json=body).json()
        return made

    def edit_product(self, sku: str, version: str, **changes: Any) -> tuple[ProductFacts, str]:
        """Change a product that is at `version`; gives it and its new version."""
        headers = {"If-Match": version}
        return _versioned(self._send("PATCH", _product(sku), json=changes, headers=headers))

    def remove_product(self, sku: str) -> None:
        """Remove a product and its photos."""
        self._send("DELETE", _product(sku))

    def import_products(
        self, content: bytes, *, dry_run: bool = False, update: bool = False
    ) -> dict[str, Any]:
        """Add every product of a CSV file, or none; gives what was done, line by line."""
        params = {"dry_run": dry_run, "update": update}
        headers = {"Content-Type": "text/csv"}
        answer = self._send(
            "POST", "/v1/catalogue", params=params, content=content, headers=headers
        )
        report: dict[str, Any] = answer.json()
        return report

    def export_products(self) -> bytes:
        """The catalogue as a CSV file."""
        return self._send("GET", "/v1/catalogue").content

    def enrol(self, sku: str, photos: Sequence[bytes]) -> list[PhotoFacts]:
        """Add photos (files as JPEG, PNG or WebP) of a product; the next scene knows them."""
        files = [("photos", (f"{number}", photo)) for number, photo in enumerate(photos)]
        made: list[PhotoFacts] = self._send("POST", f"{_product(sku)}/photos", files=files).json()[
            "photos"
        ]
        return made

    def recognise(self, picture: bytes, *, draw: bool = False) -> SceneFacts:
        """Recognise every product on a picture, and price what is certain."""
        files, params = {"picture": ("scene", picture)}, {"draw": draw}
        scene: SceneFacts = self._send("POST", "/v1/scenes", files=files, params=params).json()
        return scene

    def close(self) -> None:
        """Give the connections back, and sign out where a person signed in."""
        if self._has_session:
            with contextlib.suppress(httpx.TransportError):  # it expires by itself
                self._http.delete("/v1/sessions/current")
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _product(sku: str) -> str:
    return f"/v1/products/{quote(sku, safe='')}"


def _versioned(answer: "httpx.Response") -> tuple[ProductFacts, str]:
    product: ProductFacts = answer.json()
    return product, answer.headers["ETag"]
