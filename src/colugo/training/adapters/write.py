"""Writes a picture set as the lists of PaddleClas. Knows no data set."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from colugo.errors import PictureSetInvalid
from colugo.training.adapters.picture_set import PictureSet


class Written(NamedTuple):
    """The files, how many pictures each has, and the options that name them to a training."""

    train_list: Path
    test_list: Path
    data_file: Path
    train: int
    test: int
    gallery: int
    options: list[str]


def write_lists(pictures: PictureSet, out: Path) -> Written:
    """Write `train_list.txt`, `test_list.txt` with ids, and `gallery.txt` into `out`.

    Source: ../shared/spec/predecessor-interfaces.md 2.6 and 4.2. VeriWild splits on white
    space, so where a path has some, all pictures are linked below `out` under numbers.

    Raises:
        PictureSetInvalid: there is nothing to train on or to test on.
        OSError: `out` takes no files.
    """
    if not pictures.train or not pictures.test:
        raise PictureSetInvalid(str(pictures.root), "expected pictures to train and to test on")
    out.mkdir(parents=True, exist_ok=True)
    return _write(_without_spaces(pictures, out), out)


def _write(pictures: PictureSet, out: Path) -> Written:
    train, test, gallery = out / "train_list.txt", out / "test_list.txt", out / "gallery.txt"
    ready = [
        _beside(train, (f"{path} {label}" for path, label in pictures.train)),
        _beside(test, (f"{p} {label} {n}" for n, (p, label) in enumerate(pictures.test, 1))),
        _beside(gallery, (f"{path}\t{name}" for path, name in pictures.gallery)),
    ]
    for partial, path in ready:
        partial.replace(path)
    counts = (len(pictures.train), len(pictures.test), len(pictures.gallery))
    return Written(train, test, gallery, *counts, _options(pictures, train, test))


def _options(pictures: PictureSet, train: Path, test: Path) -> list[str]:
    largest = max(picture.label for picture in (*pictures.train, *pictures.test))
    options = [f"Arch.Head.class_num={largest + 1}"]
    for part, kind, path in (
        ("Train", "ImageNetDataset", train),
        ("Eval.Query", "VeriWild", test),
        ("Eval.Gallery", "VeriWild", test),
    ):
        section = f"DataLoader.{part}.dataset"
        options.append(f"{section}.name={kind}")
        options.append(f"{section}.image_root={pictures.root}")
        options.append(f"{section}.cls_label_path={path}")
    return options


def _beside(path: Path, lines: Iterable[str]) -> tuple[Path, Path]:
    partial = path.with_suffix(".partial")
    partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return partial, path


def _without_spaces(pictures: PictureSet, out: Path) -> PictureSet:
    listed = [row.path for part in (pictures.train, pictures.test) for row in part]
    paths = list(dict.fromkeys([*listed, *(row.path for row in pictures.gallery)]))
    if all(len(path.split()) == 1 for path in paths):
        return pictures
    new = {
        path: f"pictures/{number:07d}{Path(path).suffix.lower()}"
        for number, path in enumerate(paths)
    }
    for path in paths:
        _link(pictures.root / path, out / new[path])
    train, test = (
        [row._replace(path=new[row.path]) for row in part]
        for part in (pictures.train, pictures.test)
    )
    gallery = [row._replace(path=new[row.path]) for row in pictures.gallery]
    return PictureSet(out, train, test, gallery)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except FileNotFoundError as error:
        raise PictureSetInvalid(str(source), "is listed, but not there") from error
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)
