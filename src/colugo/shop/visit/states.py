"""Which state a visit is in, what it takes next, and what stands in its way. Pure.

The states while somebody shops follow from what is seen and said, so they cannot be forgotten:
every step ends with `in_state`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from colugo.shop.visit.deciding import Goods, ages_to_approve, decided, is_settled
from colugo.shop.visit.visit import SHOPPING, Rules, SeenBox, State, Visit, Watch

Step = Literal["answers", "products", "confirm", "pay", "cancel", "help", "age"]
SideKind = Literal[
    "camera_lost", "offline", "take_off", "rearrange", "unknown", "question", "age_check",
    "scene_changed",
]  # fmt: skip
_GONE: Final = ("lost", "frozen")


@dataclass(frozen=True, slots=True)
class Side:
    """What stands in the way of a visit, or is to be said beside it.

    Attributes:
        reason: in a few words. boxes: numbers of those concerned.
    """

    kind: SideKind
    reason: str
    boxes: tuple[int, ...] = ()


def in_state(visit: Visit, goods: Goods, rules: Rules, at: datetime) -> Visit:
    """The visit in the state that follows from what lies there and what was said."""
    if visit.state not in SHOPPING:
        return visit
    return moved(visit, _shopping(visit, goods, rules), at)


def moved(visit: Visit, state: State, at: datetime) -> Visit:
    """The visit in a state; idle again, it is that of nobody."""
    if state == visit.state:
        return visit
    if state == "idle":
        return Visit(
            visit.counter_id, watch=visit.watch, must_be_empty=visit.must_be_empty, since=at,
            last_number=visit.last_number if visit.boxes else 0, help=visit.help,
            boxes=visit.boxes, is_moving=visit.is_moving,
        )  # fmt: skip
    return replace(visit, state=state, since=at)


def side_of(visit: Visit, goods: Goods, rules: Rules) -> Side | None:
    """The most urgent thing that stands in the way."""
    if visit.watch.camera in _GONE:
        return Side("camera_lost", _why_lost(visit.watch, is_moving=visit.is_moving))
    if visit.state == "paying" and visit.is_offline:
        return Side("offline", "the provider does not answer: pay at the attendant, or try again")
    if visit.state == "recognised":
        return _of_boxes(visit, goods, rules)
    if visit.is_changed and visit.state in SHOPPING:
        return Side("scene_changed", "what lies here changed after you confirmed: confirm again")
    return None


def steps_of(visit: Visit, goods: Goods, rules: Rules) -> tuple[Step, ...]:
    """What the visit takes now."""
    match visit.state:
        case "idle":
            return ("products", "help")
        case "settling":
            return ("products", "cancel", "help") if visit.visit_id else ("products", "help")
        case "recognised":
            ages: tuple[Step, ...] = ("age",) if ages_to_approve(visit, goods, rules.votes) else ()
            return ("answers", "products", *ages, "cancel", "help")
        case "review":
            return ("answers", "products", "confirm", "cancel", "help")
        case "paying" if visit.undoing is None:
            return ("pay", "cancel", "help") if can_pay(visit, goods, rules) else ("cancel", "help")
        case "leaving":
            return ("cancel", "help")
        case _:
            return ("help",)


def can_pay(visit: Visit, goods: Goods, rules: Rules) -> bool:
    """Whether what lies there is what was confirmed; an order that is closed waits for nothing."""
    if visit.has_order:
        return True
    return not visit.is_moving and not open_boxes(visit, goods, rules)


def open_boxes(visit: Visit, goods: Goods, rules: Rules) -> list[SeenBox]:
    """The boxes that are neither priced nor taken out."""
    return [box for box in visit.boxes if not is_settled(box, goods, rules.votes)]


def _shopping(visit: Visit, goods: Goods, rules: Rules) -> State:
    if visit.is_moving:
        return "settling"
    if not visit.boxes and not visit.added:
        return "idle"
    is_sold = all(each.sku in goods for each in visit.added)
    is_done = is_sold and not open_boxes(visit, goods, rules)
    return "review" if is_done and not ages_to_approve(visit, goods, rules.votes) else "recognised"


def _of_boxes(visit: Visit, goods: Goods, rules: Rules) -> Side | None:
    waiting = open_boxes(visit, goods, rules)
    gone = tuple(box.number for box in waiting if box.is_to_be_taken_off)
    if gone:
        return Side("take_off", "take it off the counter", gone)
    marked = tuple(box.number for box in waiting if box.marks)
    if marked:
        return Side("rearrange", "lay them side by side, inside the picture", marked)
    unknown: list[int] = []
    unsure: list[int] = []
    for box in waiting:
        look = decided(box, rules.votes)
        if look is not None and not box.missed and (box.answer is None or box.answer.sku):
            is_question = any(sku in goods for sku in look.skus)
            (unsure if is_question else unknown).append(box.number)
    if unknown:
        return Side(
            "unknown", "it is like no product: pick it, scan it or take it off", (*unknown,)
        )
    if unsure:
        return Side("question", "say which product it is", (*unsure,))
    unsold = tuple(each.number for each in visit.added if each.sku not in goods)
    if unsold:
        return Side("unknown", "it is not sold any more: take it off", unsold)
    ages = ages_to_approve(visit, goods, rules.votes)
    if ages and not waiting:
        return Side("age_check", f"an attendant must see that you are {max(ages)} or older")
    return None


def _why_lost(watch: Watch, *, is_moving: bool) -> str:
    why = "no picture comes" if watch.camera == "lost" else "the picture is frozen"
    then = "begin anew: cancel, then scan barcodes or pick from the list"
    return f"{why}: {then if is_moving else 'scan barcodes or pick from the list'}"
