"""Settings and health: what the service is set to, and whether it is well. Changes nothing."""

from typing import Any

from nicegui import ui
from pydantic import SecretStr

from colugo import __version__
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.frame import head
from colugo.interfaces.admin.tables import CHIP_SLOT, column, table
from colugo.settings import FILE_NAME, Settings
from colugo.shop.orders import By


async def draw(desk: Desk) -> None:
    """Draw the page."""
    words = desk.words
    head(words("pages.settings"))
    checks = await desk.do("read_health", lambda by: _checks(desk, by))
    shown = table(
        [column("name", words("settings.part")), column("state", words("products.state")),
         column("told", words("settings.told"), long=True)],
        checks, "name",
    )  # fmt: skip
    shown.add_slot("body-cell-state", CHIP_SLOT)
    ui.label(words("settings.hint", file=FILE_NAME)).classes("soft q-mt-lg q-mb-sm")
    columns = [
        column("name", words("settings.name")), column("value", words("settings.value"), long=True),
        column("meaning", words("settings.meaning"), small=False),
    ]  # fmt: skip
    table(columns, rows_of(desk.shop.settings), "name")


def rows_of(settings: Settings) -> list[dict[str, Any]]:
    """The settings with what they mean; secrets are not shown, only whether there is one."""
    return [
        {
            "name": name, "value": _shown(getattr(settings, name)),
            "meaning": field.description or "",
        }
        for name, field in Settings.model_fields.items()
    ]  # fmt: skip


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "••••••"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _checks(desk: Desk, _: By) -> list[dict[str, Any]]:
    """Whether each part answers, as /readyz asks, and what it says of itself."""
    shop, words = desk.shop, desk.words
    with shop.database.reading() as work:
        photos = work.photos.count()
        models = work.photos.embedding_models()
    shop.gallery.refresh()
    is_current = set(models) <= {shop.embedder.model_id}
    parts = [
        ("settings.service", True, f"Colugo {__version__}"),
        ("settings.database", True, words("settings.photos", count=photos)),
        ("settings.detector", True, shop.detector.model_id),
        ("settings.embedder", is_current, shop.embedder.model_id),
    ]
    return [
        {
            "name": words(key), "told": told, "tone": "good" if is_well else "bad",
            "state": words("settings.well" if is_well else "settings.other_model"),
        }
        for key, is_well, told in parts
    ]  # fmt: skip
