"""Visits to the counters of one shop: frames in, steps in, what a screen shows out.

Every method may be called by any number of screens and processes: each is one transaction on
what is kept, or several of which each may be repeated.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from colugo.checkout.sales.codes import Coded, read_code
from colugo.checkout.sales.places import open_place
from colugo.checkout.verdict import Verdict
from colugo.checkout.visit.keeping import Keeping
from colugo.checkout.visit.place import store_of
from colugo.checkout.visit.settling_up import SettlingUp
from colugo.checkout.visit.view import VisitView, settled_visit, view_of
from colugo.checkout.visit.watching import Eye, Watcher
from colugo.errors import FrameInvalid
from colugo.persistence import Database, KeptVisit, lanes
from colugo.shop import visit as steps
from colugo.shop.in_store import InStorePattern
from colugo.shop.orders import By, Source
from colugo.shop.people import check_allowed
from colugo.shop.visit import Frame, Look, Use, Visit, needs_look, see, use_of
from colugo.vision import DecodeLimits, Image, decode

Recognise = Callable[[Image, str], Sequence[Verdict]]  # picture and store -> a verdict per box
_CLOCK_MAY_BE_AHEAD: Final = timedelta(seconds=1)  # of the page's, against the server's


@dataclass(frozen=True)
class Eyes:
    """What sees at the counters.

    Attributes:
        recognise: finds the products on a picture.
        watcher: remembers the last frames.
        limits: what a picture may cost.
        motion_share: of a picture, above which something moves.
        hand_wait_s: how long a hand is waited for that rests over the counter.
    """

    recognise: Recognise
    watcher: Watcher
    limits: DecodeLimits
    motion_share: float
    hand_wait_s: float = 5.0


class Visits:
    """What goes on at the counters."""

    def __init__(
        self, keeping: Keeping, settling_up: SettlingUp, eyes: Eyes, *,
        in_store: Sequence[InStorePattern] = (), public_url: str | None = None,
    ) -> None:  # fmt: skip
        """Work on the visits of `keeping`; `in_store` are the codes that the scales print."""
        self._keeping, self._settling_up, self._eyes = keeping, settling_up, eyes
        self._in_store, self._public_url = tuple(in_store), public_url

    @property
    def database(self) -> Database:
        """Where the visits are kept."""
        return self._keeping.database

    def get(self, counter_id: str, by: By) -> VisitView:
        """The visit at a counter at this moment.

        What was begun and not ended, because the process was stopped, is ended now.

        Raises:
            CounterUnknown: there is no such counter.
        """
        kept = self._current(counter_id, by)
        with self.database.reading() as work:
            return view_of(work, kept, self._keeping.rules, by, self._public_url)

    def version(self, counter_id: str, by: By) -> int:
        """The version of the visit at this moment; cheap.

        Raises:
            CounterUnknown: there is no such counter.
        """
        return self._current(counter_id, by).version

    def frame(
        self, counter_id: str, picture: bytes, taken_at: datetime, by: By, *,
        is_picture: bool = False,
    ) -> Use:  # fmt: skip
        """Take a frame of the camera, or a picture that somebody uploaded.

        Args:
            counter_id: where.
            picture: JPEG, PNG or WebP.
            taken_at: when it was taken, by the clock of the server.
            by: who sends it, and when it came.
            is_picture: uploaded: looked at once, by itself.

        Returns:
            What was made of it.

        Raises:
            FrameInvalid: it comes out of the future. CounterUnknown: there is no such counter.
            PictureUnusable, GalleryOfOtherModel: it cannot be looked at; nothing is changed.
        """
        check_allowed(by.role, "use_basket")
        if taken_at > by.at + _CLOCK_MAY_BE_AHEAD:
            raise FrameInvalid("taken_at", f"is {taken_at.isoformat()}, after now")
        began = time.perf_counter()
        with self.database.reading() as work:
            kept, store_id = work.visits.get(counter_id), store_of(work, counter_id).id
        unused = use_of(kept.visit, taken_at, by.at, self._keeping.rules)
        if unused is not None:
            return unused
        with self._eyes.watcher.at(counter_id) as eye:
            if eye is None:
                return "busy"
            frame = self._looked(eye, kept.visit, picture, store_id, taken_at, is_picture)
            now = replace(by, at=by.at + timedelta(seconds=time.perf_counter() - began))
            use, visit = self._seen(counter_id, replace(frame, at=now.at), now)
            if use == "recognised":
                eye.was_searched(taken_at)
        self._settling_up.finish(visit, now)
        return use

    def answer(
        self, counter_id: str, number: int, sku: str | None, by: By, *, why: str,
        quantity: int = 1, version: int | None = None,
    ) -> None:  # fmt: skip
        """Say which product a box is, or take something off. Raises as `visit.answer`."""
        check_allowed(by.role, "use_basket")
        change = steps.answer(number, sku, by=by, why=why, quantity=quantity)
        self._keeping.change(
            counter_id, change, by, version=version, skus=() if sku is None else [sku]
        )

    def add(
        self, counter_id: str, sku: str, quantity: int, by: By, *, version: int | None = None
    ) -> None:
        """Put in a product from the list.

        Raises:
            SkuUnknown: there is none. PlaceClosed: nothing is sold there now.
            and as `visit.add`.
        """
        with self.database.reading() as work:
            product = work.products.get_by_sku(sku)
        source: Source = "weight" if product.unit == "weight" else "pick"
        self._add(counter_id, Coded(product, quantity, source), by, version)

    def scan(self, counter_id: str, code: str, by: By, *, version: int | None = None) -> None:
        """Put in what a barcode, or a code of the store's own scale, says.

        Raises:
            BarcodeInvalid: its check digit is wrong. BarcodeUnknown: no product has it.
            and as `add`.
        """
        with self.database.reading() as work:
            found = read_code(work, code, self._in_store)
        self._add(counter_id, found, by, version)

    def confirm(
        self, counter_id: str, seen_minor: int, by: By, *, version: int | None = None
    ) -> None:
        """Say yes to the list and the total that was shown. Raises as `visit.confirm`."""
        check_allowed(by.role, "close_basket")
        self._check_open(counter_id)
        with self.database.transaction(lanes.of_counter(counter_id)) as work:
            kept, visit = self._keeping.read(work, counter_id, by, version)
            rules = self._keeping.rules
            place, _, settled = settled_visit(work, visit, rules, by)
            total_minor = sum(line.total.minor for line in settled.lines) if settled else 0
            change = steps.confirm(seen_minor, total_minor, by=by)
            self._keeping.save(work, kept, change(visit, place.goods, rules), by)

    def pay(self, counter_id: str, provider: str, by: By, *, version: int | None = None) -> None:
        """Choose a way to pay: the basket is closed, once, and the provider asked.

        Raises: as `SettlingUp.pay`.
        """
        self._settling_up.pay(counter_id, provider, by, version)

    def cancel(
        self, counter_id: str, by: By, *, is_back: bool = False, version: int | None = None
    ) -> None:
        """Give the visit up, or go back from paying to the list. Raises as `visit.cancel`."""
        check_allowed(by.role, "use_basket")
        change = steps.cancel(by=by, is_back=is_back)
        visit = self._keeping.change(counter_id, change, by, version=version)
        self._settling_up.finish(visit, by)

    def approve_age(
        self, counter_id: str, min_age_years: int, by: By, *, version: int | None = None
    ) -> None:
        """Record that an attendant saw the buyer. Raises as `visit.approve_age`."""
        change = steps.approve_age(min_age_years, by=by)
        self._keeping.change(counter_id, change, by, version=version)

    def call_help(self, counter_id: str, reason: str, by: By) -> None:
        """Call an attendant to a counter."""
        check_allowed(by.role, "use_basket")
        self._keeping.change(counter_id, steps.call_help(reason, by=by), by)

    def end_help(self, counter_id: str, by: By) -> None:
        """An attendant has been there. Raises as `visit.end_help`."""
        self._keeping.change(counter_id, steps.end_help(by=by), by)

    def _add(self, counter_id: str, coded: Coded, by: By, version: int | None) -> None:
        check_allowed(by.role, "use_basket")
        self._check_open(counter_id)
        sku, price = coded.product.sku, coded.price
        change = steps.add(
            sku, coded.quantity, coded.source, by=by, visit_id=uuid4(),
            price_minor=None if price is None else price.minor,
        )  # fmt: skip
        self._keeping.change(counter_id, change, by, version=version, skus=[sku])

    def _check_open(self, counter_id: str) -> None:
        with self.database.reading() as work:
            open_place(work, store_of(work, counter_id).id, counter_id)

    def _current(self, counter_id: str, by: By) -> KeptVisit:
        kept = self._keeping.current(counter_id, by)
        if self._settling_up.finish(kept.visit, by):
            return self._keeping.current(counter_id, by)
        return kept

    def _looked(
        self, eye: Eye, visit: Visit, picture: bytes, store_id: str, taken_at: datetime,
        is_picture: bool,
    ) -> Frame:  # fmt: skip
        """The frame with what is found on it, where it must be searched."""
        limits = self._eyes.limits
        glance = eye.glance(picture, taken_at, limits, self._eyes.motion_share)
        is_moving = glance.is_moving and not is_picture
        frame = Frame(
            taken_at, taken_at, uuid4(), glance.size_wh, is_picture=is_picture,
            is_moving=is_moving, is_same=glance.is_same,
        )  # fmt: skip
        # another process may have searched since, so what this one remembers is of no use
        is_mine = eye.searched_at is not None and eye.searched_at == visit.watch.looked_at
        is_known = is_mine and not glance.is_changed and not needs_look(visit, self._keeping.rules)
        if is_moving or (is_known and not is_picture):
            return frame
        image = decode(picture, limits)
        looks = tuple(map(_look, self._eyes.recognise(image, store_id)))
        can_compare = not is_picture and image.size_wh == glance.size_wh  # not turned by its EXIF
        if can_compare and eye.is_reached_into(
            [look.xyxy for look in looks], image.size_wh, taken_at, self._eyes.hand_wait_s
        ):
            return replace(frame, is_moving=True)
        return replace(frame, looks=looks, size_wh=image.size_wh)

    def _seen(self, counter_id: str, frame: Frame, by: By) -> tuple[Use, Visit]:
        skus = [sku for look in frame.looks or () for sku in look.skus]
        uses: list[Use] = []

        def take(visit: Visit, goods: steps.Goods, rules: steps.Rules) -> Visit:
            unused = use_of(visit, frame.taken_at, frame.at, rules)
            uses.append(unused or _use(frame))
            return see(visit, frame, goods, rules)

        visit = self._keeping.change(counter_id, take, by, skus=skus, is_quiet=frame.looks is None)
        return uses[-1], visit


def _use(frame: Frame) -> Use:
    if frame.is_moving:
        return "moving"
    return "still" if frame.looks is None else "recognised"


def _look(verdict: Verdict) -> Look:
    left, top, right, bottom = verdict.xyxy
    return Look(
        (round(left), round(top), round(right), round(bottom)), verdict.kind,
        tuple(each.sku for each in verdict.candidates), round(100 * verdict.chance), verdict.by,
    )  # fmt: skip
