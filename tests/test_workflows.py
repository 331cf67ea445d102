"""The workflow files of an office's repository: what they may do, and that they do it.

They run for real, by `act`, on an office's own tree, against Git over HTTP with the job's token.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline import clock
from pipeline.commands.demo import OPENED
from pipeline.i18n import agency_text
from pipeline.ledger import Ledger
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from tests.conftest import SETTINGS
from tests.support.founded import FoundedOffice
from tests.support.git_http import served_git
from tests.support.programs import need
from tests.support.runner import Run, Runner, read_workflow

FILES = sorted((Path(__file__).parent.parent / ".github" / "workflows").glob("*.yml"))
COMMANDS = {"make siar", ".venv/bin/siar check --format github", ".venv/bin/siar publish"}
PERMISSIONS = {"check": {"contents": "read"}, "publish": {"contents": "write"}}
TOKEN = "token-of-the-job"
GOOD, WRONG_KEY, RAW_HTML, HOSTILE = 7, 8, 9, 10  # pull requests
# What a stranger would put into a pull request: take all there is, push, and look harmless.
HOSTILE_MAKEFILE = """\
siar:
	-@git push origin HEAD:refs/heads/pwned > LOOT 2>&1
	@env >> LOOT; cat .git/config >> LOOT; find $$HOME $$RUNNER_TEMP -name '*token*' >> LOOT
	@mkdir -p .venv/bin; printf '#!/bin/sh\\n' > .venv/bin/siar; chmod +x .venv/bin/siar
"""


def _jobs() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path.stem, name, job)
        for path in FILES
        for name, job in read_workflow(path)["jobs"].items()
    ]


def _steps() -> list[dict[str, Any]]:
    return [step for _file, _name, job in _jobs() for step in job["steps"]]


# --- what they may do ----------------------------------------------------------------------------


def test_there_are_two() -> None:
    assert [path.name for path in FILES] == ["check.yml", "publish.yml"]


def test_they_are_what_the_forge_understands() -> None:
    schema = ["--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([need("check-jsonschema"), *schema, *FILES], check=False)
    assert done.returncode == 0


def test_the_auditor_finds_nothing() -> None:
    words = [need("zizmor"), "--offline", "--no-progress", "--color=never", "--persona", "auditor"]
    done = subprocess.run([*words, *FILES], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "No findings to report. Good job!")


def test_every_action_is_pinned_by_its_commit_and_says_which_version_that_is() -> None:
    lines = [line.strip() for path in FILES for line in path.read_text("utf-8").splitlines()]
    used = [line for line in lines if "uses:" in line]
    assert len(used) == 4
    for line in used:
        assert re.fullmatch(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_they_only_install_and_call_siar_and_nothing_is_pasted_into_a_shell() -> None:
    assert {step["run"] for step in _steps() if "run" in step} == COMMANDS


def test_nobody_may_anything_but_what_the_job_needs() -> None:
    assert all(read_workflow(path)["permissions"] == {} for path in FILES)
    assert {name: job["permissions"] for _file, name, job in _jobs()} == PERMISSIONS


def test_no_checkout_keeps_credentials() -> None:
    taken = [step["with"] for step in _steps() if "checkout" in step.get("uses", "")]
    assert [with_["persist-credentials"] for with_ in taken] == ["false", "false"]


def test_secrets_are_only_where_an_environment_guards_them() -> None:
    holders = {name: "environment" in job for _file, name, job in _jobs() if "secrets." in str(job)}
    assert holders == {"publish": True}


def test_a_pull_request_starts_nothing_but_the_check() -> None:
    assert {path.stem: sorted(read_workflow(path)["on"]) for path in FILES} == {
        "check": ["pull_request"],
        "publish": ["push", "schedule", "workflow_dispatch"],
    }


def test_publishing_is_looked_after_every_hour_from_six_to_ten_in_the_evening_wit() -> None:
    ((minute, hours, *days),) = [
        item["cron"].split() for item in read_workflow(FILES[1])["on"]["schedule"]
    ]  # fmt: skip
    utc = [
        hour
        for part in hours.split(",")
        for hour in range(int(part.split("-")[0]), int(part.split("-")[1]) + 1)
    ]
    assert sorted((hour + 9) % 24 for hour in utc) == list(range(6, 23))
    assert minute.isdigit()
    assert days == ["*", "*", "*"]


def test_of_the_runs_that_wait_the_newest_is_never_dropped() -> None:
    assert read_workflow(FILES[1])["concurrency"] == {
        "group": "publish",
        "cancel-in-progress": "false",
    }


# --- that they do it -----------------------------------------------------------------------------


class Forge(NamedTuple):
    """An office's repository on a forge, with pull requests that are right and that are not."""

    office: FoundedOffice
    repository: Repository
    runner: Runner
    workflows: Path

    def check(self, number: int) -> Run:
        """Run check.yml for a pull request."""
        pull = {"number": number, "base": {"ref": "main"}, "head": {"ref": self.office.branch}}
        payload = {"number": number, "pull_request": pull}
        file = self.workflows / "check.yml"
        secrets = {"SIAR_KEY": self.office.recorder_key()}
        return self.runner.run(file, "pull_request", payload, secrets=secrets)

    def publish(self, event: str, *, key: str | None = None, **variables: str) -> Run:
        """Run publish.yml as in an office that has set the variables and the recorder's key."""
        secrets = {"SIAR_KEY": self.office.recorder_key() if key is None else key}
        file = self.workflows / "publish.yml"
        return self.runner.run(file, event, variables=variables, secrets=secrets)

    def recorded(self) -> list[str]:
        """What the ledger on the forge says of the request."""
        ledger = Ledger(self.repository, author="", practice=True)
        records = ledger.records(self.office.story.number)
        return [f"{record['kind']} {record.get('state', '')}".strip() for record in records]


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """A forge whose main holds an approved request, with the pull request of it before that."""
    need("act")
    folder = tmp_path_factory.mktemp("forge")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        for name, value in {**SETTINGS, clock.VARIABLE: OPENED.isoformat()}.items():
            patch.setenv(name, value)
        office = FoundedOffice(folder / "kantor")
        office.play_to("submit")
        submitted = office.bare.resolve(f"refs/heads/{office.branch}") or ""
        approved_at = office.play_to("approve").isoformat()
        repository = Repository.create(folder / "git" / "kantor.git", bare=True)
        office.bare.run("push", "--quiet", "--mirror", str(repository.folder))
        _keep_pull_requests(repository, office, submitted)
        clone = Repository.clone(repository.folder, folder / "clone")
        with served_git(folder / "git", TOKEN) as address:
            runner = Runner(folder / "runner", f"{address}/kantor.git", TOKEN, clock=approved_at)
            yield Forge(office, repository, runner, clone.folder / ".github" / "workflows")


