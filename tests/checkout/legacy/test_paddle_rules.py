import numpy as np
import pytest

from colugo.checkout.legacy.paddle_rules import (
    Box,
    Recognised,
    candidates,
    iou,
    is_accepted,
    second_token,
    without_overlaps,
)


def recognised(xyxy: Box, score: float, label: str = "tea") -> Recognised:
    return Recognised(xyxy, label, np.float32(score))


def pixels(box: Box) -> set[tuple[int, int]]:
    return {(x, y) for x in range(box[0], box[2] + 1) for y in range(box[1], box[3] + 1)}


def slow_iou(one: Box, other: Box) -> float:
    return len(pixels(one) & pixels(other)) / len(pixels(one) | pixels(other))


def slow_nms(found: list[Recognised], max_iou: float) -> list[Recognised]:
    """One box at a time: take the best that is left, strike what it overlaps."""
    left = list(reversed(found))  # of equal scores the later is taken first
    kept = []
    while left:
        best = max(left, key=lambda each: each.score)
        kept.append(best)
        left = [
            each for each in left if each is not best and slow_iou(each.xyxy, best.xyxy) <= max_iou
        ]
    return kept


def random_boxes(seed: int, count: int) -> list[Recognised]:
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 20, (count, 2))
    sizes = rng.integers(1, 12, (count, 2))
    scores = rng.integers(1, 5, count) / np.float32(7)
    return [
        recognised((int(x), int(y), int(x + w), int(y + h)), float(score), f"p{row}")
        for row, ((x, y), (w, h), score) in enumerate(zip(corners, sizes, scores, strict=True))
    ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("max_iou", [0.0, 0.05, 0.5, 1.0])
def test_overlaps_go_as_when_pixels_are_counted(seed: int, max_iou: float) -> None:
    found = random_boxes(seed, count=12)

    assert without_overlaps(found, max_iou) == slow_nms(found, max_iou)


def test_right_and_bottom_pixels_are_part_of_a_box() -> None:
    assert iou((0, 0, 9, 9), (9, 0, 18, 9)) == 10 / 190  # they share one column
    assert iou((0, 0, 9, 9), (10, 0, 19, 9)) == 0


def test_products_that_touch_erase_each_other_as_they_always_did() -> None:
    tea, water = recognised((0, 0, 9, 9), 0.9), recognised((9, 0, 18, 9), 0.8, "water")

    assert without_overlaps([water, tea], 0.05) == [tea]
    assert without_overlaps([water, tea], 0.06) == [tea, water]


def test_the_best_five_are_kept_before_the_threshold_and_the_whole_picture_is_last() -> None:
    xyxy = np.array([[i + 0.9, 1.9, i + 10.9, 9.9] for i in range(7)], np.float32)
    scores = np.array([0.3, 0.9, 0.1, 0.8, 0.7, 0.25, 0.6], np.float32)

    boxes = candidates(xyxy, scores, (100, 50), max_results=5, threshold=0.5)

    assert boxes == [(1, 1, 11, 9), (3, 1, 13, 9), (4, 1, 14, 9), (6, 1, 16, 9), (0, 0, 100, 50)]


def test_a_picture_without_a_box_is_looked_up_whole() -> None:
    nothing = np.zeros((0, 4), np.float32)

    boxes = candidates(nothing, np.zeros(0, np.float32), (8, 6), max_results=5, threshold=0.2)

    assert boxes == [(0, 0, 8, 6)]


def test_a_box_without_a_pixel_is_passed_over() -> None:
    xyxy = np.array([[3.2, 3.2, 3.9, 9.0]], np.float32)

    boxes = candidates(xyxy, np.ones(1, np.float32), (8, 6), max_results=5, threshold=0.2)

    assert boxes == [(0, 0, 8, 6)]


@pytest.mark.parametrize(
    ("document", "label"),
    [
        ("a.jpg\t茶", "茶"),
        ("a.jpg\tGreen tea", "Green"),  # labels with spaces were cut
        ("my photo.jpg\ttea", "photo.jpg"),  # paths with spaces broke it
        ("a.jpg", None),
        ("", None),
    ],
)
def test_the_label_is_the_second_word_whatever_the_delimiter(
    document: str, label: str | None
) -> None:
    assert second_token(document) == label


def test_what_is_at_the_threshold_counts() -> None:
    assert is_accepted(np.float32(0.7), 0.7)
    assert not is_accepted(np.float32(0.69), 0.7)
    assert is_accepted(np.int32(100), 0.5, hamming_radius=100)
    assert not is_accepted(np.int32(101), 0.5, hamming_radius=100)


def test_it_is_printed_as_it_always_was() -> None:
    found = [
        recognised((244, 49, 509, 964), 0.7585664, "农夫山泉-饮用天然水"),
        Recognised((1, 2, 3, 4), "it's", np.int32(12)),
    ]

    assert repr(found[:1]) == (
        "[{'bbox': [244, 49, 509, 964], 'rec_docs': '农夫山泉-饮用天然水', "
        "'rec_scores': 0.7585664}]"
    )
    assert repr(found[1]) == """{'bbox': [1, 2, 3, 4], 'rec_docs': "it's", 'rec_scores': 12}"""
    assert repr([]) == "[]"
