import pytest

from .counter import AtCounter


@pytest.fixture
def counter() -> AtCounter:
    return AtCounter()
