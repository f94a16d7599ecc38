import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.vision.label_places import place_labels

_PICTURE = (600, 400)


def _boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 4)


def _shared(first: tuple[int, int], second: tuple[int, int], size_wh: tuple[int, int]) -> int:
    """Pixels that two labels of one size share."""
    sides = (max(0, size_wh[i] - abs(first[i] - second[i])) for i in (0, 1))
    return next(sides) * next(sides)


def test_a_label_stands_on_its_box_where_there_is_room() -> None:
    places = place_labels(_boxes((100, 100, 200, 300)), [(80, 20)], _PICTURE)

    assert places == [(100, 80)]


def test_at_the_top_edge_a_label_goes_below() -> None:
    places = place_labels(_boxes((100, 0, 200, 300)), [(80, 20)], _PICTURE)

    assert places == [(100, 300)]


def test_labels_wider_than_their_boxes_do_not_cover_each_other() -> None:
    bottles = _boxes(*[(x, 60, x + 50, 380) for x in range(20, 560, 55)])

    places = place_labels(bottles, [(120, 20)] * len(bottles), _PICTURE)

    for row, place in enumerate(places):
        for other in places[row + 1 :]:
            assert _shared(place, other, (120, 20)) == 0


def test_a_label_keeps_off_a_neighbours_box() -> None:
    boxes = _boxes((100, 200, 200, 300), (80, 100, 220, 199))

    places = place_labels(boxes, [(80, 20), (80, 20)], _PICTURE)

    assert places[0][1] >= 200


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 590), st.floats(0, 390), st.floats(1, 600), st.floats(1, 400)),
        max_size=12,
    ),
    st.tuples(st.integers(10, 600), st.integers(10, 400)),
)
def test_labels_that_fit_stay_inside_the_picture(
    rows: list[tuple[float, float, float, float]], size_wh: tuple[int, int]
) -> None:
    boxes = _boxes(*[(x, y, min(x + w, 600), min(y + h, 400)) for x, y, w, h in rows])

    places = place_labels(boxes, [size_wh] * len(rows), _PICTURE)

    assert len(places) == len(rows)
    for left, top in places:
        assert 0 <= left <= 600 - size_wh[0]
        assert 0 <= top <= 400 - size_wh[1]


@pytest.mark.parametrize("size_wh", [(700, 20), (20, 500), (700, 500)])
def test_a_label_larger_than_the_picture_starts_at_its_edge(size_wh: tuple[int, int]) -> None:
    ((left, top),) = place_labels(_boxes((300, 200, 350, 250)), [size_wh], _PICTURE)

    assert left == 0 or size_wh[0] <= 600
    assert top == 0 or size_wh[1] <= 400
