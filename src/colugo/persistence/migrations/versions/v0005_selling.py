"""Stores, baskets, orders, payments, stock and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UUID, _DIGEST, _NAME = sa.String(36), sa.String(64), sa.String(64)
_MOMENT = sa.DateTime(timezone=True)
_APPEND_ONLY = ("orders", "order_lines", "reversals", "stock_moves", "audit_entries")


def upgrade() -> None:
    _create_stores()
    _create_baskets()
    _create_orders()
    _create_reversals()
    _create_payments()
    _create_stock()
    _create_records()
    for table in _APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            _refuse(table, act)


def downgrade() -> None:
    for table in (
        "audit_entries", "idempotency_keys", "reorder_levels", "stock_moves", "payments",
        "reversals", "order_lines", "orders", "baskets", "promotions", "tax_rules", "counters",
        "stores",
    ):  # fmt: skip
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _create_stores() -> None:
    op.create_table("stores", _text_key("id", _NAME), _document(), _primary("stores", "id"))
    op.create_table(
        "counters",
        _text_key("id", _NAME),
        _text_key("store_id", _NAME),
        _document(),
        _primary("counters", "id"),
        _foreign("counters", "store_id", "stores"),
    )
    op.create_index(op.f("ix_counters_store_id"), "counters", ["store_id"])
    op.create_table(
        "tax_rules",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        _document(),
        _primary("tax_rules", "id"),
        _check("tax_rules", "one_row", "id = 1"),
    )
    op.create_table("promotions", _text_key("id", _NAME), _document(), _primary("promotions", "id"))


def _create_baskets() -> None:
    op.create_table(
        "baskets",
        _text_key("order_id", _UUID),
        _text_key("store_id", _NAME),
        _text_key("counter_id", _NAME),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        _document(),
        _primary("baskets", "order_id"),
        _foreign("baskets", "store_id", "stores"),
        _foreign("baskets", "counter_id", "counters"),
        _check("baskets", "version_positive", "version >= 1"),
    )


def _create_orders() -> None:
    op.create_table(
        "orders",
        _text_key("id", _UUID),
        _text_key("store_id", _NAME),
        _text_key("counter_id", _NAME),
        sa.Column("closed_at", _MOMENT, nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        _text_key("digest", _DIGEST),
        _document(),
        _primary("orders", "id"),
        _foreign("orders", "store_id", "stores"),
        _foreign("orders", "counter_id", "counters"),
        _check("orders", "total_not_negative", "total_minor >= 0"),
    )
    op.create_index(op.f("ix_orders_store_id_closed_at"), "orders", ["store_id", "closed_at"])
    op.create_table(
        "order_lines",
        _text_key("order_id", _UUID),
        sa.Column("number", sa.Integer(), nullable=False),
        _text_key("sku", _NAME),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        _primary("order_lines", "order_id", "number"),
        _foreign("order_lines", "order_id", "orders"),
        _check("order_lines", "number_positive", "number >= 1"),
        _check("order_lines", "quantity_positive", "quantity >= 1"),
    )
    op.create_index(op.f("ix_order_lines_sku"), "order_lines", ["sku"])


def _create_reversals() -> None:
    op.create_table(
        "reversals",
        _text_key("id", _UUID),
        _text_key("order_id", _UUID),
        _text_key("kind", sa.String(8)),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        _document(),
        _primary("reversals", "id"),
        _foreign("reversals", "order_id", "orders"),
        _check("reversals", "kind", "kind IN ('refund', 'void')"),
        _check("reversals", "total_not_negative", "total_minor >= 0"),
    )
    op.create_index(op.f("ix_reversals_order_id"), "reversals", ["order_id"])


def _create_payments() -> None:
    states = "state IN ('created', 'pending', 'paid', 'failed', 'expired', 'refunded')"
    op.create_table(
        "payments",
        _text_key("id", _UUID),
        _text_key("order_id", _UUID),
        _text_key("provider", sa.String(32)),
        _text_key("state", sa.String(8)),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        _document(),
        _primary("payments", "id"),
        _foreign("payments", "order_id", "orders"),
        _check("payments", "amount_not_negative", "amount_minor >= 0"),
        _check("payments", "state", states),
    )
    op.create_index(op.f("ix_payments_order_id"), "payments", ["order_id"])


def _create_stock() -> None:
    sign = (
        "(kind IN ('sale', 'waste') AND quantity < 0) "
        "OR (kind IN ('refund', 'delivery') AND quantity > 0) "
        "OR (kind = 'count' AND quantity <> 0)"
    )
    op.create_table(
        "stock_moves",
        sa.Column("seq", _ID, nullable=False),
        _text_key("id", _UUID),
        _text_key("store_id", _NAME),
        _text_key("sku", _NAME),
        _text_key("kind", sa.String(8)),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        _text_key("made_by", _NAME),
        _text_key("reference", sa.String(200)),
        _primary("stock_moves", "seq"),
        _foreign("stock_moves", "store_id", "stores"),
        sa.UniqueConstraint("id", name=op.f("uq_stock_moves_id")),
        _check("stock_moves", "sign", sign),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stock_moves_store_id_sku"), "stock_moves", ["store_id", "sku"])
    op.create_table(
        "reorder_levels",
        _text_key("store_id", _NAME),
        _text_key("sku", _NAME),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        _primary("reorder_levels", "store_id", "sku"),
        _foreign("reorder_levels", "store_id", "stores"),
        _check("reorder_levels", "target_above_level", "level >= 0 AND target > level"),
    )


def _create_records() -> None:
    op.create_table(
        "idempotency_keys",
        _text_key("key", sa.String(255)),
        _text_key("request_fingerprint", _DIGEST),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("body", sa.Text()),
        _primary("idempotency_keys", "key"),
        _check("idempotency_keys", "answer_whole", "(status IS NULL) = (body IS NULL)"),
    )
    op.create_index(op.f("ix_idempotency_keys_started_at"), "idempotency_keys", ["started_at"])
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        _text_key("hash", _DIGEST),
        _document(),
        _primary("audit_entries", "number"),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entries_hash")),
        _check("audit_entries", "number_positive", "number >= 1"),
    )


def _refuse(table: str, act: str) -> None:
    """A trigger that lets no row of a table be changed or deleted."""
    name = f"{table}_refuse_{act.lower()}"
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _text_key(name: str, kind: sa.String) -> sa.Column[str]:
    return sa.Column(name, kind, nullable=False)


def _document() -> sa.Column[str]:
    return sa.Column("document", sa.Text(), nullable=False)


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _foreign(table: str, column: str, referred: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{referred}")
    return sa.ForeignKeyConstraint([column], [f"{referred}.id"], name=name)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
