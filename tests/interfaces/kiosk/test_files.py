import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import colugo.interfaces.kiosk as package
from colugo import Shop
from colugo.interfaces.rest import create_app
from tests.interfaces.rest.conftest import shop as shop
from tests.interfaces.rest.conftest import signed_in

PAGE = Path(package.__file__).parent / "page"
_SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in PAGE.glob("*.js")}


def test_the_page_and_its_files_need_no_token_and_run_nothing_from_elsewhere(shop: Shop) -> None:
    client = TestClient(create_app(shop))

    page = client.get("/kiosk")
    script = client.get("/kiosk/main.js")

    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<style|style=|<script(?! type=\"module\" src=)| on\w+=", page.text)
    assert script.headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize("name", ["none.js", "..%2f__init__.py", "words", "words/"])
def test_what_is_no_file_of_the_page_is_not_found(shop: Shop, name: str) -> None:
    answer = TestClient(create_app(shop)).get(f"/kiosk/{name}")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems#page-unknown")


def test_a_file_that_is_there_already_is_not_sent_again(shop: Shop) -> None:
    client = TestClient(create_app(shop))
    first = client.get("/kiosk/kiosk.css")

    again = client.get("/kiosk/kiosk.css", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_device_gets_the_qr_of_a_text_and_nobody_else_does(shop: Shop) -> None:
    asked = {"text": "https://pay.example/1"}

    drawn = signed_in(shop, "device").get("/v1/qr", params=asked)
    refused = TestClient(create_app(shop)).get("/v1/qr", params=asked)

    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg xmlns=")
    assert refused.status_code == 401


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    chinese, english = _words("zh"), _words("en")

    blanks = {key: _blanks(text) for key, text in english.items() if not key.endswith("_one")}

    assert chinese.keys() == english.keys()
    assert blanks == {key: _blanks(chinese[key]) for key in blanks}
    assert all(text.strip() for text in [*chinese.values(), *english.values()])


def test_every_word_that_the_scripts_say_is_there_and_every_one_there_is_said() -> None:
    scripts = "".join(_SCRIPTS.values())
    words = _words("en")

    said = set(re.findall(r'"([a-z_]+(?:\.[a-z_0-9]+)+|back|heading|title|kilograms)"', scripts))
    made = [re.compile(re.sub(r"\\\$\\\{.*?\\\}", ".+", re.escape(each)))
            for each in re.findall(r"`([a-z_]+\.\$\{[^`]*)`", scripts)]  # fmt: skip
    unsaid = {
        key for key in words.keys() - said
        if not key.endswith("_one") and not any(each.fullmatch(key) for each in made)
    }  # fmt: skip

    assert {key for key in said if key.split(".")[0] in _SUBJECTS and key not in words} == set()
    assert unsaid == set()


def test_the_shell_that_is_kept_holds_no_answer_of_the_service() -> None:
    worker = _SCRIPTS["sw.js"]

    assert 'startsWith("/kiosk/")' in worker
    assert "/v1" not in worker.replace("// Keeps the shell", "").split("\n", 2)[2]


def test_the_manifest_lets_the_page_be_installed_and_its_icons_are_there() -> None:
    manifest = json.loads((PAGE / "manifest.webmanifest").read_text(encoding="utf-8"))

    assert manifest["start_url"] == manifest["scope"] == "/kiosk/"
    assert manifest["display"] == "fullscreen"
    assert all((PAGE / icon["src"]).is_file() for icon in manifest["icons"])


def _words(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((PAGE / "words" / f"{language}.json").read_text("utf-8"))
    return found


_SUBJECTS = {key.split(".")[0] for key in _words("en")}


def _blanks(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))
