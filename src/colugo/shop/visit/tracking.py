"""Follows boxes from frame to frame. Knows no product and no picture.

Boxes are matched by how much they cover each other, the best pair first; after something moved
also those that look alike. What is left over is new or missing. A box that two looks in a row do
not find is gone: one may overlook it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from colugo.shop.visit.visit import Box, Look, Mark, SeenBox

WINDOW: Final = 5  # looks that are kept of a box: one second at five frames a second
_SAME_BOX_IOU: Final = 0.4  # neighbours of one size that touch have 0; a box that wobbles 0.8
_GONE_AFTER: Final = 2
_EDGE_SHARE: Final = 0.004  # of the longer side: a box this near to the edge goes on outside


def follow(
    boxes: Sequence[SeenBox], looks: Sequence[Look], *, last_number: int, is_fresh: bool
) -> tuple[tuple[SeenBox, ...], int]:
    """The boxes after one more look, and the largest number that was given.

    Args:
        boxes: as they were.
        looks: of one frame.
        last_number: new boxes get the numbers after it.
        is_fresh: something moved since the last look: what was said of a place says nothing now.
    """
    pairs = _covering(boxes, looks)
    if is_fresh:
        pairs |= _alike(boxes, looks, pairs)
    followed = [_seen(boxes[at], looks[found], is_fresh=is_fresh) for at, found in pairs.items()]
    for at, box in enumerate(boxes):
        if at not in pairs and box.missed + 1 < _GONE_AFTER:
            followed.append(replace(box, missed=box.missed + 1))
    found = set(pairs.values())
    for number, look in enumerate(looks):
        if number not in found:
            last_number += 1
            followed.append(SeenBox(last_number, look.xyxy, (look,)))
    return tuple(sorted(followed, key=lambda box: box.number)), last_number


def marked(
    boxes: Sequence[SeenBox], size_wh: tuple[int, int], overlap: float
) -> tuple[SeenBox, ...]:
    """The boxes, those marked that overlap or go on outside the frame.

    Args:
        boxes: of one frame.
        size_wh: of the frame.
        overlap: share of the smaller of two boxes that may lie in the other.
    """
    return tuple(replace(box, marks=_marks(box, boxes, size_wh, overlap)) for box in boxes)


def iou(one: Box, other: Box) -> float:
    """What two boxes have in common as a share of what they cover together, 0..1."""
    common = _common(one, other)
    together = _area(one) + _area(other) - common
    return common / together if together else 0.0


def _covering(boxes: Sequence[SeenBox], looks: Sequence[Look]) -> dict[int, int]:
    """Place in `boxes` -> place in `looks`, the pairs that cover each other most first."""
    likely = sorted(
        (
            (iou(box.xyxy, look.xyxy), -at, -found)
            for at, box in enumerate(boxes)
            for found, look in enumerate(looks)
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for share, at, found in likely:
        if share >= _SAME_BOX_IOU and -at not in pairs and -found not in pairs.values():
            pairs[-at] = -found
    return pairs


def _alike(
    boxes: Sequence[SeenBox], looks: Sequence[Look], pairs: dict[int, int]
) -> dict[int, int]:
    """Pairs of what is left over and looks like the same product: it was moved."""
    left = [at for at in range(len(boxes)) if at not in pairs]
    more: dict[int, int] = {}
    for found, look in enumerate(looks):
        if found in pairs.values() or not look.skus:
            continue
        same = (at for at in left if boxes[at].looks[-1].skus[:1] == look.skus[:1])
        at = next(same, None)
        if at is not None:
            left.remove(at)
            more[at] = found
    return more


def _seen(box: SeenBox, look: Look, *, is_fresh: bool) -> SeenBox:
    looks = (look,) if is_fresh else (*box.looks, look)[-WINDOW:]
    return replace(box, xyxy=look.xyxy, looks=looks, missed=0)


def _marks(
    box: SeenBox, boxes: Sequence[SeenBox], size_wh: tuple[int, int], overlap: float
) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    others = (o.xyxy for o in boxes if o.number != box.number and not o.missed)
    if any(_share(box.xyxy, other) > overlap for other in others):
        marks.append("overlaps")
    width, height = size_wh
    edge = max(1.0, _EDGE_SHARE * max(size_wh))
    left, top, right, bottom = box.xyxy
    if left < edge or top < edge or right > width - edge or bottom > height - edge:
        marks.append("sticks_out")
    return tuple(marks)


def _share(one: Box, other: Box) -> float:
    smaller = min(_area(one), _area(other))
    return _common(one, other) / smaller if smaller else 0.0


def _common(one: Box, other: Box) -> int:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0, width) * max(0, height)


def _area(box: Box) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])
