"""A project of the predecessor: two products of the demo, a list, and both YAML files."""

import shutil
from pathlib import Path

import pytest

DEMO = Path("src/colugo/demo").resolve()
BUILD = """
IndexProcess:
  index_method: "HNSW32"
  index_operation: "new"
  image_root: photos
  index_dir: index
  data_file: data.txt
  delimiter: "\\t"
  dist_type: "IP"
  embedding_size: 512
"""
INFER = """
Global:
  infer_imgs: pictures
  rec_nms_thresold: 0.05
  labe_list: [foreground]
IndexProcess:
  index_method: "HNSW32"
  index_dir: index
  dist_type: "IP"
  embedding_size: 512
  return_k: 5
  score_thres: 0.5
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A project of the predecessor with two products of the demo; gives their SKUs."""
    monkeypatch.chdir(tmp_path)
    folders = sorted((DEMO / "photos").iterdir())[:2]
    for folder in folders:
        shutil.copytree(folder, tmp_path / "photos" / folder.name)
    names = [folder.name for folder in folders]
    lines = [f"{name}/{number}.jpg\t{name}" for name in names for number in (1, 2)]
    (tmp_path / "data.txt").write_text("\n".join(lines) + "\n")
    (tmp_path / "build.yaml").write_text(BUILD)
    (tmp_path / "infer.yaml").write_text(INFER)
    (tmp_path / "pictures").mkdir()
    shutil.copy(tmp_path / "photos" / names[0] / "1.jpg", tmp_path / "pictures" / "one.jpg")
    return names
