"""Settings come from options, environment and file, in this order, and are checked."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from colugo.errors import SettingsInvalid
from colugo.settings import Settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("COLUGO_")]:
        monkeypatch.delenv(name)


def write(folder: Path, text: str) -> Path:
    (folder / "colugo.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_shop_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)

    assert (settings.engine, settings.threads, settings.precision) == ("auto", 0, "fp32")
    assert settings.detector_model is None
    assert (settings.photo_max_mb, settings.photo_max_mpx) == (20, 50)


def test_what_the_file_says_counts(tmp_path: Path) -> None:
    write(tmp_path, 'threads = 3\nindex = "hnsw"\nembedder_model = "mine.onnx"\n')

    settings = Settings.load(tmp_path)

    assert (settings.threads, settings.index) == (3, "hnsw")
    assert settings.embedder_model == Path("mine.onnx")
    assert settings.candidates == 3


def test_options_win_over_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 'threads = 1\ncandidates = 1\nindex = "exact"\n')
    monkeypatch.setenv("COLUGO_THREADS", "2")
    monkeypatch.setenv("COLUGO_CANDIDATES", "2")

    settings = Settings.load(tmp_path, candidates=3)

    assert (settings.index, settings.threads, settings.candidates) == ("exact", 2, 3)


def test_an_option_that_is_none_is_not_given(tmp_path: Path) -> None:
    write(tmp_path, "threads = 4\n")

    settings = Settings.load(tmp_path, threads=None)

    assert settings.threads == 4


def test_two_shops_do_not_share_their_files(tmp_path: Path) -> None:
    for threads, name in enumerate(("a", "b"), start=5):
        (tmp_path / name).mkdir()
        write(tmp_path / name, f"threads = {threads}\n")

    a, b, again = (Settings.load(tmp_path / name).threads for name in ("a", "b", "a"))

    assert (a, b, again) == (5, 6, 5)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("threads = -1", "threads"),
        ("threads = 257", "threads"),
        ('threads = "many"', "threads"),
        ('engine = "tensorrt"', "engine"),
        ('precision = "int8"', "precision"),
        ("candidates = 0", "candidates"),
        ("candidates = 4", "candidates"),
        ("wrong_cost = 0", "wrong_cost"),
        ("wrong_cost = nan", "wrong_cost"),
        ("photo_max_mb = 0", "photo_max_mb"),
        ("photo_max_mpx = 401", "photo_max_mpx"),
        ("exact_up_to = -1", "exact_up_to"),
    ],
)
def test_a_value_out_of_its_limits_is_named(tmp_path: Path, line: str, name: str) -> None:
    write(tmp_path, line)

    with pytest.raises(SettingsInvalid, match="got ") as caught:
        Settings.load(tmp_path)

    assert caught.value.name == name


@pytest.mark.parametrize(("value", "got"), [("-3", "'-3'"), ("", "''"), ("two", "'two'")])
def test_a_wrong_variable_is_named_with_what_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, got: str
) -> None:
    monkeypatch.setenv("COLUGO_THREADS", value)

    with pytest.raises(SettingsInvalid, match=f"got {got}") as caught:
        Settings.load(tmp_path)

    assert caught.value.name == "threads"


@pytest.mark.parametrize("source", ["file", "option"])
def test_an_unknown_key_is_refused_with_a_hint(tmp_path: Path, source: str) -> None:
    write(tmp_path, "thread = 2\n" if source == "file" else "")
    options = {"thread": 2} if source == "option" else {}

    with pytest.raises(SettingsInvalid, match=r"did you mean threads\?") as caught:
        Settings.load(tmp_path, **options)

    assert caught.value.name == "thread"


def test_an_unknown_key_like_no_other_gets_the_list(tmp_path: Path) -> None:
    write(tmp_path, "zzz = 1\n")

    with pytest.raises(SettingsInvalid, match="known are candidates, database_url"):
        Settings.load(tmp_path)


@pytest.mark.parametrize("name", ["COLUGO_TREADS", "colugo_treads"])
def test_an_unknown_variable_is_refused_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "2")

    with pytest.raises(SettingsInvalid, match=r"did you mean COLUGO_THREADS\?") as caught:
        Settings.load(tmp_path)

    assert caught.value.name == name


def test_the_variable_of_the_command_line_is_no_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUGO_SHOP", str(tmp_path))

    settings = Settings.load(tmp_path)

    assert settings == Settings()


@pytest.mark.parametrize("content", [b"threads = ", b"\xff\xfe", b"threads 3"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "colugo.toml").write_bytes(content)

    with pytest.raises(SettingsInvalid, match="not readable as TOML") as caught:
        Settings.load(tmp_path)

    assert caught.value.name == "colugo.toml"


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "colugo.toml").mkdir()

    with pytest.raises(SettingsInvalid, match="cannot be read"):
        Settings.load(tmp_path)


def test_settings_cannot_be_changed_once_read(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)

    with pytest.raises(ValidationError, match="frozen"):
        settings.threads = 3  # type: ignore[misc]


def test_every_setting_is_described() -> None:
    described = {name: field.description for name, field in Settings.model_fields.items()}

    assert all(text and text.endswith(".") for text in described.values())
