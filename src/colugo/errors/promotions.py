"""What can go wrong with promotions."""

from colugo.errors.base import ColugoError


class PromotionInvalid(ColugoError):
    """A promotion cannot be applied as it is written."""

    def __init__(self, promotion_id: str, reason: str, expected: str) -> None:
        super().__init__(f"promotion {promotion_id!r} {reason}: expected {expected}")
        self.promotion_id = promotion_id
        self.reason = reason
        self.expected = expected
