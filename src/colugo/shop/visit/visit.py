"""One customer's stay at a counter, as it is kept. Decides nothing, knows no clock and no pixel.

Everything here is text and whole numbers, so that it is kept as a document and comes back equal.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID, uuid5

from colugo.shop.orders.open_basket import Approval, By, Source

State = Literal["idle", "settling", "recognised", "review", "paying", "paid", "leaving"]
LookKind = Literal["known", "unsure", "unknown"]
Mark = Literal["overlaps", "sticks_out"]
Camera = Literal["none", "ok", "lost", "frozen"]
Undoing = Literal["changed", "back", "cancelled"]
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels
SHOPPING: Final[frozenset[State]] = frozenset({"settling", "recognised", "review"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What a visit goes by; the settings that begin with `visit_` say where each comes from.

    Attributes:
        frame_max_age_s: an older frame is not looked at.
        camera_lost_s, camera_frozen_s: without a frame, and with the same over and over; 0 for
            never.
        votes: frames that must agree.
        overlap: share of the smaller box that may lie in another.
        paid_show_s: how long the receipt stays where nobody touches anything.
        abandoned_s: without a step and with an empty counter.
    """

    frame_max_age_s: float = 1.0
    camera_lost_s: float = 4.0
    camera_frozen_s: float = 8.0
    votes: int = 2
    overlap: float = 0.5
    paid_show_s: float = 20.0
    abandoned_s: float = 180.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one frame says of one box.

    Attributes:
        xyxy: in pixels of the frame.
        skus: products it may be, best first; empty when unknown.
        chance_pct: that the best is right, 0..100.
        by: what says so: how alike it looks, a second look, or a barcode on it.
    """

    xyxy: Box
    kind: LookKind
    skus: tuple[str, ...] = ()
    chance_pct: int = 0
    by: Literal["look", "second_look", "barcode"] = "look"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said of a box: a product, or None where an attendant says it is none.

    `about` is what the box looked like then: where it looks otherwise later, the answer goes.
    """

    sku: str | None
    quantity: int
    by: By
    why: str
    about: Look


@dataclass(frozen=True, slots=True)
class SeenBox:
    """A box that is followed from frame to frame.

    Attributes:
        number: stays as long as the box does, and is the number of its entry in the basket.
        looks: of the last frames since the scene lay still, the newest last.
        missed: looks in a row that did not find it.
        is_to_be_taken_off: the shopper will take it off; it counts until it is gone.
    """

    number: int
    xyxy: Box
    looks: tuple[Look, ...]
    missed: int = 0
    marks: tuple[Mark, ...] = ()
    answer: Answer | None = None
    is_to_be_taken_off: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What was put in by barcode or from the list, beside what the camera sees."""

    number: int
    sku: str
    quantity: int
    source: Source
    price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the shopper said yes to: products with their quantities, and the total."""

    contents: tuple[tuple[str, int], ...]
    total_minor: int


@dataclass(frozen=True, slots=True)
class PayBy:
    """The way that was chosen to pay, and how often one was chosen for this order."""

    provider: str
    number: int


@dataclass(frozen=True, slots=True)
class Help:
    """An attendant was called."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of the camera.

    Attributes:
        seen_at: when the newest frame that counted was taken.
        heard_at: when it came. same_since: since when all frames are the same.
        looked_at: when the frame was taken that was last searched for products.
    """

    camera: Camera = "none"
    seen_at: datetime | None = None
    heard_at: datetime | None = None
    same_since: datetime | None = None
    looked_at: datetime | None = None
    size_wh: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """The stay of one customer at a counter, or a counter that waits for the next.

    Attributes:
        visit_id: None while nobody is there.
        since: when it came to this state. touched_at: when somebody last did something.
        is_moving: something moves on the counter.
        must_be_empty: goods that are paid may lie there still: the camera starts no visit
            before it saw the counter empty.
        is_changed: the goods changed after the shopper had confirmed.
        attempt: how many orders of this visit were taken back.
        has_order: the basket was closed; its id is `order_id`.
        undoing: why payment and order are about to be taken back.
        is_offline: the provider that was chosen does not answer.
    """

    counter_id: str
    visit_id: UUID | None = None
    state: State = "idle"
    since: datetime | None = None
    touched_at: datetime | None = None
    watch: Watch = field(default_factory=Watch)
    is_moving: bool = False
    boxes: tuple[SeenBox, ...] = ()
    added: tuple[Added, ...] = ()
    approvals: tuple[Approval, ...] = ()
    last_number: int = 0
    must_be_empty: bool = False
    confirmed: Confirmed | None = None
    is_changed: bool = False
    attempt: int = 0
    has_order: bool = False
    pay_by: PayBy | None = None
    undoing: Undoing | None = None
    is_offline: bool = False
    help: Help | None = None

    @property
    def order_id(self) -> UUID | None:
        """The id that the order has or will have; None while nobody is there."""
        return None if self.visit_id is None else uuid5(self.visit_id, f"order {self.attempt}")

    @property
    def payment_id(self) -> UUID | None:
        """The id of the payment that was last chosen."""
        order_id = self.order_id
        if order_id is None or self.pay_by is None:
            return None
        return uuid5(order_id, f"payment {self.pay_by.number}")

    @property
    def skus(self) -> frozenset[str]:
        """Every product that is named anywhere in it."""
        looks = {sku for box in self.boxes for look in box.looks for sku in look.skus}
        answers = {box.answer.sku for box in self.boxes if box.answer and box.answer.sku}
        return frozenset(looks | answers | {each.sku for each in self.added})
