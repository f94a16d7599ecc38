"""Pages that follow each other by a cursor: the last key of the page before. Knows no route."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Final, TypeVar

from fastapi import Query

from colugo.errors import CursorInvalid

Row = TypeVar("Row")
MOST_ROWS: Final = 1000

Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows wanted.")]
Cursor = Annotated[
    str, Query(max_length=1000, description="`next_cursor` of the page before; none begins.")
]


def to_cursor(key: str) -> str:
    """A cursor that says where the next page begins."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def from_cursor(cursor: str) -> str:
    """The key in a cursor, "" for none.

    Raises:
        CursorInvalid: it is none of ours.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise CursorInvalid(cursor) from error


def cut(
    rows: Sequence[Row], limit: int, key: Callable[[Row], str]
) -> tuple[Sequence[Row], str | None]:
    """The first `limit` of `limit + 1` rows, and the cursor of the next page if there is one."""
    page = rows[:limit]
    return page, to_cursor(key(page[-1])) if len(rows) > limit else None
