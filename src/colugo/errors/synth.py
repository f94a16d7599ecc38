"""What can go wrong while products and scenes are drawn."""

from colugo.errors.base import ColugoError


class NoChineseFont(ColugoError):
    """No font with Chinese letters is installed, so no label can be written."""

    def __init__(self, folders: tuple[str, ...], packages: tuple[str, ...]) -> None:
        super().__init__(
            "drawing labels needs a font with Chinese letters, and none is in "
            f"{', '.join(folders)}: install one, on Debian `apt-get install {' '.join(packages)}`"
        )
        self.folders = folders
        self.packages = packages


class BadSynthRequest(ColugoError):
    """A number asked of the drawing is outside what it can draw."""

    def __init__(self, what: str, expected: str, got: object) -> None:
        super().__init__(f"cannot draw this: {what} must be {expected}, got {got!r}")
        self.what = what
        self.expected = expected
        self.got = got
