"""The way of one photo, through the shop as a person would use it from Python."""

import threading
from pathlib import Path

import pytest

from colugo import Shop
from colugo.errors import (
    EnrolmentFailed,
    GalleryOfOtherModel,
    NothingToEnrol,
    PhotoTaken,
    ShopExists,
    ShopMissing,
    SkuTaken,
    SkuUnknown,
)
from tests.checkout.coloured_shop import (
    BLUE,
    GREEN,
    GREY,
    RED,
    colour_between,
    coloured_shop,
    photo_of,
    picture,
    stocked_shop,
    with_colour_networks,
)


def test_a_scene_becomes_a_priced_list(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    scene = picture((RED, (5, 5, 45, 45)), (BLUE, (60, 5, 100, 45)), (RED, (110, 5, 150, 45)))

    recognition = shop.recognise(scene)

    lines = [(line.product.sku, line.quantity) for line in recognition.basket.lines]
    assert lines == [("B", 1), ("R", 2)]
    assert str(recognition.basket.total) == "11.80 CNY"
    assert recognition.is_settled


def test_a_scene_with_nothing_on_it_is_an_empty_list(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)

    recognition = shop.recognise(picture())

    assert recognition.verdicts == ()
    assert recognition.basket.lines == ()
    assert recognition.basket.total.minor == 0


def test_before_any_product_is_enrolled_every_box_is_unknown(tmp_path: Path) -> None:
    shop = coloured_shop(tmp_path)

    recognition = shop.recognise(picture((RED, (5, 5, 45, 45))))

    assert [verdict.kind for verdict in recognition.verdicts] == ["unknown"]
    assert recognition.verdicts[0].similarity is None
    assert not recognition.is_settled


def test_a_product_that_is_like_nothing_enrolled_is_unknown_and_not_dropped(tmp_path: Path) -> None:
    shop = coloured_shop(tmp_path)
    shop.add_product(sku="R", name="Red", price="1")
    shop.enrol("R", [photo_of(RED), photo_of(RED, shade=6)])

    recognition = shop.recognise(picture((BLUE, (5, 5, 45, 45)), (RED, (60, 5, 100, 45))))

    assert sorted(verdict.kind for verdict in recognition.verdicts) == ["known", "unknown"]
    assert recognition.basket.total.minor == 100


def test_what_lies_between_two_products_is_asked_about(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    between = colour_between(RED, GREEN)

    recognition = shop.recognise(picture((between, (5, 5, 45, 45))))

    (verdict,) = recognition.verdicts
    assert verdict.kind == "unsure"
    assert {each.sku for each in verdict.candidates[:2]} == {"R", "G"}
    assert len(verdict.candidates) <= 3
    assert recognition.basket.lines == ()


def test_a_product_enrolled_by_another_process_is_known_at_the_next_scene(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    scene = picture((GREY, (5, 5, 45, 45)))
    before = shop.recognise(scene)
    other = with_colour_networks(Shop.open(tmp_path))

    other.add_product(sku="Y", name="Grey", price="2")
    other.enrol("Y", [photo_of(GREY), photo_of(GREY, shade=1)])

    assert before.verdicts[0].sku is None
    assert shop.recognise(scene).verdicts[0].sku == "Y"


def test_a_new_price_counts_at_the_next_scene(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    scene = picture((GREEN, (5, 5, 45, 45)))
    shop.recognise(scene)

    shop.update_product("G", price="3.20")

    assert str(shop.recognise(scene).basket.total) == "3.20 CNY"


@pytest.mark.parametrize("how", ["remove_product", "deactivate", "remove_photos"])
def test_a_product_that_is_gone_is_recognised_no_more(tmp_path: Path, how: str) -> None:
    shop = stocked_shop(tmp_path)
    scene = picture((GREEN, (5, 5, 45, 45)))
    shop.recognise(scene)

    if how == "remove_product":
        shop.remove_product("G")
    elif how == "deactivate":
        shop.update_product("G", is_active=False)
    else:
        shop.remove_photos([photo.id for photo in shop.photos("G")])

    assert shop.recognise(scene).verdicts[0].sku is None


def test_a_product_sold_again_is_known_again(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    scene = picture((GREEN, (5, 5, 45, 45)))
    shop.update_product("G", is_active=False)
    shop.recognise(scene)

    shop.update_product("G", is_active=True)

    assert shop.recognise(scene).verdicts[0].sku == "G"


def test_a_shop_opened_again_knows_what_it_knew(tmp_path: Path) -> None:
    with stocked_shop(tmp_path):
        pass

    with with_colour_networks(Shop.open(tmp_path)) as shop:
        recognition = shop.recognise(picture((RED, (5, 5, 45, 45))))

    assert recognition.verdicts[0].sku == "R"


def test_one_bad_photo_of_three_leaves_the_gallery_as_it_was(tmp_path: Path) -> None:
    shop = coloured_shop(tmp_path)
    shop.add_product(sku="R", name="Red", price="1")
    bad = tmp_path / "text.jpg"
    bad.write_text("this is no picture")

    with pytest.raises(EnrolmentFailed) as caught:
        shop.enrol("R", [photo_of(RED), bad, tmp_path / "missing.jpg"])

    assert set(caught.value.problems) == {str(bad), str(tmp_path / "missing.jpg")}
    assert shop.photos("R") == []
    assert not list(tmp_path.glob("photos/*/*"))


def test_the_same_photo_twice_is_refused_and_nothing_of_the_call_is_kept(tmp_path: Path) -> None:
    shop = coloured_shop(tmp_path)
    shop.add_product(sku="R", name="Red", price="1")

    with pytest.raises(PhotoTaken):
        shop.enrol("R", [photo_of(RED), photo_of(RED)])

    assert shop.photos("R") == []


def test_enrolling_an_unknown_sku_says_so_before_any_photo_is_read(tmp_path: Path) -> None:
    shop = coloured_shop(tmp_path)

    with pytest.raises(SkuUnknown):
        shop.enrol("nobody", [tmp_path / "missing.jpg"])


def test_enrolling_nothing_is_refused(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)

    with pytest.raises(NothingToEnrol):
        shop.enrol("R", [])


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path / "shop")
    (tmp_path / "photos" / "R").mkdir(parents=True)

    with pytest.raises(NothingToEnrol):
        shop.enrol_folder(tmp_path / "photos")


def test_a_gallery_of_another_model_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    stocked_shop(tmp_path).close()
    shop = with_colour_networks(Shop.open(tmp_path), model_id="other:111111111111:fp32")
    scene = picture((RED, (5, 5, 45, 45)))

    with pytest.raises(GalleryOfOtherModel, match="colugo gallery rebuild"):
        shop.recognise(scene)
    with pytest.raises(GalleryOfOtherModel):
        shop.enrol("R", [photo_of(RED, shade=9)])
    rebuilt = shop.rebuild_gallery()

    assert rebuilt == 6
    assert shop.recognise(scene).verdicts[0].sku == "R"
    assert shop.check_gallery().embedded_by == {"other:111111111111:fp32": 6}


def test_the_check_names_what_is_wrong(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    shop.add_product(sku="new", name="New", price="1")
    shop.remove_photos([shop.photos("B")[0].id])
    shop.database.files.path_of(shop.photos("R")[0].path).unlink()

    report = shop.check_gallery()

    assert report.without_photos == ("new",)
    assert report.with_one_photo == ("B",)
    assert len(report.missing_files) == 1
    assert not report.is_sound


def test_a_product_sold_by_weight_is_asked_about_and_not_priced(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    shop.import_products(b"sku,name,price,unit\nR,Apples,5.50,weight\n", update=True)

    recognition = shop.recognise(picture((RED, (5, 5, 45, 45)), (BLUE, (60, 5, 100, 45))))

    kinds = {verdict.candidates[0].sku: verdict.kind for verdict in recognition.verdicts}
    assert kinds == {"R": "unsure", "B": "known"}
    assert [line.product.sku for line in recognition.basket.lines] == ["B"]


def test_a_change_of_price_leaves_every_other_field(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    shop.import_products(b"sku,name,price,min_age\nG,Gin,3,18\n", update=True)

    shop.update_product("G", price="4")

    assert (shop.product("G").price.minor, shop.product("G").min_age_years) == (400, 18)


@pytest.mark.parametrize("how", ["remove_product", "remove_photos"])
def test_the_calibration_follows_what_is_taken_out(tmp_path: Path, how: str) -> None:
    shop = stocked_shop(tmp_path)
    with shop.database.reading() as work:
        before = work.calibrations.find(shop.embedder.model_id)

    if how == "remove_product":
        shop.remove_product("G")
    else:
        shop.remove_photos([photo.id for photo in shop.photos("G")])

    with shop.database.reading() as work:
        after = work.calibrations.find(shop.embedder.model_id)
    assert before is not None
    assert after is not None
    assert (before.facts["gallery_photos"], after.facts["gallery_photos"]) == (6, 4)


def test_photos_can_be_removed_while_another_model_embedded_them(tmp_path: Path) -> None:
    stocked_shop(tmp_path).close()
    shop = with_colour_networks(Shop.open(tmp_path), model_id="other:111111111111:fp32")

    removed = shop.remove_photos([photo.id for photo in shop.photos("G")])

    assert len(removed) == 2
    assert shop.rebuild_gallery() == 4


def test_there_is_no_shop_in_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ShopMissing, match="colugo init"):
        Shop.open(tmp_path)


def test_a_second_shop_in_one_folder_is_refused(tmp_path: Path) -> None:
    stocked_shop(tmp_path).close()

    with pytest.raises(ShopExists):
        Shop.create(tmp_path)

    assert len(Shop.open(tmp_path).products()) == 3


def test_two_products_of_one_sku_are_refused(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)

    with pytest.raises(SkuTaken):
        shop.add_product(sku="R", name="Another", price="1")

    assert shop.product("R").name == "莫斯利安"


def test_scenes_are_recognised_while_photos_are_enrolled(tmp_path: Path) -> None:
    shop = stocked_shop(tmp_path)
    scene = picture((RED, (5, 5, 45, 45)))
    seen: list[str | None] = []
    watcher = threading.Thread(
        target=lambda: seen.extend(shop.recognise(scene).verdicts[0].sku for _ in range(20))
    )

    watcher.start()
    for shade in range(10, 40, 6):
        shop.enrol("G", [photo_of(GREEN, shade=shade)])
    watcher.join()

    assert seen == ["R"] * 20
