import numpy as np
import pytest

from colugo.synth.placing import Table


def block(width: float, depth: float, height: float) -> np.ndarray:
    sides = ([-width / 2, width / 2], [-depth / 2, depth / 2], [0, height])
    return np.stack(np.meshgrid(*sides), -1).reshape(-1, 3).astype(np.float32)


def at(x: float, y: float) -> np.ndarray:
    return np.array([x, y], np.float32)


@pytest.fixture
def table() -> Table:
    return Table((-40, -40), (40, 40))


def test_a_free_place_is_given_as_wished(table: Table, rng: np.random.Generator) -> None:
    spot = table.find(block(6, 6, 10), at(3, -7), touch=False, stack=False, rng=rng)

    assert spot == (3, -7, 0)


def test_a_taken_place_is_refused(table: Table, rng: np.random.Generator) -> None:
    table.take(block(6, 6, 10))

    inside, beside = (
        table.find(block(4, 4, 4), at(x, 0), touch=False, stack=False, rng=rng) for x in (2, 12)
    )

    assert inside is None
    assert beside == (12, 0, 0)


def test_pushing_ends_close_to_the_neighbour_without_touching_its_place(
    table: Table, rng: np.random.Generator
) -> None:
    table.take(block(8, 8, 10))

    spot = table.find(block(4, 4, 4), at(30, 0), touch=True, stack=False, rng=rng)

    assert spot is not None
    assert 6 <= spot[0] < 9  # 4 + 2 and less than a step and two cells more
    assert spot[1] == pytest.approx(0, abs=0.1)


def test_stacking_lies_on_top_of_what_is_low_and_wide(
    table: Table, rng: np.random.Generator
) -> None:
    table.take(block(20, 20, 5))

    spot = table.find(block(6, 6, 2), at(1, 1), touch=False, stack=True, rng=rng)

    assert spot == (1, 1, 5)


@pytest.mark.parametrize(("width", "height"), [(20, 15), (2, 5)])
def test_nothing_is_stacked_on_what_is_tall_or_narrow(
    table: Table, rng: np.random.Generator, width: float, height: float
) -> None:
    table.take(block(width, width, height))

    spot = table.find(block(6, 6, 2), at(0, 0), touch=False, stack=True, rng=rng)

    assert spot is None


def test_a_body_partly_off_the_table_is_no_error(table: Table, rng: np.random.Generator) -> None:
    table.take(block(10, 10, 3) + np.array([40, 40, 0], np.float32))

    spot = table.find(block(6, 6, 2), at(-41, 5), touch=False, stack=False, rng=rng)

    assert spot is not None
