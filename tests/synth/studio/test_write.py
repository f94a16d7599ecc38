import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from pycocotools.coco import COCO

from colugo.errors import BadSynthRequest, NoCutout, SynthFolderInUse
from colugo.evaluation.scene_sets import read_judged_scenes
from colugo.synth.levels import Level
from colugo.synth.studio.cutouts import Exemplar
from colugo.synth.studio.scene import Rates
from colugo.synth.studio.write import Studio, StudioRequest, write_studio_scenes
from tests.synth.conftest import files_below
from tests.synth.marks import needs_fonts

from .drawn import exemplar, finds, photo

pytestmark = needs_fonts
FEW, MORE = Level("few", (1, 2), (0,)), Level("more", (3, 4), (1,))
GREEN = (20, 160, 60)


def photos() -> list[Exemplar]:
    return [
        exemplar("a", photo(), "a1"),
        exemplar("a", photo((40, 80, 170, 130)), "a2"),
        exemplar("b", photo(colour=GREEN), "b1"),
        exemplar("c", photo(ground=None), "c1"),
    ]


def request(count: int = 4, **more: object) -> StudioRequest:
    return StudioRequest(count, (FEW, MORE), (128, 96), 2, **more)  # type: ignore[arg-type]


def write(folder: Path, wanted: StudioRequest | None = None, processes: int = 1) -> Studio:
    return write_studio_scenes(
        folder, photos(), finds(), wanted or request(), titles={"a": "Apple"}, processes=processes
    )


def test_scenes_are_coco_json_that_the_judge_reads(tmp_path: Path) -> None:
    studio = write(tmp_path / "s")

    coco = COCO(str(tmp_path / "s" / "annotations.json"))
    scenes = read_judged_scenes(tmp_path / "s")
    titles = {each["name"]: each["title"] for each in coco.loadCats(coco.getCatIds())}
    assert (studio.written.drawn, studio.cutouts) == (4, 3)
    assert titles == {"a": "Apple", "b": "b"}
    assert [scene.level for scene in scenes] == ["few", "more", "few", "more"]
    assert {sku for scene in scenes for sku in scene.there} <= {"a", "b"}
    for row in coco.anns.values():
        mask = coco.annToMask(row)
        x, y, width, _ = row["bbox"]
        assert mask.sum() == pytest.approx(row["area"], rel=0.3, abs=30)
        assert mask[: int(y)].sum() == 0
        assert mask[:, int(x + width) + 1 :].sum() == 0


def test_the_cutouts_and_what_gave_none_are_told(tmp_path: Path) -> None:
    studio = write(tmp_path / "s")

    told = json.loads((tmp_path / "s" / "cutouts.json").read_text(encoding="utf-8"))
    assert [(each["sku"], each["photo"]) for each in told["kept"]] == [
        ("a", "a1"), ("a", "a2"), ("b", "b1"),
    ]  # fmt: skip
    assert told["left"] == [{"sku": "c", "name": "c1", "reason": "no product found"}]
    assert studio.left[0].name == "c1"
    for each in told["kept"]:
        assert cv2.imread(str(tmp_path / "s" / each["file"]), cv2.IMREAD_UNCHANGED).shape[2] == 4


@pytest.mark.slow
def test_two_processes_write_the_bytes_of_one(tmp_path: Path) -> None:
    for processes in (1, 2):
        write(tmp_path / str(processes), request(18, empty=0.2), processes)

    one, two = (files_below(tmp_path / name) for name in ("1", "2"))

    assert one == two


def test_what_was_cut_out_before_is_not_cut_again(tmp_path: Path) -> None:
    write(tmp_path / "s", request(2))
    before = files_below(tmp_path / "s")
    (tmp_path / "s" / "annotations.json").unlink()
    cut: list[int] = []

    write_studio_scenes(
        tmp_path / "s", photos(), finds(), request(2), titles={"a": "Apple"}, cutting=cut.append
    )

    assert cut == []
    assert files_below(tmp_path / "s") == before


def test_another_photo_is_another_request(tmp_path: Path) -> None:
    write(tmp_path / "s", request(1))

    with pytest.raises(SynthFolderInUse, match="asked for otherwise"):
        write_studio_scenes(tmp_path / "s", photos()[:2], finds(), request(1))


def test_empty_counters_are_a_level_of_their_own(tmp_path: Path) -> None:
    write(tmp_path / "s", request(3, empty=1.0))

    scenes = read_judged_scenes(tmp_path / "s")

    assert [(scene.level, scene.boxes) for scene in scenes] == [("empty", ())] * 3


def test_real_grounds_are_taken_where_nothing_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "belt"
    (folder / "images").mkdir(parents=True)
    cv2.imwrite(str(folder / "images" / "1.png"), np.full((300, 300, 3), (0, 200, 0), np.uint8))
    image = {"id": 1, "file_name": "1.png", "width": 300, "height": 300}
    told = {"images": [image], "annotations": []}
    (folder / "annotations.json").write_text(json.dumps(told))

    write(tmp_path / "s", request(6, empty=1.0, backgrounds=folder))
    write_studio_scenes(
        tmp_path / "none", photos()[:1], finds((90, 90, 200, 200)),
        request(6, empty=1.0, backgrounds=folder),
    )  # fmt: skip

    assert green_pictures(tmp_path / "s") >= 2
    assert green_pictures(tmp_path / "none") == 0


def green_pictures(folder: Path) -> int:
    means = [cv2.imread(str(path)).mean(axis=(0, 1)) for path in (folder / "images").iterdir()]
    return sum(bool(green > 2.5 * max(blue, red)) for blue, green, red in means)


def test_photos_that_give_nothing_are_counted_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoCutout, match="1 no product found") as caught:
        write_studio_scenes(tmp_path / "s", photos()[3:], finds(), request())
    with pytest.raises(NoCutout, match="there are no photos"):
        write_studio_scenes(tmp_path / "t", [], finds(), request())

    assert caught.value.reasons == {"no product found": 1}
    assert not (tmp_path / "s").exists()  # better photos can be tried in the same folder


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        (request(0), "number of scenes"),
        (request(empty=1.5), "empty counters"),
        (request(rates=Rates(overlap=-0.1)), "upon others"),
        (request(rates=Rates(truncated=2.0)), "cut off"),
        (StudioRequest(1, (FEW,), (20, 96)), "sides"),
    ],
)
def test_numbers_out_of_bounds_are_refused(
    tmp_path: Path, wanted: StudioRequest, what: str
) -> None:
    with pytest.raises(BadSynthRequest, match=what):
        write(tmp_path / "s", wanted)

    assert not (tmp_path / "s").exists()
