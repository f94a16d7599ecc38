import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colugo.gallery import RANKED, evidence_of

BACKGROUND = 0.3


def slow_evidence(found: list[float]) -> list[float]:
    """One query, product by product."""
    if not found:
        return [-np.inf, 0, 0]
    field = [found[place] if place < len(found) else BACKGROUND for place in range(1, RANKED)]
    runner_up = max(BACKGROUND, found[1] if len(found) > 1 else BACKGROUND)
    return [found[0], found[0] - runner_up, found[0] - sum(field) / len(field)]


@given(st.lists(st.floats(-1, 1, width=32), max_size=14))
def test_evidence_agrees_with_counting_product_by_product(found: list[float]) -> None:
    ranked = sorted(found, reverse=True)
    row = np.float32([[*ranked, *[-np.inf] * (14 - len(ranked))]])

    evidence = evidence_of(row, BACKGROUND)

    assert evidence[0].tolist() == pytest.approx(slow_evidence(ranked[:RANKED]), abs=1e-6)


def test_one_product_alone_is_seen_against_the_background() -> None:
    evidence = evidence_of(np.float32([[0.8]]), BACKGROUND)

    assert evidence[0].tolist() == pytest.approx([0.8, 0.5, 0.5])


def test_no_query_has_no_evidence() -> None:
    assert evidence_of(np.empty((0, 11), np.float32), BACKGROUND).shape == (0, 3)
