from pathlib import Path

import numpy as np
import pytest

from colugo.synth import KINDS, SynthProduct, make_products


@pytest.fixture(scope="session")
def shop() -> list[SynthProduct]:
    return make_products(seed=4, count=200)


@pytest.fixture(scope="session")
def one_of_each_kind(shop: list[SynthProduct]) -> list[SynthProduct]:
    return [next(one for one in shop if one.kind == kind) for kind in KINDS]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def files_below(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}
