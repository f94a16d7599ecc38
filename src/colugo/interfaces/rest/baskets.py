"""Routes of open baskets. Decides nothing."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Path, Query, Response, UploadFile

from colugo.checkout import Shop
from colugo.checkout.sales import Baskets
from colugo.interfaces.rest.basket_shapes import (
    AgeApprovalIn,
    AnswerIn,
    BasketIn,
    BasketOut,
    EntryEdit,
    EntryIn,
)
from colugo.interfaces.rest.context import Acting, OptionalVersion, TheShop, etag_of, whole_version
from colugo.interfaces.shapes import Why
from colugo.persistence import KeptBasket
from colugo.shop.orders import By

OrderId = Annotated[UUID, Path(description="The id, made by the client, that the order will have.")]
EntryNumber = Annotated[int, Path(ge=1, le=1_000_000, description="Number of the entry.")]


def open_basket(
    shop: TheShop, by: Acting, order_id: OrderId, new: BasketIn, response: Response
) -> BasketOut:
    """Open a basket; a repeat gives it as it is now."""
    kept = Baskets(shop.database).open(order_id, new.store_id, new.counter_id, by)
    return _answer(shop, kept, by, response)


def get_basket(shop: TheShop, by: Acting, order_id: OrderId, response: Response) -> BasketOut:
    """Read a basket and its lines as they would be sold now."""
    return _answer(shop, Baskets(shop.database).get(order_id), by, response)


def add_entry(
    shop: TheShop, by: Acting, order_id: OrderId, new: EntryIn, version: OptionalVersion,
    response: Response,
) -> BasketOut:  # fmt: skip
    """Put a product in, by its SKU, its barcode or a code of the store's scale."""
    baskets, at = Baskets(shop.database, shop.in_store_patterns), whole_version(version)
    if new.code is not None:
        kept = baskets.scan(order_id, new.code, by=by, version=at)
    else:
        kept = baskets.put(
            order_id, new.sku or "", new.quantity, source=new.source, by=by, version=at
        )
    return _answer(shop, kept, by, response)


def edit_entry(
    shop: TheShop, by: Acting, order_id: OrderId, number: EntryNumber, edit: EntryEdit,
    version: OptionalVersion, response: Response,
) -> BasketOut:  # fmt: skip
    """Change the quantity of an entry; 0 takes it out."""
    kept = Baskets(shop.database).change(
        order_id, number, edit.quantity, why=edit.why, by=by, version=whole_version(version)
    )
    return _answer(shop, kept, by, response)


def add_scene(
    shop: TheShop, by: Acting, order_id: OrderId,
    picture: Annotated[UploadFile, File(description="The counter: JPEG, PNG or WebP.")],
    version: OptionalVersion, response: Response,
) -> BasketOut:  # fmt: skip
    """Recognise a picture: what is known is put in, what is not becomes a question."""
    recognition = shop.recognise(picture.file.read())
    kept = Baskets(shop.database).put_recognised(
        order_id, recognition.verdicts, by=by, version=whole_version(version)
    )
    return _answer(shop, kept, by, response)


def answer_question(
    shop: TheShop, by: Acting, order_id: OrderId, answer: AnswerIn, version: OptionalVersion,
    response: Response,
) -> BasketOut:  # fmt: skip
    """Answer a question with a product, or with null: it was taken off the counter."""
    kept = Baskets(shop.database).answer(
        order_id, answer.key, answer.sku, why=answer.why, quantity=answer.quantity, by=by,
        version=whole_version(version),
    )  # fmt: skip
    return _answer(shop, kept, by, response)


def approve_age(
    shop: TheShop, by: Acting, order_id: OrderId, approval: AgeApprovalIn, response: Response
) -> BasketOut:
    """Record that an attendant saw the buyer."""
    kept = Baskets(shop.database).approve_age(order_id, approval.min_age_years, by=by)
    return _answer(shop, kept, by, response)


def give_up_basket(
    shop: TheShop, by: Acting, order_id: OrderId, why: Annotated[Why, Query(description="Why.")]
) -> None:
    """Drop a basket that nobody buys; the audit log keeps what was in it."""
    Baskets(shop.database).give_up(order_id, why=why, by=by)


def _answer(shop: Shop, kept: KeptBasket, by: By, response: Response) -> BasketOut:
    response.headers["ETag"] = etag_of(str(kept.version))
    return BasketOut.of(kept, Baskets(shop.database).settled(kept.basket, by))
