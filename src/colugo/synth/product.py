"""Products that do not exist: their words, numbers and family. Knows no picture.

Everything follows from seeds: the same seed is the same product on every machine.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from colugo.errors import BadSynthRequest
from colugo.synth.barcode import check_digit
from colugo.synth.words import BRAND_LATIN, BRAND_ZH, CATEGORIES, Category, Flavour

KINDS = ("box", "can", "bottle", "pouch", "cup", "tub", "jar")
_SEEDS = 10**10  # as many as the SKU has free digits
_MIX = 3_141_592_653  # odd and not divisible by 5, so that every seed has its own SKU
MEMBER_STEP = 64  # seeds a family takes up
MAX_MEMBERS = 12
_TWISTED = 32  # from this member on, what tells members apart is told by _TWISTS
# Of each look-alike: how many flavours and sizes further than the first, and its language.
_TWISTS = (
    (0, 0, "zh"), (1, 0, "zh"), (0, 1, "zh"), (0, 0, "en"), (2, 0, "zh"), (1, 1, "zh"),
    (1, 0, "en"), (0, 1, "en"), (2, 1, "zh"), (3, 0, "zh"), (2, 0, "en"), (1, 1, "en"),
)  # fmt: skip
_SHOP_STEP = 100_000  # families a shop may have
_MOST_SHOPS = 1500
_LEAST_ALIKE, _MOST_ALIKE = 2, 40_000  # a shop of 100,000 products has about 51,000 families


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
    language: str = "zh"  # of its label: zh is Chinese and Latin, en Latin only

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
    flavours: tuple[Flavour, ...]  # in the order its members have them
    first_size: int
    differs_in_size_only: bool
    price_minor: int


def make_product(seed: int, family: int | None = None) -> SynthProduct:
    """Invent a product.

    Args:
        seed: its number, 0 up to 10**10 - 1.
        family: seed of the family it belongs to, at most its own; its own when it has none.
            The seeds that follow `family` are the family's members, no two alike.

    Raises:
        BadSynthRequest: a seed is out of bounds.
    """
    family = seed if family is None else family
    if not 0 <= family <= seed < _SEEDS:
        raise BadSynthRequest("the seed of a product", f"{max(family, 0)} to {_SEEDS - 1}", seed)
    kin, member = _family(family), seed - family
    sizes, tastes, language = kin.category.sizes, kin.flavours, "zh"
    if member >= _TWISTED:
        taste, further, language = _TWISTS[(member - _TWISTED) % len(_TWISTS)]
        size = kin.first_size + further
    elif kin.differs_in_size_only:
        size, taste = member % len(sizes), member // len(sizes)
    else:
        size, taste = kin.first_size + member // len(tastes), member
    flavour, size_text = tastes[taste % len(tastes)], sizes[size % len(sizes)]
    price_minor = kin.price_minor + 50 * (size % len(sizes))
    product = SynthProduct(
        seed, family, _sku(seed), "", kin.kind, kin.brand, kin.noun,
        kin.category.key, flavour, size_text, f"{price_minor // 100}.{price_minor % 100:02d}",
    )  # fmt: skip
    return _named(product) if language == "zh" else _in_latin(product)


def _named(product: SynthProduct) -> SynthProduct:
    """With its name in both scripts."""
    zh = f"{product.brand[0]}{product.flavour.zh}{product.noun[0]}"
    latin = f"{product.brand[1]} {product.flavour.latin} {product.noun[1]}"
    return replace(product, name=f"{zh} {product.size_text} {latin}")


def _in_latin(product: SynthProduct) -> SynthProduct:
    """The same product as it is sold abroad: brand, noun and flavour are Latin."""
    brand, noun, taste = product.brand[1], product.noun[1], product.flavour
    abroad = replace(taste, zh=taste.latin, latin="Flavour")
    return replace(
        product, name=f"{brand} {taste.latin} {noun} {product.size_text}", language="en",
        brand=(brand, brand), noun=(noun, noun), flavour=abroad,
    )  # fmt: skip


def make_family(seed: int, members: int) -> list[SynthProduct]:
    """Invent look-alikes: one brand, kind and design.

    Only the flavour's words and colour differ, or, in one family of eight, only the size.

    Args:
        seed: number of the family, 0 up to 10**10 / 64 - 1; its members have the product
            seeds from 64 * seed on.
        members: how many, 1 to 12.

    Raises:
        BadSynthRequest: members or seed are out of bounds.
    """
    if not 1 <= members <= MAX_MEMBERS:
        raise BadSynthRequest("the members of a family", f"1 to {MAX_MEMBERS}", members)
    first = seed * MEMBER_STEP
    return [make_product(first + number, family=first) for number in range(members)]


def make_look_alikes(seed: int, families: int, members: int) -> list[SynthProduct]:
    """Invent families of one layout each, whose members differ in flavour, size or language.

    The second has another flavour than the first, the third another size, the fourth another
    language, the fifth another flavour again; up to twelve, no two are alike.

    Args:
        seed: another seed, 0 to 1500, gives other families; the largest shop of
            `make_products` shares no design with them.
        families: how many, 1 to 40,000.
        members: of each, 2 to 12.

    Raises:
        BadSynthRequest: a number is out of bounds.
    """
    if not 0 <= seed <= _MOST_SHOPS:
        raise BadSynthRequest("the seed of a shop", f"0 to {_MOST_SHOPS}", seed)
    if not 1 <= families <= _MOST_ALIKE:
        raise BadSynthRequest("the number of families", f"1 to {_MOST_ALIKE}", families)
    if not _LEAST_ALIKE <= members <= MAX_MEMBERS:
        raise BadSynthRequest("the members of a family", f"2 to {MAX_MEMBERS}", members)
    last = (seed + 1) * _SHOP_STEP - 1
    firsts = ((last - number) * MEMBER_STEP for number in range(families))
    return [
        make_product(first + _TWISTED + member, first)
        for first in firsts
        for member in range(members)
    ]


def make_products(seed: int, count: int, family_share: float = 0.65) -> list[SynthProduct]:
    """Invent a shop: families of 3 to 5 look-alikes among products of their own.

    Args:
        seed: another seed, 0 to 1500, is another shop; no two shops share a product.
        count: how many products, 1 to 100,000.
        family_share: which share of them belongs to a family, 0..1.

    Raises:
        BadSynthRequest: seed or count is out of bounds.
    """
    if not 0 <= seed <= _MOST_SHOPS:
        raise BadSynthRequest("the seed of a shop", f"0 to {_MOST_SHOPS}", seed)
    if not 1 <= count <= _SHOP_STEP:
        raise BadSynthRequest("the number of products", f"1 to {_SHOP_STEP}", count)
    rng = np.random.default_rng([seed, 11])
    is_family = family_share / (family_share + 4 * (1 - family_share))  # 4 members on average
    products: list[SynthProduct] = []
    number = seed * _SHOP_STEP
    while len(products) < count:
        members = int(rng.integers(3, 6)) if rng.random() < is_family else 1
        products += make_family(number, members)
        number += 1
    return products[:count]


def _sku(seed: int) -> str:
    # GS1 keeps 20..29 for use inside one shop: no product of the real world has such a number.
    body = f"20{seed * _MIX % _SEEDS:010d}"
    return f"{body}{check_digit(body)}"


@lru_cache(maxsize=4096)
def _family(seed: int) -> _Family:
    rng = np.random.default_rng([seed, 1])
    category = tuple(CATEGORIES.values())[int(rng.integers(len(CATEGORIES)))]
    zh = "".join(str(rng.choice(part)) for part in BRAND_ZH)
    latin = "".join(str(rng.choice(part)) for part in BRAND_LATIN)
    low, high = category.price_minor
    return _Family(
        brand=(zh, latin),
        category=category,
        noun=category.nouns[int(rng.integers(len(category.nouns)))],
        kind=str(rng.choice(category.kinds)),
        flavours=tuple(category.flavours[n] for n in rng.permutation(len(category.flavours))),
        first_size=int(rng.integers(len(category.sizes))),
        differs_in_size_only=bool(rng.random() < 0.12),
        price_minor=int(low * (high / low) ** rng.random()) // 10 * 10,
    )
