import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.errors import PictureUnusable
from colugo.interfaces.observing.metrics import Metrics
from colugo.interfaces.rest import create_app
from tests.checkout.coloured_shop import RED, picture, stocked_shop, with_colour_networks
from tests.interfaces.rest.conftest import signed_in
from tests.interfaces.rest.visiting import LEFT, Screen, furnish


@pytest.fixture
def shop(tmp_path: Path):
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


def test_every_stage_of_a_scene_is_timed_once(shop: Shop) -> None:
    shop.watch = metrics = Metrics(shop)

    shop.recognise(picture((RED, (10, 10, 60, 60))))

    for stage in ("decode", "detect", "embed", "search", "decide", "price"):
        assert shown(metrics, f'colugo_stage_seconds_count{{stage="{stage}"}}') == 1
    assert shown(metrics, "colugo_scenes_total") == 1


def test_verdicts_are_counted_by_what_settled_them(shop: Shop) -> None:
    shop.watch = metrics = Metrics(shop)

    recognition = shop.recognise(picture((RED, (10, 10, 60, 60))))

    kind = recognition.verdicts[0].kind
    assert shown(metrics, f'colugo_verdicts_total{{by="look",verdict="{kind}"}}') == 1


def test_a_scene_that_breaks_off_counts_as_a_failure_of_its_stage(shop: Shop) -> None:
    shop.watch = metrics = Metrics(shop)

    with pytest.raises(PictureUnusable):
        shop.recognise(b"no picture")

    assert shown(metrics, 'colugo_stage_failures_total{stage="decode"}') == 1
    assert shown(metrics, 'colugo_stage_seconds_count{stage="decode"}') == 0
    assert shown(metrics, "colugo_scenes_total") == 0


def test_requests_are_counted_by_route_and_never_by_path(shop: Shop) -> None:
    metrics = Metrics(shop)
    client = TestClient(create_app(shop, observers=[metrics]))

    client.get("/livez")
    client.get("/v1/products/secret-sku")
    client.get("/nowhere/secret")

    text = page(metrics)
    assert 'route="/livez",status="200"} 1.0' in text
    assert 'route="/v1/products/{sku}",status="401"} 1.0' in text
    assert 'route="none",status="404"} 1.0' in text
    assert "secret" not in text


def test_a_service_that_loaded_nothing_is_not_loaded_by_being_asked(tmp_path: Path) -> None:
    with Shop.create(tmp_path / "bare") as bare:
        metrics = Metrics(bare)

        text = page(metrics)

        assert "colugo_ready 0.0" in text
        assert "colugo_gallery_photos" not in text
        assert not bare.is_loaded


def test_the_gallery_tells_its_size_and_how_far_it_is_behind(shop: Shop) -> None:
    shop.recognise(picture((RED, (10, 10, 60, 60))))
    metrics = Metrics(shop)
    photos = shown(metrics, "colugo_gallery_photos")

    with with_colour_networks(Shop.open(shop.folder)) as another_process:
        another_process.remove_product("R")
    behind = shown(metrics, "colugo_gallery_behind")
    shop.gallery.refresh()

    assert photos == 6
    assert shown(metrics, "colugo_gallery_photos") == 4
    assert behind > 0
    assert shown(metrics, "colugo_gallery_behind") == 0


def test_the_counters_tell_of_their_visits_their_cameras_and_who_calls(shop: Shop) -> None:
    furnish(shop)
    screen, metrics = Screen(signed_in(shop, "device")), Metrics(shop)

    screen.show((RED, LEFT))
    screen.step("help", reason="it does not open")

    assert shown(metrics, 'colugo_counter_visit{counter="c1",state="review"}') == 1
    assert shown(metrics, 'colugo_counter_help{counter="c1"}') == 1
    assert 'colugo_counter_frame_age_seconds{counter="c1"}' in page(metrics)
    assert "c2" not in page(metrics)


def page(metrics: Metrics) -> str:
    return TestClient(metrics.app()).get("/metrics").text


def shown(metrics: Metrics, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", page(metrics), re.MULTILINE)
    return float(found[1]) if found else 0.0
