"""What a command needs that is not installed."""

from colugo.errors.base import ColugoError


class ExtraMissing(ColugoError):
    """A package of one of the extras is not installed."""

    def __init__(self, purpose: str, package: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs {package}, which is not installed; "
            f"install it with `pip install 'colugo[{extra}]'`"
        )
        self.purpose = purpose
        self.package = package
        self.extra = extra


class FontMissing(ColugoError):
    """No font of the system has all letters that are to be written."""

    def __init__(self, purpose: str, letters: str) -> None:
        super().__init__(
            f"{purpose} needs letters that no font here has all of: install one with Chinese "
            "letters, like Debian's fonts-noto-cjk, or ask for another form"
        )
        self.purpose = purpose
        self.letters = letters
