"""What a shopper or an attendant does to a visit. Pure; prices nothing and takes no money.

A step that the visit does not take is refused with those that it does, and changes nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from colugo.errors import EntryInvalid, EntryUnknown, VisitStepWrong, VisitTotalWrong
from colugo.shop.orders.open_basket import Approval, By, Source
from colugo.shop.people.permissions import check_allowed
from colugo.shop.visit.deciding import Goods, contents_of, decided
from colugo.shop.visit.seeing import new_visit
from colugo.shop.visit.states import Step, in_state, moved, steps_of
from colugo.shop.visit.visit import Added, Answer, Confirmed, Help, PayBy, Rules, SeenBox, Visit

Change = Callable[[Visit, Goods, Rules], Visit]


def answer(number: int, sku: str | None, *, by: By, why: str, quantity: int = 1) -> Change:
    """Say which product a box is; None takes a box or an added entry off.

    A shopper takes off by hand: the box counts until the camera sees that it is gone. An
    attendant's word is enough.

    Raises:
        EntryUnknown: there is no such number. EntryInvalid: the product is not sold now.
        VisitStepWrong: not now.
    """

    def change(visit: Visit, goods: Goods, rules: Rules) -> Visit:
        _check(visit, "answers", goods, rules)
        if sku is not None:
            _check_sold(sku, goods)
        box = next((each for each in visit.boxes if each.number == number), None)
        if box is not None:
            said = _said(box, sku, quantity, by, why, rules)
            boxes = tuple(said if each is box else each for each in visit.boxes)
            return _touched(replace(visit, boxes=boxes), goods, rules, by)
        if all(each.number != number for each in visit.added):
            raise EntryUnknown(number)
        added = (_changed(each, sku, quantity) for each in visit.added if each.number == number)
        rest = (each for each in visit.added if each.number != number)
        kept = tuple(sorted((*rest, *filter(None, added)), key=lambda each: each.number))
        return _touched(replace(visit, added=kept), goods, rules, by)

    return change


def add(
    sku: str, quantity: int, source: Source, *, by: By, visit_id: UUID,
    price_minor: int | None = None,
) -> Change:  # fmt: skip
    """Put in what the camera does not see; at an idle counter a visit begins.

    Raises:
        EntryInvalid: the product is not sold now. VisitStepWrong: not now.
    """

    def change(visit: Visit, goods: Goods, rules: Rules) -> Visit:
        _check(visit, "products", goods, rules)
        _check_sold(sku, goods)
        if visit.visit_id is None:
            visit = replace(new_visit(visit, visit_id, by.at), boxes=())  # what was paid for
        number = visit.last_number + 1
        added = (*visit.added, Added(number, sku, quantity, source, price_minor))
        return _touched(replace(visit, added=added, last_number=number), goods, rules, by)

    return change


def confirm(seen_minor: int, total_minor: int, *, by: By) -> Change:
    """Say yes to the list.

    Args:
        seen_minor: the total that the shopper saw.
        total_minor: what the basket comes to.
        by: who.

    Raises:
        VisitStepWrong: not now. VisitTotalWrong: the two differ.
    """

    def change(visit: Visit, goods: Goods, rules: Rules) -> Visit:
        _check(visit, "confirm", goods, rules)
        if seen_minor != total_minor:
            raise VisitTotalWrong(seen_minor, total_minor)
        contents = tuple(sorted(contents_of(visit, goods, rules.votes).items()))
        said = Confirmed(contents, total_minor)
        visit = replace(visit, confirmed=said, is_changed=False, touched_at=by.at)
        return moved(visit, "paying", by.at)

    return change


def pay(provider: str, *, is_same_open: bool, by: By) -> Change:
    """Choose a way to pay; the one that is chosen and open already is not chosen again.

    Raises:
        VisitStepWrong: not now.
    """

    def change(visit: Visit, goods: Goods, rules: Rules) -> Visit:
        _check(visit, "pay", goods, rules)
        before = visit.pay_by
        if not (is_same_open and before is not None and before.provider == provider):
            before = PayBy(provider, 1 if before is None else before.number + 1)
        return replace(visit, pay_by=before, has_order=True, is_offline=False, touched_at=by.at)

    return change


def reopened(*, by: By) -> Change:
    """What was confirmed is not so any more: the list is shown again."""
    return lambda visit, goods, rules: replace(_back(visit, goods, rules, by), is_changed=True)


def cancel(*, by: By, is_back: bool = False) -> Change:
    """Give the visit up, or go back from paying to the list.

    An order that was closed is taken back first: `undoing` says so, and `undone` ends it. An
    attendant ends a counter that waits for being empty.

    Raises:
        VisitStepWrong: not now.
    """

    def change(visit: Visit, goods: Goods, rules: Rules) -> Visit:
        _check(visit, "cancel", goods, rules)
        if visit.state == "leaving":
            check_allowed(by.role, "approve_age")
            return moved(replace(visit, must_be_empty=False), "idle", by.at)
        if visit.has_order:
            return replace(visit, undoing="back" if is_back else "cancelled", touched_at=by.at)
        if is_back and visit.state == "paying":
            return _back(visit, goods, rules, by)
        return _given_up(visit, by)

    return change


def undone(*, by: By) -> Change:
    """Payment and order are taken back: the basket is open again, or nobody's."""

    def change(visit: Visit, goods: Goods, rules: Rules) -> Visit:
        why = visit.undoing
        if why is None:
            return visit
        open_again = replace(
            visit, undoing=None, attempt=visit.attempt + 1, has_order=False, pay_by=None,
            is_offline=False, is_changed=why == "changed",
        )  # fmt: skip
        if why == "cancelled":
            return _given_up(open_again, by)
        return _back(open_again, goods, rules, by)

    return change


