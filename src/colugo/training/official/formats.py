"""Tells by the first bytes whether a file is what its ending says. Reads no tensor."""

import tarfile
from pathlib import Path

from colugo.errors import WeightsDamaged

_PICKLE = b"\x80"  # every protocol from 2 on begins so


def check_format(path: Path, file_name: str, *, is_model: bool = True) -> None:
    """Look at a file that came as `file_name`; a .tar is walked through to its end.

    Args:
        path: of the file, of any name.
        file_name: its ending tells what it should be.
        is_model: a .tar must hold an exported model.

    Raises:
        WeightsDamaged: it is something else, such as a page of a login.
    """
    if file_name.endswith(".tar"):
        _check_tar(path, is_model)
        return
    with path.open("rb") as file:
        begins = file.read(1)
    if begins != _PICKLE:
        raise WeightsDamaged(str(path), "it is no .pdparams: it does not begin like one")


def _check_tar(path: Path, is_model: bool) -> None:
    try:
        with tarfile.open(path, "r:") as archive:
            names = [member.name for member in archive]  # to the end: a short file fails here
            end = archive.offset
    except (tarfile.TarError, EOFError, OSError) as error:
        raise WeightsDamaged(str(path), f"it is no .tar, or cut short: {error}") from error
    if end > path.stat().st_size:
        raise WeightsDamaged(str(path), "it is a .tar that is cut short")
    if is_model and not any(name.endswith(".pdiparams") for name in names):
        raise WeightsDamaged(str(path), "it is no exported model: no .pdiparams is in it")
