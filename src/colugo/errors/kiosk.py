"""What can go wrong with the window of a counter."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError


class BrowserMissing(ColugoError):
    """There is no Chromium to show the page of a counter."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"no Chromium was found, looked for {', '.join(names)}: install it, on Debian with "
            "`apt-get install chromium`, or open the page in any browser"
        )
        self.names = list(names)


class BrowserFailed(ColugoError):
    """Chromium did not open the page of a counter."""

    def __init__(self, browser: str, reason: str) -> None:
        super().__init__(
            f"{browser} did not open the page: {reason}; try `{browser}` alone, it says more"
        )
        self.browser = browser
        self.reason = reason


class CameraMissing(ColugoError):
    """There is no camera where one was named, or it gives no picture."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"camera {source} gives no picture: is it plugged in, and used by no other program? "
            "Another number is --camera 1, a network camera or film --source"
        )
        self.source = source


class FrameUnknown(ColugoError):
    """No picture of the counter came yet."""

    def __init__(self, counter_id: str) -> None:
        super().__init__(
            f"counter {counter_id!r} sent no picture since the service started: see whether its "
            "camera runs"
        )
        self.counter_id = counter_id


class ViewUnknown(ColugoError):
    """A key opens no visit, or that visit is over."""

    def __init__(self) -> None:
        super().__init__("this key opens no visit that goes on: scan the QR on the counter again")
