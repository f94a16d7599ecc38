"""What can go wrong with categories, price lists, periods and codes of the store's own scale."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError
from colugo.errors.shop import LineProblem

_SHOWN_PROBLEMS = 20


class PeriodInvalid(ColugoError):
    """A moment has no time zone, or a period ends before it starts."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the time {reason}: give moments with their offset from UTC, for example "
            "2026-01-31T08:00+08:00, and an end that is later than the start"
        )
        self.reason = reason


class ProductFieldInvalid(ColugoError):
    """A field of a product is out of its range."""

    def __init__(self, sku: str, field: str, got: object, expected: str) -> None:
        super().__init__(f"{field} of SKU {sku!r} is {got!r}: expected {expected}")
        self.sku = sku
        self.field = field
        self.got = got
        self.expected = expected


class CellInvalid(ColugoError):
    """A cell of a catalogue file cannot be read."""

    def __init__(self, column: str, text: str, expected: str) -> None:
        super().__init__(f"{column} is {text[:20]!r}: write {expected}, or leave it empty")
        self.column = column
        self.text = text
        self.expected = expected


class CategoryInvalid(ColugoError):
    """Categories do not make a tree."""

    def __init__(self, category_id: str, reason: str) -> None:
        super().__init__(
            f"category {category_id!r} {reason}: expected ids of 1 to 64 characters, each once, "
            "and parents that are there and lead up to the top"
        )
        self.category_id = category_id
        self.reason = reason


class CategoryUnknown(ColugoError):
    """The catalogue has no category of this id."""

    def __init__(self, category_id: str) -> None:
        super().__init__(f"no category has the id {category_id!r}: add it first, or correct the id")
        self.category_id = category_id


class CategoryInUse(ColugoError):
    """A category that a product is in would be lost."""

    def __init__(self, category_id: str, sku: str) -> None:
        super().__init__(
            f"category {category_id!r} is that of SKU {sku!r}: give the product another category "
            "first, or keep this one"
        )
        self.category_id = category_id
        self.sku = sku


class PriceListUnknown(ColugoError):
    """The shop has no price list of this id."""

    def __init__(self, list_id: str) -> None:
        super().__init__(f"no price list has the id {list_id!r}: correct the id")
        self.list_id = list_id


class PriceListInvalid(ColugoError):
    """A price list cannot be used."""

    def __init__(self, list_id: str, reason: str) -> None:
        super().__init__(
            f"price list {list_id!r} {reason}: expected an id of 1 to 64 characters and prices "
            "of 0 or more in one currency"
        )
        self.list_id = list_id
        self.reason = reason


class InStorePatternInvalid(ColugoError):
    """A pattern for codes of the store's own scale cannot be used."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(
            f"in-store pattern {pattern!r} {reason}: expected 13 places as in 21IIIIIWWWWWC: "
            "a prefix of digits (02, 04 or 20 to 29), I for the item, then W for grams or P for "
            "the price in minor units, and C for the check digit"
        )
        self.pattern = pattern
        self.reason = reason


class PricesFileInvalid(ColugoError):
    """A file of prices has lines that cannot be taken, so none was."""

    def __init__(self, file: str, problems: Sequence[LineProblem]) -> None:
        shown = [f"line {line}: {problem}" for line, problem in problems[:_SHOWN_PROBLEMS]]
        if len(problems) > _SHOWN_PROBLEMS:
            shown.append(f"... and {len(problems) - _SHOWN_PROBLEMS} more")
        super().__init__(
            f"{file} was not taken, nothing is changed; correct it and try again\n"
            + "\n".join(shown)
        )
        self.file = file
        self.problems = tuple(problems)


class DocumentFileInvalid(ColugoError):
    """A JSON file that people write cannot be used."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file} was not taken, nothing is changed: {reason}")
        self.file = file
        self.reason = reason
