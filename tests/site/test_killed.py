"""Killed at any step of deploying, while readers poll: each answer is of the old or the new site.

Real processes are killed for good; what they leave is finished by the next run, or overtaken by it.
"""

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import TryAgain
from pipeline.site.deploy import CURRENT, deploy
from pipeline.site.manifest import site_files
from pipeline.site.rsync import deploy_by_rsync, destination
from tests.site.killing import Killer, reading
from tests.site.site_line import SiteLine, small
from tests.support.programs import need

PATHS = (
    "index.html", "tema/siar.css", "2026/11/24-a/index.html", "kata/dua/index.html",
    "kata/tiga/index.html", "tidak-ada/index.html",
)  # fmt: skip
# What a server's rsync leaves where it was cut off; no page leads to it.
_CUT_OFF = re.compile(r"(?:.*/)?\.[^/]+\.[A-Za-z0-9]{6}")


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    found = Killer(tmp_path_factory.mktemp("sisa"))
    yield found
    found.close()


@pytest.fixture
def line(tmp_path: Path) -> SiteLine:
    return SiteLine(tmp_path / "kantor.git")


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What reaches a server which is this very machine: its rsync runs in a shell of its own."""
    need("rsync")
    program = tmp_path_factory.mktemp("ssh") / "ssh"
    program.write_text('#!/bin/sh\nshift 3\nexec sh -c "$*"\n')
    program.chmod(0o755)
    return str(program)


def live(web: Path) -> dict[str, bytes]:
    """What a visitor of the web server sees."""
    listed = site_files((web / CURRENT).resolve())
    return {name: file.read_bytes() for name, file in listed if not _CUT_OFF.fullmatch(name)}


@pytest.mark.parametrize("kind", ["folder", "server"])
@pytest.mark.parametrize("filled", [1, 2], ids=["whole", "difference"])
def test_killed_at_any_step_while_readers_poll(
    killer: Killer, line: SiteLine, ssh: str, tmp_path: Path, kind: str, filled: int
) -> None:
    """With one slot filled before, the other is filled as a whole; with two, by what differs."""
    commits = line.words("satu", "dua", "tiga", "empat")
    files = [line.files(commit) for commit in commits]
    old, new, later = commits[filled - 1 : filled + 2]
    seen = set()
    for step in range(200):
        web = tmp_path / f"web-{step}"
        words = [str(web)] if kind == "folder" else [f"situs@server:{web}", ssh]
        put(line, commits[:filled], words)
        with reading(web / CURRENT, PATHS, files) as readers:
            ended = killer.deploy(line, new, words, step)
            assert live(web) in (line.files(old), line.files(new)), step
            seen.add("new" if live(web) == line.files(new) else "old")
            if step % 2:  # what is due is another site by now
                put(line, [later], words)
                assert live(web) == line.files(later), step
            else:
                put(line, [new], words)
                assert live(web) == line.files(new), step
        assert readers.strange == [], step
        assert readers.rounds
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    assert ended == 0
    assert step > 5
    assert seen == {"old", "new"}


# The server's program gets so many bytes of the n-th thing that is sent, then it is killed.
CUTTER = """\
import os, select, signal, subprocess, sys
count, left = {folder!r} + "/count", {left}
with open(count, "a+") as file:
    file.write("x")
    file.seek(0)
    is_cut = len(file.read()) == {call} + 1
words = ["sh", "-c", " ".join(sys.argv[4:])]
if not is_cut:
    os.execvp("sh", words)
child = subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True)
while left and child.poll() is None:
    if select.select([0], [], [], 0.02)[0]:
        data = os.read(0, left)
        os.write(child.stdin.fileno(), data)
        left -= len(data)
os.killpg(child.pid, signal.SIGKILL)
"""


@pytest.mark.parametrize("call", range(1, 5))
@pytest.mark.parametrize("left", [0, 60, 200, 400])
def test_a_server_that_dies_anywhere_shows_the_old_site(
    line: SiteLine, ssh: str, tmp_path: Path, call: int, left: int
) -> None:
    commits = line.words("satu", "dua", "tiga", "empat")
    web, words = tmp_path / "web", [f"situs@server:{tmp_path / 'web'}", ssh]
    put(line, commits[:2], words)
    cutter = tmp_path / "cutter.py"
    cutter.write_text(CUTTER.format(folder=str(tmp_path), left=left, call=call), encoding="utf-8")
    try:
        put(line, commits[2:3], [words[0], f"{sys.executable} -S {cutter}"])
    except TryAgain:
        assert live(web) == line.files(commits[1])
    assert live(web) in (line.files(commits[1]), line.files(commits[2]))
    put(line, commits[3:], words)
    assert live(web) == line.files(commits[3])


def test_what_was_begun_for_another_site_counts(
    killer: Killer, line: SiteLine, tmp_path: Path
) -> None:
    """Killed on the way to one site; then another one comes, in which a page is as it was first."""
    first, second, third = line.words("satu", "dua", "tiga")
    fourth = line.publish({**small("satu"), "baru.html": b"x"})
    for step in range(100):
        web = tmp_path / f"web-{step}"
        put(line, [first, second], [str(web)])
        killer.deploy(line, third, [str(web)], step)
        if (web / "slots/a/index.html").read_text(encoding="utf-8") == "tiga":
            break
    assert (web / CURRENT).resolve().name == "b"
    deploy(line.repository, fourth, web)
    assert live(web) == line.files(fourth)


def put(line: SiteLine, commits: list[str], words: list[str]) -> None:
    """Deploy these commits, and let nobody be killed."""
    for commit in commits:
        if len(words) == 1:
            deploy(line.repository, commit, Path(words[0]))
        else:
            deploy_by_rsync(line.repository, commit, destination(words[0]), words[1])
