"""A shop whose settings name a server is made, used and opened there."""

from pathlib import Path

import pytest

from colugo import Shop
from colugo.errors import DatabaseExists, DatabaseUrlInvalid, ShopMissing, StorageFailed
from tests.postgres import postgres_server as postgres_server
from tests.postgres import postgres_url as postgres_url

from .coloured_shop import RED, photo_of, picture, with_colour_networks


def test_a_shop_on_a_server_recognises_what_it_enrolled(tmp_path: Path, postgres_url: str) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "colugo.toml").write_text(f'database_url = "{postgres_url}"\n')
    with with_colour_networks(Shop.create(folder)) as shop:
        shop.add_product(sku="R", name="red", price="5.50")
        shop.enrol("R", [photo_of(RED), photo_of(RED, 20)])

    with with_colour_networks(Shop.open(folder)) as shop:
        recognition = shop.recognise(picture((RED, (10, 10, 60, 60))))
        assert [verdict.sku for verdict in recognition.verdicts] == ["R"]
        assert "password" not in repr(shop.settings)
    assert not (folder / "shop.sqlite3").exists()
    with pytest.raises(DatabaseExists):
        Shop.create(folder)


def test_an_address_that_cannot_be_used_is_a_sentence_without_its_password(tmp_path: Path) -> None:
    for url, error in (
        ("mysql://me:secret@host/shop", DatabaseUrlInvalid),
        ("nothing", DatabaseUrlInvalid),
        ("postgresql://me:secret@127.0.0.1:1/shop", StorageFailed),
    ):
        with pytest.raises(error) as raised:
            Shop.create(tmp_path / "shop", database_url=url)
        assert "secret" not in str(raised.value)


def test_a_folder_without_a_shop_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(ShopMissing):
        Shop.open(tmp_path)
