from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from colugo.field_table import describe_fields, markdown_table

_Side = Annotated[int, Field(multiple_of=32)]


class Inner(BaseModel):
    depth: int = 1


class Sample(BaseModel):
    name: str
    speed: Literal["slow", "fast"] = Field("slow", description="How fast.")
    count: int = Field(7, ge=1, le=50_000)
    share: float = Field(0.5, gt=0, lt=1)
    rate: float = Field(1.0, gt=0, le=2)
    least: Annotated[float, Field(ge=0)] = 0.0
    file: Path | None = None
    sides: list[_Side] = Field([32, 64], min_length=1)
    pair: tuple[int, int] = (1, 2)
    folders: tuple[Path, ...] = ()
    is_on: bool = True
    inner: Inner = Field(default_factory=Inner)


@pytest.mark.parametrize(
    ("name", "kind", "default"),
    [
        ("name", "text", "must be given"),
        ("speed", "`slow` or `fast`", "`slow`"),
        ("count", "whole number, 1 to 50,000", "`7`"),
        ("share", "number, above 0, below 1", "`0.5`"),
        ("rate", "number, above 0, at most 2", "`1.0`"),
        ("least", "number, 0 or more", "`0.0`"),
        ("file", "path", "none"),
        ("sides", "list of: whole number, a multiple of 32, at least 1 of them", "`[32, 64]`"),
        ("pair", "2 of: whole number", "`[1, 2]`"),
        ("folders", "list of: path", "`[]`"),
        ("is_on", "true or false", "`True`"),
        ("inner", "a Inner, see below", "its defaults"),
    ],
)  # fmt: skip
def test_a_field_is_described_in_words(name: str, kind: str, default: str) -> None:
    rows = {row.name: row for row in describe_fields(Sample)}

    row = rows[name]

    assert (row.kind, row.default) == (kind, default)


def test_the_meaning_is_the_description_of_the_field() -> None:
    rows = {row.name: row for row in describe_fields(Sample)}

    assert rows["speed"].meaning == "How fast."
    assert rows["name"].meaning == ""


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    table = markdown_table(("a", "b"), [("x|y", "z")])

    assert table == "| a | b |\n| --- | --- |\n| x\\|y | z |\n"
