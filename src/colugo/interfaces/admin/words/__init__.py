"""What the admin says, in Chinese and English: one file of words a language, with the same keys."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


class Words:
    """The words of one language, by key."""

    def __init__(self, language: Language) -> None:
        self._words = words_of(language)

    def __call__(self, key: str, **facts: object) -> str:
        """What stands under a key, with facts put in; the key itself where nothing does."""
        return self._words.get(key, key).format(**facts)


@cache
def words_of(language: Language) -> Mapping[str, str]:
    """Every word of a language by its key."""
    text = files(__name__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


def language_of(chosen: str | None, accepted: str) -> Language:
    """The language that somebody chose, or else the first of ours that their browser accepts.

    Args:
        chosen: what they chose before, if anything.
        accepted: the header Accept-Language.
    """
    asked = [chosen or "", *(part.strip().lower() for part in accepted.split(","))]
    known = (each for start in asked for each in LANGUAGES if start[:2] == each)
    return next(known, "zh")
