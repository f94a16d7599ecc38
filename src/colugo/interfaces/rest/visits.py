"""Routes of the visits to a counter. Decides nothing."""

import asyncio
import time
from typing import Annotated, Final, Literal, cast
from urllib.parse import quote
from uuid import UUID

from fastapi import File, Form, Query, Request, UploadFile
from pydantic import AwareDatetime
from starlette.concurrency import run_in_threadpool

from colugo.checkout import Shop
from colugo.checkout.visit import Visits
from colugo.checkout.visit.phone import phone_key
from colugo.interfaces.admission import now
from colugo.interfaces.rest.basket_shapes import AgeApprovalIn
from colugo.interfaces.rest.context import Acting, OptionalVersion, TheShop, whole_version
from colugo.interfaces.rest.frames import keep_frame
from colugo.interfaces.rest.guard import acting
from colugo.interfaces.rest.places import CounterId
from colugo.interfaces.rest.visit_shapes import (
    FrameOut,
    VisitAnswerIn,
    VisitCancelIn,
    VisitConfirmIn,
    VisitHelpIn,
    VisitOut,
    VisitPayIn,
    VisitProductIn,
    WayToPay,
)
from colugo.shop.orders import By

_ASK_EVERY_S: Final = 0.2  # one row is read; a change shows within this time on every screen


async def get_visit(
    request: Request,
    shop: TheShop,
    counter_id: CounterId,
    since: Annotated[int | None, Query(ge=0, description="Version that is known.")] = None,
    wait_s: Annotated[float, Query(ge=0, le=25, description="How long to wait for news.")] = 0,
) -> VisitOut:
    """Read the visit at a counter; with `since` wait until it is another, or time is over."""
    until = time.monotonic() + wait_s
    while since is not None and time.monotonic() < until:
        version = await run_in_threadpool(shop.visits.version, counter_id, acting(request))
        if version != since:
            break
        await asyncio.sleep(_ASK_EVERY_S)
    return await run_in_threadpool(answer, shop, counter_id, acting(request))


def add_frame(
    request: Request, shop: TheShop, by: Acting, counter_id: CounterId,
    picture: Annotated[UploadFile, File(description="The counter: JPEG, PNG or WebP.")],
    number: Annotated[int, Form(ge=1, le=2**53, description="Given back in the answer.")],
    taken_at: Annotated[AwareDatetime, Form(description="By the clock of `server_time`.")],
    kind: Annotated[Literal["camera", "picture"], Form(description="Or uploaded.")] = "camera",
) -> VisitOut:  # fmt: skip
    """Look at a frame of the camera, or at a picture that was uploaded."""
    content = picture.file.read()
    use = shop.visits.frame(counter_id, content, taken_at, by, is_picture=kind == "picture")
    keep_frame(request.app, counter_id, content)
    return answer(shop, counter_id, by, FrameOut(number=number, use=use))


def answer_visit(
    shop: TheShop, by: Acting, counter_id: CounterId, said: VisitAnswerIn,
    version: OptionalVersion,
) -> VisitOut:  # fmt: skip
    """Say which product a box is, or take a box or an entry off."""
    shop.visits.answer(
        counter_id, said.number, said.sku, by, why=said.why, quantity=said.quantity,
        version=whole_version(version),
    )  # fmt: skip
    return answer(shop, counter_id, by)


def add_to_visit(
    shop: TheShop, by: Acting, counter_id: CounterId, new: VisitProductIn,
    version: OptionalVersion,
) -> VisitOut:  # fmt: skip
    """Put a product in by its barcode or from the list, beside what the camera sees."""
    at = whole_version(version)
    if new.code is not None:
        shop.visits.scan(counter_id, new.code, by, version=at)
    else:
        shop.visits.add(counter_id, new.sku or "", new.quantity, by, version=at)
    return answer(shop, counter_id, by)


def confirm_visit(
    shop: TheShop, by: Acting, counter_id: CounterId, said: VisitConfirmIn,
    version: OptionalVersion,
) -> VisitOut:  # fmt: skip
    """Say yes to the list and its total."""
    shop.visits.confirm(counter_id, said.total_minor, by, version=whole_version(version))
    return answer(shop, counter_id, by)


def pay_visit(
    shop: TheShop, by: Acting, counter_id: CounterId, chosen: VisitPayIn,
    version: OptionalVersion,
) -> VisitOut:  # fmt: skip
    """Choose a way to pay: the order is made, once, and the provider asked."""
    shop.visits.pay(counter_id, chosen.provider, by, version=whole_version(version))
    return answer(shop, counter_id, by)


def cancel_visit(
    shop: TheShop, by: Acting, counter_id: CounterId, said: VisitCancelIn,
    version: OptionalVersion,
) -> VisitOut:  # fmt: skip
    """Give the visit up, or go back from paying to the list."""
    shop.visits.cancel(counter_id, by, is_back=said.back, version=whole_version(version))
    return answer(shop, counter_id, by)


def help_visit(shop: TheShop, by: Acting, counter_id: CounterId, said: VisitHelpIn) -> VisitOut:
    """Call an attendant, or end the call."""
    if said.done:
        shop.visits.end_help(counter_id, by)
    else:
        shop.visits.call_help(counter_id, said.reason, by)
    return answer(shop, counter_id, by)


def approve_visit_age(
    shop: TheShop, by: Acting, counter_id: CounterId, said: AgeApprovalIn,
    version: OptionalVersion,
) -> VisitOut:  # fmt: skip
    """Record that an attendant saw the buyer."""
    shop.visits.approve_age(counter_id, said.min_age_years, by, version=whole_version(version))
    return answer(shop, counter_id, by)


def answer(shop: Shop, counter_id: str, by: By, frame: FrameOut | None = None) -> VisitOut:
    """The whole visit at a counter, with what became of a frame."""
    visits: Visits = shop.visits
    ways = [
        WayToPay(name=name, is_by_hand=shop.collecting.is_by_hand(name))
        for name in shop.collecting.names
    ]
    told = VisitOut.of(visits.get(counter_id, by), ways, now(), frame)
    return told if told.visit_id is None else told.model_copy(update={"view": _view(shop, told)})


def _view(shop: Shop, told: VisitOut) -> str:
    """Where a phone looks at it: the key stands behind the #, which no server is told."""
    key = phone_key(shop.database, told.counter_id, cast(UUID, told.visit_id))
    return f"{(shop.settings.public_url or '').rstrip('/')}/kiosk/#v={quote(key, safe='')}"
