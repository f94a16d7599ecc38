"""Settles what is doubtful by the barcode that the camera sees on it. Reads no picture itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from colugo.checkout.verdict import Box, Candidate, Verdict
from colugo.vision.barcodes import SeenBarcode

FindSku = Callable[[str], str | None]
_SURE = 1.0


def settle_by_barcode(
    verdicts: Sequence[Verdict], seen: Callable[[Box], Sequence[SeenBarcode]], sku_of: FindSku
) -> tuple[Verdict, ...]:
    """The verdicts, those that are not known made known where a barcode says which product it is.

    A barcode counts where it lies in this box and in no other, and where all that do name one
    product: a code on a neighbour that reaches into the box says nothing.

    Args:
        verdicts: of one scene.
        seen: reads the barcodes of a box, their middles in pixels of the scene; called for
            doubtful boxes only, so that a scene that is clear costs nothing.
        sku_of: the SKU of a product sold by the piece that has a barcode, None where there is none.
    """
    boxes = [verdict.xyxy for verdict in verdicts]
    return tuple(
        verdict if verdict.kind == "known" else _settled(verdict, row, boxes, seen, sku_of)
        for row, verdict in enumerate(verdicts)
    )


def _settled(
    verdict: Verdict, row: int, boxes: Sequence[Box],
    seen: Callable[[Box], Sequence[SeenBarcode]], sku_of: FindSku,
) -> Verdict:  # fmt: skip
    others = [box for number, box in enumerate(boxes) if number != row]
    mine = [
        code for code in seen(verdict.xyxy)
        if _holds(verdict.xyxy, code) and not any(_holds(box, code) for box in others)
    ]  # fmt: skip
    skus = {sku for code in mine if (sku := sku_of(code.code)) is not None}
    if len(skus) != 1:
        return verdict
    (sku,) = skus
    others_offered = [each for each in verdict.candidates if each.sku != sku]
    similar = next((c.similarity for c in verdict.candidates if c.sku == sku), 0.0)
    first = Candidate(sku, similar)
    return replace(
        verdict, kind="known", candidates=(first, *others_offered), chance=_SURE, by="barcode"
    )


def _holds(box: Box, code: SeenBarcode) -> bool:
    left, top, right, bottom = box
    return left <= code.x < right and top <= code.y < bottom
