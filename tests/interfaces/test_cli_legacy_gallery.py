"""`colugo build-gallery`, `predict-system` and `predict-rec` with the default models."""

import ast
from pathlib import Path

import numpy as np
import pytest

from colugo.legacy.gallery_files import read_gallery
from colugo.vision import decode

from .command_line import CommandLine
from .predecessor_project import project as project


def test_a_gallery_is_built_added_to_and_removed_from(
    colugo: CommandLine, project: list[str], tmp_path: Path
) -> None:
    built = colugo("build-gallery", "-c", "build.yaml")
    (tmp_path / "more.txt").write_text(
        f"{project[0]}/2.jpg\t{project[0]}\n{project[0]}/3.jpg\tnew\n"
    )
    more = ("-o", "IndexProcess.data_file=more.txt")
    appended = colugo(
        "build-gallery", "-c", "build.yaml", *more, "-o", "IndexProcess.index_operation=append"
    )
    removed = colugo(
        "build-gallery", "-c", "build.yaml", *more, "-o", "IndexProcess.index_operation=remove"
    )

    assert built.out == "index: 4 pictures added, 0 removed, 4 now\n"
    assert appended.out.startswith("index: 1 pictures added, 0 removed, 5 now\n")
    assert "line 1 was there already, skipped" in appended.out
    assert removed.out.startswith("index: 0 pictures added, 2 removed, 3 now\n")
    assert len(read_gallery(tmp_path / "index").documents) == 3


def test_a_picture_of_the_gallery_is_named_by_both_rules(
    colugo: CommandLine, project: list[str], tmp_path: Path
) -> None:
    colugo("build-gallery", "-c", "build.yaml")

    ours = colugo("predict-system", "-c", "infer.yaml")
    theirs = colugo("predict-system", "-c", "infer.yaml", "--rules", "paddle")

    (best, *_) = ast.literal_eval(theirs.out.splitlines()[1])
    verdicts = ast.literal_eval(ours.out.splitlines()[1])
    assert theirs.out.startswith("Inference: ")
    assert list(best) == ["bbox", "rec_docs", "rec_scores"]
    assert best["rec_docs"] == project[0]
    assert best["rec_scores"] == pytest.approx(1.0, abs=1e-3)  # the whole picture is a candidate
    assert all(verdict["verdict"] in ("known", "unsure", "unknown") for verdict in verdicts)
    assert decode(tmp_path / "output" / "one.jpg").size_wh[0] > 0


def test_a_picture_is_printed_as_its_vector(colugo: CommandLine, project: list[str]) -> None:
    answer = colugo("predict-rec", "-c", "infer.yaml")

    name, _, numbers = answer.out.strip().partition(":\t")
    vector = np.array(numbers.strip("[]").split(), np.float64)
    assert name == "one.jpg"
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("IndexProcess.data_file=none.txt", ["none.txt"]),
        ("IndexProcess.data_file=empty.txt", ["empty.txt"]),
        ("IndexProcess.index_metod=Flat", ["index_metod", "index_method"]),
        ("IndexProcess.embedding_size=128", ["128", "512"]),
        ("IndexProcess.image_root=nowhere", ["nowhere"]),
    ],
)
def test_what_cannot_be_built_is_one_sentence_and_writes_nothing(
    colugo: CommandLine, project: list[str], tmp_path: Path, override: str, words: list[str]
) -> None:
    (tmp_path / "empty.txt").write_text("\n")

    answer = colugo("build-gallery", "-c", "build.yaml", "-o", override)

    assert answer.refuses(*words), answer
    assert not (tmp_path / "index").exists()
