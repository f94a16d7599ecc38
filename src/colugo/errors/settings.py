"""What can be wrong with a shop's settings."""

from colugo.errors.base import ColugoError


class SettingsInvalid(ColugoError):
    """A setting is unknown or out of its limits."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"setting {name}: {reason}; docs/settings.md lists every setting")
        self.name = name
        self.reason = reason
