"""The demo from beginning to end, in a path with a space, and what a newcomer does after it."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.programs import need

MINUTES = 5 * 60


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that one run of the demo leaves, with what it said beside it."""
    folder = tmp_path_factory.mktemp("peragaan") / "contoh kantor"
    words = [sys.executable, "-I", "-m", "pipeline", "demo", "--to", str(folder)]
    # The fixture lives longer than a test, so it brings what tests are given one by one.
    environment = {**os.environ, "SIAR_LANGUAGE": "en", "GIT_CONFIG_GLOBAL": os.devnull}
    ran = subprocess.run(
        words, capture_output=True, text=True, timeout=MINUTES, check=False, env=environment
    )
    assert ran.returncode == 0, ran.stderr
    (folder / "heard.txt").write_text(ran.stdout, encoding="utf-8")
    return folder


def _as_kasi(demo: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(demo / "kasi"), *words], capture_output=True, text=True, timeout=MINUTES, check=False
    )


def test_it_promises_and_keeps(demo: Path) -> None:
    heard = (demo / "heard.txt").read_text(encoding="utf-8")
    assert "Everything promised is there, and `siar verify` is clean." in heard
    told = [shlex.split(line) for line in heard.splitlines() if "/kasi" in line]
    assert [words[1:] for words in told] == [
        ["review", "2026-0129", "--approve"], ["publish"], ["serve"],
    ]  # fmt: skip
    assert all(Path(words[0]).resolve() == (demo / "kasi").resolve() for words in told)
    assert len(list((demo / "cetakan").glob("2026-*/laporan-*.pdf"))) == 9
    assert (demo / "arsip-2026-11" / "index.html").is_file()


def test_the_newcomer_approves_and_publishes(demo: Path) -> None:
    assert _as_kasi(demo, "verify").returncode == 0
    approved = _as_kasi(demo, "review", "2026-0129", "--approve")
    assert approved.returncode == 0, approved.stderr
    before = len(list((demo / "surel").glob("*.eml")))
    published = _as_kasi(demo, "publish")
    assert published.returncode == 0, published.stderr
    assert "2026-0129 is live: https://siar.example/2026/11/30-panen-perdana-kopi-bacan/" in (
        published.stdout
    )
    assert len(list((demo / "surel").glob("*.eml"))) == before + 6
    again = _as_kasi(demo, "publish")
    assert again.stdout == "nothing to do: everything due is live, told and reported\n"
    assert _as_kasi(demo, "verify").returncode == 0


def test_a_state_typed_by_hand_is_found_at_its_line(demo: Path) -> None:
    path = demo / "kasi-piks" / "requests" / "2026" / "0121.yaml"
    _as_kasi(demo, "status")
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("state: approved", "state: drafting", 1), encoding="utf-8")
    found = _as_kasi(demo, "verify")
    path.write_text(before, encoding="utf-8")
    assert found.returncode == 1
    assert found.stdout.startswith(
        "requests/2026/0121.yaml:3: error[state-history]: "
        "state is `drafting`, but the history leads to `approved`\n"
    )


def test_one_byte_of_an_approved_article_is_found_at_its_line(demo: Path) -> None:
    name = "content/2026/11/05-perbaikan-ruas-tanjung-pala/index.md"
    path = demo / "kasi-piks" / name
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("14,8", "14,9", 1), encoding="utf-8")
    found = _as_kasi(demo, "verify")
    path.write_text(before, encoding="utf-8")
    assert found.returncode == 1
    assert f"{name}:8: error[approval-digest]: these are not the bytes that were approved" in (
        found.stdout
    )


def test_statements_of_the_demo_satisfy_openssh(demo: Path, tmp_path: Path) -> None:
    need("ssh-keygen")
    wrote = _as_kasi(demo, "verify", "--statement", "2026-0121", "7", "--to", str(tmp_path))
    assert wrote.returncode == 0, wrote.stderr
    with (tmp_path / "statement.json").open("rb") as statement:
        checked = subprocess.run(
            [
                "ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "allowed_signers"),
                "-I", "kasi-piks", "-n", "siar-statement",
                "-s", str(tmp_path / "statement.json.sig"),
            ],
            stdin=statement, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
