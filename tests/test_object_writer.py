"""Objects as they are written, held against what Git itself makes and reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SiarError
from pipeline.object_writer import write_loose
from pipeline.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository, at a path with a space."""
    return Repository.create(tmp_path / "kantor contoh.git", bare=True)


def git(repository: Repository, *words: str, stdin: bytes = b"") -> bytes:
    """What Git itself says."""
    command = ["git", "--git-dir", str(repository.git_folder), *words]
    return subprocess.run(command, input=stdin, check=True, capture_output=True).stdout


def objects(repository: Repository) -> Path:
    """The folder of its objects."""
    return repository.git_folder / "objects"


@pytest.mark.parametrize("synced", [False, True])
@pytest.mark.parametrize("data", [b"", b"satu\n", bytes(range(256)) * 400])
def test_git_reads_what_is_written(repository: Repository, data: bytes, synced: bool) -> None:
    oid = write_loose(objects(repository), "blob", data, synced=synced)
    assert git(repository, "hash-object", "--stdin", stdin=data).decode().strip() == oid
    assert git(repository, "cat-file", "blob", oid) == data
    git(repository, "fsck", "--strict")


def test_what_is_there_already_is_left_alone(repository: Repository) -> None:
    oid = write_loose(objects(repository), "blob", b"satu")
    file = objects(repository) / oid[:2] / oid[2:]
    before = file.stat()
    assert write_loose(objects(repository), "blob", b"satu") == oid
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert os.access(file, os.R_OK) and not file.stat().st_mode & 0o222


def test_what_cannot_be_written_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("no folder")
    with pytest.raises(SiarError) as told:
        write_loose(tmp_path / "objects", "blob", b"satu")
    assert str(tmp_path / "objects") in told.value.message
    assert [file.name for file in tmp_path.iterdir()] == ["objects"]


def test_a_full_disk_leaves_no_part_of_an_object(tmp_path: Path) -> None:
    program = f"""
import resource, signal, sys
from pathlib import Path
from pipeline.object_writer import write_loose
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_loose(Path({str(tmp_path)!r}), "blob", __import__("os").urandom(9000))
except Exception as error:
    sys.exit(type(error).__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "SiarError"
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


NAMES = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=20)
PATHS = st.lists(NAMES.filter(lambda name: name not in (".", "..", ".git")), min_size=1, max_size=3)


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(PATHS.map("/".join), st.binary(max_size=300), max_size=8))
def test_many_at_once_are_the_same_tree_as_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    repository = _shared(tmp_path_factory)
    # A file cannot be a folder at the same time.
    listed = {
        path: data for path, data in files.items()
        if not any(other.startswith(f"{path}/") for other in files)
    }  # fmt: skip
    blobs: dict[str, str | None] = {
        path: repository.write_blob(data) for path, data in listed.items()
    }
    one_by_one = repository.write_tree(None, blobs)
    assert repository.import_tree(listed.items()) == one_by_one
    assert git(repository, "for-each-ref") == b""


_MADE: dict[str, Repository] = {}


def _shared(factory: pytest.TempPathFactory) -> Repository:
    if "one" not in _MADE:
        _MADE["one"] = Repository.create(factory.mktemp("impor") / "a.git", bare=True)
    return _MADE["one"]


def test_an_import_that_git_refuses_says_why(repository: Repository) -> None:
    with pytest.raises(SiarError) as told:
        repository.import_tree([("a//b", b"satu")])
    assert "fast-import" in told.value.message
    assert git(repository, "for-each-ref") == b""
