"""Tables as all pages have them. Knows no page."""

from collections.abc import Sequence
from typing import Any, Final

from nicegui import ui

# rows carry addresses and words that we made; Vue escapes what people wrote
PICTURE_SLOT: Final = """<q-td :props="props"><img v-if="props.value" class="thumb"
 :src="props.value" alt="" loading="lazy"><div v-else class="no-thumb"><q-icon name="image"
 size="1.4rem" aria-hidden="true" /></div></q-td>"""
CHIP_SLOT: Final = """<q-td :props="props"><span class="chip" :class="props.row.tone">
{{ props.value }}</span></q-td>"""


def action_slot(event: str, icon: str, label: str) -> str:
    """A slot for a cell with a button that emits `event` with the row."""
    return (
        f'<q-td :props="props" auto-width><q-btn flat round dense icon="{icon}" color="secondary" '
        f":aria-label=\"{label!r} + ' ' + props.row.name\" "
        f"@click=\"() => $parent.$emit('{event}', {{key: props.key}})\" /></q-td>"
    )


def column(
    name: str, label: str, *, end: bool = False, small: bool = True, long: bool = False
) -> dict[str, Any]:
    """A column.

    Args:
        name: of the value in each row.
        label: its head.
        end: whether it holds numbers, which stand at the end of the cell.
        small: False for a column that small screens leave out.
        long: whether it holds what is too long for a line, and has no spaces to break it at.
    """
    hidden = "" if small else "hide-small"
    kinds = [hidden, "num" if end else "", "long" if long else ""]
    return {
        "name": name, "field": name, "label": label, "align": "right" if end else "left",
        "classes": " ".join(kinds), "headerClasses": hidden,
    }  # fmt: skip


def table(columns: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], key: str) -> ui.table:
    """A table of the rows that are given, all of them; pages of rows are the page's affair."""
    made = ui.table(columns=list(columns), rows=list(rows), row_key=key, pagination=0)
    made.props('flat hide-pagination wrap-cells no-data-label="—"').classes("full-width")
    return made
