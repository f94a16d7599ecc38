"""Runs `colugo` inside the test's own process, and looks at what a shop folder holds."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Answer:
    """What a command printed and the code it ended with."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """The one JSON object that was printed."""
        return json.loads(self.out)

    def refuses(self, *words: str) -> bool:
        """Whether it is exit code 2, nothing on stdout, and one sentence with these words."""
        is_sentence = self.err.startswith("colugo: ") and self.err.count("\n") == 1
        return (
            (self.code, self.out) == (2, "")
            and is_sentence
            and "Traceback" not in self.err
            and all(word in self.err for word in words)
        )


class CommandLine(Protocol):
    """Calls `colugo` with the arguments; `typed` stands on the standard input."""

    def __call__(self, *arguments: object, typed: str = "") -> Answer: ...


def contents(shop_dir: Path) -> list[str]:
    """Every row and every photo file of a shop: equal lists mean that nothing changed."""
    with closing(sqlite3.connect(shop_dir / "shop.sqlite3")) as database:
        return [*database.iterdump(), *_files(shop_dir / "photos")]


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"
