"""Our ids as providers take them, 32 letters and digits, and back. Knows no provider."""

from uuid import UUID

from colugo.errors import CallbackRefused


def trade_number(payment_id: UUID) -> str:
    """The number of a payment, or a refund, at a provider."""
    return payment_id.hex


def id_of(provider: str, number: object) -> UUID:
    """The id that `trade_number` wrote.

    Raises:
        CallbackRefused: it is none of ours.
    """
    try:
        return UUID(hex=str(number))
    except ValueError as error:
        reason = f"names {str(number)[:40]!r}, no payment of ours"
        raise CallbackRefused(provider, reason) from error
