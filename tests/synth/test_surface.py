"""Labels, patterns, skins: what is printed."""

import numpy as np
import pytest

from colugo.synth import SynthProduct, make_family, make_look_alikes, make_product, make_products
from colugo.synth.bodies import body_of
from colugo.synth.canvas import plain_sheet
from colugo.synth.design import LAYOUTS, LOGOS, PATTERNS, Design, design_of, fingerprint
from colugo.synth.label import Label
from colugo.synth.layouts import paint_front
from colugo.synth.patterns import printed_ground
from colugo.synth.skin import skin_of
from colugo.synth.smallprint import paint_info

from .marks import needs_fonts

pytestmark = needs_fonts


def design_with(**changes: int) -> Design:
    for seed in range(5000):
        design = design_of(make_product(seed))
        if all(getattr(design, name) == wanted for name, wanted in changes.items()):
            return design
    raise LookupError(changes)


@pytest.mark.parametrize("layout", range(LAYOUTS))
def test_every_layout_prints_on_any_shape_of_front(layout: int) -> None:
    design, product = design_with(layout=layout), make_product(3)

    for width, height in ((60, 200), (150, 150), (240, 90)):
        sheet = plain_sheet(width, height, design.ground)
        paint_front(sheet, product, design, (0.1, 0.0, 0.8, 1.0))

        changed = (sheet.pixels() != np.array(design.ground)).any(axis=2)
        assert changed.mean() > 0.1
        assert not changed[:, : round(width * 0.1) - 1].any()  # it stays in its area


@pytest.mark.parametrize("logo", range(LOGOS))
def test_every_logo_fills_its_place(logo: int) -> None:
    design, product = design_with(logo=logo), make_product(3)
    sheet = plain_sheet(200, 100, design.ground)

    Label(sheet, product, design).logo((0.2, 0.2, 0.6, 0.5))

    changed = (sheet.pixels() != np.array(design.ground)).any(axis=2)
    assert changed[20:70, 40:160].mean() > 0.08
    assert not changed[90:].any()


@pytest.mark.parametrize("pattern", range(PATTERNS))
def test_every_pattern_repeats_with_its_fronts(pattern: int) -> None:
    design = design_with(pattern=pattern)

    wrap = printed_ground(design, 200, 80, periods=2)

    assert wrap.shape == (80, 200, 3)
    assert np.array_equal(wrap[:, :100], wrap[:, 100:])


@pytest.mark.parametrize("pattern", range(1, PATTERNS))
def test_every_pattern_but_the_plain_one_shows_both_colours(pattern: int) -> None:
    design = design_with(pattern=pattern)

    ground = printed_ground(design, 120, 120).reshape(-1, 3).astype(int)

    spread = np.ptp(ground, axis=0).max()
    assert spread > 0.3 * np.abs(np.subtract(design.ground, design.second)).max()


def test_small_print_differs_from_family_to_family_but_bears_the_own_barcode() -> None:
    first, second = make_family(2, 2)
    sheets = []
    for product in (first, second):
        design = design_of(product)
        sheets.append(plain_sheet(200, 160, (255, 255, 255)))
        paint_info(Label(sheets[-1], product, design), (0.0, 0.0, 1.0, 1.0))

    difference = (sheets[0].pixels() != sheets[1].pixels()).any(axis=2)

    assert difference[105:150, 104:192].any()  # the bars
    assert not difference[16:90, 6:90].any()  # the nutrition table


def test_members_of_a_family_share_the_design_but_for_the_flavour() -> None:
    first, second = (design_of(one) for one in make_family(2, 2))

    shared = ("layout", "pattern", "logo", "name_face", "brand_face", "palette", "variation")

    assert all(getattr(first, name) == getattr(second, name) for name in shared)
    assert first.accent != second.accent


def test_two_flavours_look_different_and_two_prints_of_one_product_do_not() -> None:
    first, second = make_family(2, 2)

    front = skin_of(first, 200).colours[0]

    assert not np.array_equal(front, skin_of(second, 200).colours[0])
    skin_of.cache_clear()
    assert np.array_equal(front, skin_of(first, 200).colours[0])


def test_a_skin_halves_from_level_to_level_and_gives_the_one_that_is_fine_enough(
    one_of_each_kind: list[SynthProduct],
) -> None:
    for product in one_of_each_kind:
        skin = skin_of(product, 240)

        colours, scale = skin.level_for(skin.texels_per_cm / 3)

        assert colours is skin.colours[1]
        assert scale == skin.texels_per_cm / 2
        assert skin.level_for(1e9)[0] is skin.colours[0]
        assert skin.level_for(1e-9)[0] is skin.colours[-1]


def test_every_face_of_every_kind_is_printed(one_of_each_kind: list[SynthProduct]) -> None:
    for product in one_of_each_kind:
        skin = skin_of(product, 240)

        scale = skin.texels_per_cm

        for name, (x, y, width, height) in body_of(product).shape.faces.items():
            rows = slice(round(y * scale), round((y + height) * scale))
            columns = slice(round(x * scale), round((x + width) * scale))
            assert skin.colours[0][rows, columns].any(), name


def test_metal_shines_and_liquid_is_clear() -> None:
    can = next(
        p for n in range(900) if (p := make_product(n)).kind == "can" and p.category == "soda"
    )
    bottle = next(
        p for n in range(900) if (p := make_product(n)).kind == "bottle" and p.category == "juice"
    )

    metal, clear = skin_of(can, 200).finish[..., 1], skin_of(bottle, 200).finish[..., 2]

    assert (metal == 255).any()
    assert ((clear > 0) & (clear < 255)).any()


def test_no_two_products_of_a_large_shop_have_one_design() -> None:
    products = [*make_products(6, 700), *make_look_alikes(6, 30, 12)]

    designs = {fingerprint(product) for product in products}

    assert len(designs) == 1060
    assert fingerprint(make_products(6, 1)[0]) == fingerprint(products[0])


@pytest.mark.parametrize("seed", range(12))
def test_the_fronts_of_look_alikes_are_all_different_in_one_layout(seed: int) -> None:
    alike = make_look_alikes(seed, 1, 12)

    fronts = []
    for product in alike:
        sheet = plain_sheet(180, 240, design_of(product).ground)
        paint_front(sheet, product, design_of(product), (0, 0, 1, 1))
        fronts.append(sheet.pixels().tobytes())

    assert len(set(fronts)) == 12
    assert len({design_of(product).layout for product in alike}) == 1
