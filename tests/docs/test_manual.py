import re
import shlex
from pathlib import Path

import pytest

import colugo.errors
from colugo.vision import Preprocessing
from tests.checkout.coloured_shop import BLUE, GREEN, RED, photo_of, picture
from tests.interfaces.command_line import CommandLine

from .pages import MANUAL, PAGES, REPOSITORY, blocks, blocks_of, commands, links, read

_MAKEFILE = read(REPOSITORY / "Makefile")


def test_the_quick_start_can_be_followed_word_by_word(
    colugo: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_the_photos(tmp_path)
    names: dict[str, object] = {}

    for language, text in blocks(read(MANUAL / "quick-start.md")):
        if language == "csv":
            (tmp_path / "products.csv").write_text(text, encoding="utf-8")
        elif language == "python":
            exec(compile(text, "quick-start.md", "exec"), names)
        else:
            _run_shell(text, colugo, monkeypatch)

    assert (tmp_path / "marked.jpg").stat().st_size > 0
    assert names["matches"].product_ids.tolist() == [[7, 8]]  # type: ignore[attr-defined]


def test_the_commands_of_the_readme_can_be_followed(
    colugo: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_the_photos(tmp_path)

    for text in blocks_of(read(REPOSITORY / "README.md"), "sh"):
        _run_shell(text, colugo, monkeypatch)

    assert (tmp_path / "marked.jpg").stat().st_size > 0


def test_a_model_of_ones_own_can_be_brought_as_the_manual_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_models = pytest.importorskip("tests.vision.tiny_models")
    from colugo.vision import Embedder

    monkeypatch.chdir(tmp_path)
    (block,) = blocks_of(read(MANUAL / "models.md"), "python")
    tiny_models.embedder_file(tmp_path / "mine.onnx", {"input_wh": [224, 224]})

    exec(compile(block.replace('"dim": 512', '"dim": 5'), "models.md", "exec"), {})

    embedder = Embedder.open(Path("mine-colugo.onnx"))
    assert embedder.model_id.startswith("mine:")
    assert embedder.preprocessing.input_wh == (224, 224)


def test_the_rules_of_the_shop_hold_as_the_manual_says() -> None:
    names: dict[str, object] = {}

    for block in blocks_of(read(MANUAL / "shop-rules.md"), "python"):
        exec(compile(block, "shop-rules.md", "exec"), names)

    assert {"order", "rest", "text"} <= set(names)


def test_the_page_on_selling_sells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    for block in blocks_of(read(MANUAL / "selling.md"), "python"):
        exec(compile(block, "selling.md", "exec"), names)

    assert str(names["order"].total) == "11.00 CNY"  # type: ignore[attr-defined]


def test_every_field_that_a_model_file_must_carry_is_in_the_manual() -> None:
    page = read(MANUAL / "models.md")
    preparing = Preprocessing((8, 8), "letterbox", "area", 1 / 255, (0, 0, 0), (1, 1, 1))

    fields = {*preparing.to_metadata(), "name", "kind", "dim"}
    fields |= {"score_threshold", "nms_iou", "max_detections"}

    assert {field for field in fields if f"`{field}`" not in page} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [link for link in links(read(page)) if "://" not in link]

    broken = [target for target in targets if not (page.parent / target).exists()]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = re.findall(r"`(?:src/colugo/)?([a-z_]+/[\w./]+\.(?:py|yaml|toml))\b", read(page))

    places = (REPOSITORY, REPOSITORY / "src" / "colugo")
    real = [name for name in named if "NAME" not in name and "NNNN" not in name]
    assert [n for n in real if not any((place / n).is_file() for place in places)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_make_target_that_is_named_is_there(page: Path) -> None:
    named = re.findall(r"(?:`|^)make ([a-z]+)", read(page), re.MULTILINE)

    assert [target for target in named if f"\n{target}:" not in _MAKEFILE] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_module_to_be_run_is_there(page: Path) -> None:
    named = re.findall(r"python -m (colugo[\w.]+)", read(page))

    for name in named:
        path = REPOSITORY / "src" / Path(*name.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def test_every_error_that_is_named_is_one_of_ours() -> None:
    page = read(MANUAL / "troubleshooting.md")

    named = set(re.findall(r"`([A-Z][a-z]\w+)`", page))

    assert len(named) > 30
    assert named <= set(colugo.errors.__all__)


def _take_the_photos(folder: Path) -> None:
    """Files of the names that the manual uses."""
    (folder / "a1.jpg").write_bytes(photo_of(RED))
    (folder / "a2.jpg").write_bytes(photo_of(RED, shade=6))
    (folder / "counter.jpg").write_bytes(picture((RED, (5, 5, 45, 45)), (RED, (60, 5, 100, 45))))
    for sku, colour in (("6901234567885", GREEN), ("water", BLUE)):
        (folder / "photos" / sku).mkdir(parents=True)
        for number in (1, 2):
            path = folder / "photos" / sku / f"{number}.jpg"
            path.write_bytes(photo_of(colour, shade=6 * number))


def _run_shell(text: str, colugo: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the lines of a shell block; of `make`, only look whether there is such a target."""
    for line in commands(text):
        program, *arguments = shlex.split(line)
        if program == "export":
            monkeypatch.setenv(*arguments[0].split("="))
        elif program == "make":
            assert f"\n{arguments[0]}:" in _MAKEFILE
        else:
            assert program == "colugo"
            answer = colugo(*arguments)
            assert answer.code == 0, f"{line}: {answer.err}"
