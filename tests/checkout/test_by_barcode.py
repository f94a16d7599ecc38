"""What is doubtful is settled by the barcode that the camera sees on it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from colugo.checkout.by_barcode import settle_by_barcode
from colugo.checkout.verdict import Candidate, Verdict
from colugo.synth.barcode import barcode
from colugo.vision import Image
from colugo.vision.barcodes import SeenBarcode, can_read_barcodes, read_barcodes
from tests.checkout.coloured_shop import encoded, stocked_shop

EAN, OTHER = "6901234567892", "4006381333931"
SKUS = {EAN: "cola", OTHER: "tea"}
LEFT, RIGHT = (0.0, 0.0, 100.0, 100.0), (100.0, 0.0, 200.0, 100.0)

needs_reader = pytest.mark.skipif(not can_read_barcodes(), reason="needs the extra barcodes")


def verdict(kind: str, box: tuple[float, ...] = LEFT, *skus: str) -> Verdict:
    candidates = tuple(Candidate(sku, 0.6 - 0.1 * n) for n, sku in enumerate(skus))
    return Verdict(box, 0.9, kind, candidates, 0.6, 0.5)  # type: ignore[arg-type]


def settled(*verdicts: Verdict, codes: list[SeenBarcode]) -> list[tuple[str, str | None, str]]:
    found = settle_by_barcode(verdicts, lambda box: codes, SKUS.get)
    return [(each.kind, each.sku, each.by) for each in found]


def test_a_doubtful_box_is_what_its_barcode_says() -> None:
    codes = [SeenBarcode(EAN, 50, 50)]

    (unsure,) = settle_by_barcode(
        [verdict("unsure", LEFT, "tea", "cola")], lambda _: codes, SKUS.get
    )

    assert (unsure.kind, unsure.sku, unsure.by, unsure.chance) == ("known", "cola", "barcode", 1.0)
    assert [each.sku for each in unsure.candidates] == ["cola", "tea"]
    assert settled(verdict("unknown"), codes=codes) == [("known", "cola", "barcode")]


def test_what_is_known_is_not_read() -> None:
    def refuse(_: object) -> list[SeenBarcode]:
        raise AssertionError("nobody asked")

    (known,) = settle_by_barcode([verdict("known", LEFT, "tea")], refuse, SKUS.get)

    assert (known.sku, known.by) == ("tea", "look")


@pytest.mark.parametrize(
    "codes",
    [
        [],
        [SeenBarcode("9999999999994", 50, 50)],  # of no product
        [SeenBarcode(EAN, 150, 50)],  # beside the box
        [SeenBarcode(EAN, 50, 50), SeenBarcode(OTHER, 60, 50)],  # of two products
    ],
)
def test_a_code_that_says_nothing_leaves_the_box_as_it_is(codes: list[SeenBarcode]) -> None:
    assert settled(verdict("unsure", LEFT, "tea"), codes=codes) == [("unsure", None, "look")]


def test_a_code_where_two_boxes_overlap_is_of_neither() -> None:
    beside = verdict("unsure", (40.0, 0.0, 140.0, 100.0), "tea")

    assert settled(verdict("unknown"), beside, codes=[SeenBarcode(EAN, 50, 50)]) == [
        ("unknown", None, "look"), ("unsure", None, "look"),
    ]  # fmt: skip


def label(code: str, scale: int = 2, turns: int = 0) -> np.ndarray:
    """A black and white code on white, turned by quarters."""
    bars = cv2.resize(
        barcode(code)[:, :, :3], None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST
    )
    return np.ascontiguousarray(np.rot90(bars, turns))


@needs_reader
@pytest.mark.parametrize("turns", range(4))
def test_a_code_is_read_at_any_quarter_with_its_middle(turns: int) -> None:
    pixels = np.full((400, 500, 3), 255, np.uint8)
    bars = label(EAN, turns=turns)
    pixels[60 : 60 + bars.shape[0], 200 : 200 + bars.shape[1]] = bars

    (seen,) = read_barcodes(Image(pixels))

    assert seen.code == EAN
    assert seen.x == pytest.approx(200 + bars.shape[1] / 2, abs=8)
    assert seen.y == pytest.approx(60 + bars.shape[0] / 2, abs=8)


@needs_reader
@pytest.mark.parametrize("reads", [True, False])
def test_a_shop_sells_what_it_has_no_photo_of_by_its_barcode(tmp_path: Path, reads: bool) -> None:
    scene = np.full((400, 500, 3), 255, np.uint8)
    scene[40:300, 80:400] = (128, 128, 128)  # like no product that is enrolled
    bars = label(EAN)
    scene[100 : 100 + bars.shape[0], 120 : 120 + bars.shape[1]] = bars
    with stocked_shop(tmp_path / "shop", read_barcodes=reads) as shop:
        shop.add_product(sku="cola", name="Cola", price="4", barcodes=[EAN])

        recognition = shop.recognise(encoded(scene))

    found = [(each.sku, each.by) for each in recognition.verdicts if each.by == "barcode"]
    assert found == ([("cola", "barcode")] if reads else [])
    assert recognition.basket.total.minor == (400 if reads else 0)
