"""`.pdparams`, `.pdopt` and `.pdstates` are read as Paddle writes them."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from colugo.errors import WeightsDamaged, WeightsTooLarge, WeightsUnsafe
from colugo.legacy.weights import read_pdopt, read_pdparams, read_pdstates

from .official_files import random_tensors, write_pdparams

SHAPES = {"backbone.conv1.conv.weight": (4, 3, 3, 3), "neck.fc.weight": (5, 2), "fc.bias": (2,)}


@pytest.mark.parametrize("pairs", [False, True])
@pytest.mark.parametrize("protocol", [2, 4])
def test_every_tensor_comes_back_under_its_name(tmp_path: Path, protocol: int, pairs: bool) -> None:
    tensors = random_tensors(SHAPES)
    path = write_pdparams(tmp_path / "a.pdparams", tensors, protocol=protocol, pairs=pairs)

    read = read_pdparams(path)

    assert read.keys() == tensors.keys()
    for name, values in tensors.items():
        np.testing.assert_array_equal(read[name], values)


def test_tensors_that_paddle_wrote_as_a_call_of_tuple_are_read(tmp_path: Path) -> None:
    class Tensor:
        def __reduce__(self) -> object:
            return tuple, (("linear_0.w_0", np.ones(3, np.float32)),)

    (tmp_path / "a.pdparams").write_bytes(pickle.dumps({"w": Tensor()}, protocol=4))

    read = read_pdparams(tmp_path / "a.pdparams")

    assert read["w"].tolist() == [1, 1, 1]


def test_the_optimizer_and_the_state_of_a_training_are_read(tmp_path: Path) -> None:
    optimizer = {"fc.w_0_velocity_0": np.zeros(2, np.float32), "LR_Scheduler": {"last_epoch": 7}}
    (tmp_path / "a.pdopt").write_bytes(pickle.dumps(optimizer, protocol=2))
    states = {"metric": np.float64(0.98368), "epoch": 12}
    (tmp_path / "a.pdstates").write_bytes(pickle.dumps(states, protocol=2))

    read, numbers = read_pdopt(tmp_path / "a.pdopt"), read_pdstates(tmp_path / "a.pdstates")

    assert read["LR_Scheduler"] == {"last_epoch": 7}
    assert read["fc.w_0_velocity_0"].tolist() == [0, 0]
    assert numbers == {"metric": 0.98368, "epoch": 12}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"<html>sorry</html>", "not a pickle"),
        (pickle.dumps([1, 2]), "table of names"),
        (pickle.dumps({}), "no tensors"),
        (pickle.dumps({"fc.weight": "text"}), "fc.weight is no array but str"),
        (pickle.dumps({1: np.ones(2)}), "table of names"),
    ],
)
def test_another_file_is_refused_with_the_reason(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.pdparams"
    path.write_bytes(content)

    with pytest.raises(WeightsDamaged, match=says):
        read_pdparams(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsDamaged, match=r"none\.pdparams.*No such file"):
        read_pdparams(tmp_path / "none.pdparams")


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = write_pdparams(tmp_path / "a.pdparams", random_tensors(SHAPES))

    with pytest.raises(WeightsTooLarge, match="at most 100"):
        read_pdparams(path, limit_bytes=100)


def test_a_call_inside_is_refused_and_not_made(tmp_path: Path) -> None:
    class Call:
        def __reduce__(self) -> object:
            return open, (str(tmp_path / "made"), "w")

    (tmp_path / "a.pdparams").write_bytes(pickle.dumps({"w": Call()}))

    with pytest.raises(WeightsUnsafe, match=r"io\.open"):
        read_pdparams(tmp_path / "a.pdparams")

    assert not (tmp_path / "made").exists()
