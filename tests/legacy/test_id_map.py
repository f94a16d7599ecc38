import pickle
import pickletools
from pathlib import Path

import numpy as np
import pytest

from colugo.errors import IdMapUnreadable
from colugo.legacy.id_map import read_id_map, write_id_map

DOCUMENTS = {0: "a.jpg\t茶", 1: "b.jpg\tGreen tea", 2**40: "c.jpg\tπ"}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "id_map.pkl"
    path.write_bytes(content)
    return path


class Call:
    """Pickles as a call of a function that leaves a trace."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.trace,)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_numpy_pickles_is_read(tmp_path: Path, protocol: int) -> None:
    table = {np.int64(number): document for number, document in DOCUMENTS.items()}

    path = written(tmp_path, pickle.dumps(table, protocol))

    assert read_id_map(path) == DOCUMENTS


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert read_id_map(written(tmp_path, write_id_map(DOCUMENTS))) == DOCUMENTS
    assert read_id_map(written(tmp_path, write_id_map({}))) == {}


@pytest.mark.filterwarnings("ignore:numpy.core:DeprecationWarning")
def test_what_is_written_is_what_the_predecessor_unpickles() -> None:
    content = write_id_map(DOCUMENTS)

    table = pickle.loads(content)  # as the predecessor reads it; these bytes are our own

    assert table == DOCUMENTS
    assert {type(number) for number in table} == {np.int64}


def test_the_names_in_what_is_written_are_those_that_numpy_1_knows() -> None:
    opcodes = pickletools.genops(write_id_map(DOCUMENTS))

    names = [argument for opcode, argument, _ in opcodes if opcode.name == "GLOBAL"]

    assert names == ["numpy.core.multiarray scalar", "numpy dtype"]


def test_a_call_is_refused_by_its_name_and_not_made(tmp_path: Path) -> None:
    trace = tmp_path / "called"
    path = written(tmp_path, pickle.dumps({0: Call(trace)}))

    with pytest.raises(IdMapUnreadable, match="it wants to call"):
        read_id_map(path)

    assert not trace.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"cos\nsystem\n(S'true'\ntR.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"\x80\x04\x8c\x05numpy\x8c\x04load\x93.",
        b"(S'true'\nios\nsystem\n.",
    ],
)
def test_every_way_to_name_a_function_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(IdMapUnreadable, match=r"it wants to call (os|builtins|numpy)\."):
        read_id_map(written(tmp_path, content))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([1, 2], "it holds a list"),
        ({"a": "b"}, "an entry str: str"),
        ({0: b"a"}, "an entry int: bytes"),
        ({True: "a"}, "an entry bool: str"),
    ],
)
def test_another_table_is_refused(tmp_path: Path, table: object, words: str) -> None:
    with pytest.raises(IdMapUnreadable, match=words):
        read_id_map(written(tmp_path, pickle.dumps(table)))


@pytest.mark.parametrize("dtype", [np.float64, np.dtype("O")])
def test_numbers_that_are_not_whole_are_refused(tmp_path: Path, dtype: type) -> None:
    table = {np.array([1], dtype)[0] if dtype is np.float64 else np.dtype("O"): "a"}

    with pytest.raises(IdMapUnreadable, match="it holds numbers of the type"):
        read_id_map(written(tmp_path, pickle.dumps(table)))


@pytest.mark.parametrize("kept", [0, 1, 30, 100])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, kept: int) -> None:
    with pytest.raises(IdMapUnreadable, match="damaged or cut short"):
        read_id_map(written(tmp_path, write_id_map(DOCUMENTS)[:kept]))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IdMapUnreadable, match="No such file"):
        read_id_map(tmp_path / "id_map.pkl")
