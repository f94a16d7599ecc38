"""Reads a whole file within a limit. Knows no format."""

from pathlib import Path

from colugo.errors import WeightsDamaged, WeightsTooLarge

# the largest official file is a training checkpoint with a head of 192,612 products: 0.4 GB
MAX_BYTES = 2 * 1024**3


def read_file(path: Path, limit_bytes: int = MAX_BYTES) -> bytes:
    """Read the file at `path`.

    Raises:
        WeightsDamaged: it cannot be read, or is empty.
        WeightsTooLarge: it has more bytes than `limit_bytes`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit_bytes + 1)
    except OSError as error:
        raise WeightsDamaged(str(path), f"not readable: {error.strerror or error}") from error
    if len(content) > limit_bytes:
        raise WeightsTooLarge(str(path), path.stat().st_size, limit_bytes)
    if not content:
        raise WeightsDamaged(str(path), "the file is empty")
    return content