def approve_age(min_age_years: int, *, by: By) -> Change:
    """Record that an attendant saw the buyer.

    Raises:
        NotAllowed: the role may not. VisitStepWrong: nothing is to be approved.
    """

    def change(visit: Visit, goods: Goods, rules: Rules) -> Visit:
        check_allowed(by.role, "approve_age")
        _check(visit, "age", goods, rules)
        approvals = (*visit.approvals, Approval(by, min_age_years))
        return _touched(replace(visit, approvals=approvals), goods, rules, by)

    return change


def call_help(reason: str, *, by: By) -> Change:
    """Call an attendant; who calls again says why anew."""
    return lambda visit, _, __: replace(visit, help=Help(by.at, reason))


def end_help(*, by: By) -> Change:
    """An attendant has been there.

    Raises:
        NotAllowed: the role may not.
    """

    def change(visit: Visit, _: Goods, __: Rules) -> Visit:
        check_allowed(by.role, "approve_age")
        return replace(visit, help=None)

    return change


def _check(visit: Visit, step: Step, goods: Goods, rules: Rules) -> None:
    steps = steps_of(visit, goods, rules)
    if step not in steps:
        raise VisitStepWrong(step, visit.state, steps)


def _check_sold(sku: str, goods: Goods) -> None:
    if sku not in goods:
        raise EntryInvalid(sku, "is not sold now")


def _said(box: SeenBox, sku: str | None, quantity: int, by: By, why: str, rules: Rules) -> SeenBox:
    if sku is None and by.role == "device":
        return replace(box, is_to_be_taken_off=True, answer=None)
    about = decided(box, rules.votes) or box.looks[-1]
    said = Answer(sku, quantity, by, why, about)
    return replace(box, answer=said, is_to_be_taken_off=False)


def _changed(added: Added, sku: str | None, quantity: int) -> Added | None:
    return None if sku is None else replace(added, sku=sku, quantity=quantity, price_minor=None)


def _touched(visit: Visit, goods: Goods, rules: Rules, by: By) -> Visit:
    return in_state(replace(visit, touched_at=by.at), goods, rules, by.at)


def _back(visit: Visit, goods: Goods, rules: Rules, by: By) -> Visit:
    visit = replace(visit, state="recognised", since=by.at, confirmed=None)
    return _touched(visit, goods, rules, by)


def _given_up(visit: Visit, by: By) -> Visit:
    """What lies there starts another visit only once somebody moves it."""
    empty = moved(replace(visit, must_be_empty=False), "idle", by.at)
    return replace(empty, state="leaving") if visit.boxes else empty
