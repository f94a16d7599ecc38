"""What can go wrong while products and scenes are drawn."""

from collections.abc import Mapping
from pathlib import Path

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


class SynthFolderInUse(ColugoError):
    """A folder that pictures should be drawn into holds something else."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"cannot draw into {folder}: {reason}; name a new folder, or repeat the very command "
            "that began it, which goes on where it stopped"
        )
        self.folder = folder
        self.reason = reason


class SynthNotWritten(ColugoError):
    """The disk refused a file of drawn pictures."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"cannot write {path} ({reason}): what is whole stays; when there is room and the "
            "folder can be written, repeat the command, which goes on where it stopped"
        )
        self.path = path
        self.reason = reason


class NoCutout(ColugoError):
    """No photo gave a product that can be laid on a counter."""

    def __init__(self, reasons: Mapping[str, int]) -> None:
        told = ", ".join(f"{number} {reason}" for reason, number in reasons.items())
        super().__init__(
            f"no photo gives a cut-out ({told or 'there are no photos'}): take photos of one "
            "product each, whole, on a plain ground"
        )
        self.reasons = dict(reasons)
