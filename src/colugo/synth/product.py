"""Products that do not exist: their words, numbers and family. Knows no picture.

Everything follows from seeds: the same seed is the same product on every machine.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from colugo.errors import BadSynthRequest
from colugo.synth.words import BRAND_LATIN, BRAND_ZH, CATEGORIES, Category, Flavour, flavours

KINDS = ("box", "can", "bottle", "pouch", "cup", "tub", "jar")
_SEEDS = 10**10  # as many as the SKU has free digits
_MIX = 3_141_592_653  # odd and not divisible by 5, so that every seed has its own SKU
MEMBER_STEP = 64  # seeds a family takes up


@dataclass(frozen=True)
class SynthProduct:
    """An invented product."""

    seed: int
    family: int  # look-alikes share it: brand, kind and design
    sku: str  # 13 digits, an EAN-13 with its check digit
    name: str  # Chinese, then Latin
    kind: str  # one of KINDS
    brand: tuple[str, str]  # Chinese, Latin
    noun: tuple[str, str]
    category: str
    flavour: Flavour
    size_text: str
    price_text: str  # for example 5.50

    @property
    def barcode(self) -> str:
        """The number under the bars; the SKU itself."""
        return self.sku


@dataclass(frozen=True)
class _Family:
    brand: tuple[str, str]
    category: Category
    noun: tuple[str, str]
    kind: str
    order: tuple[int, ...]  # of the flavours
    differs_in_size_only: bool
    price_minor: int


def make_product(seed: int, family: int | None = None) -> SynthProduct:
    """Invent a product.

    Args:
        seed: its number, 0 up to 10**10 - 1. Within a family, as many following seeds as
            there are flavours (12 or more) give different flavours.
        family: seed of its family; its own seed when it has none.

    Raises:
        BadSynthRequest: the seed is out of bounds.
    """
    if not 0 <= seed < _SEEDS:
        raise BadSynthRequest("the seed of a product", f"0 to {_SEEDS - 1}", seed)
    family = seed if family is None else family
    kin = _family(family)
    group = flavours(kin.category.flavours)
    turn = 0 if kin.differs_in_size_only else seed
    flavour = group[kin.order[turn % len(group)]]
    number = seed if kin.differs_in_size_only else seed // len(group) + family
    size_text = kin.category.sizes[number % len(kin.category.sizes)]
    name = f"{kin.brand[0]}{flavour.zh}{kin.noun[0]} {size_text} {kin.brand[1]} {flavour.latin} {kin.noun[1]}"
    price_minor = kin.price_minor + 10 * (seed % 7) if kin.differs_in_size_only else kin.price_minor
    return SynthProduct(
        seed, family, _sku(seed), name, kin.kind, kin.brand, kin.noun, kin.category.key, flavour, size_text,
        f"{price_minor // 100}.{price_minor % 100:02d}",
    )  # fmt: skip


def make_family(seed: int, members: int) -> list[SynthProduct]:
    """Invent look-alikes: one brand, kind and design; only the flavour's words and colour, or only the size, differ.

    Args:
        seed: number of the family, 0 up to 10**10 / 64 - 1; its members take the
            64 product seeds from 64 * seed on.
        members: how many, 1 to 12, or to 5 in families that differ in size: fewer may come there.

    Raises:
        BadSynthRequest: members or seed are out of bounds.
    """
    if not 1 <= members <= 12:
        raise BadSynthRequest("the members of a family", "1 to 12", members)
    first = seed * MEMBER_STEP
    return [make_product(first + number, family=first) for number in range(members)]


def make_products(seed: int, count: int, family_share: float = 0.65) -> list[SynthProduct]:
    """Invent a shop: families of 2 to 6 look-alikes among products of their own.

    Args:
        seed: another seed is another shop.
        count: how many products.
        family_share: which share of them belongs to a family, 0..1.
    """
    rng = np.random.default_rng([seed, 11])
    products: list[SynthProduct] = []
    number = seed * 100_000
    while len(products) < count:
        members = (
            int(rng.integers(3, 6))
            if rng.random() < family_share / (family_share + 4 * (1 - family_share))
            else 1
        )
        products += make_family(number, members)
        number += 1
    return products[:count]


def check_digit(first_twelve: str) -> int:
    """The last digit of an EAN-13. Source: GS1 General Specifications, section 7.9."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return -total % 10


def _sku(seed: int) -> str:
    # GS1 keeps 20..29 for use inside one shop: no product of the real world has such a number.
    body = f"20{seed * _MIX % _SEEDS:010d}"
    return f"{body}{check_digit(body)}"


@lru_cache(maxsize=4096)
def _family(seed: int) -> _Family:
    rng = np.random.default_rng([seed, 1])
    category = CATEGORIES[rng.integers(len(CATEGORIES))]
    zh = "".join(str(rng.choice(part)) for part in BRAND_ZH)
    latin = "".join(str(rng.choice(part)) for part in BRAND_LATIN)
    noun = category.nouns[rng.integers(len(category.nouns))]
    kind = category.kinds[rng.integers(len(category.kinds))]
    order = tuple(int(n) for n in rng.permutation(len(flavours(category.flavours))))
    low, high = category.price_minor
    price_minor = int(low * (high / low) ** rng.random()) // 10 * 10
    return _Family((zh, latin), category, noun, kind, order, bool(rng.random() < 0.12), price_minor)
