import re
from collections import Counter
from pathlib import Path

import pytest

import colugo.interfaces.admin
from colugo.interfaces.admin import theme
from colugo.interfaces.admin.pages import ALL_PAGES
from colugo.interfaces.admin.words import LANGUAGES, Language, Words, language_of, words_of

SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(colugo.interfaces.admin.__path__[0]).rglob("*.py")
)


def test_both_languages_say_everything_with_the_same_facts() -> None:
    chinese, english = words_of("zh"), words_of("en")

    facts = {key: Counter(re.findall(r"{\w+}", words)) for key, words in english.items()}

    assert facts == {key: Counter(re.findall(r"{\w+}", words)) for key, words in chinese.items()}
    assert all(words.strip() for words in (*chinese.values(), *english.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_a_page_asks_for_is_there(language: Language) -> None:
    known = words_of(language)

    asked = set(re.findall(r"words\(\s*[\"']([a-z_.]+)[\"']", SOURCE))
    asked |= {f"pages.{page.key}" for page in ALL_PAGES}

    assert len(asked) > 30
    assert asked - set(known) == set()


def test_no_word_is_kept_that_nobody_asks_for() -> None:
    made = tuple(re.findall(r"words\(f[\"']([a-z_.]+)\{", SOURCE))

    unused = {key for key in words_of("en") if f'"{key}"' not in SOURCE}

    assert {key for key in unused if not key.startswith(made)} == set()


@pytest.mark.parametrize(
    ("chosen", "accepted", "expected"),
    [
        ("en", "zh-CN", "en"), (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "fr, en-GB;q=0.7", "en"), ("xx", "", "zh"), (None, "", "zh"),
    ],
)  # fmt: skip
def test_the_language_is_the_chosen_one_or_the_first_that_the_browser_accepts(
    chosen: str | None, accepted: str, expected: str
) -> None:
    found = language_of(chosen, accepted)

    assert found == expected


def test_facts_are_put_into_the_words() -> None:
    told = Words("en")("products.saved", name="Tea {x}")

    assert told == "Tea {x} is saved"


@pytest.mark.parametrize(("ink", "ground"), theme.TEXT_PAIRS)
def test_text_stands_out_from_its_ground_as_wcag_asks(ink: str, ground: str) -> None:
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, definition of it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
