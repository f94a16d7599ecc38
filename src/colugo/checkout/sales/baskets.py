"""Open baskets: what comes in, what is changed by whom and why. Closes nothing.

Every method is one transaction. A method that is repeated with the `version` it was first
given is refused by `BasketChanged`, so that nothing is put in twice.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from colugo.checkout.sales.codes import read_code
from colugo.checkout.sales.places import in_time_of, open_place, price_now, pricing_of
from colugo.checkout.verdict import Verdict
from colugo.errors import BasketUnknown, IdTaken, OrderClosed
from colugo.persistence import Database, KeptBasket, Work, lanes
from colugo.shop import Product
from colugo.shop.in_store import InStorePattern
from colugo.shop.orders import By, OpenBasket, Question, Source, settle
from colugo.shop.orders.settle import Settled
from colugo.shop.people import Store, check_allowed

Change = Callable[[Work, OpenBasket, By], OpenBasket]


class Baskets:
    """The open baskets of a database."""

    def __init__(self, database: Database, in_store: Iterable[InStorePattern] = ()) -> None:
        """Work in `database`; `in_store` are the codes that the stores' scales print."""
        self._database, self._in_store = database, tuple(in_store)

    def open(self, order_id: UUID, store_id: str, counter_id: str, by: By) -> KeptBasket:
        """Open a basket under the id that its order will have; a repeat gives it as it is now.

        Raises:
            StoreUnknown, CounterUnknown, PlaceClosed: it cannot be sold there.
            OrderClosed: the id is that of an order. IdTaken: of a basket somewhere else.
            NotAllowed: the role may not.
        """
        check_allowed(by.role, "use_basket")
        with self._database.transaction(lanes.of_order(order_id)) as work:
            open_place(work, store_id, counter_id)
            if work.orders.find(order_id) is not None:
                raise OrderClosed(str(order_id))
            kept = work.baskets.find(order_id)
            if kept is None:
                basket = OpenBasket(order_id, store_id, counter_id, self._database.currency)
                return KeptBasket(basket, work.baskets.save(basket, by.at))
            if (kept.basket.store_id, kept.basket.counter_id) != (store_id, counter_id):
                raise IdTaken("basket", str(order_id))
            return kept

    def get(self, order_id: UUID) -> KeptBasket:
        """The basket of an order id.

        Raises:
            BasketUnknown: none is open.
        """
        with self._database.reading() as work:
            return work.baskets.get(order_id)

    def priced(self, order_id: UUID, by: By) -> Settled:
        """The lines of a basket as they would be sold now, promotions and taxes included.

        Raises:
            BasketUnknown: none is open. TaxClassUnknown: a product names one that is not there.
        """
        with self._database.reading() as work:
            return _settled(work, work.baskets.get(order_id).basket, by)

    def settled(self, basket: OpenBasket, by: By) -> Settled:
        """The same of a basket that was read."""
        with self._database.reading() as work:
            return _settled(work, basket, by)

    def put(
        self, order_id: UUID, sku: str, quantity: int, *, source: Source, by: By,
        version: int | None = None,
    ) -> KeptBasket:  # fmt: skip
        """Put pieces or grams of a product in, at the price in force.

        Raises:
            SkuUnknown: there is no such product. EntryInvalid: it cannot be put in.
            BasketUnknown, BasketChanged, NotAllowed: by their names.
        """

        def add(work: Work, basket: OpenBasket, by: By) -> OpenBasket:
            product = work.products.get_by_sku(sku)
            return _put(work, basket, product, quantity, source, by)

        return self._change(order_id, add, by, version)

    def scan(self, order_id: UUID, code: str, *, by: By, version: int | None = None) -> KeptBasket:
        """Put in what a barcode, or a code of the store's own scale, says.

        Raises:
            BarcodeInvalid: its check digit is wrong. BarcodeUnknown: no product has it.
            EntryInvalid, BasketUnknown, BasketChanged, NotAllowed: by their names.
        """

        def add(work: Work, basket: OpenBasket, by: By) -> OpenBasket:
            found = read_code(work, code, self._in_store)
            if found.price is None:
                return _put(work, basket, found.product, found.quantity, found.source, by)
            return basket.add(
                found.product, found.quantity, source=found.source, at=by.at,
                unit_price=found.price,
            )  # fmt: skip

        return self._change(order_id, add, by, version)

    def put_recognised(
        self, order_id: UUID, verdicts: Iterable[Verdict], *, by: By, version: int | None = None
    ) -> KeptBasket:
        """Put in what the counter saw: known products, and a question for every other box.

        Raises:
            SkuUnknown: a verdict names a product that is gone: recognise again.
            EntryInvalid, BasketUnknown, BasketChanged, NotAllowed: by their names.
        """
        seen = tuple(verdicts)

        def add(work: Work, basket: OpenBasket, by: By) -> OpenBasket:
            first = basket.last_number + len(basket.questions)
            for number, verdict in enumerate(seen, start=first + 1):
                if verdict.sku is not None:
                    product = work.products.get_by_sku(verdict.sku)
                    basket = _put(work, basket, product, 1, "recognition", by)
                else:
                    basket = basket.ask(_question(work, f"box-{number}", verdict))
            return basket

        return self._change(order_id, add, by, version)

    def change(
        self, order_id: UUID, number: int, quantity: int, *, why: str, by: By,
        version: int | None = None,
    ) -> KeptBasket:  # fmt: skip
        """Set the quantity of an entry, 0 takes it out. Raises as `OpenBasket.change`."""
        return self._change(
            order_id, lambda _, b, by: b.change(number, quantity, by=by, why=why), by, version
        )

    def answer(
        self, order_id: UUID, key: str, sku: str | None, *, why: str, by: By, quantity: int = 1,
        version: int | None = None,
    ) -> KeptBasket:  # fmt: skip
        """Answer a question with a product, or with None: it was taken off the counter.

        Raises as `OpenBasket.settle_question`, and SkuUnknown.
        """

        def settle_question(work: Work, basket: OpenBasket, by: By) -> OpenBasket:
            if sku is None:
                return basket.settle_question(key, by=by, why=why)
            product = work.products.get_by_sku(sku)
            return basket.settle_question(
                key, by=by, why=why, product=product, quantity=quantity,
                unit_price=price_now(work, product, basket.store_id, by),
            )  # fmt: skip

        return self._change(order_id, settle_question, by, version)

    def approve_age(
        self, order_id: UUID, min_age_years: int, *, by: By, version: int | None = None
    ) -> KeptBasket:
        """Record that an attendant saw the buyer. Raises as `OpenBasket.approve_age`."""
        return self._change(
            order_id, lambda _, basket, by: basket.approve_age(min_age_years, by=by), by, version
        )

    def give_up(self, order_id: UUID, *, why: str, by: By) -> None:
        """Drop a basket that nobody buys; the audit log keeps what was in it.

        Raises:
            BasketUnknown: none is open. NotAllowed: the role may not.
        """
        check_allowed(by.role, "use_basket")
        with self._database.transaction(lanes.of_order(order_id)) as work:
            basket = work.baskets.get(order_id).basket
            skus = [entry.product.sku for entry in basket.entries]
            work.audit.add(by, "give_up_basket", str(order_id), {"why": why, "skus": skus})
            work.baskets.remove(order_id)

    def _change(self, order_id: UUID, change: Change, by: By, version: int | None) -> KeptBasket:
        check_allowed(by.role, "use_basket")
        with self._database.transaction(lanes.of_order(order_id)) as work:
            kept = _open_basket(work, order_id, version)
            store: Store = work.stores.get(kept.basket.store_id)
            changed = change(work, kept.basket, in_time_of(store, by))
            return KeptBasket(changed, work.baskets.save(changed, by.at, after=kept.version))


def _open_basket(work: Work, order_id: UUID, version: int | None) -> KeptBasket:
    try:
        return work.baskets.get(order_id, version)
    except BasketUnknown:
        if work.orders.find(order_id) is not None:
            raise OrderClosed(str(order_id)) from None
        raise


def _settled(work: Work, basket: OpenBasket, by: By) -> Settled:
    at = in_time_of(work.stores.get(basket.store_id), by).at
    return settle(basket, pricing_of(work), at)


def _put(
    work: Work, basket: OpenBasket, product: Product, quantity: int, source: Source, by: By
) -> OpenBasket:
    price = price_now(work, product, basket.store_id, by)
    return basket.add(product, quantity, source=source, at=by.at, unit_price=price)


def _question(work: Work, key: str, verdict: Verdict) -> Question:
    skus = tuple(candidate.sku for candidate in verdict.candidates)
    if verdict.kind == "unknown" or not skus:
        return Question(key, "unknown")
    best = work.products.find_by_sku(skus[0])
    is_weighed = best is not None and best.unit == "weight"
    return Question(key, "unweighed" if is_weighed else "unsure", skus)
