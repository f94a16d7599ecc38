"""From a basket to an order, exactly once, and back by refunds and voids."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from colugo.checkout.sales.places import in_time_of, open_place, pricing_of
from colugo.errors import BasketUnknown, IdTaken
from colugo.persistence import Database, Work, lanes
from colugo.shop.orders import By, Order, Reversal, ReversalRequest, close, reverse
from colugo.shop.people import Store, check_allowed
from colugo.shop.stock import check_sale, moves_of_order, moves_of_reversal


@dataclass(frozen=True, slots=True)
class Closed:
    """An order, and what its stock policy warns of.

    Attributes:
        low_skus: products of which the ledger has less than was sold.
        is_new: False where the order was closed by an earlier call.
    """

    order: Order
    low_skus: tuple[str, ...] = ()
    is_new: bool = True


class Closing:
    """Closes baskets and takes orders back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def close(self, order_id: UUID, by: By) -> Closed:
        """Close a basket: order, stock moves and audit entry are one transaction.

        A repeat gives the order that the first call made, whatever time has passed.

        Raises:
            BasketUnknown: there is neither basket nor order of this id.
            BasketNotSettled, BasketEmpty, AgeApprovalMissing, NotAllowed: as `orders.close`.
            StockTooLow: the store refuses to sell what it does not have.
            PlaceClosed: store or counter sells nothing for now.
        """
        with self._database.transaction(lanes.of_order(order_id)) as work:
            kept = work.baskets.find(order_id)
            if kept is None:
                return Closed(_closed_earlier(work, order_id), is_new=False)
            basket = kept.basket
            store = open_place(work, basket.store_id, basket.counter_id)
            order = close(basket, pricing_of(work), in_time_of(store, by))
            low = _low_stock(work, store, order)
            work.orders.add(order)
            work.stock.add(moves_of_order(order))
            facts = {"total_minor": order.total.minor, "digest": order.digest}
            work.audit.add(by, "close_basket", str(order.id), facts)
            work.baskets.remove(order_id)
            return Closed(order, low)

    def get(self, order_id: UUID) -> Order:
        """The order of an id.

        Raises:
            OrderUnknown: there is none.
        """
        with self._database.reading() as work:
            return work.orders.get(order_id)

    def reversals_of(self, order_id: UUID) -> tuple[Reversal, ...]:
        """The refunds and voids of an order, the oldest first."""
        with self._database.reading() as work:
            return work.orders.reversals_of(order_id)

    def reverse(self, order_id: UUID, request: ReversalRequest, by: By) -> Reversal:
        """Refund a paid order or void an unpaid one, whole or in part.

        Document, stock moves and audit entry are one transaction; money is given back by
        `Paying.refund`. A repeat with the same id gives the document that the first made.

        Raises:
            OrderUnknown: there is no such order. IdTaken: the id is of another reversal.
            ReversalTooLarge, ReversalInvalid, ReasonMissing, NotAllowed: as `orders.reverse`.
        """
        own = (lanes.of_order(order_id), lanes.of_reversal(request.id))
        with self._database.transaction(*own) as work:
            order = work.orders.get(order_id)
            known = work.orders.find_reversal(request.id)
            if known is not None:
                return _repeated(known, order_id, request)
            is_paid = any(each.paid_at is not None for each in work.payments.of_order(order_id))
            earlier = work.orders.reversals_of(order_id)
            reversal = reverse(order, earlier, request, is_paid=is_paid, by=by)
            work.orders.add_reversal(reversal)
            work.stock.add(moves_of_reversal(order, reversal))
            facts = {
                "order": str(order_id), "total_minor": reversal.total.minor,
                "reason": reversal.reason,
            }  # fmt: skip
            work.audit.add(by, f"{request.kind}_order", str(reversal.id), facts)
            return reversal

    def take_back_unpaid(self, order_id: UUID, why: str, by: By) -> None:
        """Void an order that the shopper at its counter did not pay after all.

        A repeat changes nothing. The counter undoes what it did itself a moment ago, so whoever
        may close may have it done; any other void is for an attendant.

        Raises:
            OrderUnknown: there is no such order. ReversalInvalid: it is paid.
            NotAllowed: the role may not close.
        """
        check_allowed(by.role, "close_basket")
        own_id = uuid5(order_id, "taken back unpaid")
        as_staff = replace(by, role="attendant")
        self.reverse(order_id, ReversalRequest(own_id, "void", why), as_staff)


def _closed_earlier(work: Work, order_id: UUID) -> Order:
    order = work.orders.find(order_id)
    if order is None:
        raise BasketUnknown(str(order_id))
    return order


def _low_stock(work: Work, store: Store, order: Order) -> tuple[str, ...]:
    wanted: dict[str, int] = {}
    for line in order.lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
    # two sales wait for each other only where they may not both have the last one
    work.take(lanes.of_stock(store.id), shared=store.stock_policy != "refuse")
    there = work.stock.on_hand(store.id, list(wanted))
    return check_sale(wanted, there, store.stock_policy)


def _repeated(known: Reversal, order_id: UUID, request: ReversalRequest) -> Reversal:
    asked = {line.line: line.quantity for line in known.lines}
    is_same = known.order_id == order_id and known.kind == request.kind
    if not is_same or (request.quantities is not None and dict(request.quantities) != asked):
        raise IdTaken("reversal", str(request.id))
    return known
