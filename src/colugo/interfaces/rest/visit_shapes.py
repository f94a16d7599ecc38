"""Visits to a counter as JSON. Checks shapes, no rule of the shop."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

from colugo.checkout.visit import VisitView
from colugo.interfaces.rest.basket_shapes import BasketOut
from colugo.interfaces.rest.order_shapes import OrderOut, PaymentOut
from colugo.interfaces.shapes import Given, Id, Quantity, UtcMoment, Why
from colugo.persistence import KeptBasket
from colugo.shop.visit import Added, Help, Look, SeenBox, Side, Use, Visit, decided, is_settled

Number = Annotated[StrictInt, Field(ge=1, le=1_000_000)]


class VisitAnswerIn(Given):
    """Which product a box is, or null: it is taken off. Grams where it is sold by weight."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"number": 2, "sku": "6901234567892"}]}
    )

    number: Number
    sku: Id | None
    quantity: Quantity = 1
    why: Why = "said at the counter"


class VisitProductIn(Given):
    """A product from the list and how much of it, or a code that says both."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "6901234567892"}, {"sku": "6901234567892"}]}
    )

    sku: Id | None = None
    quantity: Quantity = 1
    code: Annotated[str, Field(min_length=1, max_length=64)] | None = None


class VisitConfirmIn(Given):
    """The total that the shopper saw and said yes to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"total_minor": 1650}]})

    total_minor: Annotated[StrictInt, Field(ge=0, le=2**53)]


class VisitPayIn(Given):
    """The way to pay, one of `ways_to_pay`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"provider": "cash"}]})

    provider: Annotated[str, Field(min_length=1, max_length=32)]


class VisitCancelIn(Given):
    """Give the visit up, or only go back from paying to the list."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}, {"back": True}]})

    back: StrictBool = False


class VisitHelpIn(Given):
    """Why an attendant is called; `done` ends the call."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "a bag"}]})

    reason: Why = "called at the counter"
    done: StrictBool = False


class SideOut(BaseModel):
    """What stands in the way; `boxes` are the numbers concerned."""

    kind: str
    reason: str
    boxes: list[int]


class HelpOut(BaseModel):
    """An attendant was called."""

    asked_at: UtcMoment
    reason: str

    @classmethod
    def of(cls, called: Help | None) -> "HelpOut | None":
        """A call as JSON has it."""
        return None if called is None else cls(asked_at=called.at, reason=called.reason)


class SeenOut(BaseModel):
    """One box; `verdict` is `pending` while too few frames agree."""

    number: int
    xyxy: tuple[int, int, int, int]
    verdict: Literal["known", "unsure", "unknown", "pending"]
    sku: str | None
    candidates: list[str]
    chance: float
    by: str
    marks: list[str]
    is_open: bool
    is_to_be_taken_off: bool

    @classmethod
    def of(cls, box: SeenBox, view: VisitView) -> "SeenOut":
        """A box as JSON has it."""
        look = decided(box, view.rules.votes)
        shown: Look = look or box.looks[-1]
        sku = shown.skus[0] if look is not None and shown.kind == "known" else None
        return cls(
            number=box.number, xyxy=box.xyxy,
            verdict="pending" if look is None else shown.kind,
            sku=sku if box.answer is None else box.answer.sku,
            candidates=[sku for sku in shown.skus if sku in view.place.goods],
            chance=shown.chance_pct / 100, by=shown.by, marks=list(box.marks),
            is_open=not is_settled(box, view.place.goods, view.rules.votes),
            is_to_be_taken_off=box.is_to_be_taken_off,
        )  # fmt: skip


class VisitSceneOut(BaseModel):
    """What the camera sees, in pixels of its frame."""

    width: int
    height: int
    taken_at: UtcMoment
    boxes: list[SeenOut]


class AddedOut(BaseModel):
    """What was put in beside what the camera sees."""

    number: int
    sku: str
    quantity: int
    source: str

    @classmethod
    def of(cls, added: Added) -> "AddedOut":
        """An entry as JSON has it."""
        return cls(number=added.number, sku=added.sku, quantity=added.quantity, source=added.source)


class VisitProductOut(BaseModel):
    """A product that the visit names; `picture` is where its first photo is read."""

    sku: str
    name: str
    name_en: str
    unit: str
    price_minor: int
    min_age_years: int | None
    picture: str | None


class WayToPay(BaseModel):
    """A provider; by hand where an attendant confirms what came in."""

    name: str
    is_by_hand: bool


class FrameOut(BaseModel):
    """What was made of the frame that this answers."""

    number: int
    use: Use


class VisitOut(BaseModel):
    """A visit: its state, what stands in the way, what lies there, what it costs.

    `view` is the address by which a phone may look at it.
    """

    counter_id: str
    store_id: str
    visit_id: UUID | None
    version: int
    server_time: UtcMoment
    state: str
    side: SideOut | None
    steps: list[str]
    help: HelpOut | None
    watched_by: Literal["camera", "picture", "nobody"]
    is_moving: bool
    scene: VisitSceneOut | None
    added: list[AddedOut]
    products: dict[str, VisitProductOut]
    basket: BasketOut | None
    order: OrderOut | None
    payment: PaymentOut | None
    receipt: str | None
    view: str | None = None
    ways_to_pay: list[WayToPay]
    frame: FrameOut | None = None

    @classmethod
    def of(
        cls, view: VisitView, ways: list[WayToPay], now: datetime, frame: FrameOut | None = None
    ) -> "VisitOut":
        """A visit as JSON has it."""
        visit, basket = view.visit, None
        if view.basket is not None and view.settled is not None:
            basket = BasketOut.of(KeptBasket(view.basket, view.version), view.settled)
        return cls(
            counter_id=visit.counter_id, store_id=view.place.store_id, visit_id=visit.visit_id,
            version=view.version, server_time=now, state=visit.state,
            side=_side(view.side), steps=list(view.steps),
            help=HelpOut.of(visit.help),
            watched_by=_watched_by(visit), is_moving=visit.is_moving, scene=_scene(view),
            added=[AddedOut.of(each) for each in visit.added], products=_products(view),
            basket=basket, order=None if view.order is None else OrderOut.of(view.order),
            payment=None if view.payment is None else PaymentOut.of(*view.payment),
            receipt=view.receipt,
            ways_to_pay=[each for each in ways if each.is_by_hand or not visit.is_offline],
            frame=frame,
        )  # fmt: skip


def _side(side: Side | None) -> SideOut | None:
    if side is None:
        return None
    return SideOut(kind=side.kind, reason=side.reason, boxes=list(side.boxes))


def _watched_by(visit: Visit) -> Literal["camera", "picture", "nobody"]:
    if visit.watch.camera != "none":
        return "camera"
    return "nobody" if visit.watch.seen_at is None else "picture"


def _scene(view: VisitView) -> VisitSceneOut | None:
    watch, boxes = view.visit.watch, view.visit.boxes
    if watch.size_wh is None or watch.looked_at is None:
        return None
    return VisitSceneOut(
        width=watch.size_wh[0], height=watch.size_wh[1], taken_at=watch.looked_at,
        boxes=[SeenOut.of(box, view) for box in boxes],
    )  # fmt: skip


def _products(view: VisitView) -> dict[str, VisitProductOut]:
    return {
        sku: VisitProductOut(
            sku=sku, name=product.name, name_en=product.name_en, unit=product.unit,
            price_minor=view.place.prices.get(sku, product.price).minor,
            min_age_years=product.min_age_years,
            picture=f"/v1/photos/{view.photos[sku]}" if sku in view.photos else None,
        )
        for sku, product in view.products.items()
    }  # fmt: skip
