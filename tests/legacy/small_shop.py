"""A predecessor's shop of four products in which everything disagrees once."""

from collections.abc import Sequence
from pathlib import Path

from tests.checkout.coloured_shop import BLUE, GREEN, GREY, RED, photo_of

GARBLED = "cha蟺youzilvcha.jpg"  # chaπyouzilvcha.jpg in UTF-8, read as GBK
ROWS = (
    "('1', null, 'Green tea', '29.90', 'gallery/tea.jpg', null, 0)",
    "('2', null, '水', '3', 'gallery/old.jpg', 0, 4)",
    "('3', null, '茶π柚子绿茶', '4', 'gallery/chaπyouzilvcha.jpg', null, 0)",
    "('4', null, '无图', '5.5', 'gallery/wutu.jpg', 7, null)",
)
_LIST = (
    "gallery/tea.jpg\tGreen tea\n"
    "gallery/gone.jpg\tGreen tea\n"
    "gallery/water.jpg\t水\n"
    "gallery/tape.jpg\t修正带\n"
)


def write_small_shop(folder: Path, rows: Sequence[str] = ROWS) -> None:
    """Write the dump, the list and the pictures."""
    inserts = [f"INSERT INTO `t_container` VALUES {row};" for row in rows]
    dump = "\n".join(["-- a dump", "SET FOREIGN_KEY_CHECKS=0;", *inserts, ""])
    (folder / "container.sql").write_text(dump, encoding="utf-8")
    (folder / "data_update.txt").write_text(_LIST, encoding="utf-8")
    (folder / "gallery").mkdir(exist_ok=True)
    pictures = {
        "tea.jpg": GREEN, "water.jpg": BLUE, GARBLED: RED, "tape.jpg": GREY, "nobody.jpg": GREY,
    }  # fmt: skip
    for name, colour in pictures.items():
        (folder / "gallery" / name).write_bytes(photo_of(colour))
