"""The words on the packages: brands, categories, flavours, sizes. Knows `words.toml`, no picture.

Names are Chinese and Latin side by side, as on a Chinese shelf.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Flavour:
    """What tells the members of a family apart: its words, its colour, its picture."""

    zh: str
    latin: str
    rgb: tuple[int, int, int]
    icon: str


@dataclass(frozen=True)
class Category:
    """One aisle of the shop: what a product is called and how it is packed."""

    key: str
    nouns: tuple[tuple[str, str], ...]  # (zh, latin)
    kinds: tuple[str, ...]  # one named twice comes twice as often
    flavours: tuple[Flavour, ...]
    sizes: tuple[str, ...]  # from small to large
    price_minor: tuple[int, int]  # lowest, highest
    slogans: tuple[str, ...]
    icons: tuple[str, ...]  # pictures that fit whatever the flavour


def _flavour(row: list[str]) -> Flavour:
    zh, latin, hexed, icon = row
    red, green, blue = bytes.fromhex(hexed)
    return Flavour(zh, latin, (red, green, blue), icon)


def _category(table: dict[str, Any], flavours: dict[str, tuple[Flavour, ...]]) -> Category:
    low, high = table["price_minor"]
    return Category(
        key=table["key"],
        nouns=tuple((zh, latin) for zh, latin in table["nouns"]),
        kinds=tuple(table["kinds"]),
        flavours=flavours[table["flavours"]],
        sizes=tuple(table["sizes"]),
        price_minor=(low, high),
        slogans=tuple(table["slogans"]),
        icons=tuple(table["icons"]),
    )


_TABLES = tomllib.loads(files("colugo.synth").joinpath("words.toml").read_text(encoding="utf-8"))
_FLAVOURS = {key: tuple(map(_flavour, rows)) for key, rows in _TABLES["flavours"].items()}

CATEGORIES = {one["key"]: _category(one, _FLAVOURS) for one in _TABLES["category"]}
BRAND_ZH = tuple(tuple(_TABLES[f"brand_zh_{part}"]) for part in ("first", "last"))
BRAND_LATIN = tuple(tuple(_TABLES[f"brand_latin_{part}"]) for part in ("first", "middle", "last"))
BADGES: tuple[str, ...] = tuple(_TABLES["badges"])
SMALL_PRINT: tuple[str, ...] = tuple(_TABLES["small_print"])
