"""Ctrl-C, a killed process or a full disk: a letter is in the agenda wholly or not at all."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import Exit
from pipeline.repository import Repository
from tests.commands.conftest import DeskAt
from tests.commands.counter import Counter
from tests.commands.desk import Desk, refusal
from tests.support.office import NUMBER, OFFICER, PEOPLE, Office, Stage
from tests.support.programs import need

STOPPED = refusal("stopped", "what was recorded stays; run the command again to go on")
FULL = refusal("the disk is full", "nothing was half written; make room and run the command again")
LONGEST_DELAY_SECONDS = 0.7
SEED = 20261102


def start(desk: Desk, *words: str, octets: int | None = None) -> subprocess.Popen[str]:
    """The officer calls `siar WORDS` in a process of its own, as a terminal starts it.

    With `octets` no file may become larger than that; and no compiled code is written (-B), which
    Python would keep though it was cut short.
    """
    prlimit = [need("prlimit"), f"--fsize={octets}"] if octets is not None else []
    return subprocess.Popen(
        [*prlimit, sys.executable, "-B", "-I", "-m", "pipeline", *words], cwd=desk.clone(OFFICER),
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def cut_off(desk: Desk, counter: Counter, how: signal.Signals, after_seconds: float) -> str:
    """Register a letter, cut off by a signal to everything started; gives what it complained of."""
    process = start(desk, "receive", "--from", str(counter.path))
    time.sleep(after_seconds)
    os.killpg(process.pid, how)
    _out, err = process.communicate()
    if "Traceback" in err and "pipeline/cli.py" not in err:
        return ""  # on a busy machine Python itself was not up yet, and nobody could speak
    assert "Traceback" not in err
    assert process.returncode in (Exit.OK, Exit.INTERRUPTED, -how)
    return err


def agenda_of(desk: Desk) -> list[str]:
    """The numbers given so far; each is a tag and a branch at the same commit, without a gap."""
    refs = desk.refs()
    tags = {name.removeprefix("refs/tags/agenda/"): oid for name, oid in refs.items()
            if name.startswith("refs/tags/agenda/")}  # fmt: skip
    branches = {name.removeprefix("refs/heads/request/"): oid for name, oid in refs.items()
                if name.startswith("refs/heads/request/")}  # fmt: skip
    assert tags == branches
    assert sorted(tags) == [f"2026-{118 + place:04}" for place in range(len(tags))]
    return sorted(tags)


def locks(desk: Desk) -> list[Path]:
    """Locks that lie in the office's repository or in the officer's."""
    return [
        *desk.office.bare.folder.rglob("*.lock"),
        *(desk.clone(OFFICER) / ".git").rglob("*.lock"),
    ]


def assert_sound(desk: Desk) -> None:
    """Git finds nothing broken in either repository."""
    for folder in (desk.office.bare.folder, desk.clone(OFFICER)):
        found = subprocess.run(
            ["git", "fsck", "--full", "--strict", "--no-dangling"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (found.returncode, found.stderr) == (0, "")


def delays(count: int) -> Iterator[float]:
    """The same moments in every run."""
    chance = random.Random(SEED)  # noqa: S311 — nothing secret
    return (chance.uniform(0, LONGEST_DELAY_SECONDS) for _turn in range(count))


def test_ctrl_c_at_any_moment_registers_wholly_or_not_at_all(
    desk_at: DeskAt, counter: Counter
) -> None:
    desk = desk_at(Stage.RECEIVED)
    for delay in delays(15):
        err = cut_off(desk, counter, signal.SIGINT, delay)
        assert err.strip("\n") in ("", STOPPED.strip("\n"))
        agenda_of(desk)
        assert locks(desk) == []
    given = len(agenda_of(desk))
    said = desk.siar(OFFICER, "receive", "--from", str(counter.path))
    assert f"entered in the agenda as 2026-{118 + given:04}\n" in said.out
    assert_sound(desk)


def test_whoever_is_killed_leaves_nothing_half_and_blocks_nobody_for_good(
    desk_at: DeskAt, counter: Counter
) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.office.arm()
    for delay in delays(15):
        cut_off(desk, counter, signal.SIGKILL, delay)
        agenda_of(desk)
        for lock in locks(desk):  # ten minutes later
            os.utime(lock, (lock.stat().st_atime, lock.stat().st_mtime - 601))
    given = len(agenda_of(desk))
    said = desk.siar(OFFICER, "receive", "--from", str(counter.path))
    assert f"entered in the agenda as 2026-{118 + given:04}\n" in said.out
    assert_sound(desk)


def test_ctrl_c_while_the_page_is_shown_just_ends_it(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    process = start(desk, "serve")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("open http://127.0.0.1:")
    os.killpg(process.pid, signal.SIGINT)
    _out, err = process.communicate()
    assert (process.returncode, err.strip("\n")) == (Exit.INTERRUPTED, STOPPED.strip("\n"))


# --- no room -------------------------------------------------------------------------------------


@pytest.mark.parametrize("octets", [0, 150, 300, 600])
def test_where_no_file_may_grow_nothing_is_recorded(
    desk_at: DeskAt, counter: Counter, octets: int
) -> None:
    desk = desk_at(Stage.RECEIVED)
    before = desk.refs()
    process = start(desk, "receive", "--from", str(counter.path), octets=octets)
    _out, err = process.communicate()
    assert process.returncode in (Exit.PROBLEMS, Exit.RETRY)
    assert "Traceback" not in err
    assert err.startswith("siar: ")
    assert len(err.splitlines()) == 2
    assert "  way out: nothing was " in err
    assert desk.refs() == before
    assert "entered in the agenda" in desk.siar(OFFICER, "receive", "--from", str(counter.path)).out
    assert_sound(desk)


def test_a_paper_that_has_no_room_is_not_half_there(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    process = start(desk, "print", "disposisi", NUMBER, octets=3000)
    out, err = process.communicate()
    path = desk.clone(OFFICER) / f"disposisi-{NUMBER}.pdf"
    assert (process.returncode, out) == (Exit.PROBLEMS, "")
    assert err == refusal(
        f"File too large: {path}",
        "nothing was half written; mend this and run the command again",
    )
    assert list(path.parent.glob("*disposisi*")) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own, where the system lets us have one."""
    folder = tmp_path / "cakram"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    if not mounted or mounted.returncode:
        pytest.skip("needs the permission to mount a disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_on_a_full_disk_nothing_is_half_there_and_with_room_it_goes_on(
    small_disk: Path, tmp_path: Path, counter: Counter,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    Office.at_stage(Stage.RECEIVED, tmp_path / "kantor")
    shutil.copytree(tmp_path / "kantor", small_disk / "kantor", symlinks=True)
    office = Office(small_disk / "kantor")
    for person in PEOPLE:
        clone = Repository.open(office.folder / person)
        clone.run("config", "remote.origin.url", str(office.bare.folder))
    desk = Desk(office, monkeypatch, capsys)
    before, fill = desk.refs(), small_disk / "penuh"
    with fill.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(small_disk).free)
    full = FULL.replace("is full", f"is full: {desk.clone(OFFICER) / '.git' / 'objects'}")
    for words in (("receive", "--from", str(counter.path)), ("note", NUMBER, "halo")):
        said = desk.siar(OFFICER, *words)
        assert (said.exit, said.err) == (Exit.PROBLEMS, full)
    said = desk.siar(OFFICER, "print", "disposisi", NUMBER)
    path = desk.clone(OFFICER) / f"disposisi-{NUMBER}.pdf"
    assert said.err == FULL.replace("is full", f"is full: {path}")
    assert not path.exists()
    assert desk.siar(OFFICER, "status").exit == Exit.OK
    assert desk.refs() == before
    fill.unlink()
    assert desk.siar(OFFICER, "receive", "--from", str(counter.path)).exit == Exit.OK
    assert desk.siar(OFFICER, "note", NUMBER, "halo").exit == Exit.OK
    assert_sound(desk)
    monkeypatch.chdir(tmp_path)
