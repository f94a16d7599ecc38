"""What a frame of the camera, an uploaded picture, or the passing of time makes of a visit. Pure.

Nothing here reads a clock or makes an id: both come with the frame.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from colugo.shop.visit.deciding import Goods, contents_of, decided, still_holds
from colugo.shop.visit.states import in_state, moved, open_boxes
from colugo.shop.visit.tracking import follow, marked
from colugo.shop.visit.visit import Camera, Confirmed, Look, Rules, SeenBox, Visit, Watch

Use = Literal["recognised", "still", "moving", "late", "stale", "busy"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the counter.

    Attributes:
        taken_at: when it was taken; at: when it is taken into account, both by one clock.
        new_id: of the visit that it may start.
        is_picture: somebody uploaded it, so nothing moves and one look is enough.
        is_moving: it differs from the frame before.
        is_same: it is the frame before, to the bit, as a frozen camera gives it.
        looks: what was found; None where it was not searched, because nothing changed.
    """

    taken_at: datetime
    at: datetime
    new_id: UUID
    size_wh: tuple[int, int]
    is_picture: bool = False
    is_moving: bool = False
    is_same: bool = False
    looks: tuple[Look, ...] | None = None


def use_of(visit: Visit, taken_at: datetime, at: datetime, rules: Rules) -> Use | None:
    """Why a frame is not used, None where it is."""
    if at - taken_at > timedelta(seconds=rules.frame_max_age_s):
        return "stale"
    seen_at = visit.watch.seen_at
    return "late" if seen_at is not None and taken_at <= seen_at else None


def needs_look(visit: Visit, rules: Rules) -> bool:
    """Whether a still frame must be searched although it looks as the last one that was."""
    if visit.is_moving or visit.watch.looked_at is None:
        return True
    return any(box.missed or decided(box, rules.votes) is None for box in visit.boxes)


def see(visit: Visit, frame: Frame, goods: Goods, rules: Rules) -> Visit:
    """What a frame makes of a visit.

    A frame that is stale or late changes nothing. What was paid lies there until the counter
    was seen empty, and starts nothing. An order that was closed is taken back where something
    was added to it, not where the shopper begins to pack.
    """
    if use_of(visit, frame.taken_at, frame.at, rules) is not None:
        return visit
    visit = replace(visit, watch=_watched(visit.watch, frame, rules))
    if frame.is_moving:
        return _moving(visit, frame.at)
    if frame.looks is None:  # nothing that moved is taken for still before it was looked at
        return visit if visit.is_moving else _left_if_empty(visit, frame.at)
    was_moving = visit.is_moving or frame.is_picture
    boxes, last_number = _followed(visit, frame, rules)
    visit = replace(visit, boxes=boxes, last_number=last_number, is_moving=False)
    if visit.state in ("idle", "leaving"):
        return _waiting(visit, frame, goods, rules, was_moving=was_moving)
    if visit.state == "paid" and not boxes:
        return replace(visit, must_be_empty=False)
    if visit.state == "paying":
        return _compared(visit, goods, rules, frame.at)
    if visit.state == "settling" and visit.visit_id is None and boxes:
        visit = replace(visit, visit_id=frame.new_id)
    return in_state(visit, goods, rules, frame.at)


def new_visit(visit: Visit, visit_id: UUID, at: datetime) -> Visit:
    """The visit that begins at a counter where nobody was."""
    return replace(
        visit, visit_id=visit_id, state="recognised", since=at, touched_at=at,
        must_be_empty=False,
    )  # fmt: skip


def elapse(visit: Visit, at: datetime, rules: Rules, *, is_paid: bool) -> Visit:
    """What the passing of time, and money that came in, makes of a visit.

    Args:
        visit: as it is.
        at: now.
        rules: how long things last.
        is_paid: whether the order of the visit is paid.
    """
    visit = _lost(visit, at, rules)
    if visit.state == "paying" and is_paid:
        lies_there = bool(visit.boxes) and visit.watch.camera != "none"
        visit = replace(visit, undoing=None, is_offline=False, must_be_empty=lies_there)
        return moved(visit, "paid", at)
    since = visit.since or at
    if visit.state == "paid" and _is_over(since, at, rules.paid_show_s):
        return moved(visit, "leaving", at)
    if visit.state == "leaving" and visit.watch.camera != "ok":
        return moved(visit, "idle", at)  # nobody sees when it is empty
    return _abandoned(visit, at, rules)


