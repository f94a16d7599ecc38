import json
from pathlib import Path

import cv2
import pytest

from colugo.errors import BadSynthRequest
from colugo.synth.crops import write_crops
from colugo.synth.product import make_products
from colugo.synth.write import write_scenes


def test_every_product_that_is_seen_is_cut_out_under_its_sku(tmp_path: Path) -> None:
    write_scenes(tmp_path / "scenes", make_products(5, 6), 2, 5, size_wh=(320, 320))
    rows = json.loads((tmp_path / "scenes" / "annotations.json").read_text())["annotations"]
    wanted = [r for r in rows if r["visible_fraction"] >= 0.4 and min(r["bbox"][2:]) >= 24]

    written = write_crops(tmp_path / "scenes", tmp_path / "crops")

    files = sorted((tmp_path / "crops").rglob("*.jpg"))
    assert 0 < written == len(files) == len(wanted)
    assert sorted(file.parent.name for file in files) == sorted(row["sku"] for row in wanted)
    for row in wanted:
        (file,) = (f for f in files if f.stem.endswith(f"{row['id']:06d}"))
        height, width = cv2.imread(str(file)).shape[:2]  # type: ignore[union-attr]
        assert width == pytest.approx(row["bbox"][2], rel=0.13, abs=2)
        assert height == pytest.approx(row["bbox"][3], rel=0.13, abs=2)


def test_the_same_seed_cuts_the_same_pixels(tmp_path: Path) -> None:
    write_scenes(tmp_path / "scenes", make_products(5, 4), 1, 5, size_wh=(320, 320))

    for name in ("one", "two"):
        write_crops(tmp_path / "scenes", tmp_path / name, 3)

    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / name).rglob("*.jpg")}
        for name in ("one", "two")
    )
    assert one == two


def test_a_folder_without_scenes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSynthRequest, match="scenes"):
        write_crops(tmp_path, tmp_path / "crops")
