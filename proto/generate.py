"""Makes the Python stubs of every .proto here: `python proto/generate.py [FOLDER]`.

A file proto/a/b.proto becomes src/a/b_pb2.py, b_pb2.pyi and, for its services, b_pb2_grpc.py.
"""

import sys
from importlib.resources import files
from pathlib import Path

from grpc_tools import protoc

PROTO = Path(__file__).parent
SOURCE = PROTO.parent / "src"


def generate(folder: Path) -> None:
    """Write the stubs below `folder`, as they lie below src/."""
    names = [str(path.relative_to(PROTO)) for path in sorted(PROTO.rglob("*.proto"))]
    known = files("grpc_tools") / "_proto"
    outputs = [f"--{kind}_out={folder}" for kind in ("python", "pyi", "grpc_python")]
    if protoc.main(["protoc", f"-I{PROTO}", f"-I{known}", *outputs, *names]) != 0:
        sys.exit(1)


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE)
