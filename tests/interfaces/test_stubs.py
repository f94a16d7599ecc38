import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_stubs_are_those_that_the_protos_give(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(REPOSITORY / "proto/generate.py"), tmp_path], check=True)

    made = {path.relative_to(tmp_path): path.read_bytes() for path in _stubs(tmp_path)}
    kept = {
        path.relative_to(REPOSITORY / "src"): path.read_bytes()
        for path in _stubs(REPOSITORY / "src")
    }

    assert made
    assert kept == made, "make stubs"


def _stubs(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*_pb2*") if path.suffix in (".py", ".pyi")]
