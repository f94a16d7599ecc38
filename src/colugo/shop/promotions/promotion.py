"""What a promotion is: an offer, what it is for, and when it holds. Chooses none."""

from dataclasses import dataclass
from datetime import datetime, time

from colugo.errors import PromotionInvalid
from colugo.shop.money import Money
from colugo.shop.period import ALWAYS, Period
from colugo.shop.quantity import Unit, cost
from colugo.shop.tax import PPM

_LONGEST_ID = 64
_MOST_UNITS = 100  # of one group: what people take of one offer, not a pallet
_DAYS = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """A line as promotions see it: all of one product at one price.

    Attributes:
        category_path: from the top down to the category of the product; empty without one.
        quantity: pieces, or grams when sold by weight; 1 or more.
    """

    sku: str
    category_path: tuple[str, ...]
    unit: Unit
    unit_price: Money
    quantity: int

    def cost_of(self, quantity: int) -> Money:
        """What a part of the line costs before promotions."""
        return cost(self.unit_price, self.unit, quantity)


@dataclass(frozen=True, slots=True)
class Target:
    """The products of these SKUs and of these categories with all below; both empty is all."""

    skus: frozenset[str] = frozenset()
    category_ids: frozenset[str] = frozenset()

    def holds(self, line: OfferedLine) -> bool:
        """Whether the line is meant."""
        if not self.skus and not self.category_ids:
            return True
        return line.sku in self.skus or not self.category_ids.isdisjoint(line.category_path)


EVERYTHING = Target()


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A share of the price, in parts per million: 10 % is 100000. By piece and by weight."""

    share_ppm: int

    @property
    def fault(self) -> str | None:
        """What is wrong with it; None when nothing is."""
        is_right = type(self.share_ppm) is int and 1 <= self.share_ppm <= PPM
        return None if is_right else "a share of 1 to 1000000 parts per million"


@dataclass(frozen=True, slots=True)
class AmountOff:
    """An amount off each piece, never more than the piece costs."""

    amount: Money

    @property
    def fault(self) -> str | None:
        """What is wrong with it; None when nothing is."""
        return None if self.amount.minor > 0 else "an amount above 0"


@dataclass(frozen=True, slots=True)
class NForM:
    """Of every `n` pieces only the `m` most expensive are paid: 3 for 2. Products may mix."""

    n: int
    m: int

    @property
    def fault(self) -> str | None:
        """What is wrong with it; None when nothing is."""
        is_right = type(self.n) is type(self.m) is int and 0 < self.m < self.n <= _MOST_UNITS
        return None if is_right else f"1 or more to pay of 2 to {_MOST_UNITS} pieces"


@dataclass(frozen=True, slots=True)
class BundlePart:
    """So many pieces of what the target says."""

    target: Target
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class BundlePrice:
    """Pieces of several kinds together at one price."""

    parts: tuple[BundlePart, ...]
    price: Money

    @property
    def fault(self) -> str | None:
        """What is wrong with it; None when nothing is."""
        counts = [part.quantity for part in self.parts]
        is_right = all(type(count) is int and count >= 1 for count in counts)
        is_right = is_right and self.price.minor >= 0 and 1 <= sum(counts) <= _MOST_UNITS
        return None if is_right else f"1 to {_MOST_UNITS} pieces at a price of 0 or more"


Offer = PercentOff | AmountOff | NForM | BundlePrice


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Hours of some days of the week, in the time of the store; Monday is 0.

    From `start` on, until before `end`; an end of 00:00 is the end of the day.
    """

    days: frozenset[int] = _DAYS
    start: time = time(0)
    end: time = time(0)

    def holds(self, at: datetime) -> bool:
        """Whether `at`, given in the time zone of the store, lies within."""
        clock = at.time()
        is_before_end = self.end == time(0) or clock < self.end
        return at.weekday() in self.days and self.start <= clock and is_before_end


ALL_WEEK = WeeklyHours()


@dataclass(frozen=True, slots=True)
class Promotion:
    """An offer with what it is for and when it holds.

    Attributes:
        id: decides between promotions that give equally much; the smaller goes first.
        name: as it stands on the receipt; `name_en` for an English one.
        target: what it is for; a bundle has targets of its own and leaves this one open.
        store_id: of the only store that has it; None for all.

    Raises:
        PromotionInvalid: an offer, id or hours that cannot be.
    """

    id: str
    name: str
    offer: Offer
    name_en: str = ""
    target: Target = EVERYTHING
    period: Period = ALWAYS
    hours: WeeklyHours = ALL_WEEK
    store_id: str | None = None

    def __post_init__(self) -> None:
        if not self.id.strip() or len(self.id) > _LONGEST_ID or not self.name.strip():
            expected = f"an id of 1 to {_LONGEST_ID} characters and a name"
            raise PromotionInvalid(self.id, "has no id or no name", expected)
        if self.offer.fault is not None:
            raise PromotionInvalid(self.id, "offers what cannot be", self.offer.fault)
        is_hours = self.hours.end == time(0) or self.hours.start < self.hours.end
        if not self.hours.days or not self.hours.days <= _DAYS or not is_hours:
            expected = "days of 0 (Monday) to 6 and hours that end after they start"
            raise PromotionInvalid(self.id, "has hours that hold no moment", expected)

    def holds(self, store_id: str, at: datetime) -> bool:
        """Whether a store has it at a moment, given in the time zone of the store.

        Raises:
            PeriodInvalid: `at` has no time zone.
        """
        is_here = self.store_id in (None, store_id)
        return self.period.holds(at) and is_here and self.hours.holds(at)
