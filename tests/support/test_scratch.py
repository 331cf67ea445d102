"""Folders of tests lie in memory only where programs can be started there and there is room."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.support.scratch import use_memory


@pytest.fixture(autouse=True)
def _chosen_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "")
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)


def test_what_is_made_next_lies_there(tmp_path: Path) -> None:
    assert use_memory(tmp_path, room_bytes=1)
    assert os.environ["TMPDIR"] == str(tmp_path)
    with tempfile.NamedTemporaryFile() as made:
        assert Path(made.name).parent == tmp_path


def test_a_place_that_somebody_chose_is_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", "/their/own")
    assert not use_memory(tmp_path, room_bytes=1)
    assert os.environ["TMPDIR"] == "/their/own"


def test_without_room_or_folder_nothing_changes(tmp_path: Path) -> None:
    there = os.statvfs(tmp_path)
    assert not use_memory(tmp_path, room_bytes=there.f_blocks * there.f_frsize + 1)
    assert not use_memory(tmp_path / "missing", room_bytes=1)
    assert os.environ["TMPDIR"] == ""


def test_where_no_program_can_be_started_is_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = os.statvfs(tmp_path)
    values = list(there)
    values[8] |= os.ST_NOEXEC
    monkeypatch.setattr(os, "statvfs", lambda _folder: os.statvfs_result(values))
    assert not use_memory(tmp_path, room_bytes=1)
