"""Reads the pages of the manual as what they hold: blocks of code, headings, links."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
MANUAL = REPOSITORY / "docs"
PAGES = sorted([*MANUAL.glob("*.md"), *REPOSITORY.glob("*.md")])

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of each block of code, in order."""
    return _BLOCK.findall(page)


def blocks_of(page: str, language: str) -> list[str]:
    return [text for name, text in blocks(page) if name == language]


def heading_levels(page: str) -> list[int]:
    """Of each heading outside code, in order."""
    return [len(marks) for marks in _HEADING.findall(_BLOCK.sub("", page))]


def links(page: str) -> list[str]:
    """Targets of links and pictures, without the part after #."""
    return _LINK.findall(_BLOCK.sub("", page))


def commands(block: str) -> list[str]:
    """The lines of a shell block without their comments."""
    lines = [line.split("#")[0].strip() for line in block.splitlines()]
    return [line for line in lines if line]
