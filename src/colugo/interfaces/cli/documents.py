"""Reads JSON files and percentages that people write. Decides nothing."""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from colugo.errors import DocumentFileInvalid

T = TypeVar("T")
_PPM_OF_PERCENT = 10_000


def read_shape(file: Path, kind: type[T]) -> T:
    """What a JSON file holds, checked against its shape.

    Raises:
        DocumentFileInvalid: the file cannot be read, or says where it is not of the shape.
    """
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8"))
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise DocumentFileInvalid(str(file), f"{place}: {problem['msg']}") from error
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise DocumentFileInvalid(str(file), f"it cannot be read as JSON ({error})") from error


def percent_to_ppm(text: str) -> int:
    """Parts per million of a percentage that people write: 12.5 is 125000.

    Raises:
        ValueError: it is no number from 0 to 100 with at most four decimals.
    """
    try:
        ppm = Decimal(text.strip().removesuffix("%")) * _PPM_OF_PERCENT
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not ppm.is_finite() or ppm != ppm.to_integral_value() or not 0 <= ppm <= 1_000_000:
        raise ValueError(text)
    return int(ppm)


def percent_text(ppm: int) -> str:
    """Parts per million as people read them: 125000 is 12.5 %."""
    whole, rest = divmod(ppm, _PPM_OF_PERCENT)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") + " %"
