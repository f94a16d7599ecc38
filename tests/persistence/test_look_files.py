from pathlib import Path

import numpy as np

from colugo.persistence import LookFiles

SHA = "ab" * 32


def test_arrays_come_back_as_they_were_and_not_in_another_version(tmp_path: Path) -> None:
    arrays = {"xy": np.ones((2, 2), np.float32), "small": np.zeros((3, 4, 3), np.uint8)}

    LookFiles(tmp_path, "1").keep(SHA, arrays)

    found = LookFiles(tmp_path, "1").find(SHA)
    assert found is not None
    assert {name: each.tolist() for name, each in found.items()} == {
        name: each.tolist() for name, each in arrays.items()
    }
    assert LookFiles(tmp_path, "2").find(SHA) is None
    assert LookFiles(tmp_path, "1").find("cd" * 32) is None


def test_a_damaged_file_is_none_and_one_with_objects_is_not_unpickled(tmp_path: Path) -> None:
    files = LookFiles(tmp_path, "1")
    files.keep(SHA, {"xy": np.ones(3)})
    (kept,) = tmp_path.rglob("*.npz")

    kept.write_bytes(kept.read_bytes()[:40])
    damaged = files.find(SHA)
    np.savez(kept, xy=np.array([{"a": 1}], object))

    assert damaged is None
    assert files.find(SHA) is None


def test_what_cannot_be_written_or_is_gone_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "looks").write_text("no folder")
    files = LookFiles(tmp_path, "1")

    files.keep(SHA, {"xy": np.ones(3)})
    files.remove(SHA)

    assert files.find(SHA) is None
