from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.errors import (
    GalleryFilesDisagree,
    GalleryFilesUnwritable,
    IdMapUnreadable,
    IndexMismatch,
    VectorIndexUnreadable,
)
from colugo.legacy.gallery_files import LegacyGallery, read_gallery, write_gallery
from colugo.legacy.vector_index import METHODS, IndexKind, IndexProblem, VectorIndex

LEGACY_INDEX = Path(__file__).parents[3] / "shared/data/legacy-shop/index_update"
DIM = 64
KINDS = [IndexKind(method, measure, DIM) for method in METHODS for measure in ("IP", "L2")]
BINARY_KINDS = [IndexKind(method, "hamming", DIM) for method in METHODS]


def vectors_for(kind: IndexKind, count: int) -> NDArray[np.generic]:
    rng = np.random.default_rng(7)
    if kind.is_binary:
        return rng.integers(0, 256, (count, kind.dim // 8), dtype=np.uint8)
    rows = rng.normal(size=(count, kind.dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def documents(count: int) -> list[str]:
    return [f"{number}.jpg\tproduct {number}" for number in range(count)]


def gallery(kind: IndexKind, count: int = 30) -> LegacyGallery:
    return LegacyGallery.make(kind, vectors_for(kind, count), documents(count), "a-model")


def written(folder: Path) -> Path:
    write_gallery(folder, gallery(KINDS[0]))
    return folder


@pytest.mark.parametrize("kind", KINDS + BINARY_KINDS, ids=str)
def test_every_kind_finds_a_vector_of_its_own_first(kind: IndexKind) -> None:
    made = gallery(kind)

    _, ids = made.index.search(vectors_for(kind, 30)[[3, 29]], 1)

    assert ids[:, 0].tolist() == [3, 29]
    assert made.documents[3] == "3.jpg\tproduct 3"


@pytest.mark.parametrize("kind", KINDS + BINARY_KINDS, ids=str)
def test_every_kind_forgets_what_is_removed_and_keeps_the_rest(kind: IndexKind) -> None:
    made = gallery(kind)
    all_vectors = vectors_for(kind, 30)

    removed = made.remove({"0.jpg\tproduct 0", "17.jpg\tproduct 17", "17.jpg\tproduct 18"})

    assert (removed, len(made.index), len(made.documents)) == (2, 28, 28)
    stays = [row for row in range(30) if row not in (0, 17)]
    assert made.ids.tolist() == sorted(made.documents) == stays
    np.testing.assert_array_equal(made.index.vectors(), all_vectors[stays])
    _, ids = made.index.search(all_vectors[stays], 1)
    assert ids[:, 0].tolist() == stays
    _, ids = made.index.search(all_vectors[[17]], 28)
    assert 17 not in ids


@pytest.mark.parametrize("kind", KINDS + BINARY_KINDS, ids=str)
def test_every_kind_is_the_same_after_writing_and_reading(kind: IndexKind, tmp_path: Path) -> None:
    made = gallery(kind)
    write_gallery(tmp_path, made)

    back = read_gallery(tmp_path)

    assert (back.documents, back.model_id) == (made.documents, "a-model")
    assert (back.index.measure, back.index.dim) == (kind.measure, kind.dim)
    np.testing.assert_array_equal(back.index.vectors(), made.index.vectors())
    queries = vectors_for(kind, 30)[5:8]
    for ours, theirs in zip(
        back.index.search(queries, 5), made.index.search(queries, 5), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("kind", KINDS + BINARY_KINDS, ids=str)
def test_what_is_appended_gets_ids_above_the_highest(kind: IndexKind, tmp_path: Path) -> None:
    made = gallery(kind)
    made.remove({"5.jpg\tproduct 5"})
    write_gallery(tmp_path, made)
    back = read_gallery(tmp_path)

    back.append(vectors_for(kind, 40)[38:], ["38.jpg\tx", "39.jpg\ty"])

    assert back.ids.tolist()[-2:] == [30, 31]
    _, ids = back.index.search(vectors_for(kind, 40)[38:], 1)
    assert [back.documents[number] for number in ids[:, 0].tolist()] == ["38.jpg\tx", "39.jpg\ty"]


def test_a_written_index_has_the_marks_that_the_predecessor_reads(tmp_path: Path) -> None:
    content = (written(tmp_path) / "vector.index").read_bytes()

    assert content[:4] == b"IxM2"
    assert b"IHNf" in content[:200]


def test_all_may_be_removed(tmp_path: Path) -> None:
    made = gallery(KINDS[0], 3)

    assert made.remove(set(documents(3))) == 3

    write_gallery(tmp_path, made)
    assert len(read_gallery(tmp_path).index) == 0


def test_inverted_lists_of_too_few_pictures_are_refused() -> None:
    kind = IndexKind("IVF", "IP", DIM)

    with pytest.raises(IndexProblem, match="8 pictures or more"):
        VectorIndex.train(kind, vectors_for(kind, 7))


def test_a_size_a_measure_or_a_model_that_does_not_fit_is_refused() -> None:
    made = gallery(KINDS[0])

    made.refuse_other(dim=DIM, measure="IP", model_id="a-model")
    for wanted, words in (
        ({"dim": 512, "measure": "IP"}, "vectors of size 64, but 512"),
        ({"dim": DIM, "measure": "L2"}, "dist_type IP, but L2"),
        ({"dim": DIM, "measure": "IP", "model_id": "b"}, "the model a-model, but b"),
    ):
        with pytest.raises(IndexMismatch, match=words):
            made.refuse_other(**wanted)


@pytest.mark.parametrize("name", ["vector.index", "id_map.pkl"])
@pytest.mark.parametrize("kept", [0, 3, 50, 300])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, name: str, kept: int) -> None:
    path = written(tmp_path) / name
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises((VectorIndexUnreadable, IdMapUnreadable), match=name):
        read_gallery(tmp_path)


def test_an_index_without_ids_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    faiss.write_index(faiss.IndexFlatIP(DIM), str(tmp_path / "vector.index"))

    with pytest.raises(VectorIndexUnreadable, match="it begins with b'IxFI'"):
        read_gallery(tmp_path)


def test_an_index_of_a_kind_that_was_never_written_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    index = faiss.index_factory(DIM, "IDMap2,SQ8")
    index.train(vectors_for(KINDS[0], 30))
    faiss.write_index(index, str(tmp_path / "vector.index"))

    with pytest.raises(VectorIndexUnreadable, match="IndexScalarQuantizer, not one of HNSW32"):
        read_gallery(tmp_path)


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(VectorIndexUnreadable, match=r"vector\.index.*No such file"):
        read_gallery(tmp_path)


def test_two_files_of_different_galleries_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "one")
    write_gallery(tmp_path / "other", gallery(KINDS[0], 29))
    (tmp_path / "other/id_map.pkl").replace(tmp_path / "one/id_map.pkl")

    with pytest.raises(GalleryFilesDisagree, match="30 vectors, 29 lines"):
        read_gallery(tmp_path / "one")


@pytest.mark.parametrize("renamed", range(4))
def test_a_write_that_is_cut_off_anywhere_leaves_the_old_or_the_new(
    tmp_path: Path, renamed: int
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write_gallery(old, gallery(KINDS[0], 10))
    write_gallery(new, gallery(KINDS[0], 12))
    for name in ("vector.index", "model_id.txt", "id_map.pkl")[renamed:]:
        (new / name).rename(old / f"{name}.new")
    for name in ("vector.index", "model_id.txt", "id_map.pkl")[:renamed]:
        (new / name).replace(old / name)

    back = read_gallery(old)

    assert len(back.index) == (12 if renamed else 10)
    assert len(back.documents) == len(back.index)


def test_a_folder_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "id_map.pkl.new").mkdir()  # a folder in the way, whoever runs the test

    with pytest.raises(GalleryFilesUnwritable, match="what was there is as it was"):
        write_gallery(tmp_path, gallery(KINDS[0], 5))

    (tmp_path / "id_map.pkl.new").rmdir()
    assert len(read_gallery(tmp_path).index) == 30


@pytest.mark.skipif(not LEGACY_INDEX.is_dir(), reason=f"the real index is not in {LEGACY_INDEX}")
def test_the_real_index_is_read_and_pictures_can_be_removed_from_it() -> None:
    real = read_gallery(LEGACY_INDEX)
    before = real.index.vectors()

    removed = real.remove({real.documents[4]})

    assert (before.shape, real.index.dim, real.index.measure) == ((190, 512), 512, "IP")
    np.testing.assert_allclose(np.linalg.norm(before, axis=1), 1, atol=1e-5)
    assert (removed, len(real.index)) == (1, 189)
    _, ids = real.index.search(before[[4, 5]], 1)
    assert ids[0, 0] != 4
    assert ids[1, 0] == 5
