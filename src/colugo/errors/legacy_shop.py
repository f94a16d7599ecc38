"""What can be wrong with the folder of a predecessor's shop."""

from colugo.errors.base import ColugoError


class DumpInvalid(ColugoError):
    """A line of the database dump cannot be read, so nothing was imported."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(
            f"{path}, line {line}: {problem}: dump the table again (mysqldump or Navicat), "
            "or correct the line; nothing was imported"
        )
        self.path = path
        self.line = line
        self.problem = problem


class LegacyShopIncomplete(ColugoError):
    """The folder lacks a file that every shop of the predecessor has."""

    def __init__(self, folder: str, missing: str) -> None:
        super().__init__(
            f"expected a shop of the predecessor in {folder}, but {missing} is missing: name the "
            "folder that holds container.sql, data_update.txt and gallery/"
        )
        self.folder = folder
        self.missing = missing


class LegacyFileUnreadable(ColugoError):
    """A text file of the predecessor cannot be read as text."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: the file cannot be read as UTF-8 text ({reason})")
        self.path = path
        self.reason = reason


class LegacyShopOtherCurrency(ColugoError):
    """The shop to import into has other prices than yuan."""

    def __init__(self, folder: str, currency: str) -> None:
        super().__init__(
            f"the predecessor's prices are in CNY, but the shop in {folder} has {currency}: "
            "name a folder without a shop; nothing was imported"
        )
        self.folder = folder
        self.currency = currency
