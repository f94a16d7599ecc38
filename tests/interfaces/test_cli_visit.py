"""Visits to the counters on the command line."""

from datetime import UTC, datetime
from pathlib import Path

from colugo import Shop
from colugo.shop.orders import By

from .command_line import CommandLine


def test_a_visit_is_shown_and_ended(colugo: CommandLine, shop_dir: Path) -> None:
    colugo("store", "add", "east", "--name", "East")
    colugo("store", "counter", "c1", "--store", "east", "--name", "Counter 1")
    with Shop.open(shop_dir) as shop:
        by = By("page", "device", datetime.now(UTC))
        shop.visits.add("c1", "R", 2, by)
        shop.visits.call_help("c1", "a bag", by)

    shown = colugo("visit", "list")
    ended = colugo("visit", "end", "c1")
    after, again = colugo("visit", "list"), colugo("visit", "end", "c1")

    assert all(part in shown.out for part in ("c1", "review", "11.00", "a bag"))
    assert (ended.code, ended.out) == (0, "counter c1 is idle\n")
    assert "11.00" not in after.out
    assert (again.code, "no step 'cancel'" in again.err) == (2, True)
