import io
import os
from pathlib import Path

import numpy as np
import pytest

from colugo.interfaces.cli.app import main
from tests.checkout.coloured_shop import ColourDetector, ColourEmbedder, encoded, stocked_shop
from tests.persistence.conftest import small_disk as small_disk

from .command_line import Answer, CommandLine


@pytest.fixture
def colugo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command, run in an empty folder with networks that see colours."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("COLUGO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("colugo.checkout.loaded.default_detector", lambda _: ColourDetector())
    monkeypatch.setattr("colugo.checkout.loaded.default_embedder", lambda _: ColourEmbedder())

    def run(*arguments: object, typed: str = "") -> Answer:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Answer(int(end.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def shop_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, colugo: CommandLine) -> Path:
    """The folder of a shop of three colours, named by COLUGO_SHOP."""
    folder = tmp_path / "shop"
    stocked_shop(folder).close()
    monkeypatch.setenv("COLUGO_SHOP", str(folder))
    return folder


@pytest.fixture
def large_photo(tmp_path: Path) -> Path:
    """A PNG of noise, more than a megabyte."""
    path = tmp_path / "large.png"
    path.write_bytes(encoded(np.random.default_rng(0).integers(0, 256, (700, 700, 3), np.uint8)))
    return path
