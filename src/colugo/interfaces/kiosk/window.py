"""Opens Chromium on the page of a counter, full screen, signed in. Knows no shop.

The token goes through a pipe that only the browser and this process hold: it stands in no
address and in no list of processes. The profile of the browser goes with the window.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from colugo.errors import BrowserFailed, BrowserMissing

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_S: Final = 60.0
_FLAGS: Final = (
    "--kiosk", "--no-first-run", "--no-default-browser-check", "--noerrdialogs",
    "--disable-session-crashed-bubble", "--disable-infobars", "--disable-pinch",
    "--overscroll-history-navigation=0", "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",  # the camera is used unasked: nobody stands there to allow it
    "--remote-debugging-pipe",
)  # fmt: skip
# Chromium reads commands at 3 and answers at 4, whatever our ends of the pipes are called.
_BEGIN: Final = (
    "import fcntl, os, sys\n"
    "at = [fcntl.fcntl(int(n), fcntl.F_DUPFD, 10) for n in sys.argv[1:3]]\n"
    "os.dup2(at[0], 3); os.dup2(at[1], 4)\n"
    "os.execv(sys.argv[3], sys.argv[3:])\n"
)


class Window:
    """A browser that shows one page."""

    def __init__(self, process: "subprocess.Popen[bytes]", commands: int, answers: int) -> None:
        self.process = process
        self._commands, self._answers = os.fdopen(commands, "wb", 0), os.fdopen(answers, "rb")
        self._number, self._session = 0, ""

    def evaluate(self, script: str) -> Any:
        """What a script of one expression is in the page."""
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True)
        return answer.get("result", {}).get("value")

    def wait(self) -> None:
        """Wait until the window is closed."""
        self.process.wait()

    def attach(self) -> None:
        """Speak to its page from now on."""
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            for target in self._ask("Target.getTargets").get("targetInfos", []):
                if target["type"] == "page":
                    asked = {"targetId": target["targetId"], "flatten": True}
                    self._session = self._ask("Target.attachToTarget", **asked)["sessionId"]
                    return
            time.sleep(0.1)
        raise BrowserFailed(str(self.process.args), "it shows no page")

    def close(self) -> None:
        """End the browser where it still runs."""
        self.process.terminate()
        self.process.wait()
        self._commands.close()
        self._answers.close()

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        try:
            self._commands.write(json.dumps(asked).encode() + b"\0")
            while (answer := self._read()).get("id") != self._number:
                pass
        except (OSError, EOFError) as error:
            raise BrowserFailed(str(self.process.args), "it ended at once") from error
        result: dict[str, Any] = answer.get("result", {})
        return result

    def _read(self) -> dict[str, Any]:
        letters = bytearray()
        while (letter := self._answers.read(1)) != b"\0":
            if not letter:
                raise EOFError
            letters += letter
        message: dict[str, Any] = json.loads(letters)
        return message


def find_browser(names: Sequence[str] = BROWSERS) -> str:
    """Where Chromium is.

    Raises:
        BrowserMissing: nowhere on the path.
    """
    found = next((place for name in names if (place := shutil.which(name))), None)
    if found is None:
        raise BrowserMissing(names)
    return found


@contextmanager
def open_window(
    address: str, kept: Mapping[str, str], *, browser: str, flags: Sequence[str] = ()
) -> Iterator[Window]:
    """Show the page at `address` with `kept` in its local storage; gone with the context.

    Raises:
        BrowserFailed: it does not show the page.
    """
    with tempfile.TemporaryDirectory(prefix="colugo-kiosk-", ignore_cleanup_errors=True) as profile:
        begun = [f"--user-data-dir={profile}", f"--app={address}", *_trusting(address), *flags]
        window = _start(browser, [*_FLAGS, *begun])
        try:
            window.attach()
            _hand_over(window, address, kept)
            yield window
        finally:
            window.close()


def _start(browser: str, arguments: Sequence[str]) -> Window:
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", _BEGIN, str(theirs_in), str(theirs_out), browser, *arguments],
        pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    process.args = browser
    os.close(theirs_in)
    os.close(theirs_out)
    return Window(process, ours_out, ours_in)


def _hand_over(window: Window, address: str, kept: Mapping[str, str]) -> None:
    """Put `kept` where the page looks for it, and let it begin anew."""
    origin = json.dumps(_origin(address))
    put = f"Object.entries({json.dumps(dict(kept))}).forEach(e => localStorage.setItem(...e))"
    script = f"location.origin === {origin} && (({put}), location.reload(), true)"
    deadline = time.monotonic() + _START_S
    while not window.evaluate(script):
        if time.monotonic() > deadline:
            raise BrowserFailed(str(window.process.args), f"{address} does not come")
        time.sleep(0.1)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _trusting(address: str) -> list[str]:
    """A camera wants TLS or this machine; an address without, named here, is trusted as such."""
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost")
    return [] if is_safe else [f"--unsafely-treat-insecure-origin-as-secure={_origin(address)}"]
