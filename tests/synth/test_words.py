from colugo.synth.icons import NAMES
from colugo.synth.product import KINDS
from colugo.synth.words import BADGES, BRAND_LATIN, BRAND_ZH, CATEGORIES, SMALL_PRINT


def test_every_category_can_be_packed_named_and_priced() -> None:
    for category in CATEGORIES.values():
        low, high = category.price_minor

        kinds = set(category.kinds)

        assert kinds <= set(KINDS)
        assert category.nouns
        assert category.slogans
        assert 0 < low < high


def test_every_flavour_and_category_has_a_picture() -> None:
    flavours = {one for category in CATEGORIES.values() for one in category.flavours}

    pictures = {one.icon for one in flavours} | {i for c in CATEGORIES.values() for i in c.icons}

    assert pictures <= set(NAMES)


def test_a_group_of_flavours_is_large_enough_for_the_largest_family() -> None:
    groups = [category.flavours for category in CATEGORIES.values()]

    distinct = [len({one.zh for one in group}) for group in groups]

    assert min(distinct) >= 12
    assert distinct == [len(group) for group in groups]


def test_every_kind_of_package_occurs() -> None:
    packed = {kind for category in CATEGORIES.values() for kind in category.kinds}

    assert packed == set(KINDS)


def test_there_are_words_for_the_rest() -> None:
    parts = (*BRAND_ZH, *BRAND_LATIN)

    shortest = min(len(part) for part in parts)

    assert shortest >= 16
    assert len(BADGES) >= 10
    assert len(SMALL_PRINT) >= 6
