"""Folders of Paddle's models as models of Colugo: converted once, then kept. Imports no torch.

The conversion needs the extra `train`, so it is a command of its own, run in a process of its own;
what it wrote is found again by the SHA-256 of the parameters.
"""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from colugo.errors import LegacyModelNotFound, ModelNotConverted

CACHE: Final = "models"  # folder in that of the shop
_SERVING, _EXPORTED = "_serving", "_infer"  # as Paddle's own models are called
_PARAMETERS: Final = ("*.pdiparams", "__params__")


def converted(
    key: str, folder: Path, shop_folder: Path, told: Callable[[str], None] = lambda _: None
) -> Path:
    """The .onnx of a folder of an exported model, or of one of Paddle Serving.

    One of Paddle Serving lacks the table with the names of the tensors; that of the exported
    model it was made of serves, where this lies beside it and holds the same parameters.

    Args:
        key: names the folder in errors.
        folder: of the model.
        shop_folder: what is converted is kept in a folder of it.
        told: called with a sentence before the work begins.

    Raises:
        LegacyModelNotFound: there is no such folder, or no model in it.
        ModelNotConverted: says why, as the command that converts says it.
    """
    parameters = _parameters(folder)
    if parameters is None:
        reason = "it holds no parameters" if folder.is_dir() else "there is no such folder"
        raise LegacyModelNotFound(key, str(folder), reason)
    digest = _digest(parameters)
    kept = shop_folder / CACHE / f"{folder.resolve().name}-{digest[:12]}.onnx"
    if not kept.is_file():
        told(f"converting {folder}, once")
        _convert(_with_table(folder, digest), kept)
    return kept


def _parameters(folder: Path) -> Path | None:
    return next((path for name in _PARAMETERS for path in sorted(folder.glob(name))), None)


def _with_table(folder: Path, digest: str) -> Path:
    """The folder that has the names of the tensors too."""
    beside = folder.with_name(folder.name.removesuffix(_SERVING) + _EXPORTED)
    for each in (folder, beside):
        parameters = _parameters(each)
        has_table = any(each.glob("*.pdiparams.info"))
        if has_table and parameters is not None and _digest(parameters) == digest:
            return each
    raise ModelNotConverted(
        str(folder), "expected inference.pdiparams.info in it, which names the tensors, or the "
        f"exported model with the same parameters beside it as {beside.name}: copy one there",
    )  # fmt: skip


def _convert(folder: Path, kept: Path) -> None:
    """Convert into a folder beside, so that what is kept is whole."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as beside:
        made = Path(beside) / kept.name
        command = [sys.executable, "-m", "colugo", "models", "import", str(folder)]
        ended = subprocess.run([*command, "--out", str(made)], capture_output=True, text=True)
        if ended.returncode != 0 or not made.is_file():
            said = ended.stderr.strip().splitlines() or ["it said nothing"]
            raise ModelNotConverted(str(folder), said[-1].removeprefix("colugo: "))
        made.with_suffix(".md").replace(kept.with_suffix(".md"))
        made.replace(kept)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
