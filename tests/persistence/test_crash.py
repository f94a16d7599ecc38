import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from colugo.persistence import Database

from .samples import CNY, MODEL, enrol, photo

# A process that enrols a picture and is killed before, while or after it commits.
CHILD = """
import os, signal, sys
from pathlib import Path
from colugo.persistence import Database, NewPhoto, PhotoFiles
from colugo.persistence.durable import write_durably
import numpy as np

path, moment = Path(sys.argv[1]), sys.argv[2]
content = sys.stdin.buffer.read()

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def write(file, content):
    if moment == "in the file":
        file.write_bytes(content[: len(content) // 2])
        die()
    write_durably(file, content)
    if moment == "before the name":
        die()

database = Database.open(path, files=PhotoFiles(path.parent, write=write))
with database.transaction() as work:
    embedding = np.zeros(8, np.float32)
    embedding[0] = 1
    work.photos.add("690", NewPhoto(content, 640, 480), embedding, sys.argv[3])
    if moment == "before the commit":
        die()
if moment == "after the commit":
    die()
"""


def kill_while_enrolling(database: Database, moment: str) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", CHILD, str(database.path), moment, MODEL]
    ended = subprocess.run(
        command, input=photo(2).content, env=environment, capture_output=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.parametrize("moment", ["in the file", "before the name", "before the commit"])
def test_a_process_killed_while_enrolling_leaves_nothing_half_done(
    tmp_path: Path, moment: str
) -> None:
    path = tmp_path / "colugo.sqlite"
    with Database.create(path, CNY) as database:
        enrol(database, "690", 1)
        kill_while_enrolling(database, moment)

    with Database.open(path) as database:
        with database.reading() as work:
            assert work.photos.count() == 1
            assert work.photos.embedding_models() == {MODEL: 1}
            assert work.changes.latest() == 2
        orphans, missing = database.check_files()
        assert (len(orphans), missing) == (1, ())
        enrol(database, "690", 2)  # the same picture can be enrolled now
        database.remove_orphans()
        assert database.check_files() == ((), ())
        with database.reading() as work:
            files = [database.files.path_of(each.path) for each in work.photos.page()]
    assert [file.read_bytes() for file in files] == [photo(1).content, photo(2).content]


def test_a_process_killed_after_the_commit_has_enrolled(tmp_path: Path) -> None:
    path = tmp_path / "colugo.sqlite"
    with Database.create(path, CNY) as database:
        enrol(database, "690", 1)
        kill_while_enrolling(database, "after the commit")

    with Database.open(path) as database, database.reading() as work:
        assert work.photos.count() == 2
        assert database.check_files() == ((), ())
