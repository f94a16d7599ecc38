from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.chromium import CHROMIUM

from .screen import Screen
from .service import Service, kept, made_shop

FLAGS = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--no-sandbox"]

Opened = Callable[..., Screen]


@pytest.fixture(scope="package")
def chromium_path() -> str:
    """Where Chromium is; tests that need it skip without."""
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium here: on Debian `apt-get install chromium`")
    return str(CHROMIUM)


@pytest.fixture(scope="package")
def chromium(chromium_path: str) -> Iterator[Callable[..., Any]]:
    """A way to start a headless Chromium with more flags."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(
            executable_path=chromium_path, args=[*FLAGS, *flags]
        )


@pytest.fixture(scope="package")
def browser(chromium: Callable[..., Any]) -> Iterator[Any]:
    """One browser for all pages with a drawn camera."""
    opened = chromium()
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory, chromium_path: str) -> Iterator[Service]:
    """The shop of colours, served by a process of its own."""
    folder = tmp_path_factory.mktemp("kiosk") / "shop"
    served = Service(folder, made_shop(folder))
    yield served
    served.kill()


@pytest.fixture
def opened(browser: Any, service: Service) -> Iterator[Opened]:
    """Opens the page of a counter; at the end no page may have complained."""
    screens: list[Screen] = []

    def open_screen(
        counter: str | None = None, language: str = "zh", *, camera: bool = True,
        is_signed_in: bool = True, **options: Any,
    ) -> Screen:  # fmt: skip
        options.setdefault("viewport", {"width": 1024, "height": 600})
        context = browser.new_context(**options)
        at = counter or service.counter()
        known = kept(service, at, language) if is_signed_in else {"colugo.language": language}
        known |= {} if camera else {"blind": "yes"}
        screens.append(Screen(context, service, at, known))
        return screens[-1]

    yield open_screen
    complaints = [each for screen in screens for each in screen.complaints]
    for screen in screens:
        screen.context.close()
    assert complaints == []
