"""The keys of requests and their answers, within one transaction."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from colugo.persistence import sales_schema as tables
from colugo.shop.idempotency import KEEP_S, Answer, IdempotencyRecord


class IdempotencyRepository:
    """What each key was asked and answered, for a day at least."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> IdempotencyRecord | None:
        """What is kept of a key, None for a new one."""
        table = tables.idempotency_keys
        row = self._connection.execute(select(table).where(table.c.key == key)).first()
        if row is None:
            return None
        answer = Answer(row.status, row.body.encode(), row.etag)
        return IdempotencyRecord(row.key, row.request_fingerprint, row.started_at, answer)

    def save(self, record: IdempotencyRecord) -> None:
        """Keep a key, in place of what was kept of it."""
        table, answer = tables.idempotency_keys, record.answer
        self._connection.execute(delete(table).where(table.c.key == record.key))
        row = {
            "key": record.key, "request_fingerprint": record.request_fingerprint,
            "started_at": record.started_at, "status": answer.status,
            "body": answer.body.decode(), "etag": answer.etag,
        }  # fmt: skip
        self._connection.execute(insert(table), row)

    def forget_old(self, at: datetime) -> int:
        """Delete the keys that may be forgotten at this moment; gives how many."""
        table = tables.idempotency_keys
        oldest = at - timedelta(seconds=KEEP_S)
        return self._connection.execute(delete(table).where(table.c.started_at <= oldest)).rowcount
