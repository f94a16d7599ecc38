"""The tables of selling: stores, visits, baskets, orders, payments, stock, audit. Holds no queries.

Value objects are kept whole, as documents; beside them stand the columns that constraints,
searches and reports need. What must never change has triggers against it (`APPEND_ONLY`).
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from colugo.persistence.schema import BigId, UtcDateTime, metadata

# rows of these are added, never changed and never deleted
APPEND_ONLY = ("orders", "order_lines", "reversals", "stock_moves", "audit_entries")

_UUID = String(36)
_DIGEST = String(64)

stores = Table(
    "stores",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("store_id", String(64), ForeignKey("stores.id"), nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "store_id"),
)

tax_rules = Table(
    "tax_rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

promotions = Table(
    "promotions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)

baskets = Table(
    "baskets",
    metadata,
    Column("order_id", _UUID, primary_key=True),
    Column("store_id", String(64), ForeignKey("stores.id"), nullable=False),
    Column("counter_id", String(64), ForeignKey("counters.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
    CheckConstraint("version >= 1", name="version_positive"),
)

visits = Table(
    "visits",
    metadata,
    Column("counter_id", String(64), ForeignKey("counters.id"), primary_key=True),
    Column("visit_id", _UUID),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
    CheckConstraint("version >= 1", name="version_positive"),
    CheckConstraint(
        "state IN ('idle', 'settling', 'recognised', 'review', 'paying', 'paid', 'leaving')",
        name="state",
    ),
)

orders = Table(
    "orders",
    metadata,
    Column("id", _UUID, primary_key=True),
    Column("store_id", String(64), ForeignKey("stores.id"), nullable=False),
    Column("counter_id", String(64), ForeignKey("counters.id"), nullable=False),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("digest", _DIGEST, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "store_id", "closed_at"),
    CheckConstraint("total_minor >= 0", name="total_not_negative"),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", _UUID, ForeignKey("orders.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("sku", String(64), nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Index(None, "sku"),
    CheckConstraint("number >= 1", name="number_positive"),
    CheckConstraint("quantity >= 1", name="quantity_positive"),
)

reversals = Table(
    "reversals",
    metadata,
    Column("id", _UUID, primary_key=True),
    Column("order_id", _UUID, ForeignKey("orders.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "order_id"),
    CheckConstraint("kind IN ('refund', 'void')", name="kind"),
    CheckConstraint("total_minor >= 0", name="total_not_negative"),
)

payments = Table(
    "payments",
    metadata,
    Column("id", _UUID, primary_key=True),
    Column("order_id", _UUID, ForeignKey("orders.id"), nullable=False),
    Column("provider", String(32), nullable=False),
    Column("state", String(8), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "order_id"),
    CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
    CheckConstraint(
        "state IN ('created', 'pending', 'paid', 'failed', 'expired', 'refunded')", name="state"
    ),
)

payment_starts = Table(
    "payment_starts",
    metadata,
    Column("payment_id", _UUID, ForeignKey("payments.id"), primary_key=True),
    Column("qr_text", Text),
    Column("expires_at", UtcDateTime),
)

payment_cash = Table(
    "payment_cash",
    metadata,
    Column("payment_id", _UUID, ForeignKey("payments.id"), primary_key=True),
    Column("tendered_minor", BigInteger, nullable=False),
    Column("change_minor", BigInteger, nullable=False),
    CheckConstraint("change_minor >= 0 AND change_minor <= tendered_minor", name="change"),
)

receipt_keys = Table(
    "receipt_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("secret", String(64), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

stock_moves = Table(
    "stock_moves",
    metadata,
    Column("seq", BigId, primary_key=True),
    Column("id", _UUID, nullable=False),
    Column("store_id", String(64), ForeignKey("stores.id"), nullable=False),
    Column("sku", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("reference", String(200), nullable=False),
    UniqueConstraint("id"),
    Index(None, "store_id", "sku"),
    CheckConstraint(
        "(kind IN ('sale', 'waste') AND quantity < 0) "
        "OR (kind IN ('refund', 'delivery') AND quantity > 0) "
        "OR (kind = 'count' AND quantity <> 0)",
        name="sign",
    ),
    sqlite_autoincrement=True,
)

reorder_levels = Table(
    "reorder_levels",
    metadata,
    Column("store_id", String(64), ForeignKey("stores.id"), primary_key=True),
    Column("sku", String(64), primary_key=True),
    Column("level", BigInteger, nullable=False),
    Column("target", BigInteger, nullable=False),
    CheckConstraint("level >= 0 AND target > level", name="target_above_level"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("request_fingerprint", _DIGEST, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("status", Integer),
    Column("body", Text),
    Column("etag", String(255)),
    Index(None, "started_at"),
    CheckConstraint("(status IS NULL) = (body IS NULL)", name="answer_whole"),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", _DIGEST, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("hash"),
    CheckConstraint("number >= 1", name="number_positive"),
)
