"""Reads the folder of a predecessor's shop: its table, its list of pictures, its pictures.

Says what belongs together and what disagrees; changes nothing and opens no picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath

from colugo.errors import DumpInvalid, LegacyShopIncomplete
from colugo.legacy.data_file import GalleryLine, read_data_file
from colugo.legacy.garbled_names import find_by_pinyin, find_garbled
from colugo.legacy.mysql_dump import DumpProblem, DumpRow, columns_of, read_inserts
from colugo.legacy.text import read_text

_TABLE = "t_container"
# Source: the predecessor's CREATE TABLE, for dumps that hold no structure.
_COLUMNS = (
    "number", "openid", "container_name", "container_price", "picture_address", "stock", "sale",
)  # fmt: skip
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


@dataclass(frozen=True, slots=True)
class LegacyProduct:
    """One row of the table.

    Attributes:
        line: of the dump; the first is 1.
        number: the predecessor's own number of the product.
        name: as it stands on the list.
        price: exact, in yuan.
        picture_address: below the folder of the shop; empty where the table has none.
        stock: pieces; None is not known, which is not 0.
        sold: pieces; None is not known.
    """

    line: int
    number: int
    name: str
    price: Decimal
    picture_address: str
    stock: int | None
    sold: int | None


@dataclass(frozen=True)
class LegacyShop:
    """Everything in the folder, and how it fits together.

    Attributes:
        products: in the order of the table.
        pictures: files below the folder, of each product that has any, by its number.
        unlisted: products that the list of pictures does not name.
        repaired: file found for an address that was garbled, by product number.
        without_picture: products that no file could be found for.
        without_product: lines of the list whose label no product has.
        missing_files: lines of the list whose file is not there.
        unused_files: pictures of the folder that nothing names.
    """

    products: tuple[LegacyProduct, ...]
    pictures: Mapping[int, tuple[Path, ...]]
    unlisted: tuple[LegacyProduct, ...]
    repaired: Mapping[int, str]
    without_picture: tuple[LegacyProduct, ...]
    without_product: tuple[GalleryLine, ...]
    missing_files: tuple[GalleryLine, ...]
    unused_files: tuple[str, ...]


def read_shop_folder(folder: Path) -> LegacyShop:
    """Read `container.sql`, `data_update.txt` and the names in `gallery/`.

    Raises:
        LegacyShopIncomplete: one of the three is missing.
        DumpInvalid: a line of the dump cannot be read, or is no product.
        DataFileInvalid: a line of the list has no label.
        LegacyFileUnreadable: a file is not UTF-8.
    """
    for name in ("container.sql", "data_update.txt", "gallery"):
        if not (folder / name).exists():
            raise LegacyShopIncomplete(str(folder), name)
    products = read_products(folder / "container.sql")
    lines = read_data_file(folder / "data_update.txt")
    files = tuple(sorted(_pictures(folder)))
    return _matched(folder, products, lines, files)


def read_products(path: Path) -> tuple[LegacyProduct, ...]:
    """Every product of the dump.

    Raises:
        DumpInvalid: names the first line that is wrong.
        LegacyFileUnreadable: no such file, or not UTF-8.
    """
    sql = read_text(path)
    try:
        columns = columns_of(sql, _TABLE) or _COLUMNS
        products = [_product(path, row, columns) for row in read_inserts(sql, _TABLE)]
    except DumpProblem as error:
        raise DumpInvalid(str(path), error.line, error.problem) from error
    if not products:
        raise DumpInvalid(str(path), 1, f"the dump inserts nothing into {_TABLE}")
    seen: dict[int, int] = {}
    for product in products:
        if seen.setdefault(product.number, product.line) != product.line:
            problem = f"product {product.number} stands in line {seen[product.number]} already"
            raise DumpInvalid(str(path), product.line, problem)
    return tuple(products)


def _product(path: Path, row: DumpRow, table_columns: Sequence[str]) -> LegacyProduct:
    columns = row.columns or tuple(table_columns)
    if len(columns) != len(row.values):
        problem = f"expected {len(columns)} values, got {len(row.values)}"
        raise DumpInvalid(str(path), row.line, problem)
    cells = dict(zip(columns, row.values, strict=True))
    number = _whole(path, row.line, "number", cells.get("number"))
    name = (cells.get("container_name") or "").strip()
    if number is None or not name:
        raise DumpInvalid(str(path), row.line, "the product has no number or no name")
    return LegacyProduct(
        row.line,
        number,
        name,
        _price(path, row.line, cells.get("container_price")),
        (cells.get("picture_address") or "").strip(),
        _whole(path, row.line, "stock", cells.get("stock")),
        _whole(path, row.line, "sale", cells.get("sale")),
    )


def _price(path: Path, line: int, text: str | None) -> Decimal:
    try:
        price = Decimal((text or "").strip())
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or price < 0:
        raise DumpInvalid(str(path), line, f"expected a price, got {text!r}")
    return price


def _whole(path: Path, line: int, column: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return int(text)
    except ValueError as error:
        problem = f"expected {column} as a whole number or null, got {text[:30]!r}"
        raise DumpInvalid(str(path), line, problem) from error


def _pictures(folder: Path) -> list[str]:
    found = (folder / "gallery").rglob("*")
    return [
        path.relative_to(folder).as_posix() for path in found if path.suffix.lower() in _SUFFIXES
    ]


def _matched(
    folder: Path,
    products: Sequence[LegacyProduct],
    lines: Sequence[GalleryLine],
    files: Sequence[str],
) -> LegacyShop:
    present, names = set(files), {product.name for product in products}
    listed: dict[str, list[str]] = {}
    for line in lines:
        listed.setdefault(line.label, []).append(line.picture)
    found = {
        product.number: _present([*listed.get(product.name, ()), product.picture_address], present)
        for product in products
    }
    named = {name for pictures in found.values() for name in pictures}
    free = [file for file in files if file not in named | {line.picture for line in lines}]
    repaired = _repair([each for each in products if not found[each.number]], free)
    found |= {number: (file,) for number, file in repaired.items()}
    used = {name for pictures in found.values() for name in pictures}
    return LegacyShop(
        products=tuple(products),
        pictures={
            number: tuple(folder / name for name in pictures)
            for number, pictures in found.items()
            if pictures
        },
        unlisted=tuple(each for each in products if each.name not in listed),
        repaired=repaired,
        without_picture=tuple(each for each in products if not found[each.number]),
        without_product=tuple(line for line in lines if line.label not in names),
        missing_files=tuple(line for line in lines if line.picture not in present),
        unused_files=tuple(
            file for file in files if file not in used | {line.picture for line in lines}
        ),
    )


def _present(wanted: Sequence[str], present: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in wanted if name in present))


def _repair(products: Sequence[LegacyProduct], free: Sequence[str]) -> dict[int, str]:
    """A file for each of these products, by its garbled address or else by its sound."""
    by_name = {PurePosixPath(file).name: file for file in free}
    repaired: dict[int, str] = {}
    for product in products:
        wanted = PurePosixPath(product.picture_address).name
        name = find_garbled(wanted, by_name) or find_by_pinyin(product.name, by_name)
        if name is not None:
            repaired[product.number] = by_name[name]
    return {
        number: file for number, file in repaired.items()
        if list(repaired.values()).count(file) == 1
    }  # fmt: skip
