"""`predict-system` with models, measures and galleries of every kind that a config can name."""

import ast
import shutil
from pathlib import Path

import numpy as np
import pytest

import colugo as package
from colugo.legacy.gallery_files import LegacyGallery, write_gallery
from colugo.legacy.vector_index import IndexKind

from .command_line import Answer, CommandLine
from .predecessor_project import project as project

MODELS = Path(package.__file__).with_name("models")
BITS = "RecPostProcess:\n  main_indicator: Binarize\n  Binarize: {method: sign}\n"
OWN_STEPS = """
RecPreProcess:
  transform_ops:
    - ResizeImage: {size: 224}
    - NormalizeImage: {scale: 0.00392157, mean: [0.4, 0.4, 0.4], std: [0.2, 0.2, 0.2], order: ''}
    - ToCHWImage:
"""


def options(*overrides: str) -> list[str]:
    return [part for override in overrides for part in ("-o", override)]


def answers(answer: Answer) -> list[dict[str, object]]:
    """The results of the first picture, as they are printed."""
    assert answer.code == 0, answer
    found: list[dict[str, object]] = ast.literal_eval(answer.out.splitlines()[1])
    return found


def build(colugo: CommandLine, *overrides: str) -> Answer:
    return colugo("build-gallery", "-c", "build.yaml", *options(*overrides))


def ask(colugo: CommandLine, *overrides: str, rules: str = "paddle") -> Answer:
    return colugo("predict-system", "-c", "infer.yaml", "--rules", rules, *options(*overrides))


def test_distances_are_held_against_the_threshold_as_they_were(
    colugo: CommandLine, project: list[str]
) -> None:
    measure = "IndexProcess.dist_type=L2"
    build(colugo, measure)

    whole = (measure, "Global.threshold=1.0")  # no box is that sure: the whole picture is asked
    low = answers(ask(colugo, *whole, "IndexProcess.score_thres=0.0"))
    high = answers(ask(colugo, *whole, "IndexProcess.score_thres=0.1"))
    ours = ask(colugo, measure, rules="colugo")

    (best,) = low
    assert best["rec_docs"] == project[0]
    assert float(str(best["rec_scores"])) < 0.05
    assert high == []  # a distance of nearly 0 is below the threshold
    assert ours.refuses("IndexProcess.dist_type is L2", "--rules paddle")


def test_bits_are_counted_where_the_config_makes_bits(
    colugo: CommandLine, project: list[str], tmp_path: Path
) -> None:
    for name in ("build.yaml", "infer.yaml"):
        with (tmp_path / name).open("a") as file:
            file.write(BITS)
    measure = "IndexProcess.dist_type=hamming"
    build(colugo, measure)

    near = answers(ask(colugo, measure, "IndexProcess.hamming_radius=20"))

    assert [each["rec_docs"] for each in near][:1] == [project[0]]
    assert min(float(str(each["rec_scores"])) for each in near) <= 20
    assert ask(colugo).refuses("IndexProcess.dist_type", "set both or neither")


def test_inverted_lists_want_eight_pictures_and_say_so(
    colugo: CommandLine, project: list[str], tmp_path: Path
) -> None:
    few = build(colugo, "IndexProcess.index_method=IVF")
    lines = [f"{name}/{number}.jpg\t{name}" for name in project for number in (1, 2, 3, 4)]
    (tmp_path / "data.txt").write_text("\n".join(lines))
    enough = build(colugo, "IndexProcess.index_method=IVF")

    (best, *_) = answers(ask(colugo, "IndexProcess.index_method=IVF"))

    assert few.refuses("IVF needs 8 pictures or more", "index_method=Flat")
    assert enough.out == "index: 8 pictures added, 0 removed, 8 now\n"
    assert best["rec_docs"] == project[0]


def test_models_may_be_named_as_folders(
    colugo: CommandLine, project: list[str], tmp_path: Path
) -> None:
    for folder, name in (("rec", "embedder.onnx"), ("det", "detector.onnx")):
        (tmp_path / folder).mkdir()
        shutil.copy(MODELS / name, tmp_path / folder / "inference.onnx")
    build(colugo)

    named = ask(colugo, "Global.rec_inference_model_dir=rec", "Global.det_inference_model_dir=det")
    both = [answers(named), answers(ask(colugo))]
    empty = ask(colugo, "Global.rec_inference_model_dir=photos")
    paddle = tmp_path / "paddle"
    paddle.mkdir()
    (paddle / "inference.pdmodel").write_bytes(b"x")

    assert both[0] == both[1]
    assert empty.refuses("Global.rec_inference_model_dir", "no ONNX")
    assert ask(colugo, "Global.det_inference_model_dir=paddle").refuses("colugo models import")


def test_a_gallery_of_other_preparations_is_refused(
    colugo: CommandLine, project: list[str], tmp_path: Path
) -> None:
    (tmp_path / "rec").mkdir()
    shutil.copy(MODELS / "embedder.onnx", tmp_path / "rec")
    build(colugo)
    with (tmp_path / "infer.yaml").open("a") as file:
        file.write(OWN_STEPS)

    answer = ask(colugo, "Global.rec_inference_model_dir=rec")

    assert answer.refuses("the gallery has the model", "build it again")


@pytest.mark.parametrize("rules", ["paddle", "colugo"])
def test_a_gallery_of_another_dimension_is_refused(
    colugo: CommandLine, project: list[str], tmp_path: Path, rules: str
) -> None:
    rows = np.eye(16, dtype=np.float32)[:3]
    gallery = LegacyGallery.make(
        IndexKind("Flat", "IP", 16), rows, ["a.jpg\tone", "b.jpg\ttwo", "c.jpg\ttwo"], None
    )
    write_gallery(tmp_path / "index", gallery)

    answer = ask(colugo, rules=rules)

    assert answer.refuses("vectors of size 16", "512")
    assert ask(colugo, "IndexProcess.embedding_size=16", rules=rules).refuses("gives 512")
