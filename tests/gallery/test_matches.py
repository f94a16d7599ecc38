import numpy as np
import pytest

from colugo.errors import MatchesInvalid
from colugo.gallery import Matches

from .twins import ids


def likeness(*numbers: float) -> np.ndarray:
    return np.array([numbers], np.float32)


def test_rankings_of_different_length_are_filled_up() -> None:
    long = (ids(5, 6), np.float32([0.9, 0.8]), ids(50, 60))
    short = (ids(), np.float32([]), ids())

    matches = Matches.stacked([long, short], k=3)

    assert matches.product_ids.tolist() == [[5, 6, -1], [-1, -1, -1]]
    assert matches.photo_ids.tolist() == [[50, 60, -1], [-1, -1, -1]]
    assert np.isneginf(matches.similarities[[0, 1, 1, 1], [2, 0, 1, 2]]).all()


@pytest.mark.parametrize(
    ("products", "similarities", "photos", "message"),
    [
        (ids(1, 2)[None], likeness(0.9), ids(1, 2)[None], "one shape"),
        (ids(1, 2), likeness(0.9, 0.8)[0], ids(1, 2), "one shape"),
        (ids(1, 2)[None], likeness(0.8, 0.9), ids(1, 2)[None], "best product first"),
        (ids(1, -1)[None], likeness(0.9, 0.8), ids(1, -1)[None], "one of them alone"),
        (ids(1, -1)[None], likeness(0.9, -np.inf), ids(1, 2)[None], "one of them alone"),
    ],
)
def test_arrays_that_do_not_belong_together_are_refused(
    products, similarities, photos, message
) -> None:
    with pytest.raises(MatchesInvalid, match=message):
        Matches(products, similarities, photos)
