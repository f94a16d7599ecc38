"""How wide text is on a printer, where a Chinese character takes two columns."""

import unicodedata

_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})


def clean(text: str) -> str:
    """Text without control characters: none of it can be a command to a printer."""
    return "".join(" " if unicodedata.category(each) in _CONTROL else each for each in text)


def width(text: str) -> int:
    """Columns that the text takes.

    Source: Unicode Standard Annex 11, East Asian Width: W and F are two columns wide.
    """
    return sum(_width(letter) for letter in text)


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns, broken where it must be."""
    lines, line, used = [], "", 0
    for letter in text:
        if used + _width(letter) > columns:
            lines.append(line)
            line, used = "", 0
        line += letter
        used += _width(letter)
    return [*lines, line]


def spread(left: str, right: str, columns: int) -> list[str]:
    """`left` and `right` at the two ends of a line, on two where one is too short."""
    space = columns - width(left) - width(right)
    if space >= 1:
        return [f"{left}{' ' * space}{right}"]
    return [*wrap(left, columns), f"{' ' * max(0, columns - width(right))}{right}"]


def centre(text: str, columns: int) -> list[str]:
    """The text in the middle of its lines."""
    return [f"{' ' * ((columns - width(line)) // 2)}{line}" for line in wrap(text, columns)]


def _width(letter: str) -> int:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
