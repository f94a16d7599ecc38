from pathlib import Path

import cv2
import numpy as np
import pytest

from colugo.evaluation.photo_sets import NamedPhoto
from colugo.evaluation.second_looks import ask_again, score_again
from tests.look_alikes import BLUE, GREEN, ORANGE, label

PATCHES = {"blue": BLUE, "green": GREEN, "orange": ORANGE}


@pytest.fixture
def photos(tmp_path: Path) -> list[NamedPhoto]:
    """Three photos of each of three look-alikes."""
    found = []
    for name, patch in PATCHES.items():
        for number, turn in enumerate((0, 12, 95)):
            path = tmp_path / f"{name}-{number}.png"
            cv2.imwrite(str(path), label(patch, turn=turn).pixels[:, :, ::-1])
            found.append(NamedPhoto(path, name))
    return found


def vectors_of_a_coin(rows: int) -> np.ndarray:
    """Embeddings that are all about the same, so that their order says nothing."""
    spread = np.random.default_rng(3).normal(0, 0.01, (rows, 16)) + np.eye(16)[0]
    return (spread / np.linalg.norm(spread, axis=1, keepdims=True)).astype(np.float32)


def test_a_second_look_finds_what_the_embedding_cannot(photos: list[NamedPhoto]) -> None:
    asked = ask_again(vectors_of_a_coin(9), photos, 2)

    scores = score_again(asked, 2)

    assert (scores.photos, scores.queries, scores.doubtful) == (2, 3, 3)
    assert scores.recall1 < scores.recall1_second == 1
    assert scores.recall5 == scores.recall5_second == 1
    assert scores.ms > 0
    assert scores.facts()["wrong"] == 0


def test_clear_rankings_are_left_alone_and_strangers_are_never_right(
    photos: list[NamedPhoto],
) -> None:
    apart = np.repeat(np.eye(16, dtype=np.float32)[:3], 3, axis=0)

    clear = score_again(ask_again(apart, photos, 2), 2)
    strange = score_again(ask_again(vectors_of_a_coin(9), photos, 2, strangers=True, most=3), 2)

    assert (clear.doubtful, clear.recall1_second, clear.ms) == (0, 1, 0)
    assert strange.recall1_second == pytest.approx(2 / 3)
