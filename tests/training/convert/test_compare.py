"""A model is compared with answers that were kept: rows by direction, boxes by their cells."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from colugo.errors import ModelMissing, ModelUnreadable, PairsUnreadable
from colugo.training.convert.compare import compare, read_pairs
from tests.vision.tiny_models import embedder_file, fixed_detector_file


def given(count: int = 2) -> Any:
    return np.random.default_rng(0).uniform(0, 1, (count, 3, 6, 8)).astype(np.float32)


def answers(model: Path, batch: Any) -> list[Any]:
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    return list(session.run(None, {"image": batch}))


@pytest.fixture
def embedder(tmp_path: Path) -> Path:
    return embedder_file(tmp_path / "embedder.onnx")


def save(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def test_rows_of_any_length_are_compared_by_direction(tmp_path: Path, embedder: Path) -> None:
    rows = answers(embedder, given())[0] * 7.5  # the predecessor's are not of length 1
    pairs = save(tmp_path / "p.npz", input=given(), output=rows)

    (found,) = compare(embedder, read_pairs(pairs))

    assert found.rows == 2
    assert found.largest < 1e-6
    assert found.within(found.default_tolerance)


def test_a_row_that_is_off_is_measured(tmp_path: Path, embedder: Path) -> None:
    rows = answers(embedder, given())[0]
    turned = rows.copy()
    turned[1] += np.eye(5, dtype=np.float32)[0] * 1e-3
    pairs = save(tmp_path / "p.npz", input=given(), output=turned)

    (found,) = compare(embedder, read_pairs(pairs))

    slow = max(
        abs(float(a) - float(b)) for a, b in zip(turned[1] / np.linalg.norm(turned[1]), rows[1],
                                                 strict=True)
    )  # fmt: skip
    assert found.largest == pytest.approx(slow, rel=1e-3)
    assert not found.within(found.default_tolerance)


def test_many_pairs_of_one_file_are_named_one_by_one(tmp_path: Path, embedder: Path) -> None:
    rows = answers(embedder, given())[0]
    pairs = save(
        tmp_path / "p.npz", input_0=given(), output_0=rows, input_1=given(), output_1=-rows
    )

    found = list(compare(embedder, read_pairs(pairs)))

    assert [one.name for one in found] == ["p.npz: input_0", "p.npz: input_1"]
    assert found[0].largest < 1e-6 < 0.1 < found[1].largest


def test_pairs_may_be_a_list_of_files(tmp_path: Path, embedder: Path) -> None:
    np.save(tmp_path / "a.npy", given())
    np.save(tmp_path / "b.npy", answers(embedder, given())[0])
    (tmp_path / "pairs.txt").write_text("\ufeffa.npy b.npy\r\n\r\na.npy\tb.npy\r\n", "utf-8")

    found = list(compare(embedder, read_pairs(tmp_path / "pairs.txt")))

    assert [one.rows for one in found] == [2, 2]


@pytest.fixture
def detector(tmp_path: Path) -> tuple[Path, Any, Any]:
    boxes = [[1.0, 1.0, 4.0, 4.0], [2.0, 0.0, 7.0, 5.0], [0.0, 0.0, 8.0, 6.0]]
    model = fixed_detector_file(tmp_path / "detector.onnx", boxes, [0.9, 0.5, 0.2])
    xyxy, scores = answers(model, given(1))
    return model, xyxy[0], scores[0]


def as_paddle(xyxy: Any, scores: Any, order: list[int]) -> Any:
    return np.concatenate([np.zeros((len(order), 1)), scores[order, None], xyxy[order]], axis=1)


def test_boxes_are_found_among_the_cells_in_any_order(
    tmp_path: Path, detector: tuple[Path, Any, Any]
) -> None:
    model, xyxy, scores = detector
    expected = as_paddle(xyxy, scores, [2, 0])
    expected[0, 2] += 0.004
    pairs = save(tmp_path / "p.npz", input=given(1), output=expected)

    (found,) = compare(model, read_pairs(pairs))

    assert found.rows == 2
    assert found.largest == pytest.approx(0.004, abs=1e-5)
    assert found.score == pytest.approx(0, abs=1e-6)
    assert found.within(found.default_tolerance)


@pytest.mark.parametrize(("column", "by"), [(3, 0.5), (1, 0.01)])
def test_a_box_or_a_score_that_is_off_is_not_ok(
    tmp_path: Path, detector: tuple[Path, Any, Any], column: int, by: float
) -> None:
    model, xyxy, scores = detector
    expected = as_paddle(xyxy, scores, [0, 1])
    expected[1, column] += by
    pairs = save(tmp_path / "p.npz", input=given(1), output=expected)

    (found,) = compare(model, read_pairs(pairs))

    assert not found.within(found.default_tolerance)


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"x": given()}, "no pairs"),
        ({"input": given()}, "output"),
        ({"input": given()[0], "output": given()}, r"\(n, 3, h, w\)"),
        ({"input": given(), "output": np.array(["a", "b"])}, "numbers"),
    ],
)
def test_pairs_that_are_none_are_refused(tmp_path: Path, arrays: dict[str, Any], says: str) -> None:
    with pytest.raises(PairsUnreadable, match=says):
        read_pairs(save(tmp_path / "p.npz", **arrays))


def test_pickled_arrays_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "p.npz", input=np.array([{}], object), output=given())

    with pytest.raises(PairsUnreadable, match="allow_pickle"):
        read_pairs(path)


@pytest.mark.parametrize("line", ["a.npy", "a.npy b.npy c.npy", "none.npy none.npy"])
def test_a_broken_list_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "pairs.txt").write_text(line)

    with pytest.raises(PairsUnreadable):
        read_pairs(tmp_path / "pairs.txt")


def test_rows_of_another_length_are_refused(tmp_path: Path, embedder: Path) -> None:
    pairs = read_pairs(save(tmp_path / "p.npz", input=given(), output=np.ones((2, 4))))

    with pytest.raises(PairsUnreadable, match=r"\(2, 4\), the model's \(2, 5\)"):
        list(compare(embedder, pairs))


def test_a_model_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.onnx").write_text("model")

    with pytest.raises(ModelUnreadable):
        list(compare(tmp_path / "a.onnx", []))
    with pytest.raises(ModelMissing):
        list(compare(tmp_path / "b.onnx", []))
