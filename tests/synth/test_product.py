import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import BadSynthRequest
from colugo.shop import Currency, parse_price
from colugo.synth import KINDS, make_family, make_look_alikes, make_product, make_products
from colugo.synth.barcode import check_digit

seeds = st.integers(0, 10**10 - 1)


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_a_product_follows_from_its_seed_alone(seed: int) -> None:
    first = make_product(seed)

    second = make_product(seed)

    assert first == second
    assert first.kind in KINDS


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_a_sku_is_an_ean_13_for_use_inside_one_shop(seed: int) -> None:
    product = make_product(seed)

    sku = product.sku

    assert len(sku) == 13
    assert sku.isdigit()
    assert 20 <= int(sku[:2]) <= 29  # no product of the real world has it
    assert int(sku[-1]) == check_digit(sku[:-1])
    assert product.barcode == sku


def test_no_two_seeds_share_a_sku() -> None:
    seeds = [*range(3000), *range(10**10 - 3000, 10**10)]

    skus = {make_product(seed).sku for seed in seeds}

    assert len(skus) == len(seeds)


def test_a_name_says_brand_flavour_and_size_in_both_scripts() -> None:
    product = make_product(12)

    name = product.name

    for part in (*product.brand, *product.noun, product.flavour.zh, product.flavour.latin):
        assert part in name
    assert product.size_text in name


@pytest.mark.parametrize("seed", range(12))
def test_a_price_is_one_the_shop_can_read(seed: int) -> None:
    product = make_product(seed)

    price = parse_price(product.price_text, Currency("CNY", 2))

    assert price.minor > 0
    assert price.minor % 10 == 0


@pytest.mark.parametrize("seed", range(40))
def test_the_members_of_a_family_differ_in_flavour_or_in_size_and_in_nothing_else(
    seed: int,
) -> None:
    members = make_family(seed, 4)

    flavours = {one.flavour for one in members}
    sizes = {one.size_text for one in members}

    assert len({(one.flavour, one.size_text) for one in members}) == 4
    assert len({(one.family, one.brand, one.kind, one.noun, one.category) for one in members}) == 1
    assert len(sizes) == 1 or len(flavours) == 1 + (len(sizes) < 4)


def test_no_two_members_of_the_largest_family_are_alike() -> None:
    families = [make_family(seed, 12) for seed in range(60)]

    distinct = [len({(one.flavour, one.size_text) for one in members}) for members in families]

    assert set(distinct) == {12}


def test_some_families_differ_in_size_only() -> None:
    families = [make_family(seed, 3) for seed in range(60)]

    in_size_only = [len({one.flavour for one in members}) == 1 for members in families]

    assert 1 <= sum(in_size_only) <= 20


def test_a_shop_has_as_many_products_as_asked_and_many_families() -> None:
    products = make_products(seed=2, count=600)

    sizes = [
        sum(1 for one in products if one.family == key) for key in {p.family for p in products}
    ]

    assert len({one.sku for one in products}) == 600
    assert {one.kind for one in products} == set(KINDS)
    assert sum(size for size in sizes if size >= 3) > 300


def test_two_shops_share_no_product() -> None:
    first, second = make_products(seed=1, count=300), make_products(seed=2, count=300)

    shared = {one.sku for one in first} & {one.sku for one in second}

    assert not shared


@pytest.mark.parametrize("seed", [-1, 10**10])
def test_a_seed_out_of_bounds_is_refused_with_the_bounds(seed: int) -> None:
    with pytest.raises(BadSynthRequest, match="9999999999") as caught:
        make_product(seed)

    assert caught.value.got == seed


def test_a_family_that_comes_after_its_member_is_refused() -> None:
    with pytest.raises(BadSynthRequest, match="seed of a product"):
        make_product(3, family=4)


@pytest.mark.parametrize("members", [0, 13])
def test_a_family_has_1_to_12_members(members: int) -> None:
    with pytest.raises(BadSynthRequest, match="1 to 12"):
        make_family(0, members)


@pytest.mark.parametrize(("seed", "count"), [(-1, 5), (1501, 5), (0, 0), (0, 100_001)])
def test_a_shop_out_of_bounds_is_refused(seed: int, count: int) -> None:
    with pytest.raises(BadSynthRequest, match="must be"):
        make_products(seed, count)


def test_look_alikes_differ_in_flavour_size_and_language_one_after_the_other() -> None:
    for seed in range(8):
        first, flavour, size, language, *_ = make_look_alikes(seed, 1, 5)

        assert (flavour.size_text, flavour.language) == (first.size_text, "zh")
        assert flavour.flavour != first.flavour
        assert (size.flavour, size.language) == (first.flavour, "zh")
        assert size.size_text != first.size_text
        assert (language.size_text, language.language) == (first.size_text, "en")
        assert language.noun[0] == first.noun[1]
        assert language.name.removesuffix(language.size_text).isascii()


def test_no_two_look_alikes_are_the_same_and_none_is_a_product_of_a_shop() -> None:
    alike = make_look_alikes(2, 30, 12)

    told = {(p.family, p.flavour, p.size_text, p.language) for p in alike}
    skus = {product.sku for product in alike}
    assert len(told) == len(skus) == 360
    assert len({p.family for p in alike}) == 30
    assert not {p.family for p in alike} & {p.family for p in make_products(2, 100_000)}


def test_a_look_alike_follows_from_its_seed_and_family() -> None:
    for product in make_look_alikes(4, 2, 12):
        assert make_product(product.seed, product.family) == product


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        ((-1, 1, 5), "seed of a shop"),
        ((1, 0, 5), "number of families"),
        ((1, 1, 1), "2 to 12"),
        ((1, 1, 13), "2 to 12"),
    ],
)
def test_look_alikes_out_of_bounds_are_refused(wanted: tuple[int, int, int], what: str) -> None:
    with pytest.raises(BadSynthRequest, match=what):
        make_look_alikes(*wanted)
