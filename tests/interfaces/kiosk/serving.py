"""`colugo serve` with networks that see colours: `python -m tests.interfaces.kiosk.serving ...`."""

import sys

import colugo.checkout.loaded as loaded
from colugo.interfaces.cli.app import main
from tests.checkout.coloured_shop import ColourDetector, ColourEmbedder

loaded.default_detector = lambda *_: ColourDetector()  # type: ignore[assignment,return-value]
loaded.default_embedder = lambda *_: ColourEmbedder()  # type: ignore[assignment,return-value]
main(["serve", *sys.argv[1:]])
