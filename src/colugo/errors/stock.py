"""What can go wrong with stock."""

from colugo.errors.base import ColugoError


class StockMoveInvalid(ColugoError):
    """A move cannot stand in the ledger."""

    def __init__(self, sku: str, reason: str) -> None:
        super().__init__(
            f"the stock move of SKU {sku!r} {reason}: expected a whole quantity that is not 0, "
            "below 0 for sales and waste, above 0 for refunds and deliveries"
        )
        self.sku = sku
        self.reason = reason


class StockTooLow(ColugoError):
    """The store refuses to sell more than there is."""

    def __init__(self, sku: str, on_hand: int, wanted: int) -> None:
        super().__init__(
            f"SKU {sku!r} has {on_hand} on hand, {wanted} wanted: sell less, count the stock, "
            "or let the store's policy warn instead of refuse"
        )
        self.sku = sku
        self.on_hand = on_hand
        self.wanted = wanted
