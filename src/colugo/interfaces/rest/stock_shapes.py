"""Stock and the audit log as JSON. Checks shapes, no rule of the shop."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from colugo.interfaces.shapes import Given, Id, Quantities, UtcMoment, Whole
from colugo.shop.audit import AuditEntry
from colugo.shop.canonical import plain
from colugo.shop.stock import Alert, ReorderLevel, StockMove


class MovesIn(Given):
    """Pieces or grams by SKU."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"store_id": "east", "quantities": {"6901234567892": 12}}]}
    )

    store_id: Id
    quantities: Quantities
    note: Annotated[str, Field(max_length=200)] = ""


class MoveOut(BaseModel):
    """Something that came (above 0) or went (below 0)."""

    id: UUID
    store_id: str
    sku: str
    kind: str
    quantity: int
    at: UtcMoment
    made_by: str
    reference: str

    @classmethod
    def of(cls, move: StockMove) -> "MoveOut":
        """A move as JSON has it."""
        return cls(**{name: getattr(move, name) for name in cls.model_fields})


class MoveList(BaseModel):
    """Moves of stock; of a repeat none."""

    moves: list[MoveOut]


class StockOut(BaseModel):
    """What lies in a store, by SKU."""

    store_id: str
    on_hand: dict[str, int]


class LevelIn(Given):
    """At `level` or fewer, order up to `target`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"level": 4, "target": 24}]})

    level: Whole
    target: Whole


class LevelOut(LevelIn):
    """A reorder level as it is kept."""

    store_id: str
    sku: str

    @classmethod
    def of(cls, kept: ReorderLevel) -> "LevelOut":
        """A level as JSON has it."""
        return cls(store_id=kept.store_id, sku=kept.sku, level=kept.level, target=kept.target)


class AlertOut(BaseModel):
    """A product that is low, and how much of it to order."""

    sku: str
    on_hand: int
    to_order: int

    @classmethod
    def of(cls, alert: Alert) -> "AlertOut":
        """An alert as JSON has it."""
        return cls(sku=alert.sku, on_hand=alert.on_hand, to_order=alert.to_order)


class AlertList(BaseModel):
    """What is low in a store."""

    alerts: list[AlertOut]


class AuditOut(BaseModel):
    """One entry of the audit log."""

    number: int
    at: UtcMoment
    who: str
    role: str
    action: str
    subject: str
    details: dict[str, object]
    hash: str

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditOut":
        """An entry as JSON has it."""
        details = plain(entry.details)
        assert isinstance(details, dict)
        return cls(
            number=entry.number, at=entry.at, who=entry.who, role=entry.role,
            action=entry.action, subject=entry.subject, details=details, hash=entry.hash,
        )  # fmt: skip


class AuditPage(BaseModel):
    """Entries of the audit log, the oldest first."""

    entries: list[AuditOut]
    next_cursor: str | None


class AuditState(BaseModel):
    """Whether the chain of the log is whole: the first broken entry, null for none."""

    entries: int
    broken_number: int | None
    problem: str | None
