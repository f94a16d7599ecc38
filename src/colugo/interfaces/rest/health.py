"""Routes that everybody may call: is it alive, is it ready, what can it do. Decides nothing.

The pages are plain HTML without scripts and without anything from elsewhere.
"""

from html import escape
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from colugo import __version__, errors
from colugo.errors import ColugoError
from colugo.interfaces.acts import make_ready
from colugo.interfaces.rest.context import TheShop
from colugo.interfaces.rest.problems import name_of, status_of
from colugo.interfaces.shapes import Health

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: auto; padding: 1rem }}
table {{ border-collapse: collapse; width: 100% }}
td, th {{ text-align: left; vertical-align: top; padding: .4rem; border-bottom: 1px solid #ccc }}
code {{ font-size: .95em }}
</style></head><body><h1>{title}</h1><p>{intro}</p>
<table><thead><tr>{head}</tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


def livez() -> Health:
    """Say that the process lives."""
    return Health(status="ok", version=__version__)


def readyz(shop: TheShop) -> Health:
    """Say whether the database answers and the networks are loaded, loading them if need be."""
    make_ready(shop)
    return Health(status="ok", version=__version__)


def problem_page() -> HTMLResponse:
    """List every problem that an answer may name in `type`."""
    kinds = sorted((getattr(errors, name) for name in errors.__all__), key=name_of)
    rows = [
        _row(
            f'<code id="{name_of(kind)}">{name_of(kind)}</code>', str(status_of(kind)), _said(kind)
        )
        for kind in kinds
        if issubclass(kind, ColugoError)
    ]
    intro = "What <code>type</code> of a problem may name, as RFC 9457 describes."
    return _page("Problems", intro, ("problem", "status", "meaning"), rows)


def docs_page(request: Request) -> HTMLResponse:
    """List every route on a plain page."""
    schema: dict[str, Any] = request.app.openapi()
    rows = [
        _row(
            f"<code>{method.upper()} {escape(path)}</code>",
            escape(operation["description"]),
            f"<code>{escape(operation['x-colugo-action'])}</code>",
            ", ".join(operation["responses"]),
        )
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    intro = (
        'The exact shapes are in <a href="/openapi.json">/openapi.json</a>. Send '
        "<code>Authorization: Bearer TOKEN</code>; on every POST send an "
        "<code>Idempotency-Key</code>, so that a repeat has no second effect. "
        'What goes wrong: <a href="/problems">problems</a>.'
    )
    return _page("Colugo", intro, ("route", "does", "needs", "answers"), rows)


def _page(title: str, intro: str, head: tuple[str, ...], rows: list[str]) -> HTMLResponse:
    cells = "".join(f"<th>{each}</th>" for each in head)
    return HTMLResponse(_PAGE.format(title=title, intro=intro, head=cells, rows="\n".join(rows)))


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _anchor(name: str) -> str:
    return f'<code id="{name}">{name}</code>'


def _said(kind: type[ColugoError]) -> str:
    return escape((kind.__doc__ or "").splitlines()[0])
