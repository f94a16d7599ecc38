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