def _keep_pull_requests(repository: Repository, office: FoundedOffice, submitted: str) -> None:
    """As a forge keeps them: the merge of each with main. Only the first is right."""
    article, text = f"{office.story.article}/index.md", office.read_article()
    hostile = HOSTILE_MAKEFILE.replace("LOOT", str(repository.folder.parent / "loot"))
    changes = {
        GOOD: (article, text),
        WRONG_KEY: (article, text.replace(b"\ntitle:", b"\njudul:")),
        RAW_HTML: (article, text + b"\n<script>alert(1)</script>\n"),
        HOSTILE: ("Makefile", hostile.encode()),
    }
    for number, (path, data) in changes.items():
        merged = repository.commit_tree(
            repository.write_tree(submitted, {path: repository.write_blob(data)}),
            [office.made.root, submitted],
            "Merge",
            author="Forge <forge@forge.example>",
            at=OPENED,
        )
        repository.set_ref(f"refs/pull/{number}/merge", merged)


def _notes(run: Run) -> list[tuple[str, str]]:
    """The lines of the article that an error is noted on, and the id of the finding."""
    return re.findall(r"::error file=\S+/index\.md,line=(\d+),title=([a-z-]+)::", run.log)


def test_a_good_pull_request_passes(forge: Forge) -> None:
    run = forge.check(GOOD)
    assert (run.exit, _notes(run)) == (0, []), run.log


def test_what_is_wrong_is_noted_on_its_line(forge: Forge) -> None:
    run = forge.check(WRONG_KEY)
    assert run.exit == 1, run.log
    assert _notes(run) == [
        ("2", "schema-missing-key"),
        ("3", "schema-unknown-key"),
        ("1", "approval-digest"),
    ]


def test_a_script_in_an_article_is_noted_on_its_line(forge: Forge) -> None:
    run = forge.check(RAW_HTML)
    assert run.exit == 1, run.log
    last = forge.office.read_article().count(b"\n") + 2
    assert (str(last), "article-html") in _notes(run)


def test_a_hostile_pull_request_finds_nothing_to_steal_and_nowhere_to_push(forge: Forge) -> None:
    run = forge.check(HOSTILE)
    assert run.exit == 0, run.log  # it can fake the check, which is why that decides nothing
    loot = (forge.repository.folder.parent / "loot").read_text(encoding="utf-8")
    assert "GITHUB_ACTIONS=true" in loot
    assert TOKEN not in loot
    assert "PRIVATE KEY" not in loot
    assert "pwned" not in forge.repository.shared_branches("")


def test_a_copy_without_the_pinned_root_publishes_nothing(forge: Forge) -> None:
    run = forge.publish("push")
    assert "Run Main" not in run.log
    assert (run.exit, forge.recorded()) == (0, [])


def test_another_root_than_the_pinned_one_publishes_nothing(forge: Forge) -> None:
    run = forge.publish("push", SIAR_ROOT="0" * 40)
    sentence = agency_text("main does not come from the pinned root {root}")
    assert sentence.format(root="0" * 40) in run.log
    assert (run.exit, forge.recorded()) == (1, [])


def test_without_the_recorders_key_nothing_is_published(forge: Forge) -> None:
    run = forge.publish("push", key="", SIAR_ROOT=forge.office.made.root)
    assert agency_text("this clone does not say where your signing key is") in run.log
    assert (run.exit, forge.recorded()) == (1, [])


def test_an_approved_request_is_published_once(forge: Forge, tmp_path: Path) -> None:
    site = tmp_path / "situs"
    variables = {"SIAR_ROOT": forge.office.made.root, "SIAR_DEPLOY": str(site)}
    run = forge.publish("push", **variables)
    assert run.exit == 0, run.log
    page = site / CURRENT / forge.office.story.article.removeprefix("content/") / "index.html"
    assert "cengkih" in page.read_text(encoding="utf-8")
    recorded = forge.recorded()
    assert recorded[0] == "live"
    assert recorded[-1] == "report"
    assert recorded.count("message accepted") == recorded.count("message planned") == 6
    branches = forge.repository.shared_branches("")
    assert sorted(branches) == ["ledger", "main", "site"]

    again = forge.publish("schedule", **variables)
    assert again.exit == 0, again.log
    assert (forge.recorded(), forge.repository.shared_branches("")) == (recorded, branches)
