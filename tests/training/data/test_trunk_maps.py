"""The maps of a trunk are those torch computes, are kept, and are made anew when they must."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor, nn

from colugo.errors import DatasetUnreadable
from colugo.training.data import trunk_maps as module
from colugo.training.data.trunk_maps import PLAIN, TrunkInput, View, read_view, trunk_maps

GIVEN = TrunkInput(32, (0.5, 0.4, 0.3), (0.5, 0.25, 0.2))


def tiny_trunk(seed: int = 0) -> nn.Sequential:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Conv2d(3, 4, 3, stride=2, padding=1), nn.ReLU())


def write_photo(path: Path, seed: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (40, 48, 3), np.uint8)
    cv2.imwrite(str(path), pixels)
    return path


def made_views(folder: Path, photos: int = 3) -> list[View]:
    paths = [write_photo(folder / f"{seed}.png", seed) for seed in range(photos)]
    return [View(path, number) for number in (PLAIN, 0, 1) for path in paths]


def slow_maps(trunk: nn.Module, views: list[View]) -> Tensor:
    """One view at a time, in torch."""
    mean, std = (torch.tensor(v)[:, None, None] for v in (GIVEN.mean, GIVEN.std))
    pictures = [torch.from_numpy(read_view(view, GIVEN.size_px)) for view in views]
    with torch.no_grad():
        return torch.stack([trunk((p.permute(2, 0, 1) / 255 - mean) / std) for p in pictures])


def test_the_maps_are_those_of_torch_in_the_order_of_the_views(tmp_path: Path) -> None:
    views = made_views(tmp_path / "photos", photos=13)  # 39 views: more than one batch

    maps = trunk_maps(tiny_trunk(), views, GIVEN, tmp_path / "maps")

    assert maps.shape == (39, 4, 16, 16)
    assert maps.dtype == np.float16
    expected = slow_maps(tiny_trunk(), views).numpy()
    np.testing.assert_allclose(maps.astype(np.float32), expected, atol=5e-3)


def test_a_plain_view_is_the_photo_and_the_others_are_their_own_by_number(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.png")
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)

    plain, first, second, again = (read_view(View(path, n), 32) for n in (PLAIN, 0, 1, 1))

    assert pixels is not None
    assert np.array_equal(plain, cv2.resize(pixels, (32, 32), interpolation=cv2.INTER_AREA))
    assert not np.array_equal(first, second)
    assert np.array_equal(second, again)


def test_a_second_call_reads_the_file_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = made_views(tmp_path / "photos")
    first = trunk_maps(tiny_trunk(), views, GIVEN, tmp_path / "maps")

    def refuse(*_: object) -> None:
        raise RuntimeError("computed a second time")

    monkeypatch.setattr(module, "_compute", refuse)
    second = trunk_maps(tiny_trunk(), views, GIVEN, tmp_path / "maps")

    assert np.array_equal(first, second)
    assert len(list((tmp_path / "maps").iterdir())) == 1


@pytest.mark.parametrize("what", ["view", "order", "photo", "trunk", "input"])
def test_a_change_of_what_goes_in_gives_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    views = made_views(tmp_path / "photos")
    computed: list[str] = []

    def note(_trunk: nn.Module, _views: list[View], _given: TrunkInput, file: Path) -> None:
        computed.append(file.stem)
        with file.open("wb") as target:
            np.save(target, np.zeros(1, np.float16))

    monkeypatch.setattr(module, "_compute", note)
    trunk_maps(tiny_trunk(), views, GIVEN, tmp_path / "maps")
    trunk, given = tiny_trunk(), GIVEN
    if what == "view":
        views = [*views[:-1], View(views[-1].path, 9)]
    elif what == "order":
        views = [views[1], views[0], *views[2:]]
    elif what == "photo":  # of the same name and as many bytes
        content = bytearray(views[0].path.read_bytes())
        content[-20] ^= 1
        views[0].path.write_bytes(content)
    elif what == "trunk":
        trunk = tiny_trunk(seed=1)
    else:
        given = TrunkInput(64, GIVEN.mean, GIVEN.std)
    trunk_maps(trunk, views, given, tmp_path / "maps")

    assert len(set(computed)) == len(computed) == 2


def test_photos_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    views = [View(write_photo(tmp_path / name / "1.png", s), PLAIN) for s, name in enumerate("ab")]

    maps = trunk_maps(tiny_trunk(), views, GIVEN, tmp_path / "maps")
    turned = trunk_maps(tiny_trunk(), views[::-1], GIVEN, tmp_path / "maps")

    assert np.array_equal(maps, turned[::-1])
    assert not np.array_equal(maps[0], maps[1])


@pytest.mark.parametrize("content", [b"", b"no picture", None])
def test_a_photo_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    broken = tmp_path / "broken.jpg"
    if content is not None:
        broken.write_bytes(content)
    views = [View(write_photo(tmp_path / "fine.png"), PLAIN), View(broken, 0)]

    with pytest.raises(DatasetUnreadable) as caught:
        trunk_maps(tiny_trunk(), views, GIVEN, tmp_path / "maps")

    assert caught.value.path == str(broken)
    assert not list((tmp_path / "maps").glob("*.npy"))
