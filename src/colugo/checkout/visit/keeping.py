"""Reads and writes visits: one at a time at each counter. Decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from colugo.checkout.visit.place import is_paid, pricelist_of
from colugo.persistence import Database, KeptVisit, Work, lanes
from colugo.shop.orders import By
from colugo.shop.visit import Change, Rules, Visit, Watch, elapse

_HEARTBEAT: Final = timedelta(seconds=1)  # of the camera: kept this often where nothing else is


@dataclass(frozen=True)
class Keeping:
    """The visits of a database."""

    database: Database
    rules: Rules

    def change(
        self, counter_id: str, change: Change, by: By, *, version: int | None = None,
        skus: Iterable[str] = (), is_quiet: bool = False,
    ) -> Visit:  # fmt: skip
        """Do a step in one transaction.

        Args:
            counter_id: where.
            change: what; it is given the products that the visit and `skus` name.
            by: who, and when.
            version: that the visit must be at.
            skus: products that the step names.
            is_quiet: most often it changes nothing, so that is looked at before anything is
                locked; `change` may then be called twice.

        Raises:
            CounterUnknown: there is no such counter. VisitChanged: it is at another version.
            and as `change`.
        """
        if is_quiet:
            with self.database.reading() as work:
                kept, visit = self.read(work, counter_id, by, version)
                changed = change(visit, pricelist_of(work, visit, by, skus).goods, self.rules)
            if not _is_worth_keeping(kept.visit, changed):
                return changed
        with self.database.transaction(lanes.of_counter(counter_id)) as work:
            kept, visit = self.read(work, counter_id, by, version)
            changed = change(visit, pricelist_of(work, visit, by, skus).goods, self.rules)
            self.save(work, kept, changed, by)
            return changed

    def current(self, counter_id: str, by: By) -> KeptVisit:
        """The visit as it is at this moment: time that passed, and money that came in, counted.

        Raises:
            CounterUnknown: there is no such counter.
        """
        with self.database.reading() as work:
            kept, visit = self.read(work, counter_id, by)
        if visit == kept.visit:
            return kept
        with self.database.transaction(lanes.of_counter(counter_id)) as work:
            kept, visit = self.read(work, counter_id, by)
            return KeptVisit(visit, self.save(work, kept, visit, by))

    def read(
        self, work: Work, counter_id: str, by: By, version: int | None = None
    ) -> tuple[KeptVisit, Visit]:
        """The visit as it is kept, and as time and money have made it since.

        Raises:
            CounterUnknown: there is no such counter. VisitChanged: it is at another version.
        """
        work.stores.get_counter(counter_id)
        kept = work.visits.get(counter_id, version)
        visit = kept.visit
        paid = visit.state == "paying" and visit.has_order and is_paid(work, visit.order_id)
        return kept, elapse(visit, by.at, self.rules, is_paid=paid)

    def save(self, work: Work, kept: KeptVisit, visit: Visit, by: By) -> int:
        """Keep what became of a visit; gives its version.

        That the camera is alive is no news: it is kept now and then.
        """
        before = kept.visit
        if not _is_worth_keeping(before, visit):
            return kept.version
        if _is_given_up(before, visit):
            facts = {"state": before.state, "skus": sorted(before.skus)}
            work.audit.add(by, "give_up_visit", str(before.visit_id), facts)
        return work.visits.save(visit, by.at, after=kept, is_news=_is_news(before, visit))


def _is_worth_keeping(before: Visit, now: Visit) -> bool:
    return _is_news(before, now) or _is_due(before.watch, now.watch)


def _is_news(before: Visit, now: Visit) -> bool:
    return _without_clock(before) != _without_clock(now)


def _without_clock(visit: Visit) -> Visit:
    watch = Watch(visit.watch.camera, size_wh=visit.watch.size_wh)
    return replace(visit, watch=watch)


def _is_due(before: Watch, now: Watch) -> bool:
    if now.heard_at is None or now == before:
        return False
    is_searched = now.looked_at != before.looked_at
    return is_searched or before.heard_at is None or now.heard_at - before.heard_at >= _HEARTBEAT


def _is_given_up(before: Visit, now: Visit) -> bool:
    is_ended = before.visit_id is not None and now.visit_id != before.visit_id
    return is_ended and before.state not in ("paid", "leaving")