def _watched(watch: Watch, frame: Frame, rules: Rules) -> Watch:
    looked_at = watch.looked_at if frame.looks is None else frame.taken_at
    if frame.is_picture:
        return Watch("none", frame.taken_at, frame.at, None, looked_at, frame.size_wh)
    same_since = (watch.same_since or frame.at) if frame.is_same else None
    is_frozen = same_since is not None and _is_over(same_since, frame.at, rules.camera_frozen_s)
    camera: Camera = "frozen" if is_frozen and rules.camera_frozen_s else "ok"
    return Watch(camera, frame.taken_at, frame.at, same_since, looked_at, frame.size_wh)


def _moving(visit: Visit, at: datetime) -> Visit:
    visit = replace(visit, is_moving=True)
    if visit.state == "paid":
        return moved(visit, "leaving", at)
    is_waiting = visit.state in ("recognised", "review")
    is_new = visit.state == "idle" and not visit.must_be_empty
    return moved(visit, "settling", at) if is_waiting or is_new else visit


def _followed(visit: Visit, frame: Frame, rules: Rules) -> tuple[tuple[SeenBox, ...], int]:
    is_fresh = visit.is_moving or frame.is_picture
    boxes, last_number = follow(
        visit.boxes, frame.looks or (), last_number=visit.last_number, is_fresh=is_fresh
    )
    kept = tuple(_answered(box) if is_fresh else box for box in boxes)
    if frame.is_picture:  # it is all there is, so it has every vote
        kept = tuple(
            replace(box, looks=box.looks[-1:] * rules.votes) for box in kept if not box.missed
        )
    return marked(kept, frame.size_wh, rules.overlap), last_number


def _answered(box: SeenBox) -> SeenBox:
    """The box without an answer that was given of something else."""
    if box.answer is None or still_holds(box, box.looks[-1]):
        return box
    return replace(box, answer=None)


def _waiting(visit: Visit, frame: Frame, goods: Goods, rules: Rules, *, was_moving: bool) -> Visit:
    """A counter that waits: for being empty, then for goods."""
    if not visit.boxes:
        return moved(replace(visit, must_be_empty=False), "idle", frame.at)
    if visit.must_be_empty and not frame.is_picture:
        return visit
    if visit.state == "leaving":
        if not was_moving:  # what was given up lies there still
            return visit
        visit = moved(visit, "idle", frame.at)
    return in_state(new_visit(visit, frame.new_id, frame.at), goods, rules, frame.at)


def _left_if_empty(visit: Visit, at: datetime) -> Visit:
    is_empty = not visit.boxes and visit.watch.looked_at is not None
    if visit.state == "leaving" and is_empty:
        return moved(replace(visit, must_be_empty=False), "idle", at)
    return visit


def _compared(visit: Visit, goods: Goods, rules: Rules, at: datetime) -> Visit:
    """While somebody pays: whether what lies there is what they said yes to."""
    waiting = open_boxes(visit, goods, rules)
    if any(decided(box, rules.votes) is None or box.missed for box in waiting):
        return visit  # not looked at long enough
    now, said = contents_of(visit, goods, rules.votes), dict(_said(visit.confirmed))
    if not visit.has_order:
        if dict(now) == said and not waiting:
            return visit
        return in_state(_reopened(visit, at), goods, rules, at)
    has_more = any(number > said.get(sku, 0) for sku, number in now.items())
    return replace(visit, undoing="changed") if has_more and visit.undoing is None else visit


def _said(confirmed: Confirmed | None) -> tuple[tuple[str, int], ...]:
    return () if confirmed is None else confirmed.contents


def _reopened(visit: Visit, at: datetime) -> Visit:
    return replace(visit, state="recognised", since=at, confirmed=None, is_changed=True)


def _lost(visit: Visit, at: datetime, rules: Rules) -> Visit:
    watch = visit.watch
    is_lost = (
        watch.camera in ("ok", "frozen")
        and watch.heard_at is not None
        and rules.camera_lost_s > 0
        and _is_over(watch.heard_at, at, rules.camera_lost_s)
    )
    return replace(visit, watch=replace(watch, camera="lost")) if is_lost else visit


def _abandoned(visit: Visit, at: datetime, rules: Rules) -> Visit:
    touched = max(filter(None, (visit.touched_at, visit.since)), default=at)
    is_left = not visit.boxes and _is_over(touched, at, rules.abandoned_s)
    if not is_left or visit.state in ("idle", "paid", "leaving") or visit.undoing is not None:
        return visit
    if visit.has_order:
        return replace(visit, undoing="cancelled")
    return moved(visit, "idle", at)


def _is_over(since: datetime, at: datetime, seconds: float) -> bool:
    return at - since > timedelta(seconds=seconds)
