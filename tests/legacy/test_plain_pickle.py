"""A pickle gives plain values and arrays, or is refused by the name of what it asked for."""

import io
import os
import pickle
import pickletools
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from colugo.errors import WeightsDamaged, WeightsUnsafe
from colugo.legacy.weights.plain_pickle import load_plain

VALUES: dict[str, Any] = {
    "matrix": np.arange(6, dtype=np.float32).reshape(2, 3),
    "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "big endian": np.arange(3, dtype=">f4"),
    "half": np.ones(4, np.float16),
    "whole": np.array([1, -2], np.int64),
    "empty": np.zeros((0, 3), np.float32),
    "scalar": np.float32(0.5),
    "plain": [1, 2.5, "名", None, True, (b"raw",)],
    "ordered": OrderedDict(a=1),
}


class Calls:
    """Pickles to a call of any function."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> Any:
        return self.function, self.arguments


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
def test_plain_values_and_arrays_come_back_as_they_were(protocol: int) -> None:
    content = pickle.dumps(VALUES, protocol=protocol)

    loaded = load_plain(content, "weights")

    assert loaded["plain"] == VALUES["plain"]
    assert loaded["ordered"] == {"a": 1}
    assert loaded["scalar"] == 0.5
    for name in ("matrix", "fortran", "big endian", "half", "whole", "empty"):
        np.testing.assert_array_equal(loaded[name], VALUES[name])
        assert loaded[name].shape == VALUES[name].shape


def test_an_array_that_stands_twice_comes_back_twice() -> None:
    array = np.ones(1000, np.float32)

    loaded = load_plain(pickle.dumps({"a": array, "b": array, "c": [array]}), "weights")

    assert len(loaded["a"]) == len(loaded["b"]) == len(loaded["c"][0]) == 1000


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (Calls(os.system, "touch /tmp/never"), r"(posix|nt)\.system"),
        (Calls(eval, "1"), r"builtin\w*\.eval"),
        (Calls(getattr, 1, "real"), r"builtin\w*\.getattr"),
        (Calls(pickle.loads, b"N."), r"pickle\.loads"),
        (Calls(np.load, "file"), r"numpy\.load"),
        (Path("a"), r"pathlib\."),
        ({1, 2}, "EMPTY_SET"),
    ],
)
@pytest.mark.parametrize("protocol", [2, 4])
def test_what_asks_for_anything_else_is_refused_by_name(
    value: Any, named: str, protocol: int
) -> None:
    content = pickle.dumps({"weight": value}, protocol=protocol)

    if protocol == 2 and value == {1, 2}:
        named = r"\.set"
    with pytest.raises(WeightsUnsafe, match=named):
        load_plain(content, "weights.pdparams")


def test_an_array_of_objects_is_refused_before_any_object_is_made() -> None:
    content = pickle.dumps(np.array([{"a": 1}], dtype=object))

    with pytest.raises(WeightsDamaged, match="'O8'"):
        load_plain(content, "weights")


def test_a_cut_file_is_refused_wherever_it_is_cut() -> None:
    content = pickle.dumps({"a": np.ones(8, np.float32), "b": "text"}, protocol=4)

    for end in range(0, len(content), 3):
        with pytest.raises(WeightsDamaged):
            load_plain(content[:end], "weights")


def test_noise_is_refused() -> None:
    rng = np.random.default_rng(0)

    for _ in range(200):
        with pytest.raises((WeightsDamaged, WeightsUnsafe)):
            load_plain(rng.bytes(40), "weights")


def test_flipped_bytes_give_a_refusal_or_plain_values_and_nothing_else() -> None:
    content = bytearray(pickle.dumps({"a": np.ones(3, np.float32)}, protocol=2))

    for place in range(len(content)):
        changed = bytes(content[:place] + bytes([content[place] ^ 0x15]) + content[place + 1 :])
        try:
            loaded = load_plain(changed, "weights")
        except (WeightsDamaged, WeightsUnsafe):
            continue
        assert isinstance(loaded, dict | list | tuple | str | bytes | int | float | None)


def test_an_array_whose_shape_promises_more_than_its_bytes_is_refused() -> None:
    content = pickle.dumps(np.zeros((3, 4), np.float32), protocol=4)
    shape = struct.pack("<BBBB", 0x4B, 3, 0x4B, 4)
    assert shape in content

    with pytest.raises(WeightsDamaged, match="as many bytes"):
        load_plain(content.replace(shape, struct.pack("<BBBB", 0x4B, 255, 0x4B, 4)), "weights")


def test_a_memo_of_billions_is_refused_before_it_is_made() -> None:
    content = b"\x80\x02N" + b"r" + struct.pack("<I", 2**31) + b"."

    with pytest.raises(WeightsUnsafe, match="memo"):
        load_plain(content, "weights")


def test_lists_of_the_same_lists_stay_small() -> None:
    value: list[Any] = ["x"]
    for _ in range(60):  # 2 to the 60th texts, were each written out
        value = [value, value]

    loaded = load_plain(pickle.dumps(value), "weights")

    assert loaded[0] is loaded[1]


def test_a_list_inside_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)

    with pytest.raises(WeightsDamaged, match="itself"):
        load_plain(pickle.dumps(value), "weights")


def test_bytes_that_are_built_many_times_over_are_refused() -> None:
    text = "\xff" * 1000
    out = io.BytesIO(b"")
    out.write(b"\x80\x02c_codecs\nencode\nq\x000X" + struct.pack("<I", 2000) + text.encode())
    out.write(b"q\x010]")
    for _ in range(50):  # encode(text), again and again
        out.write(b"h\x00h\x01\x85Ra")
    content = out.getvalue() + b"."
    pickletools.dis(content, out=io.StringIO())

    with pytest.raises(WeightsDamaged, match="more bytes than the file"):
        load_plain(content, "weights")


@pytest.mark.parametrize("name", ["numpy\nndarray", "_codecs\nencode", "builtins\ntuple"])
def test_a_function_cannot_be_changed_from_inside(name: str) -> None:
    content = b"\x80\x02c" + name.encode() + b"\n}U\x01aK\x01sb."

    with pytest.raises(WeightsDamaged, match="change a function"):
        load_plain(content, "weights")
