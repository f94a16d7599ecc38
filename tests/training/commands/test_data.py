"""`colugo data check` finds what would spoil a training, and `data lists` writes good lists."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.interfaces.command_line import Answer, CommandLine
from tests.interfaces.conftest import colugo as colugo
from tests.training.recognition.small_lists import write_list, write_picture

RELEASE = Path("recipes/paddleclas/GeneralRecognition_PPLCNet_x2_5.yaml").resolve()
TRAIN, QUERY, GALLERY = (f"DataLoader.{part}.dataset" for part in
                         ("Train", "Eval.Query", "Eval.Gallery"))  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(4):
        write_picture(tmp_path / f"{number}.jpg", number)
        write_picture(tmp_path / f"t{number}.png", 10 + number)
    write_list(tmp_path / "train.txt", "0.jpg 0", "1.jpg 0", "2.jpg 1", "3.jpg 1")
    write_list(tmp_path / "test.txt", "t0.png 0 1", "t1.png 0 2", "t2.png 1 3", "t3.png 1 4")
    return tmp_path


def check_list(colugo: CommandLine, root: Path, *more: object) -> Answer:
    return colugo("data", "check", "--list", root / "train.txt", "--root", root, *more)


def check_config(
    colugo: CommandLine, root: Path, *overrides: str, kind: str = "VeriWild"
) -> Answer:
    options = [f"{TRAIN}.cls_label_path={root / 'train.txt'}", "Arch.Head.class_num=2"]
    for part in (QUERY, GALLERY):
        options += [f"{part}.cls_label_path={root / 'test.txt'}", f"{part}.name={kind}"]
    options += [f"{part}.image_root={root}" for part in (TRAIN, QUERY, GALLERY)]
    flags = [flag for option in (*options, *overrides) for flag in ("-o", option)]
    return colugo("data", "check", "-c", RELEASE, *flags)


def test_good_lists_pass(root: Path, colugo: CommandLine) -> None:
    ran = check_config(colugo, root)

    assert (ran.code, ran.err) == (0, "")
    assert "train: 4 pictures of 2 labels" in ran.out
    assert ran.out.endswith("nothing is wrong\n")


def test_missing_and_broken_pictures_are_named(root: Path, colugo: CommandLine) -> None:
    (root / "0.jpg").unlink()
    whole = (root / "1.jpg").read_bytes()
    (root / "1.jpg").write_bytes(whole[: len(whole) // 2])
    (root / "2.jpg").write_bytes(b"")
    (root / "3.jpg").write_text("no picture")

    ran = check_list(colugo, root)

    assert ran.code == 1
    missing, unreadable = (row for row in ran.out.splitlines() if "file" in row or "unread" in row)
    assert [cell.strip() for cell in missing.split("│")[1:4]] == ["missing file", "list", "1"]
    assert "0.jpg" in missing
    assert unreadable.split("│")[3].strip() == "3"
    assert all(f"{number}.jpg" in unreadable for number in (1, 2, 3))


def test_a_photo_without_its_end_is_broken(root: Path, colugo: CommandLine) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (160, 160, 3), np.uint8)
    assert cv2.imwrite(str(root / "0.jpg"), pixels)
    (root / "0.jpg").write_bytes((root / "0.jpg").read_bytes()[:-2])

    ran = check_list(colugo, root)

    assert ran.code == 1
    assert "unreadable picture" in ran.out


def test_labels_with_gaps_or_without_a_column_are_named(root: Path, colugo: CommandLine) -> None:
    write_list(root / "train.txt", "0.jpg 0", "1.jpg 1", "2.jpg 4", "3.jpg 7")

    ran = check_list(colugo, root, "--class-num", 7)

    assert ran.code == 1
    assert "label gap" in ran.out
    assert "no picture of 2, 3, 5, …" in ran.out
    assert "label 7 needs class_num 8, got 7" in ran.out


def test_labels_may_start_with_one(root: Path, colugo: CommandLine) -> None:
    write_list(root / "train.txt", "0.jpg 1", "1.jpg 2")

    assert check_list(colugo, root, "--class-num", 3).code == 0


def test_the_same_bytes_under_two_names_are_found_in_train_and_test(
    root: Path, colugo: CommandLine
) -> None:
    (root / "t2.png").write_bytes((root / "1.jpg").read_bytes())

    alone = check_list(colugo, root)
    ran = check_list(colugo, root, "--against", root / "test.txt")

    assert alone.code == 0
    assert ran.code == 1
    assert "picture of list too" in ran.out
    assert f"{root / 't2.png'} = {root / '1.jpg'}" in ran.out


def test_query_and_gallery_alike_without_ids_are_called_what_they_are(
    root: Path, colugo: CommandLine
) -> None:
    ran = check_config(colugo, root, kind="ImageNetDataset")

    assert ran.code == 1
    assert "query finds itself" in ran.out
    assert "recall1 would be 1.0 by construction; use VeriWild with distinct ids" in ran.out


def test_a_double_that_its_id_does_not_mask_counts(root: Path, colugo: CommandLine) -> None:
    (root / "t1.png").write_bytes((root / "t0.png").read_bytes())

    ran = check_config(colugo, root)

    assert ran.code == 1
    assert "2 of 4 queries count as right whatever the model does" in ran.out


def test_one_id_for_all_leaves_no_answer(root: Path, colugo: CommandLine) -> None:
    write_list(root / "test.txt", "t0.png 0 7", "t1.png 0 7", "t2.png 1 7", "t3.png 1 7")

    ran = check_config(colugo, root)

    assert ran.code == 1
    assert "recall cannot be computed" in ran.out


def test_another_gallery_needs_no_ids(root: Path, colugo: CommandLine) -> None:
    write_list(root / "gallery.txt", "g0.png 0", "g1.png 1")
    write_picture(root / "g0.png", 20)
    write_picture(root / "g1.png", 21)

    ran = check_config(
        colugo, root, f"{GALLERY}.cls_label_path={root / 'gallery.txt'}", kind="ImageNetDataset"
    )

    assert ran.code == 0


def test_what_is_trained_on_may_be_the_gallery_but_not_the_query(
    root: Path, colugo: CommandLine
) -> None:
    learnt = root / "train.txt"

    gallery = check_config(
        colugo, root, f"{GALLERY}.cls_label_path={learnt}", kind="ImageNetDataset"
    )
    query = check_config(colugo, root, f"{QUERY}.cls_label_path={learnt}", kind="ImageNetDataset")

    assert gallery.code == 0
    assert query.code == 1
    assert "picture of train too" in query.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--list", "none.txt"], ["none.txt", "No such file"]),
        (["--list", "tabs.txt"], ["tabs.txt, line 1", "Dataset.delimiter"]),
        (["-c", "none.yaml"], ["none.yaml"]),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], words: list[str], colugo: CommandLine, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    write_list(tmp_path / "tabs.txt", "0.jpg\t0")

    assert colugo("data", "check", *arguments).refuses(*words)


@pytest.mark.parametrize(
    "arguments", [[], ["-c", "a.yaml", "--list", "a.txt"], ["-c", "a.yaml", "--against", "b.txt"]]
)
def test_options_that_do_not_go_together_are_refused(
    arguments: list[str], colugo: CommandLine
) -> None:
    assert colugo("data", "check", *arguments).code == 2


def test_a_delimiter_is_taken(root: Path, colugo: CommandLine) -> None:
    write_list(root / "train.txt", "0.jpg\t0", "1.jpg\t1")

    assert check_list(colugo, root, "--delimiter", "\t").code == 0


def test_an_unknown_kind_of_data_set_is_refused(colugo: CommandLine, tmp_path: Path) -> None:
    ran = colugo("data", "lists", "imagenet", tmp_path, tmp_path / "out")

    assert ran.code == 2
    assert "products-10k" in ran.err
    assert not (tmp_path / "out").exists()


def test_written_lists_pass_the_check_with_the_options_that_were_printed(
    colugo: CommandLine, tmp_path: Path
) -> None:
    for number, place in enumerate(["train/甲 茶", "train/乙", "test/甲 茶", "test/乙"]):
        write_picture(tmp_path / "rp2k" / place / "1.png", number)
        write_picture(tmp_path / "rp2k" / place / "2.png", 10 + number)

    ran = colugo("data", "lists", "rp2k", tmp_path / "rp2k", tmp_path / "out")
    options = [line.strip()[3:] for line in ran.out.splitlines() if line.startswith("  -o ")]
    flags = [flag for option in options for flag in ("-o", option)]

    assert ran.code == 0
    assert "Arch.Head.class_num=2" in options
    checked = colugo("data", "check", "-c", RELEASE, *flags)
    assert (checked.code, checked.err) == (0, "")
    assert "query: 4 pictures of 2 labels" in checked.out
