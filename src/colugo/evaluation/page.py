"""The report as one page of HTML with its pictures inside, and as JSON. Judges nothing."""

import base64
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2

from colugo.errors import StorageFailed
from colugo.vision import Image
from colugo.vision.encode import encode

_SIDE_PX: Final = 480
_STYLE: Final = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem
auto;padding:0 1rem}table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:1px solid
#8886;padding:.35rem .8rem;text-align:right;font-variant-numeric:tabular-nums}td:first-child,
th:first-child{text-align:left}.cases{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,
minmax(20rem,1fr))}figure{margin:0;border:1px solid #8886;border-radius:.5rem;overflow:hidden}
figure div{display:flex}figure img{width:100%;min-width:0;object-fit:contain;background:#8882}
figcaption{padding:.5rem .8rem;font-size:.9rem}
"""


@dataclass(frozen=True)
class Case:
    """One picture, or some beside each other, and what is to be said of it."""

    images: Sequence[Image]
    words: str


def table_html(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, every cell as text."""

    def line(cells: Sequence[str], tag: str) -> str:
        return "".join(f"<{tag}>{html.escape(each)}</{tag}>" for each in cells)

    body = "".join(f"<tr>{line(row, 'td')}</tr>" for row in rows)
    return f"<table><thead><tr>{line(heads, 'th')}</tr></thead><tbody>{body}</tbody></table>"


def table_markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The same for a manual."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(title: str, notes: Sequence[str], tables: Sequence[str], cases: Iterable[Case]) -> str:
    """One page that needs nothing else."""
    said = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    shown = "".join(
        f"<figure><div>{''.join(_picture(each) for each in case.images)}</div>"
        f"<figcaption>{html.escape(case.words)}</figcaption></figure>"
        for case in cases
    )
    worst = f"<h2>The worst cases</h2><div class='cases'>{shown}</div>" if shown else ""
    name = html.escape(title)
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{name}</title>"
        f"<style>{_STYLE}</style><h1>{name}</h1>{said}{''.join(tables)}{worst}</html>"
    )


def write_report(folder: Path, text: str, facts: Mapping[str, Any]) -> None:
    """Write `report.html` and `report.json` into a folder, which is made.

    Raises:
        StorageFailed: it cannot be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.html").write_text(text, encoding="utf-8")
        told = json.dumps(facts, ensure_ascii=False, indent=1)
        (folder / "report.json").write_text(told, encoding="utf-8")
    except OSError as error:
        raise StorageFailed(str(folder), error.strerror or str(error)) from error


def _picture(image: Image) -> str:
    width, height = image.size_wh
    scale = min(1.0, _SIDE_PX / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = Image(cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA))
    code = base64.b64encode(encode(small, ".jpg")).decode()
    return f"<img alt='' src='data:image/jpeg;base64,{code}'>"
