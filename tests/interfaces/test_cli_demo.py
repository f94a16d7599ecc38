import os
import subprocess
import sys
from pathlib import Path

import pytest

from colugo import Shop
from colugo.interfaces.cli import scene
from colugo.vision import decode
from tests.checkout.coloured_shop import BLUE, RED, photo_of, picture

from .command_line import CommandLine, contents


@pytest.fixture
def demo_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo of two colours in place of the one that comes with Colugo."""
    files = tmp_path / "files"
    for sku, colour in (("R", RED), ("B", BLUE)):
        (files / "photos" / sku).mkdir(parents=True)
        for shade in (0, 6):
            path = files / "photos" / sku / f"{shade}.png"
            path.write_bytes(photo_of(colour, shade=shade))
    (files / "products.csv").write_text("sku,name,price\nR,Red,5.50\nB,Blue,0.80\n")
    (files / "scene.jpg").write_bytes(picture((RED, (5, 5, 45, 45)), (BLUE, (60, 5, 100, 45))))
    monkeypatch.setattr(scene, "DEMO_FILES", files)
    return files


def test_the_demo_makes_a_shop_and_prices_a_scene(
    colugo: CommandLine, demo_files: Path, tmp_path: Path
) -> None:
    answer = colugo("demo")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("made demo-shop: 2 products, 4 photos\n")
    assert "¥6.30" in answer.out
    assert decode(tmp_path / "demo-shop" / "scene.jpg").size_wh == (200, 100)


def test_the_command_that_the_demo_proposes_can_be_typed(
    colugo: CommandLine, demo_files: Path
) -> None:
    answer = colugo("demo", "my demo")

    assert answer.out.endswith("try it: colugo checkout --shop 'my demo' PICTURE\n")


def test_a_second_demo_is_made_anew_only_when_that_is_asked_for(
    colugo: CommandLine, demo_files: Path, tmp_path: Path
) -> None:
    colugo("demo")
    colugo("product", "update", "R", "--price", "9", "--shop", "demo-shop")
    (tmp_path / "demo-shop" / "notes.txt").write_text("mine")

    refused = colugo("demo")
    forced = colugo("demo", "--force")

    assert refused.refuses("there is a shop in demo-shop already")
    assert "¥6.30" in forced.out
    assert (tmp_path / "demo-shop" / "notes.txt").read_text() == "mine"


def test_a_shop_that_sells_anything_else_is_never_replaced_by_the_demo(
    colugo: CommandLine, demo_files: Path, shop_dir: Path
) -> None:
    before = contents(shop_dir)

    answer = colugo("demo", "--force", shop_dir)

    assert answer.refuses("sells 'G', which is no product of the demo")
    assert contents(shop_dir) == before


def test_the_demo_is_made_where_there_is_nothing_to_replace(
    colugo: CommandLine, demo_files: Path, tmp_path: Path
) -> None:
    answer = colugo("demo", "--force", "new/place")

    with Shop.open(tmp_path / "new" / "place") as shop:
        assert [product.sku for product in shop.products()] == ["B", "R"]
    assert answer.code == 0


@pytest.mark.slow
@pytest.mark.skipif(
    not (scene.DEMO_FILES / "scene.jpg").is_file(), reason="the pictures of the demo are not here"
)
def test_the_demo_that_comes_with_colugo_runs_with_the_default_models(tmp_path: Path) -> None:
    environment = {name: text for name, text in os.environ.items() if "COLUGO" not in name}
    command = [sys.executable, "-m", "colugo.interfaces.cli.app", "demo"]

    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "made demo-shop: 8 products, 32 photos" in ended.stdout
    assert "total" in ended.stdout
    assert decode(tmp_path / "demo-shop" / "scene.jpg").size_wh == (1280, 720)
