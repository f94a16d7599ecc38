from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.checkout.coloured_shop import BLUE, GREEN, RED, colour_between

from .conftest import Opened
from .screen import LEFT, RIGHT, Screen
from .service import YELLOW, Service, kept

DARK = (60, 60, 60)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"small": (1024, 600), "phone": (390, 844)}


def test_a_camera_of_the_machine_sells_what_lies_under_it(
    chromium: Callable[..., Any], service: Service, tmp_path: Path
) -> None:
    film = tmp_path / "counter.mjpeg"
    _write_film(film, RED)
    browser = chromium(f"--use-file-for-fake-video-capture={film}")
    context = browser.new_context(service_workers="allow")
    screen = Screen(context, service, at := service.counter(), kept(service, at), is_drawn=False)

    screen.state("review")
    shown = screen.total()
    screen.touch("confirm")
    screen.touch("way-card")
    screen.confirm_as_staff()
    screen.state("paid")
    browser.close()

    assert shown == "¥5.50"
    assert screen.complaints == []


def test_the_screen_speaks_the_other_language_at_a_touch_and_remembers(opened: Opened) -> None:
    screen = opened(language="zh")
    screen.put((RED, LEFT))
    screen.state("review")
    before = (screen.page.locator("html").get_attribute("lang"), screen.page.title())

    screen.touch("language")
    screen.waits_for("Is this everything?")
    screen.page.reload()
    screen.waits_for("Is this everything?")

    assert before == ("zh-CN", "Colugo 自助结算")
    assert screen.page.locator("html").get_attribute("lang") == "en"
    assert screen.page.locator(".line .title").inner_text() == "Mosilian"


def test_a_sale_needs_nothing_but_a_keyboard(opened: Opened) -> None:
    screen = opened()
    screen.put((colour_between(RED, GREEN), LEFT))
    screen.panel("question")

    for wanted in ("pick-R", "confirm", "way-cash", "staff"):
        _tab_to(screen, wanted)
        screen.page.keyboard.press("Enter")
    screen.page.locator("#person").wait_for()
    screen.page.keyboard.type("li")
    _tab_to(screen, "password")
    screen.page.keyboard.type("a long enough password\n")

    screen.state("paid")


@pytest.mark.parametrize("size", SIZES)
def test_no_state_breaks_a_rule_of_wcag(opened: Opened, size: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    width, height = SIZES[size]
    screen = opened(viewport={"width": width, "height": height}, language="en")
    broken: dict[str, list[str]] = {}

    def look(state: str) -> None:
        found = axe.run(screen.page, options={"runOnly": _RULES})
        broken[state] = [each["id"] for each in found.response["violations"]]
        broken[state] += _too_small(screen)

    screen.state("idle")
    look("idle")
    screen.put((colour_between(RED, GREEN), LEFT), (BLUE, RIGHT))
    screen.panel("question")
    look("question")
    screen.touch("other")
    screen.page.locator(".results .tile").first.wait_for()
    look("find")
    screen.put((DARK, LEFT), (YELLOW, RIGHT))
    screen.panel("unknown")
    look("unknown")
    screen.put((YELLOW, LEFT))
    screen.panel("age")
    look("age")
    screen.confirm_as_staff()
    screen.state("review")
    look("review")
    screen.touch("confirm")
    screen.panel("pay")
    look("pay")

    assert broken == {state: [] for state in broken}
    assert len(broken) == 7


def test_a_phone_shows_the_basket_of_its_qr_and_nothing_to_touch(opened: Opened) -> None:
    counter = opened()
    counter.put((RED, LEFT))
    counter.state("review")
    counter.touch("phone")
    counter.page.locator("figure.qr").wait_for()

    phone = opened(counter.counter, viewport={"width": 390, "height": 844}, is_signed_in=False)
    phone.page.goto(f"{phone.address}{counter.visit()['view']}")
    phone.page.reload()
    phone.page.locator("#total").wait_for()

    assert phone.total() == "¥5.50"
    assert phone.page.locator("main button, video:visible").count() == 0


def test_a_device_signs_in_once_and_its_token_is_in_no_address(
    opened: Opened, service: Service
) -> None:
    screen = opened(is_signed_in=False)
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))

    screen.page.fill("#token", "colugo_wrong")
    screen.page.keyboard.press("Enter")
    screen.waits_for("此令牌无效。")
    screen.page.fill("#token", service.token)
    screen.page.keyboard.press("Enter")
    screen.page.get_by_text("Counter 20 (c20)").click()
    screen.waits_for("欢迎光临！")

    assert screen.page.evaluate("localStorage['colugo.counter']") == "c20"
    assert not [url for url in asked if service.token in url]


def _tab_to(screen: Screen, wanted: str) -> None:
    """Press Tab until something is reached, its frame to be seen."""
    screen.page.locator(f'[data-id="{wanted}"]:enabled').wait_for()
    for _ in range(30):
        if screen.page.evaluate("document.activeElement.dataset.id") == wanted:
            break
        screen.page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert screen.page.evaluate("document.activeElement.dataset.id") == wanted
    assert screen.page.evaluate(outline) == "solid"


def _too_small(screen: Screen) -> list[str]:
    """What is touched must be 44 pixels wide and high."""
    small: list[str] = screen.page.evaluate(
        """() => [...document.querySelectorAll("button, summary, label.main, input:not(.unseen)")]
          .filter(each => each.checkVisibility())
          .map(each => [each, each.getBoundingClientRect()])
          .filter(([, at]) => Math.min(at.width, at.height) < 44)
          .map(([each]) => each.dataset.id ?? each.outerHTML)"""
    )
    return small


def _write_film(path: Path, colour: tuple[int, int, int]) -> None:
    """A few frames with a patch and the noise of a camera, which Chromium plays over and over."""
    noise = np.random.default_rng(0)
    with path.open("wb") as film:
        for _ in range(30):
            pixels = np.full((360, 640, 3), 255, np.uint8)
            pixels[60:300, 240:380] = colour[::-1]
            pixels[:8, :8] = noise.integers(240, 256, (8, 8, 3))
            film.write(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes())
