"""A screen at a counter of the shop of three colours, whose camera is drawn here."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient

from colugo import Shop
from colugo.shop.people import Counter, Store
from tests.checkout.coloured_shop import Colour, Place, picture

HERE = "/v1/counters/c1/visit"
LEFT: Place = (20, 20, 60, 70)
MIDDLE: Place = (80, 20, 120, 70)
RIGHT: Place = (140, 20, 180, 70)
Patch = tuple[Colour, Place]


def furnish(shop: Shop) -> None:
    with shop.database.transaction() as work:
        work.stores.save(Store("east", "East", shop.currency))
        for number in (1, 2):
            work.stores.save_counter(Counter(f"c{number}", "east", f"Counter {number}"))


class Screen:
    """Sends frames and steps as a page at the counter does, on a machine that may be slow."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.number, self.began = client, 0, datetime.now(UTC)

    def now(self) -> dict[str, Any]:
        return self._told(self.client.get(HERE))

    def frame(self, *patches: Patch, **more: Any) -> dict[str, Any]:
        """Send one frame."""
        self.number += 1
        taken_at = self.began + timedelta(milliseconds=20 * self.number)
        data = {"number": self.number, "taken_at": taken_at.isoformat()} | more
        files = {"picture": ("frame.png", picture(*patches), "image/png")}
        return self._told(self.client.post(f"{HERE}/frames", files=files, data=data))

    def show(self, *patches: Patch) -> dict[str, Any]:
        """Send frames of a scene that lies still, until it is known."""
        for _ in range(4):
            answer = self.frame(*patches)
        return answer

    def step(self, name: str, **said: Any) -> dict[str, Any]:
        """Do a step that must be taken."""
        return self._told(self.client.post(f"{HERE}/{name}", json=said))

    def refused(self, name: str, **said: Any) -> tuple[int, str]:
        """Do a step that must be refused; gives status and problem."""
        answer = self.client.post(f"{HERE}/{name}", json=said)
        return answer.status_code, answer.json()["type"].removeprefix("/problems#")

    def _told(self, answer: Any) -> dict[str, Any]:
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told
