"""Rules hold for whoever moves a branch, and however."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.github.call import Refusal
from tests.github.client import Client
from tests.github.conftest import BRANCH
from tests.github.rules import ACTIONS, SENTENCES
from tests.github.server import GitHub
from tests.github.test_git import git

REPO = "/repos/dinas/siar"


def forbid(forge: GitHub, *kinds: str, pattern: str = "~DEFAULT_BRANCH", **more: Any) -> None:
    """Have rules of these kinds."""
    forge.plan = "team"
    target = "tag" if pattern.startswith("refs/tags/") else "branch"
    forge.settings.rulesets[forge.new_id()] = {
        "target": target,
        "enforcement": "active",
        "conditions": {"ref_name": {"include": [pattern], "exclude": []}},
        "rules": [{"type": kind} for kind in kinds],
        **more,
    }


PATTERNS = {
    "~ALL": True,
    "~DEFAULT_BRANCH": False,
    "refs/heads/request/**": True,
    "refs/heads/request/*": True,
    "refs/heads/*": False,
    "refs/heads/**/2026-????": True,
    "refs/heads/request/2025-*": False,
}


@pytest.fixture
def clone(forge: GitHub, number: int, tmp_path: Path) -> Path:
    """The bot's clone, with a commit on main that nobody has."""
    git("clone", "--quiet", forge.git_address(forge.token()), "klon", cwd=tmp_path)
    (tmp_path / "klon" / "b.md").write_text("dua\n", encoding="utf-8")
    git("add", "b.md", cwd=tmp_path / "klon")
    git("commit", "--quiet", "--message=dua", cwd=tmp_path / "klon")
    return tmp_path / "klon"


def pushed(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Push, and see what comes of it."""
    return git("push", "--porcelain", "origin", *words, cwd=clone)


FORBIDDEN = [
    ("pull_request", "HEAD:main", "Changes must be made through a pull request."),
    ("update", "HEAD:main", "Cannot update this protected ref."),
    ("deletion", ":main", "Cannot delete this branch"),
    ("non_fast_forward", f"+origin/{BRANCH}:main", "Cannot force-push to this branch"),
    ("required_signatures", "HEAD:main", "Commits must have verified signatures."),
]


@pytest.mark.parametrize(("kind", "words", "sentence"), FORBIDDEN)
def test_a_push_that_a_rule_forbids_is_refused_with_its_sentence(
    forge: GitHub, clone: Path, kind: str, words: str, sentence: str
) -> None:
    forge.push("rina", "main", {"c.md": "tiga\n"})
    git("pull", "--quiet", "--rebase", cwd=clone)
    before = forge.bare.refs()
    forbid(forge, kind)
    said = pushed(clone, words)
    assert said.returncode == 1
    assert sentence in said.stderr
    assert forge.bare.refs() == before
    forge.settings.rulesets.clear()
    assert pushed(clone, words).returncode == (0 if kind != "deletion" else 1)


def test_a_rule_that_is_off_or_for_others_forbids_nothing(forge: GitHub, clone: Path) -> None:
    forbid(forge, "update", enforcement="disabled")
    forbid(forge, "update", pattern="refs/heads/release/*")
    forbid(forge, "update", pattern="refs/tags/*")
    bot = {"actor_type": "Integration", "actor_id": forge.bot.id, "bypass_mode": "always"}
    forbid(forge, "update", bypass_actors=[bot])
    assert pushed(clone, "HEAD:main").returncode == 0


def test_a_rule_may_be_for_tags(forge: GitHub, clone: Path) -> None:
    forbid(forge, "deletion", "update", pattern="refs/tags/agenda/*")
    assert pushed(clone, "HEAD:refs/tags/agenda/2026-0118").returncode == 0
    assert pushed(clone, "+HEAD~1:refs/tags/agenda/2026-0118").returncode == 1
    assert pushed(clone, ":refs/tags/agenda/2026-0118").returncode == 1


def test_a_pattern_means_branches(forge: GitHub, client: Client, number: int) -> None:
    held = []
    for pattern in PATTERNS:
        forbid(forge, "deletion", pattern=pattern)
        said = client.ask("DELETE", f"{REPO}/git/refs/heads/{BRANCH}")
        held.append(said.status == 422)
        forge.settings.rulesets.clear()
        forge.push("rina", BRANCH, {"a.md": "satu\n"})
    assert held == [*PATTERNS.values()]


def test_rules_hold_in_the_browser_and_over_the_api(
    forge: GitHub, client: Client, number: int
) -> None:
    forbid(forge, "pull_request", "non_fast_forward", "deletion")
    with pytest.raises(Refusal, match="through a pull request"):
        forge.push("rina", "main", {"c.md": "tiga\n"})
    head = forge.bare.branch(BRANCH)
    moved = client.ask("PATCH", f"{REPO}/git/refs/heads/main", {"sha": head})
    gone = client.ask("DELETE", f"{REPO}/git/refs/heads/main")
    assert (moved.status, gone.status) == (422, 422)
    # A pull request is how it is done.
    assert client.ask("PUT", f"{REPO}/pulls/{number}/merge", {"sha": head}).status == 200


def test_a_workflows_token_brings_no_workflow(forge: GitHub, clone: Path) -> None:
    folder = clone / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "steal.yml").write_text("on: push\n", encoding="utf-8")
    git("add", ".github", cwd=clone)
    git("commit", "--quiet", "--message=steal", cwd=clone)
    said = pushed(clone, "HEAD:request/1")
    assert "without `workflows` permission" in said.stderr
    # What people brought, it may carry on.
    forge.push("rina", "main", {".github/workflows/publish.yml": "on: push\n"})
    git("fetch", "--quiet", cwd=clone)
    assert pushed(clone, "origin/main:refs/heads/request/2").returncode == 0


def test_nobody_writes_what_the_forge_keeps_for_itself(
    forge: GitHub, clone: Path, number: int
) -> None:
    said = pushed(clone, f"HEAD:refs/pull/{number}/head")
    assert "deny updating a hidden ref" in said.stdout


STATUS = {"context": "siar", "integration_id": ACTIONS}


def test_a_status_that_is_wanted_counts_from_whom_it_is_wanted(
    forge: GitHub, client: Client, number: int
) -> None:
    wanted = {"type": "required_status_checks", "parameters": {"required_status_checks": [STATUS]}}
    forbid(forge, rules=[wanted])
    head = forge.bare.branch(BRANCH)
    merge = "PUT", f"{REPO}/pulls/{number}/merge", {"sha": head}
    refused = client.ask(*merge)
    assert refused.status == 405
    assert SENTENCES["required_status_checks"] in refused.body["message"]
    mark = {"state": "success", "context": "siar"}
    person = Client(forge.api_url, forge.token("rina"))
    assert person.ask("POST", f"{REPO}/statuses/{head}", mark).status == 201
    assert client.ask(*merge).status == 405
    client.ask("POST", f"{REPO}/statuses/{head}", {**mark, "state": "pending"})
    assert client.ask(*merge).status == 405
    client.ask("POST", f"{REPO}/statuses/{head}", mark)
    assert client.ask(*merge).status == 200
