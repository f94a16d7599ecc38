"""Looks a whole database over. Changes nothing."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from colugo.errors import ColugoError
from colugo.persistence import sales_schema as sales
from colugo.persistence.database import Database


def find_faults(database: Database) -> list[str]:
    """What is wrong with a database and its files, in sentences; nothing when all is sound.

    Reads everything: the file's own structure, the rows that point to rows, the photo files,
    every order against its digest, the ledger against the orders, every visit against its order,
    the chain of the audit log.
    """
    return [
        *_structure(database),
        *(f"photo file {path} is gone" for path in database.check_files().missing),
        *_orders(database),
        *_visits(database),
        *_audit(database),
    ]


def _structure(database: Database) -> Iterator[str]:
    if not database.is_file:
        return  # PostgreSQL enforces keys itself, and has tools of its own for its files
    with database.connection() as connection:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield f"the file is damaged: {line}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"a row of {row[0]} names a row of {row[2]} that is not there"


def _orders(database: Database) -> Iterator[str]:
    with database.reading() as work:
        try:
            for order in work.orders.between(None, None):
                paid = [p for p in work.payments.of_order(order.id) if p.paid_at is not None]
                if sum(payment.amount.minor for payment in paid) > order.total.minor:
                    yield f"more was paid for order {order.id} than it came to"
        except ColugoError as error:
            yield str(error)
    with database.connection() as connection:
        yield from _ledger(connection)


def _ledger(connection: Connection) -> Iterator[str]:
    """Every line of an order has left the stock, once."""
    lines, moves = sales.order_lines, sales.stock_moves
    sold = dict(
        connection.execute(
            select(lines.c.order_id, func.sum(lines.c.quantity)).group_by(lines.c.order_id)
        ).all()
    )
    left = dict(
        connection.execute(
            select(moves.c.reference, -func.sum(moves.c.quantity))
            .where(moves.c.kind == "sale")
            .group_by(moves.c.reference)
        ).all()
    )
    for order_id in sorted(sold.keys() | left.keys()):
        if sold.get(order_id, 0) != left.get(order_id, 0):
            yield (
                f"order {order_id} sold {sold.get(order_id, 0)}, "
                f"but {left.get(order_id, 0)} left the stock"
            )


def _visits(database: Database) -> Iterator[str]:
    """A visit that is paid has an order, and that is paid."""
    with database.reading() as work:
        try:
            for visit, _ in work.visits.all():
                if not visit.has_order or visit.order_id is None:
                    continue
                order, here = work.orders.find(visit.order_id), f"counter {visit.counter_id}"
                if order is None:
                    yield f"the visit at {here} names an order that is not there"
                    continue
                paid = [p for p in work.payments.of_order(order.id) if p.paid_at is not None]
                is_short = sum(payment.amount.minor for payment in paid) < order.total.minor
                if visit.state == "paid" and is_short:
                    yield f"the visit at {here} is paid, order {order.id} is not"
        except ColugoError as error:
            yield str(error)


def _audit(database: Database) -> Iterator[str]:
    with database.reading() as work:
        try:
            broken = work.audit.find_broken()
        except ColugoError as error:
            yield str(error)
        else:
            if broken is not None:
                yield str(broken)
