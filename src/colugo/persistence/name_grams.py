"""Cuts names into the short pieces that a search compares. Knows no tables.

Chinese is cut into single signs and pairs, Latin letters and digits into threes and the beginnings
of words; a Chinese name is also cut as it sounds, in full and by initials. So 莫斯利安 is found
by 莫斯, by `mosili` and by `msla`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

_RUNS: Final = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_GRAM = 3  # Source: PostgreSQL, pg_trgm: threes of letters
_START = "^"
_LONGEST_QUERY = 64  # pieces; a name has 200 letters at most, nobody types them all


def grams_of_names(name: str, name_en: str) -> set[str]:
    """The pieces of a product's names."""
    words = set(_words(name)) | set(_words(name_en)) | set(_sounds(name))
    return {gram for word in words for gram in _kept_grams(word)}


def grams_of_query(query: str) -> list[str]:
    """The pieces that what somebody typed has in common with a name that it names."""
    grams = [gram for word in _words(query) for gram in _asked_grams(word)]
    return list(dict.fromkeys(grams))[:_LONGEST_QUERY]


def _words(text: str) -> Iterable[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())


def _sounds(name: str) -> Iterator[str]:
    """Pinyin of each Chinese part of a name, in full and by initials."""
    from pypinyin import lazy_pinyin  # its tables take a tenth of a second to load

    for part in _HAN.findall(name):
        syllables = [syllable.casefold() for syllable in lazy_pinyin(part)]
        yield "".join(syllables)
        yield "".join(syllable[0] for syllable in syllables)


def _kept_grams(word: str) -> Iterator[str]:
    if not _is_latin(word):
        yield from word
        yield from _pieces(word, 2)
        return
    yield _START + word[:1]
    yield _START + word[:2]
    yield from _pieces(word, _GRAM)


def _asked_grams(word: str) -> Iterable[str]:
    if not _is_latin(word):
        return _pieces(word, 2) if len(word) > 1 else [word]
    return _pieces(word, _GRAM) if len(word) >= _GRAM else [_START + word]


def _pieces(word: str, size: int) -> list[str]:
    return [word[start : start + size] for start in range(len(word) - size + 1)]


def _is_latin(word: str) -> bool:
    return word[0].isascii()
