"""Finds a file whose name was garbled on its way: copied, zipped or checked out wrongly.

Two ways lead to it. The wanted name is garbled as the usual mistakes do it, and looked for;
and the name of the product is spelt in pinyin, as the predecessor named its pictures, and
compared by its plain letters. A file is taken only where exactly one fits.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from pypinyin import lazy_pinyin

# (written as, read as). Source: a name in UTF-8 on a Chinese Windows (GBK), in a ZIP without
# its UTF-8 mark (CP437, as its specification has it), and in a tool of Western Europe.
_MISTAKES = (
    ("utf-8", "gb18030"),
    ("utf-8", "gbk"),
    ("utf-8", "cp437"),
    ("gbk", "cp437"),
    ("utf-8", "cp1252"),
    ("utf-8", "latin-1"),
    ("gbk", "latin-1"),
)
_LOST = "\ufffd"  # bytes that the wrong encoding cannot read
_NOT_PLAIN = re.compile("[^a-z0-9]")


def find_garbled(wanted: str, files: Iterable[str]) -> str | None:
    """The one file whose name is `wanted`, garbled; None where none or several are."""
    if wanted.isascii():
        return None
    patterns = [_pattern(text) for text in _garbled(wanted)]
    return _only(file for file in files if any(each.fullmatch(file) for each in patterns))


def find_by_pinyin(product_name: str, files: Iterable[str]) -> str | None:
    """The one file that is called as the product sounds; None where none or several are.

    Only plain letters and digits are compared, since those are never garbled; of these a
    name must have four or more.
    """
    wanted = plain_letters(spelt(product_name))
    if len(wanted) < 4:
        return None
    return _only(file for file in files if plain_letters(PurePosixPath(file).stem) == wanted)


@lru_cache(maxsize=10_000)
def spelt(name: str) -> str:
    """The name in pinyin without tones, what is no Chinese letter as it is."""
    return "".join(lazy_pinyin(name))


def plain_letters(text: str) -> str:
    """The letters a to z and digits of a text, in lower case."""
    return _NOT_PLAIN.sub("", text.lower())


def _garbled(name: str) -> Iterator[str]:
    for written, read in _MISTAKES:
        try:
            yield name.encode(written).decode(read, errors="replace")
        except UnicodeEncodeError:
            continue


def _pattern(garbled: str) -> re.Pattern[str]:
    """What is left of a garbled name: a lost byte, with the letter behind it, may be anything.

    A reader that meets half a letter takes the next byte with it, and writes one sign or none.
    """
    parts = re.split(f"({_LOST}+.?)", garbled)
    return re.compile(
        "".join(".{0,4}?" if part.startswith(_LOST) else re.escape(part) for part in parts if part)
    )


def _only(found: Iterable[str]) -> str | None:
    names = sorted(set(found))
    return names[0] if len(names) == 1 else None
