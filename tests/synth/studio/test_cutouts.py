import numpy as np

from colugo.synth.studio.cutouts import Cutout, cut_out, cut_out_all
from colugo.vision import Image, encode

from .drawn import exemplar, finds, photo

BLUE = (20, 60, 200)


def test_a_cutout_is_tight_clear_outside_and_has_no_rim_of_ground() -> None:
    cut = cut_out(exemplar("a", photo()), finds())

    assert isinstance(cut, Cutout)
    height, width = cut.pixels.shape[:2]
    solid = cut.pixels[..., 3] > 200
    assert 75 <= width <= 84
    assert 125 <= height <= 134
    assert solid.mean() > 0.85
    assert cut.pixels[solid][:, 2].max() < 100  # no white of the ground in what is red and yellow


def test_the_same_pose_is_kept_once_and_others_all() -> None:
    again = np.clip(photo().astype(int) + 3, 0, 255).astype(np.uint8)
    photos = [
        exemplar("a", photo(), "first"),
        exemplar("a", again, "again"),
        exemplar("a", photo((40, 80, 170, 130)), "lying"),
        exemplar("a", photo(colour=BLUE), "back"),
        exemplar("b", photo(), "another product"),
    ]

    kept, left = cut_out_all(photos, finds())

    assert [cut.name for cut in kept] == ["first", "lying", "back", "another product"]
    assert [(each.name, each.reason) for each in left] == [
        ("again", "a pose that another photo shows")
    ]


def test_every_photo_without_a_cutout_is_named_with_its_reason() -> None:
    whole = encode(Image(photo()), ".jpg")
    photos = [
        exemplar("a", photo(ground=None), "shelf"),
        exemplar("a", photo((95, 10, 104, 190)), "thread"),
        exemplar("a", photo(), "good"),
    ]
    broken = type(photos[0])("a", "broken", lambda: whole[: len(whole) // 2])
    done: list[int] = []

    kept, left = cut_out_all([*photos, broken], finds(), done.append)

    assert [cut.name for cut in kept] == ["good"]
    assert [each.name for each in left] == ["shelf", "thread", "broken"]
    assert left[0].reason == "no product found"
    assert left[1].reason == "too thin a pose"
    assert done == [1, 2, 3, 4]


def test_large_photos_are_cut_at_a_size_that_scenes_can_show() -> None:
    large = np.repeat(np.repeat(photo(), 5, axis=0), 5, axis=1)

    cut = cut_out(exemplar("a", large), finds())

    assert isinstance(cut, Cutout)
    assert 290 <= cut.pixels.shape[0] <= 330  # 650 of 1000 pixels, 480 of which are kept
