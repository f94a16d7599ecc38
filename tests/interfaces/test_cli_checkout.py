from pathlib import Path

import cv2
import numpy as np
import pytest

from colugo.vision import decode
from tests.checkout.coloured_shop import BLUE, GREEN, GREY, RED, colour_between, photo_of, picture

from .command_line import CommandLine, contents

_BETWEEN = colour_between(RED, GREEN)


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """Two red, one blue, and one that lies between red and green."""
    path = tmp_path / "scene.png"
    path.write_bytes(
        picture(
            (RED, (5, 5, 45, 45)),
            (BLUE, (60, 5, 100, 45)),
            (RED, (110, 5, 150, 45)),
            (_BETWEEN, (5, 55, 45, 95)),
        )
    )
    return path


def test_a_scene_is_printed_as_a_list_with_its_total(
    colugo: CommandLine, shop_dir: Path, scene: Path
) -> None:
    answer = colugo("checkout", scene)

    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert ["莫斯利安", "2", "¥5.50", "¥11.00"] in rows
    assert ["Water", "1", "¥0.80", "¥0.80"] in rows
    assert any(row and row[0].startswith("? ") and row[1:] == ["1", "?", "?"] for row in rows)
    assert ["total without 1 open", "3", "", "¥11.80"] in rows
    assert answer.out.endswith("the total is not final: settle what is unsure or unknown first\n")


def test_a_scene_is_printed_as_one_json_object(
    colugo: CommandLine, shop_dir: Path, scene: Path
) -> None:
    answer = colugo("checkout", scene, "--json")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("\n") == 1
    assert list(answer.facts) == ["lines", "verdicts", "total_minor", "currency"]
    assert answer.facts["total_minor"] == 1180
    assert answer.facts["currency"] == "CNY"
    assert answer.facts["lines"][1] == {
        "sku": "R",
        "name": "莫斯利安",
        "quantity": 2,
        "unit_price_minor": 550,
        "total_minor": 1100,
    }


def test_every_box_has_a_verdict_in_the_json(
    colugo: CommandLine, shop_dir: Path, scene: Path
) -> None:
    verdicts = colugo("checkout", scene, "--json").facts["verdicts"]

    by_place = {tuple(verdict["xyxy"]): verdict for verdict in verdicts}
    known, unsure = by_place[5.0, 5.0, 45.0, 45.0], by_place[5.0, 55.0, 45.0, 95.0]
    assert len(verdicts) == 4
    assert set(known) == {
        "xyxy", "score", "verdict", "sku", "chance", "by", "similarity", "candidates",
    }  # fmt: skip
    assert (known["verdict"], known["sku"]) == ("known", "R")
    assert (unsure["verdict"], unsure["sku"]) == ("unsure", None)
    assert {candidate["sku"] for candidate in unsure["candidates"][:2]} == {"R", "G"}
    for verdict in verdicts:
        assert 0 <= verdict["score"] <= 1
        assert all(type(edge) is float for edge in verdict["xyxy"])
        assert verdict["candidates"][0]["similarity"] == verdict["similarity"]


