"""Stores, counters and people. Holds no password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from colugo.errors import PersonInvalid
from colugo.shop.currency import Currency
from colugo.shop.people.coordinates import Coordinates
from colugo.shop.people.permissions import EVERYWHERE, ROLES, Role
from colugo.shop.rounding import CashRounding

StockPolicy = Literal["refuse", "warn", "allow"]
STOCK_POLICIES: Final[tuple[StockPolicy, ...]] = get_args(StockPolicy)
_LONGEST = 64
_EXACT = CashRounding()


@dataclass(frozen=True, slots=True)
class Store:
    """A place that sells, with its own prices, stock and time.

    Attributes:
        time_zone: IANA name, for example Asia/Shanghai.
        stock_policy: what happens when stock would go below 0.
        place: where it is; None where nobody said.

    Raises:
        PersonInvalid: an id, name, time zone or policy that cannot be used.
    """

    id: str
    name: str
    currency: Currency
    time_zone: str = "Asia/Shanghai"
    stock_policy: StockPolicy = "warn"
    cash_rounding: CashRounding = _EXACT
    is_open: bool = True
    place: Coordinates | None = None

    def __post_init__(self) -> None:
        _check("store", self.id)
        _check("name of the store", self.name)
        if self.stock_policy not in ("refuse", "warn", "allow"):
            raise PersonInvalid(
                f"stock policy {self.stock_policy!r}", "is not refuse, warn or allow"
            )
        try:
            ZoneInfo(self.time_zone)
        except (ValueError, OSError, KeyError) as error:
            raise PersonInvalid(f"time zone {self.time_zone!r}", "is not known") from error

    def local(self, at: datetime) -> datetime:
        """The same moment on the clock of the store."""
        return at.astimezone(ZoneInfo(self.time_zone))


@dataclass(frozen=True, slots=True)
class Counter:
    """A place with a camera and a screen in a store."""

    id: str
    store_id: str
    name: str
    is_open: bool = True

    def __post_init__(self) -> None:
        _check("counter", self.id)
        _check("store", self.store_id)
        _check("name of the counter", self.name)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or the device of a counter, who may sign in.

    Attributes:
        store_ids: the stores they work in; empty for all.
        is_active: False keeps the person but lets nobody in.
    """

    id: str
    name: str
    role: Role
    store_ids: frozenset[str] = frozenset()
    is_active: bool = True

    def __post_init__(self) -> None:
        _check("person", self.id)
        _check("name of the person", self.name)
        if self.role not in ROLES:
            raise PersonInvalid(f"role {self.role!r}", f"is none of {', '.join(ROLES)}")
        if self.store_ids and self.role in EVERYWHERE:
            raise PersonInvalid(f"role {self.role!r}", "is for all stores, not for some")

    def works_in(self, store_id: str) -> bool:
        """Whether they may act in a store."""
        return self.is_active and (not self.store_ids or store_id in self.store_ids)


def _check(subject: str, text: str) -> None:
    if not text or text != text.strip() or len(text) > _LONGEST or not text.isprintable():
        raise PersonInvalid(f"{subject} {text[:20]!r}", "cannot be used")
