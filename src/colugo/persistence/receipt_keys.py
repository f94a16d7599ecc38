"""The key of the links of receipts, within one transaction."""

from sqlalchemy import Connection, select

from colugo.persistence import sales_schema as tables


class ReceiptKeys:
    """Kept with the orders, so that a restored shop opens the receipts that it printed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> bytes:
        """The key, 32 random bytes that the migration made."""
        secret = self._connection.execute(select(tables.receipt_keys.c.secret)).scalar_one()
        return bytes.fromhex(secret)
