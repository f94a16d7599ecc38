"""Judges the default models by the default protocols and writes docs/accuracy.md: `make accuracy`.

Drawn data is made anew by seeds that no training has, and kept in runs/accuracy; a folder that is
there is not made again.
"""

import argparse
import json
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

from rich.console import Console

from colugo.synth.levels import Level
from colugo.synth.product import make_family, make_products
from colugo.synth.write import write_products, write_scenes

SEED = 1_313  # a shop that no training has
FAMILIES = 140_000_000  # number of the first family of look-alikes: of shop 1400
PRODUCTS = 200
SIZE_WH = (1920, 1080)  # of a scene, as a camera over a counter gives it
LEVELS = (
    Level("easy", (1, 5), (0,)),
    Level("medium", (6, 12), (1,)),
    Level("hard", (13, 20), (2,)),
)
WORDS = """\
# Accuracy

Written by `make accuracy`; every figure comes of one run. How each is defined: [how accuracy is
judged](accuracy-how.md). Models: the defaults, `src/colugo/models/`.

| | |
| --- | --- |
| date | {date} |
| hardware | {hardware} |
| command | `make accuracy` |

"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--runs", type=Path, default=Path("runs/accuracy"))
    arguments.add_argument("--manual", type=Path, default=Path("docs/accuracy.md"))
    arguments.add_argument("--scenes", type=int, default=40, help="Of each level.")
    arguments.add_argument("--families", type=int, default=200, help="Look-alikes, five each.")
    arguments.add_argument("--processes", type=int, default=2)
    chosen = arguments.parse_args()
    runs: Path = chosen.runs
    _draw(runs, chosen.scenes, chosen.families, chosen.processes)
    grocery = chosen.shared / "data" / "grocery-store"
    scenes = [str(runs / level.name) for level in LEVELS]
    parts = [
        ("Whole baskets, drawn 1080p scenes of 200 products that no training saw, 5 photos each",
         ["baskets", *scenes, "--gallery", str(runs / "products")]),
        ("The same, as rpctool counts",
         ["baskets", *scenes, "--gallery", str(runs / "products"), "--mode", "rpctool"]),
        ("Single photos: Grocery Store, val.txt (the models were trained on these products)",
         ["recognition", str(grocery / "val.txt")]),
        (f"Single photos: {chosen.families} drawn families of five look-alikes",
         ["recognition", str(runs / "families"), "--second-look"]),
        ("Detection, drawn scenes", ["detection", *scenes]),
    ]  # fmt: skip
    text = WORDS.format(date=date.today().isoformat(), hardware=_hardware())
    for number, (title, command) in enumerate(parts):
        Console().rule(title)
        folder = runs / f"report-{number}"
        subprocess.run(
            [sys.executable, "-m", "colugo", "evaluate", *command, "--out", str(folder)], check=True
        )
        told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        text += f"## {title}\n\n{told['table']}\n\n"
        if "second_look_table" in told:
            text += f"### With a second look\n\n{told['second_look_table']}\n\n"
    chosen.manual.write_text(text.rstrip() + "\n", encoding="utf-8")


def _draw(runs: Path, scenes: int, families: int, processes: int) -> None:
    products = make_products(SEED, PRODUCTS)
    write_products(runs / "products", products, 5, SEED, processes=processes)
    for number, level in enumerate(LEVELS):
        write_scenes(
            runs / level.name, products, scenes, SEED + number, levels=(level,),
            size_wh=SIZE_WH, processes=processes,
        )  # fmt: skip
    members = [one for n in range(families) for one in make_family(FAMILIES + n, 5)]
    write_products(runs / "families", members, 6, SEED, processes=processes)


def _hardware() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} cores, {names[0] if names else platform.processor()}"


if __name__ == "__main__":
    main()
