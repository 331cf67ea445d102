"""The shared repository on its own: what plain `git push` meets there, and what it wakes."""

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.ledger import Ledger
from pipeline.site.deploy import CURRENT
from tests.support.founded import FoundedOffice
from tests.support.programs import need

PATIENCE_SECONDS = 60
# What only other verbs need, and takes longer to load than a push to judge.
FOREIGN = ("concurrent.futures.process", "email", "http.client", "jinja2", "multiprocessing", "PIL")


@pytest.fixture
def office(tmp_path: Path) -> FoundedOffice:
    """An office under a path with a space in it, whose article waits to be handed in."""
    office = FoundedOffice(tmp_path / "kantor kita")
    office.play_to("accept")
    return office


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, text=True, check=False
    )  # fmt: skip


def _commit(office: FoundedOffice, branch: str, path: str, text: str) -> Path:
    """A commit that the officer makes with plain Git, signed as their clone is set up to."""
    need("ssh-keygen")
    clone = office.clone_of("petugas-1")
    assert _git(clone, "fetch").returncode == 0
    assert _git(clone, "checkout", "-B", branch, f"origin/{branch}").returncode == 0
    (clone / path).parent.mkdir(parents=True, exist_ok=True)
    (clone / path).write_text(text, encoding="utf-8")
    assert _git(clone, "add", path).returncode == 0
    made = _git(clone, "commit", "-m", "By hand")
    assert made.returncode == 0, made.stderr
    return clone


def _main(office: FoundedOffice) -> str:
    return office.bare.resolve("refs/heads/main") or ""


def test_an_officer_may_push_an_article_with_plain_git(office: FoundedOffice) -> None:
    text = office.read_article().decode()
    clone = _commit(office, office.branch, f"{office.story.article}/index.md", text)
    pushed = _git(clone, "push", "origin", office.branch)
    assert pushed.returncode == 0, pushed.stderr
    assert office.bare.resolve(f"refs/heads/{office.branch}") == office.scenes[
        "petugas-1"
    ].repository.resolve("HEAD")


def test_the_gate_loads_nothing_that_a_push_has_no_use_for() -> None:
    program = (
        "import sys, pipeline.cli, pipeline.commands.hook\n"
        f"print([name for name in {FOREIGN!r} if name in sys.modules])"
    )
    words = [sys.executable, "-I", "-c", program]
    loaded = subprocess.run(words, capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


def test_nobody_pushes_to_main_past_the_gate(office: FoundedOffice) -> None:
    before = _main(office)
    clone = _commit(office, "main", "content/2026/11/01-tanpa-surat/index.md", "Tanpa surat\n")
    pushed = _git(clone, "push", "origin", "main")
    assert pushed.returncode != 0
    assert "is not the merge of a request" in pushed.stderr
    assert "pre-receive hook declined" in pushed.stderr
    assert _main(office) == before


def test_the_gate_stands_whatever_hooks_folder_a_person_uses(
    office: FoundedOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "gitconfig").write_text(f"[core]\n\thooksPath = {tmp_path / 'none'}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    clone = _commit(office, "main", "content/2026/11/01-tanpa-surat/index.md", "Tanpa surat\n")
    pushed = _git(clone, "-c", "core.hooksPath=/dev/null", "push", "origin", "main")
    assert "pre-receive hook declined" in pushed.stderr


def test_nobody_throws_away_what_others_have_done(office: FoundedOffice) -> None:
    clone = office.clone_of("petugas-1")
    first = _git(clone, "rev-list", "--max-parents=0", "origin/main").stdout.strip()
    pushed = _git(clone, "push", "--force", "origin", f"{first}:refs/heads/{office.branch}")
    assert pushed.returncode != 0
    deleted = _git(clone, "push", "origin", f":refs/heads/{office.branch}")
    assert "an open request is not deleted" in deleted.stderr
    assert office.bare.resolve(f"refs/heads/{office.branch}") not in (None, first)


def _recorded(office: FoundedOffice) -> list[str]:
    records = Ledger(office.bare, author="", practice=True).records(office.story.number)
    return [record["kind"] for record in records]


def _log(office: FoundedOffice) -> str:
    path = office.made.shared / "siar" / "publish.log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _wait_for(office: FoundedOffice, sentence: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while sentence not in _log(office):
        assert time.monotonic() < end, _log(office)
        time.sleep(0.1)


def test_a_merge_wakes_the_publisher_where_the_office_wants_it(office: FoundedOffice) -> None:
    office.bare.set_config({"siar.wake": "true"})
    at = office.play_to("approve")
    _wait_for(office, "is reported")
    first, *rest = _log(office).splitlines()
    assert first == f"{at.isoformat()} main is at {_main(office)}"
    assert f"{office.story.number} is live: https://siar.example/2026/11/" in "\n".join(rest)
    assert _recorded(office)[-1] == "report"
    assert (office.made.shared / "siar" / "situs" / CURRENT / "index.html").is_file()


def test_no_merge_wakes_anything_where_the_office_does_not(office: FoundedOffice) -> None:
    office.play_to("approve")
    assert _log(office) == ""
    assert _recorded(office) == []


def test_a_merge_while_another_run_is_at_work_is_published_after_it(
    office: FoundedOffice,
) -> None:
    office.bare.set_config({"siar.wake": "true"})
    lock = office.made.shared / "siar" / "publish.lock"
    with lock.open("w") as another_run:
        fcntl.flock(another_run, fcntl.LOCK_EX)
        office.play_to("approve")
        _wait_for(office, f"main is at {_main(office)}")
        assert _recorded(office) == []
    _wait_for(office, "is reported")
    assert _recorded(office)[-1] == "report"
