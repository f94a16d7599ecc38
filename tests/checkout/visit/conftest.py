import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from colugo.checkout.sales import Closing, Collecting
from colugo.checkout.verdict import Candidate, Verdict
from colugo.checkout.visit import Eyes, Keeping, SettlingUp, Visits, VisitView, Watcher
from colugo.payments.counter import CounterProvider
from colugo.payments.signed_qr import SignedQrProvider
from colugo.persistence import Database
from colugo.shop.orders import By
from colugo.shop.visit import Rules, Use
from colugo.vision import DecodeLimits, Image
from tests.checkout.sales.selling_shop import database as database
from tests.payments.local_server import serving
from tests.payments.qr_service import SECRET, QrService
from tests.postgres import postgres_server as postgres_server
from tests.postgres import postgres_shop_url as postgres_shop_url

LIMITS = DecodeLimits()


class Table:
    """What lies on the counter, as a recogniser of a few lines says it; counts its looks."""

    def __init__(self) -> None:
        self.lying: tuple[str | None, ...] = ()
        self.looks = 0

    def recognise(self, _: Image, store_id: str) -> list[Verdict]:
        assert store_id == "east"
        self.looks += 1
        return [
            Verdict(
                (30.0 + 90 * place, 40.0, 90.0 + 90 * place, 120.0), 0.9,
                "unknown" if sku is None else "known",
                () if sku is None else (Candidate(sku, 0.9),), 0.9, 0.99,
            )
            for place, sku in enumerate(self.lying)
        ]  # fmt: skip

    def picture(self) -> bytes:
        """What a camera shows of it: a grey rectangle a product, and noise."""
        pixels = np.full((200, 400, 3), 230, np.uint8)
        for place, sku in enumerate(self.lying):
            shade = 20 if sku is None else 40 + 7 * len(sku)
            pixels[40:120, 30 + 90 * place : 90 + 90 * place] = shade
        noise = np.random.default_rng().integers(0, 3, pixels.shape, np.uint8)
        return bytes(cv2.imencode(".png", pixels + noise)[1].tobytes())


class Till:
    """One counter of one process, and the shopper and the attendant at it."""

    def __init__(
        self, database: Database, collecting: Collecting, table: Table, rules: Rules | None = None
    ) -> None:
        self.database, self.collecting, self.table = database, collecting, table
        keeping = Keeping(database, rules or Rules(frame_max_age_s=60))
        eyes = Eyes(table.recognise, Watcher(), LIMITS, 0.002)
        self.visits = Visits(keeping, SettlingUp(keeping, Closing(database), collecting), eyes)
        self.at = datetime.now(UTC)
        self.lock = threading.Lock()

    def by(self, role: str = "device") -> By:
        with self.lock:
            self.at += timedelta(milliseconds=200)
            return By("counter 1" if role == "device" else "Li", role, self.at)  # type: ignore[arg-type]

    @property
    def now(self) -> VisitView:
        return self.visits.get("c1", self.by())

    @property
    def state(self) -> str:
        return self.now.visit.state

    def frame(self) -> Use:
        by = self.by()
        return self.visits.frame("c1", self.table.picture(), by.at, by)

    def lay(self, *skus: str | None) -> None:
        """Somebody lays goods down, and four frames pass."""
        self.table.lying = skus
        for _ in range(4):
            self.frame()

    def confirm(self) -> None:
        settled = self.now.settled
        assert settled is not None
        total_minor = sum(line.total.minor for line in settled.lines)
        self.visits.confirm("c1", total_minor, self.by())

    def pay(self, provider: str = "cash") -> None:
        self.visits.pay("c1", provider, self.by())

    def confirm_payment(self) -> None:
        """An attendant takes the money."""
        payment = self.now.payment
        assert payment is not None
        self.collecting.confirm(payment.payment.id, self.by("attendant"))

    def restarted(self) -> "Till":
        """The same counter served by another process."""
        other = Till(self.database, self.collecting, self.table)
        other.at = self.at
        return other


@pytest.fixture
def service() -> QrService:
    return QrService()


@pytest.fixture
def collecting(database: Database, service: QrService) -> Iterator[Collecting]:
    with serving(service.answer) as url:
        qr = SignedQrProvider(url, SECRET, notify_url="https://shop.example", timeout_s=5)
        yield Collecting(database, {"cash": CounterProvider("cash"), "qr": qr})


@pytest.fixture
def till(database: Database, collecting: Collecting) -> Till:
    return Till(database, collecting, Table())
