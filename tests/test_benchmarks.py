"""The benchmarks run: with an office of twenty requests they take seconds, and print figures."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.packing import delta
from pipeline.repository import Repository

ROOT = Path(__file__).parent.parent
MEASURED = (
    "git fsck --full", "siar verify --full", "siar verify",
    "push of one letter through the gate", "push of one approval through the gate",
    "push of one merge through the gate",
)  # fmt: skip


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `bench.verify` prints, and the folder for temporary files that it was given."""
    folder = tmp_path_factory.mktemp("sementara")
    words = [sys.executable, "-m", "bench.verify", "--requests", "20"]
    env = {"TMPDIR": str(folder), "HOME": str(folder), "PATH": os.environ["PATH"]}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, folder


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
