from pathlib import Path

from tests.checkout.coloured_shop import BLUE, GREEN, RED, colour_between, picture

from .conftest import Opened
from .screen import LEFT, MIDDLE, RIGHT
from .service import YELLOW, Service

DARK = (60, 60, 60)


def test_goods_under_the_camera_are_listed_paid_and_taken_away(opened: Opened) -> None:
    screen = opened(language="en")
    screen.waits_for("Put your goods under the camera")

    screen.put((RED, LEFT), (RED, MIDDLE), (RED, RIGHT))
    screen.state("review")
    listed = (screen.total(), screen.page.locator(".line .title").inner_text())
    screen.touch("confirm")
    screen.touch("way-cash")
    screen.confirm_as_staff()
    screen.state("paid")
    screen.waits_for("Scan for the receipt")
    screen.put()
    screen.state("idle")

    assert listed == ("¥11.00", "Mosilian")


def test_what_is_unsure_is_asked_with_pictures_and_the_answer_counts(opened: Opened) -> None:
    screen = opened()

    screen.put((colour_between(RED, GREEN), LEFT), (BLUE, RIGHT))
    screen.panel("question")
    asked = screen.page.locator(".tile").count()
    screen.touch("pick-G")
    screen.state("review")

    assert 2 <= asked <= 3
    assert screen.total() == "¥3.80"


def test_what_is_unknown_is_found_by_its_barcode_or_has_to_leave(opened: Opened) -> None:
    screen = opened()

    screen.put((DARK, LEFT), (BLUE, RIGHT))
    screen.panel("unknown")
    screen.touch("leave")
    screen.panel("away")
    screen.touch("keep")
    screen.page.fill("#find", "6901234567892")
    screen.page.keyboard.press("Enter")
    screen.state("review")

    assert screen.total() == "¥4.80"


def test_an_attendant_lets_the_age_pass_at_the_counter(opened: Opened) -> None:
    screen = opened()

    screen.put((YELLOW, LEFT))
    screen.panel("age")
    screen.waits_for("须年满 18 岁")
    screen.confirm_as_staff()
    screen.state("review")

    assert screen.total() == "¥6.80"


def test_goods_that_stick_out_are_to_be_moved_and_changes_after_the_yes_are_shown(
    opened: Opened,
) -> None:
    screen = opened()

    screen.put((RED, (0, 60, 120, 300)))
    screen.waits_for("请把商品分开摆放")
    screen.put((RED, LEFT))
    screen.state("review")
    screen.touch("confirm")
    screen.state("paying")
    screen.put((RED, LEFT), (GREEN, RIGHT))
    screen.waits_for("台面上的商品变了")
    screen.state("review")

    assert screen.total() == "¥8.50"


def test_without_its_camera_the_visit_goes_on_by_hand_and_with_it_again(opened: Opened) -> None:
    screen = opened()
    screen.put((RED, LEFT))
    screen.state("review")

    screen.unplug()
    screen.waits_for("摄像头没有画面")
    screen.page.keyboard.type("6901234567892\n", delay=0)  # as a scanner does
    screen.page.wait_for_function("() => document.getElementById('total').innerText === '¥9.50'")
    screen.plug_in()
    screen.state("review")
    screen.waits_for("商品都在这里了吗？")

    assert screen.total() == "¥9.50"


def test_a_picture_is_uploaded_where_there_is_no_camera(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "counter.png").write_bytes(picture((RED, (20, 20, 60, 70))))
    screen = opened(camera=False)

    screen.page.set_input_files("#upload", tmp_path / "counter.png")
    screen.page.locator("#still").wait_for()
    screen.state("review")

    assert screen.total() == "¥5.50"


def test_a_basket_outlives_the_end_of_its_server(opened: Opened, service: Service) -> None:
    screen = opened()
    screen.put((RED, LEFT), (GREEN, RIGHT))
    screen.state("review")
    before = screen.visit()["visit_id"]

    service.kill()
    screen.waits_for("网络中断，正在重连……")
    shown_meanwhile = screen.total()
    service.begin_again()
    screen.waits_for("商品都在这里了吗？")

    assert shown_meanwhile == screen.total() == "¥8.50"
    assert screen.visit()["visit_id"] == before


def test_two_tabs_show_one_visit_and_it_is_paid_once(opened: Opened, service: Service) -> None:
    first = opened()
    second = opened(first.counter, camera=False)

    first.put((RED, LEFT))
    for screen in (first, second):
        screen.state("review")
    second.touch("confirm")
    for screen in (first, second):
        screen.panel("pay")
    first.touch("way-cash")
    second.touch("way-cash")
    first.confirm_as_staff()
    for screen in (first, second):
        screen.state("paid")
    order_id = first.visit()["order"]["id"]
    again = first.asks("pay", {"provider": "cash"})

    assert again == 409
    assert first.visit()["visit_id"] == second.visit()["visit_id"]
    assert len(service.as_staff("GET", f"/v1/orders/{order_id}").json()["payments"]) == 1
