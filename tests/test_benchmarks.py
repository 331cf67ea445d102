"""The benchmarks run: with an office of twenty requests they take seconds, and print figures."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.packing import delta
from pipeline.repository import Repository
from tests.github.published import API, published

ROOT = Path(__file__).parent.parent
MEASURED = (
    "git fsck --full", "siar verify --full", "siar verify",
    "push of one letter through the gate", "push of one approval through the gate",
    "push of one merge through the gate",
)  # fmt: skip


ON_FORGE = (
    "git clone --filter=blob:none", "checkout of record.yml", "git clone --filter=tree:0",
    "git clone", "siar record: a command, 2 open", "siar record: a command, 5 open",
    "siar record: nothing to do, 3 open", "siar publish: nothing to do",
)  # fmt: skip
SECONDS, RATIO = r" +[0-9]+\.[0-9]{2} s", r" +[0-9]+\.[0-9]{2} x"
ROW = re.compile(
    rf"(?P<label>.*?){SECONDS}{SECONDS}{RATIO} +[0-9]+ MiB +(?P<calls>[0-9]+) calls"
    r" +(?P<fetches>[0-9]+) fetches +(?P<alone>[0-9]+) alone +[0-9]+\.[0-9]{2} MB"
)
MOST_CALLS = 15


def run(name: str, folder: Path, *words: str) -> str:
    """What a benchmark of twenty requests prints; its temporary files are in `folder`."""
    env = {"TMPDIR": str(folder), "HOME": str(folder), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-m", name, "--requests", "20", *words],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `bench.verify` prints, and the folder for temporary files that it was given."""
    folder = tmp_path_factory.mktemp("sementara")
    return run("bench.verify", folder), folder


def test_verification_and_the_gate_are_timed(measured: tuple[str, Path]) -> None:
    head, *rows = measured[0].splitlines()
    assert re.fullmatch(r"20 requests, 100 statements, [0-9]+ cores", head)
    assert tuple(re.split(r"  +", row)[0] for row in rows) == MEASURED
    assert all(re.search(r" [0-9]+\.[0-9]{3} s( |$)", row) for row in rows)


def test_the_office_it_builds_is_a_repository_that_git_finds_whole(
    measured: tuple[str, Path],
) -> None:
    (ready,) = measured[1].glob("siar-bench-20-8-*/kantor.git")
    subprocess.run(["git", "-C", ready, "fsck", "--full", "--strict"], check=True)
    repository = Repository.open(ready)
    main = repository.resolve("main") or ""
    assert len(repository.first_parents(main)) == 21
    assert len(repository.refs("refs/tags/agenda/")) == 28
    assert len(repository.refs("refs/heads/request/")) == 8
    assert not list((ready / "objects").glob("??"))


def test_what_a_forge_is_asked_is_timed_and_counted(tmp_path: Path) -> None:
    published(API)  # the forge's description, without which there is no forge
    words = ("--open", "2", "5", "--scheduled", "3")
    head, *lines = run("bench.forge", tmp_path, *words).splitlines()
    assert re.fullmatch(r"20 requests, 100 statements, [0-9]+ cores", head)
    rows = {found["label"].strip(): found for line in lines if (found := ROW.fullmatch(line))}
    assert tuple(rows) == ON_FORGE
    for label in ("siar record: a command, 2 open", "siar record: a command, 5 open"):
        assert 0 < int(rows[label]["calls"]) <= MOST_CALLS, lines
    assert all(int(row["alone"]) <= 3 for row in rows.values()), lines
    # Nothing that was confirmed is asked for again: only for the state of Pages.
    assert int(rows["siar publish: nothing to do"]["calls"]) == 1, lines


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"abcdef", b"abXdef"), (b"", b"abc"), (b"abc", b""), (b"aaaa", b"aaa"), (b"x" * 70_000,) * 2,
     (b"a" * 300, b"b" * 300), (b"ab" * 200, b"ab" * 200 + b"c" * 200)],
)  # fmt: skip
def test_a_difference_leads_from_the_old_bytes_to_the_new(old: bytes, new: bytes) -> None:
    assert applied(old, delta(old, new)) == new


def applied(old: bytes, steps: bytes) -> bytes:
    """What Git makes of a difference, after gitformat-pack(5)."""
    place, sizes, made = 0, [], b""
    for _size in range(2):
        value, shift = 0, 0
        while True:
            byte = steps[place]
            value, shift, place = value | (byte & 0x7F) << shift, shift + 7, place + 1
            if byte < 0x80:
                break
        sizes.append(value)
    while place < len(steps):
        head, place = steps[place], place + 1
        if head < 0x80:
            made, place = made + steps[place : place + head], place + head
            continue
        parts = [0] * 7
        for bit in range(7):
            if head >> bit & 1:
                parts[bit], place = steps[place], place + 1
        start = int.from_bytes(bytes(parts[:4]), "little")
        made += old[start : start + int.from_bytes(bytes(parts[4:]), "little")]
    assert sizes == [len(old), len(made)]
    return made
