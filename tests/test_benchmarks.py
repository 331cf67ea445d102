"""The benchmarks run: with an office of twenty requests, or a site of fifty articles, they take
seconds, and print figures.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.journey import Step, Way, report, seconds_of
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
# Pelican's settings in which it has the pages that ours has.
PELICAN = """\
SITENAME = "Contoh"
PATH = "content"
TIMEZONE = "Asia/Jayapura"
THEME = "simple"
ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
"""
SITES = 50
FIGURES = (r"[0-9]+\.[0-9]{2}", r"[0-9]+\.[0-9]{2}", "[0-9]+", "(?P<files>[0-9]+)", "1")
BUILT = re.compile(rf" +{SITES} +(?P<site>ours|Pelican) +(?P<change>.*?)  +" + " +".join(FIGURES))
HELD = re.compile(rf" +{SITES} +(?P<site>ours|Pelican) +(?P<articles>[0-9]+) articles, .*")
OF_A_SITE = (
    ("ours", "cold"), ("ours", "one more"), ("ours", "one amended"),
    ("ours", "one more, fullest year"), ("ours", "anew, texts kept"),
    ("ours", "one more, siar publish"),
    ("Pelican", "cold"), ("Pelican", "one more"), ("Pelican", "one amended"),
)  # fmt: skip


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


def test_sites_are_built_and_compared(tmp_path: Path) -> None:
    data, peers = tmp_path / "data", tmp_path / "peers"
    (peers / "pelican").mkdir(parents=True)
    (peers / "pelican" / "pelicanconf.py").write_text(PELICAN, "utf-8")
    data.mkdir()
    shutil.copy(ROOT / "tests" / "support" / "make_corpus.py", data)
    done = subprocess.run(
        [sys.executable, "-m", "bench.publish", "--data", data, "--peers", peers,
         "--sizes", str(SITES), "--only", "ours", "pelican", "--runs", "0", "--folder", tmp_path],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )  # fmt: skip
    # It compares by itself: what was changed step by step with what was made anew.
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    rows = [found for line in lines if (found := BUILT.fullmatch(line))]
    assert tuple((row["site"], row["change"]) for row in rows) == OF_A_SITE, done.stdout
    files = {(row["site"], row["change"]): int(row["files"]) for row in rows}
    assert files["ours", "one amended"] == 1
    assert 0 < files["ours", "one more"] < SITES < files["ours", "cold"]
    assert files["ours", "anew, texts kept"] == 0
    held = {found["site"]: int(found["articles"]) for line in lines if (found := HELD.match(line))}
    assert held == {"ours": SITES, "Pelican": SITES}
    assert len([line for line in lines if "by Pelican (" in line]) == len(OF_A_SITE) - 4


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


def test_the_way_to_readers_ends_with_publishing_and_tells_what_is_ours() -> None:
    steps = [
        Step("review", "End", 0.5, is_ours=False), Step("record", "Record", 2.0, is_ours=True),
        Step("publish", "Install", 1.0, is_ours=False),
        Step("publish", "Publish", 4.0, is_ours=True),
        Step("record", "Record", 8.0, is_ours=True),
    ]  # fmt: skip
    said = list(report(10, "now", Way(steps, 9.0, 0.1, 5.0, 6.0, 6)))
    assert [line.split()[-2] for line in said if "publish.yml" in line] == ["6.00", "1.50"]
    assert sum("ours" in line.split()[-1:] for line in said) == 3


@pytest.mark.parametrize(("text", "seconds"), [("1m2.5s", 62.5), ("340ms", 0.34), ("7µs", 7e-6)])
def test_seconds_are_read_from_a_runner(text: str, seconds: float) -> None:
    assert seconds_of(text) == pytest.approx(seconds)