def test_a_scene_with_nothing_on_it_is_an_empty_list(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.png").write_bytes(picture())

    as_text = colugo("checkout", "empty.png")
    as_json = colugo("checkout", "empty.png", "--json", "--picture", "out.png")

    assert (as_text.code, as_text.out) == (0, "nothing is on the picture: the list is empty\n")
    assert as_json.facts == {"lines": [], "verdicts": [], "total_minor": 0, "currency": "CNY"}
    assert (decode("out.png").pixels == 255).all()


def test_before_any_product_is_enrolled_every_box_is_unknown(
    colugo: CommandLine, scene: Path
) -> None:
    colugo("init", "new")

    as_text = colugo("checkout", "--shop", "new", scene)
    as_json = colugo("checkout", "--shop", "new", scene, "--json")

    assert as_text.out.count("× unknown, at ") == 4
    assert "no product is enrolled yet, so none can be known: colugo enrol" in as_text.out
    for verdict in as_json.facts["verdicts"]:
        assert (verdict["verdict"], verdict["sku"]) == ("unknown", None)
        assert (verdict["similarity"], verdict["candidates"]) == (None, [])


def test_a_box_like_nothing_enrolled_is_printed_with_its_place(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    colugo("product", "remove", "B")
    (tmp_path / "scene.png").write_bytes(picture((BLUE, (60, 5, 100, 45))))

    answer = colugo("checkout", "scene.png")

    assert "× unknown, at 60,5 to 100,45" in answer.out
    assert "total without 1 open" in answer.out


@pytest.mark.parametrize("name", ["out.png", "out.jpg", "OUT.JPEG", "out.webp"])
@pytest.mark.parametrize("option", [(), ("--json",)])
def test_the_scene_is_drawn_as_the_picture_that_its_name_says(
    colugo: CommandLine, shop_dir: Path, scene: Path, name: str, option: tuple[str, ...]
) -> None:
    answer = colugo("checkout", scene, "--picture", name, *option)

    drawn, plain = decode(name), decode(scene)
    assert answer.code == 0
    assert drawn.size_wh == plain.size_wh
    assert np.abs(drawn.pixels.astype(int) - plain.pixels).max() > 100
    assert answer.out.endswith(f"drawn on {name}\n") != bool(option)


def test_boxes_and_drawing_are_of_the_photo_as_it_is_seen(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    pixels = decode(picture((RED, (5, 5, 45, 25)), size_wh=(200, 100))).pixels
    lying = cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE)  # shown turned by its EXIF
    (tmp_path / "turned.jpg").write_bytes(_jpeg_turned_right(lying))

    answer = colugo("checkout", "turned.jpg", "--json", "--picture", "out.png")

    (verdict,) = answer.facts["verdicts"]
    assert np.abs(np.array(verdict["xyxy"]) - (5, 5, 45, 25)).max() <= 4
    assert decode("out.png").size_wh == (200, 100)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("out.txt", "no picture format is called '.txt'"),
        ("out.gif", "no picture format is called '.gif'"),
        ("out", "no picture format is called ''"),
        ("nowhere/out.jpg", "No such file or directory"),
        ("folder.jpg", "Is a directory"),
        ("scene.png", "it is the scene itself"),
    ],
)
def test_a_picture_that_cannot_be_written_is_refused(
    colugo: CommandLine, shop_dir: Path, scene: Path, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "folder.jpg").mkdir()
    before = sorted(tmp_path.rglob("*")), scene.read_bytes()

    answer = colugo("checkout", scene, "--picture", name)

    assert answer.refuses(f"cannot write the picture {name}", words)
    assert (sorted(tmp_path.rglob("*")), scene.read_bytes()) == before


def test_the_limits_of_the_settings_hold_for_the_drawing_too(
    colugo: CommandLine, shop_dir: Path, large_photo: Path, tmp_path: Path
) -> None:
    (shop_dir / "colugo.toml").write_text("photo_max_mb = 1")
    refused = colugo("checkout", large_photo, "--picture", "out.png")

    (shop_dir / "colugo.toml").write_text("photo_max_mb = 2")
    taken = colugo("checkout", large_photo, "--picture", "out.png")

    assert refused.refuses("expected at most 1,000,000 bytes")
    assert taken.code == 0


def test_a_scene_changes_nothing_in_the_shop(
    colugo: CommandLine, shop_dir: Path, scene: Path
) -> None:
    before = contents(shop_dir)

    colugo("checkout", scene, "--picture", "out.png")

    assert contents(shop_dir) == before


def test_a_product_enrolled_a_moment_ago_is_known(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "scene.png").write_bytes(picture((GREY, (5, 5, 45, 45))))
    for shade in range(2):
        (tmp_path / f"{shade}.png").write_bytes(photo_of(GREY, shade=shade))
    colugo("product", "add", "--sku", "Y", "--name", "grey", "--price", "2")

    before = colugo("checkout", "scene.png", "--json")
    colugo("enrol", "Y", "0.png", "1.png")
    after = colugo("checkout", "scene.png", "--json")

    assert before.facts["lines"] == []
    assert [line["sku"] for line in after.facts["lines"]] == ["Y"]


def _jpeg_turned_right(rgb: np.ndarray) -> bytes:
    """A JPEG whose EXIF says: to be seen, turn it by a quarter to the right."""
    content = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 98])[1].tobytes()
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"  # Orientation, one short, 6
    tags = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + b"\0\0\0\0"
    return content[:2] + b"\xff\xe1" + (len(tags) + 2).to_bytes(2, "big") + tags + content[2:]
