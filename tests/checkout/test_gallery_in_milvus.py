"""A shop whose gallery lies in a file of Milvus Lite; a cluster has the same client."""

from pathlib import Path

import numpy as np
import pytest

from colugo import Shop
from colugo.errors import GalleryServerFailed, SettingsInvalid
from colugo.gallery import Matches, MilvusIndex
from tests.checkout.coloured_shop import (
    BLUE,
    RED,
    Colour,
    photo_of,
    picture,
    stocked_shop,
    with_colour_networks,
)

pytest.importorskip("milvus_lite")
AT = (10, 10, 60, 60)
YELLOW: Colour = (235, 220, 20)


@pytest.fixture
def options(tmp_path: Path) -> dict[str, object]:
    return {"index": "milvus", "milvus_uri": str(tmp_path / "gallery.db")}


def test_goods_are_recognised_by_a_gallery_in_milvus(
    tmp_path: Path, options: dict[str, object]
) -> None:
    with stocked_shop(tmp_path / "shop", **options) as shop:
        before = skus(shop, RED)
        shop.remove_product("R")
        after = skus(shop, RED)

        assert before == ["R"]
        assert "R" not in after
        assert len(shop.gallery.index) == 4


def test_a_collection_that_is_in_step_is_not_written_again(
    tmp_path: Path, options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with stocked_shop(tmp_path / "shop", **options) as shop:
        skus(shop, RED)
    written: list[int] = []
    put = MilvusIndex.put
    monkeypatch.setattr(
        MilvusIndex, "put", lambda self, *rows: (written.append(len(rows[0])), put(self, *rows))
    )

    with with_colour_networks(Shop.open(tmp_path / "shop", **options)) as again:
        found = skus(again, BLUE)

    assert found == ["B"]
    assert written == []


def test_a_collection_that_was_lost_or_is_behind_is_made_whole_at_the_start(
    tmp_path: Path, options: dict[str, object]
) -> None:
    with stocked_shop(tmp_path / "shop", **options) as shop:
        index = shop.gallery.index
        index.remove(np.arange(3))
        index.put(np.array([999]), np.array([77]), np.eye(3, dtype=np.float32)[:1])

    with with_colour_networks(Shop.open(tmp_path / "shop", **options)) as again:
        found = skus(again, RED)
        photos = len(again.gallery.index)

    assert found == ["R"]
    assert photos == 6


def test_what_one_service_enrols_and_removes_counts_for_the_other(
    tmp_path: Path, options: dict[str, object]
) -> None:
    with (
        stocked_shop(tmp_path / "shop", **options) as one,
        with_colour_networks(Shop.open(one.folder, **options)) as other,
    ):
        skus(other, RED)
        one.add_product(sku="Y", name="Beer", price="6.80")
        one.enrol("Y", [photo_of(YELLOW), photo_of(YELLOW, shade=6)])
        added = skus(other, YELLOW)
        other.remove_product("Y")
        removed = skus(one, YELLOW)
        photos = len(one.gallery.index), len(other.gallery.index)

    assert added == ["Y"]
    assert "Y" not in removed
    assert photos == (6, 6)


def test_a_product_that_only_another_service_knows_yet_is_passed_over(
    tmp_path: Path, options: dict[str, object]
) -> None:
    with stocked_shop(tmp_path / "shop", **options) as shop:
        skus(shop, RED)
        row = shop.embedder.embed([photo_image(shop, YELLOW)])
        shop.gallery.index.put(np.array([999]), np.array([77]), row)

        found = shop.gallery.search(row, k=4)
        searched = shop.search(photo_of(YELLOW), limit=4)

    assert isinstance(found, Matches)
    assert 77 not in found.product_ids
    assert found.product_ids[0, -1] == -1
    assert (found.product_ids[0, :3] != -1).all()
    assert sorted(each.sku for each in searched) == ["B", "G", "R"]


def test_a_server_that_does_not_answer_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(GalleryServerFailed, match="nothing of the shop is lost"):
        MilvusIndex(3, uri=str(tmp_path / "no" / "such" / "folder" / "gallery.db"))


def test_an_index_in_milvus_needs_to_know_where(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="milvus_uri"):
        Shop.create(tmp_path / "shop", index="milvus")


def skus(shop: Shop, colour: Colour) -> list[str | None]:
    """What the shop takes a patch of a colour for, its best guess."""
    verdicts = shop.recognise(picture((colour, AT))).verdicts
    return [each.candidates[0].sku if each.candidates else None for each in verdicts]


def photo_image(shop: Shop, colour: Colour):
    from colugo.vision import decode

    return decode(photo_of(colour), shop.limits)
