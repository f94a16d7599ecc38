"""What holds for all tests."""

from pathlib import Path

import pytest

_IN_A_BROWSER = ("tests/interfaces/kiosk/", "tests/interfaces/admin/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser that a loaded machine kept waiting may try twice more; a fault fails each time."""
    root = Path(__file__).parents[1]
    for item in items:
        if item.path.relative_to(root).as_posix().startswith(_IN_A_BROWSER):
            item.add_marker(pytest.mark.flaky(reruns=2))
