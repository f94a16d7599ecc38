"""From a product that nobody knows to its place on the dashboard, through pages alone."""

from typing import Any
from uuid import uuid4

from tests.checkout.coloured_shop import Colour

from .conftest import Opened
from .screen import LEFT, MIDDLE, RIGHT, Patch, draw_camera
from .service import PASSWORD, Service

CYAN: Colour = (20, 200, 220)
MAGENTA: Colour = (220, 30, 220)
NEW = (("CY", "薄荷糖", "2.40", CYAN), ("MA", "火龙果汁", "7.10", MAGENTA))


def test_two_products_are_enrolled_by_camera_sold_and_seen_in_stock_and_dashboard(
    browser: Any, service: Service, opened: Opened
) -> None:
    office = _office(browser, service)
    for sku, name, price, colour in NEW:
        body = {"sku": sku, "name": name, "price": price}
        service.as_staff("POST", "/v1/products", person="wang", json=body)
        _deliver(service, sku, 10)
        _enrol(office, service, sku, colour)
    before = _sold_today(service)

    screen = opened(language="en")
    screen.put((CYAN, LEFT), (MAGENTA, MIDDLE), (MAGENTA, RIGHT))
    screen.state("review")
    total = screen.total()
    screen.touch("confirm")
    screen.touch("way-cash")
    screen.confirm_as_staff()
    screen.state("paid")

    assert total == "¥16.60"
    assert (_on_hand(service, "CY"), _on_hand(service, "MA")) == (9, 8)
    after = _sold_today(service)
    assert after - before == 1660
    office.goto(f"{service.address}/admin/dashboard")
    office.get_by_text(f"{after / 100:,.2f}").first.wait_for()
    office.context.close()


def _office(browser: Any, service: Service) -> Any:
    """The admin in a browser whose camera is drawn, signed in as the manager."""
    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    draw_camera(context)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{service.address}/admin")
    page.get_by_label("Person").fill("wang")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Dashboard").first.wait_for()
    return page


def _enrol(page: Any, service: Service, sku: str, colour: Colour) -> None:
    """Two photos of a product by the camera, as a manager takes them."""
    page.goto(f"{service.address}/admin/enrolment?sku={sku}")
    page.get_by_role("button", name="Use the camera").click()
    page.wait_for_function("document.getElementById('camera').videoWidth > 0")
    for number, place in enumerate((LEFT, RIGHT), start=1):
        patches: list[Patch] = [(colour, place)]
        page.evaluate("all => { scene.patches = all; }", patches)
        page.wait_for_timeout(400)  # until the camera shows it
        page.get_by_role("button", name="Take photo").click()
        page.get_by_text(f"{number} photo", exact=False).first.wait_for()
        page.get_by_role("img", name="Photo").nth(number - 1).wait_for()


def _deliver(service: Service, sku: str, quantity: int) -> None:
    body = {"store_id": "east", "quantities": {sku: quantity}}
    service.as_staff("PUT", f"/v1/deliveries/{uuid4()}", person="wang", json=body)


def _on_hand(service: Service, sku: str) -> int:
    stock = service.as_staff("GET", "/v1/stock/east", person="wang").json()
    return int(stock["on_hand"][sku])


def _sold_today(service: Service) -> int:
    """What the store took in today, in minor units."""
    told = service.as_staff("GET", "/v1/reports/sales?store_id=east", person="wang").json()
    return sum(int(row["total_minor"]) for row in told["rows"])
