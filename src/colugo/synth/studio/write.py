"""Writes scenes of cut-outs: first the cut-outs, once, then the scenes. Knows files."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from colugo.errors import BadSynthRequest, NoCutout
from colugo.synth.canvas import Pixels
from colugo.synth.checks import check_within
from colugo.synth.dataset import (
    Progress,
    Row,
    Written,
    box_row,
    claim,
    no_progress,
    release,
    save,
    save_picture,
    write_dataset,
)
from colugo.synth.fonts import chinese_faces
from colugo.synth.levels import Level
from colugo.synth.scene import choose
from colugo.synth.studio.backgrounds import Patch, empty_patches
from colugo.synth.studio.cutouts import Exemplar, FindBoxes, Left, cut_out_all
from colugo.synth.studio.scene import Pose, Rates, compose
from colugo.vision import Image

_BLOCK = 8
_REAL_SHARE = 0.6  # of the scenes that lie on a real ground, where there are some
_EMPTY = "empty"  # level of a counter with nothing on it


@dataclass(frozen=True)
class StudioRequest:
    """What scenes are wanted.

    Attributes:
        count: how many.
        levels: of difficulty; the scenes take them in turn.
        size_wh: pixels of the pictures.
        seed: another seed gives other scenes.
        empty: share of the scenes that show an empty counter, 0..1.
        rates: of overlap and truncation.
        backgrounds: a folder of pictures in COCO JSON; grounds are taken outside their boxes.
    """

    count: int
    levels: tuple[Level, ...]
    size_wh: tuple[int, int] = (640, 640)
    seed: int = 0
    empty: float = 0.0
    rates: Rates = Rates()  # noqa: RUF009  # frozen
    backgrounds: Path | None = None

    def check(self) -> None:
        """Raises BadSynthRequest for a number that is out of bounds."""
        check_within(self.count, (1, 10**6), "the number of scenes")
        for side in self.size_wh:
            check_within(side, (64, 4096), "the sides of a scene in pixels")
        shares = {
            "the share of empty counters": self.empty,
            "the share of products upon others": self.rates.overlap or 0.0,
            "the share of products that are cut off": self.rates.truncated or 0.0,
        }
        for what, share in shares.items():
            check_within(share, (0, 1), what)


@dataclass(frozen=True)
class Studio:
    """What came of it.

    Attributes:
        written: the scenes.
        cutouts: how many photos gave one.
        left: the photos that gave none.
    """

    written: Written
    cutouts: int
    left: tuple[Left, ...]


@dataclass(frozen=True)
class _Scenes:
    folder: str
    numbers: range
    cutouts: tuple[tuple[str, str], ...]  # SKU and file
    patches: tuple[Patch, ...]
    wanted: StudioRequest


def write_studio_scenes(
    folder: Path, exemplars: Sequence[Exemplar], find: FindBoxes, wanted: StudioRequest, *,
    titles: Mapping[str, str] | None = None, processes: int = 1,
    cutting: Progress = no_progress, progress: Progress = no_progress,
) -> Studio:  # fmt: skip
    """Write `images/*.jpg`, `annotations.json` as `write_scenes` does, and the cut-outs.

    `cutouts/*.png` are the products as they were cut out; `cutouts.json` says of which photo each
    is, and which photos gave none and why.

    Args:
        folder: a new or empty one, or one that the same request began.
        exemplars: photos of the products, the best ones first.
        find: finds products on a photo, for those without a plain ground.
        wanted: which scenes.
        titles: names of products by SKU; the SKU where there is none.
        processes: how many draw scenes at once; the files do not depend on it.
        cutting: told how many photos are cut.
        progress: told how many scenes are there.

    Raises:
        BadSynthRequest: a number is out of bounds, or `backgrounds` cannot be read. NoCutout: no
            photo gave one. NoChineseFont: receipts cannot be printed. SynthFolderInUse,
            SynthNotWritten: see `write_dataset`.
    """
    wanted.check()
    chinese_faces()
    patches = () if wanted.backgrounds is None else _clear(empty_patches(wanted.backgrounds), find)
    request = _facts(wanted, exemplars, patches)
    claim(folder, request)
    told = _cut_once(folder, exemplars, find, cutting)
    cutouts = tuple((each["sku"], each["file"]) for each in told["kept"])
    blocks = [
        _Scenes(str(folder), range(at, min(at + _BLOCK, wanted.count)), cutouts, patches, wanted)
        for at in range(0, wanted.count, _BLOCK)
    ]
    names = titles or {}
    skus = sorted({sku for sku, _ in cutouts})
    written = write_dataset(
        folder, request, [(sku, names.get(sku, sku)) for sku in skus], blocks, _draw,
        processes=processes, progress=progress,
    )  # fmt: skip
    return Studio(written, len(cutouts), tuple(Left(**each) for each in told["left"]))


def _clear(patches: Sequence[Patch], find: FindBoxes) -> tuple[Patch, ...]:
    """The patches on which nothing is found either: people who draw boxes forget some."""
    return tuple(p for p in patches if len(find(Image(_ground(p))).scores) == 0)


def _facts(
    wanted: StudioRequest, exemplars: Sequence[Exemplar], patches: Sequence[Patch]
) -> dict[str, Any]:
    """All that the pictures depend on; photos by their content, wherever they lie."""
    digest = hashlib.sha256()
    for each in exemplars:
        digest.update(each.sku.encode() + b"\0" + hashlib.sha256(each.read()).digest())
    grounds = "\n".join(f"{patch.path.name} {patch.xyxy}" for patch in patches)
    return {
        "pictures": "scenes of photos", "count": wanted.count, "seed": wanted.seed,
        "size_wh": list(wanted.size_wh), "empty": wanted.empty, "rates": vars(wanted.rates),
        "levels": [[level.name, *level.pieces, *level.crowds] for level in wanted.levels],
        "photos": digest.hexdigest(), "grounds": hashlib.sha256(grounds.encode()).hexdigest(),
    }  # fmt: skip


def _cut_once(
    folder: Path, exemplars: Sequence[Exemplar], find: FindBoxes, cutting: Progress
) -> dict[str, Any]:
    """Cut the photos out, or read what was cut before."""
    report = folder / "cutouts.json"
    if report.is_file():
        told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return told
    kept, left = cut_out_all(exemplars, find, cutting)
    if not kept:
        release(folder)
        raise NoCutout(Counter(each.reason for each in left))
    (folder / "cutouts").mkdir(exist_ok=True)
    rows = []
    for number, cut in enumerate(kept):
        name = f"cutouts/{number:05d}.png"
        _, code = cv2.imencode(".png", cv2.cvtColor(cut.pixels, cv2.COLOR_RGBA2BGRA))
        save(folder / name, code.tobytes())
        rows.append({"sku": cut.sku, "photo": cut.name, "file": name})
    told = {
        "kept": rows,
        "left": [{"sku": e.sku, "name": e.name, "reason": e.reason} for e in left],
    }
    save(report, json.dumps(told, ensure_ascii=False, indent=1).encode())
    return told


def _draw(block: _Scenes) -> list[Row]:
    by_sku: dict[str, list[str]] = {}
    for sku, file in block.cutouts:
        by_sku.setdefault(sku, []).append(file)
    return [_draw_one(block, number, by_sku) for number in block.numbers]


def _draw_one(block: _Scenes, number: int, by_sku: Mapping[str, Sequence[str]]) -> Row:
    wanted = block.wanted
    rng = np.random.default_rng([wanted.seed, number, 75])
    level = wanted.levels[number % len(wanted.levels)]
    crowd = level.crowds[int(rng.integers(len(level.crowds)))]
    is_empty = bool(rng.random() < wanted.empty)
    pieces = 0 if is_empty else int(rng.integers(level.pieces[0], level.pieces[1] + 1))
    poses = [
        Pose(
            sku, _cutout(str(Path(block.folder, by_sku[sku][int(rng.integers(len(by_sku[sku])))])))
        )
        for sku in choose(sorted(by_sku), pieces, rng)
    ]
    ground = None
    if block.patches and rng.random() < _REAL_SHARE:
        ground = _ground(block.patches[int(rng.integers(len(block.patches)))])
    seed = wanted.seed * 1_000_000 + number
    scene = compose(
        poses, seed, size_wh=wanted.size_wh, crowd=crowd, rates=wanted.rates, ground=ground
    )
    stem = f"{wanted.seed:03d}-{number:06d}"
    name, (width, height) = f"images/{stem}.jpg", wanted.size_wh
    save_picture(Path(block.folder, name), scene.pixels)
    boxes = [
        box_row(each.sku, each.seen, each.visible_fraction, each.extent_xyxy)
        for each in scene.answers
    ]
    facts = {"file_name": name, "width": width, "height": height}
    told = {"level": _EMPTY if is_empty else level.name, "source": f"studio-{stem}"}
    return {**facts, **told, "boxes": boxes}


@lru_cache(maxsize=512)
def _cutout(path: str) -> Pixels:
    pixels = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA), np.uint8)


@lru_cache(maxsize=64)
def _ground(patch: Patch) -> Pixels:
    pixels = cv2.imread(str(patch.path))
    if pixels is None:
        raise BadSynthRequest("a picture to take grounds of", "a picture", str(patch.path))
    x0, y0, x1, y1 = patch.xyxy
    return np.asarray(cv2.cvtColor(pixels[y0:y1, x0:x1], cv2.COLOR_BGR2RGB), np.uint8)
