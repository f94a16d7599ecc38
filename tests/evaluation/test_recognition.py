from pathlib import Path

import numpy as np
import pytest

from colugo.errors import EvaluationInvalid
from colugo.evaluation.photo_sets import NamedPhoto, read_photos
from colugo.evaluation.recognition import Mistake, confused_pairs, score_photos
from tests.gallery.twins import product_rows


def photos(products: np.ndarray) -> list[NamedPhoto]:
    return [NamedPhoto(Path(f"{row}.jpg"), f"p{product}") for row, product in enumerate(products)]


def test_photos_that_are_alike_are_all_found_and_strangers_told_apart() -> None:
    products = np.arange(60) // 6
    vectors = product_rows(products, 32, spread=0.1)

    scores, mistakes = score_photos(vectors, photos(products), 2)

    assert (scores.photos, scores.products, scores.queries) == (2, 10, 40)
    assert (scores.recall1, scores.recall5, scores.auroc) == (1, 1, 1)
    assert (scores.false95, scores.false99, mistakes) == (0, 0, [])


def test_no_photo_is_gallery_and_query_and_the_seed_draws_them() -> None:
    products = np.arange(40) // 4
    vectors = product_rows(products, 8, spread=1.5)
    named = photos(products)

    one, mistakes = score_photos(vectors, named, 1, seed=3)
    again, _ = score_photos(vectors, named, 1, seed=3)
    other, _ = score_photos(vectors, named, 1, seed=4)

    assert one == again
    assert one != other
    assert 0 < one.recall1 < one.recall5 <= 1
    assert len(mistakes) == round((1 - one.recall1) * one.queries)
    assert all(each.query != each.taken_for for each in mistakes)


def test_random_vectors_are_found_by_chance_only() -> None:
    products = np.arange(1000) // 10
    vectors = product_rows(np.arange(1000), 16, spread=0.1)

    scores, _ = score_photos(vectors, photos(products), 5)

    assert scores.recall1 < 0.05
    assert 0.4 < scores.auroc < 0.6


def test_too_few_photos_are_refused_in_words() -> None:
    products = np.arange(6) // 2

    with pytest.raises(EvaluationInvalid, match="more than 5 photos"):
        score_photos(product_rows(products, 8, spread=0.1), photos(products), 5)


def test_pairs_count_both_ways() -> None:
    a, b, c = (NamedPhoto(Path("x"), name) for name in "abc")
    mistakes = [Mistake(a, b, 0.9), Mistake(b, a, 0.8), Mistake(a, c, 0.7)]

    assert confused_pairs(mistakes) == [("a", "b", 2), ("a", "c", 1)]


def test_folders_and_lists_are_read(tmp_path: Path) -> None:
    (tmp_path / "cola").mkdir()
    (tmp_path / "cola" / "1.jpg").write_bytes(b"x")
    (tmp_path / "cola" / "notes.txt").write_text("x")
    (tmp_path / "list.txt").write_text("cola/1.jpg, 7, 2\n\n")

    assert read_photos(tmp_path) == [NamedPhoto(tmp_path / "cola" / "1.jpg", "cola")]
    assert read_photos(tmp_path / "list.txt") == [NamedPhoto(tmp_path / "cola" / "1.jpg", "7")]


@pytest.mark.parametrize(("text", "words"), [("alone\n", "line 1"), ("", "no photo")])
def test_a_list_of_another_form_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "list.txt").write_text(text)

    with pytest.raises(EvaluationInvalid, match=words):
        read_photos(tmp_path / "list.txt")
    with pytest.raises(EvaluationInvalid):
        read_photos(tmp_path / "nothing.txt")
