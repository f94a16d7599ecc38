"""Thresholds found on a gallery, kept with the state of the gallery they were found on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from colugo.persistence import schema
from colugo.persistence.schema import utc_now


@dataclass(frozen=True, slots=True)
class Calibration:
    """What calibration found for one model.

    Attributes:
        gallery_seq: number of the newest change the gallery had then; when the change log
            has gone on, the calibration is old.
        facts: what checkout wrote; this package does not look into it.
    """

    model_id: str
    gallery_seq: int
    facts: Mapping[str, Any]
    at: datetime


class CalibrationRepository:
    """The newest calibration of each model, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, model_id: str, gallery_seq: int, facts: Mapping[str, Any]) -> None:
        """Keep a calibration in place of the one before. `facts` must fit into JSON."""
        table = schema.calibrations
        self._connection.execute(delete(table).where(table.c.model_id == model_id))
        row = {
            "model_id": model_id,
            "gallery_seq": gallery_seq,
            "facts": dict(facts),
            "at": utc_now(),
        }
        self._connection.execute(insert(table), row)

    def find(self, model_id: str) -> Calibration | None:
        """The calibration of a model, or None when there is none."""
        table = schema.calibrations
        row = self._connection.execute(
            select(table.c.model_id, table.c.gallery_seq, table.c.facts, table.c.at).where(
                table.c.model_id == model_id
            )
        ).first()
        return None if row is None else Calibration(*row)
