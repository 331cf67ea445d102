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


def _own(memory: Path) -> Path:
    return memory / f"siar-tests-{os.geteuid()}"


def test_what_is_made_next_lies_there_for_nobody_else_to_see(tmp_path: Path) -> None:
    assert use_memory(tmp_path, room_bytes=1)
    assert os.environ["TMPDIR"] == str(_own(tmp_path))
    assert _own(tmp_path).stat().st_mode & 0o777 == 0o700
    with tempfile.NamedTemporaryFile() as made:
        assert Path(made.name).parent == _own(tmp_path)


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


def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    _own(tmp_path).symlink_to(tmp_path / "elsewhere")
    assert not use_memory(tmp_path, room_bytes=1)


def test_where_no_program_can_be_started_is_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = list(os.statvfs(tmp_path))
    values[8] |= os.ST_NOEXEC
    monkeypatch.setattr(os, "statvfs", lambda _folder: os.statvfs_result(values))
    assert not use_memory(tmp_path, room_bytes=1)


def test_what_a_killed_run_left_long_ago_is_removed(tmp_path: Path) -> None:
    old, new = _own(tmp_path) / "siar-office-1", _own(tmp_path) / "siar-office-2"
    for folder in (old, new):
        (folder / "office").mkdir(parents=True)
    os.utime(old, (0, 0))
    assert use_memory(tmp_path, room_bytes=1)
    assert (old.exists(), new.exists()) == (False, True)
