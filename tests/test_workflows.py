"""The workflow files of an office's repository: what they say, and that they do it.

They run for real, by `act`, on an office's own tree, against Git over HTTP with the job's token.
"""

import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline import clock
from pipeline.commands.concluding import PREVIEW
from pipeline.commands.demo import OPENED
from pipeline.commands.sheet_link import KEPT
from pipeline.commands.wakeup import PUBLISHING
from pipeline.distribution.loopback import Loopback
from pipeline.i18n import agency_text
from pipeline.ledger import Ledger
from pipeline.record.signature import armoured, parse_private, sign
from pipeline.repository import Repository
from pipeline.site.branch import commit_site, site_at
from pipeline.site.deploy import CURRENT
from pipeline.site.manifest import MANIFEST
from tests.conftest import SETTINGS
from tests.github.server import GitHub
from tests.support.founded import FoundedOffice
from tests.support.programs import need
from tests.support.runner import Run, Runner, read_workflow

FILES = sorted((Path(__file__).parent.parent / ".github" / "workflows").glob("*.yml"))
EXPLAINED = re.compile(r"# zizmor: ignore\[([a-z-]+)\] \w.{20,}")
BUILT = re.compile(r"\b[0-9a-f]{40}, \d+ \w+")
GOOD, WRONG_KEY, RAW_HTML, HOSTILE = 7, 8, 9, 10  # pull requests
# What a stranger would put into a pull request: take all there is, push, and look harmless.
HOSTILE_MAKEFILE = """\
siar:
	-@git push origin HEAD:refs/heads/pwned > LOOT 2>&1
	@env >> LOOT; cat .git/config >> LOOT; find $$HOME $$RUNNER_TEMP -name '*token*' >> LOOT
	@mkdir -p .venv/bin; printf '#!/bin/sh\\n' > .venv/bin/siar; chmod +x .venv/bin/siar
"""


# --- what they say; what they may not do is in test_workflow_rules --------------------------------


def test_they_are_what_the_forge_understands() -> None:
    schema = ["--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([need("check-jsonschema"), *schema, *FILES], check=False)
    assert done.returncode == 0


def test_the_linter_finds_nothing() -> None:
    # No program for shell scripts: there is none in these files.
    words = [need("actionlint"), "-no-color", "-shellcheck=", "-pyflakes="]
    done = subprocess.run([*words, *FILES], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_auditor_finds_nothing_but_what_is_explained_beside_it() -> None:
    words = [need("zizmor"), "--offline", "--no-progress", "--color=never", "--persona", "auditor"]
    done = subprocess.run([*words, *FILES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    ignored = [
        (path.name, explained)
        for path in FILES
        for explained in re.findall(
            r"# zizmor: ignore\[([a-z-]+)\] \w.{20,}", path.read_text("utf-8")
        )
    ]
    assert ignored == [("record.yml", "dangerous-triggers")] * 2
    assert sum(path.read_text("utf-8").count("zizmor:") for path in FILES) == len(ignored)


def test_what_starts_them() -> None:
    assert {path.stem: set(read_workflow(path)["on"]) - {"workflow_call"} for path in FILES} == {
        "check": {"pull_request"},
        "review": {"pull_request_review"},
        "record": {
            "workflow_run", "issue_comment", "issues", "pull_request_target", "schedule",
            "workflow_dispatch",
        },
        "publish": {"push", "schedule", "workflow_dispatch"},
        "compare": {"schedule", "workflow_dispatch"},
    }  # fmt: skip


def test_another_agency_may_call_each_and_is_told_every_secret_that_it_uses() -> None:
    for path in FILES:
        called = read_workflow(path)["on"]["workflow_call"] or {}
        used = set(re.findall(r"\{\{ secrets\.(\w+) \}\}", path.read_text("utf-8")))
        assert set(called.get("secrets", {})) == used


def test_the_recorder_is_woken_when_a_review_a_check_or_publishing_has_ended() -> None:
    woken = read_workflow(_file("record"))["on"]["workflow_run"]
    names = [read_workflow(_file(name))["name"] for name in ("review", "check", "publish")]
    assert woken == {"workflows": names, "types": ["completed"]}
    assert names[-1] == PUBLISHING


def test_what_the_comment_links_is_kept_as_long_as_it_says() -> None:
    sheets, pages = _kept("record"), _kept("check")
    assert sheets["retention-days"] == str(KEPT.days)
    steps = [step.get("run", "") for step in _steps("record")]
    assert f".venv/bin/siar record --sheets {sheets['path']}" in steps
    assert pages["name"] == PREVIEW


def _steps(name: str) -> list[dict[str, Any]]:
    (job,) = read_workflow(_file(name))["jobs"].values()
    steps: list[dict[str, Any]] = job["steps"]
    return steps


def _kept(name: str) -> dict[str, Any]:
    """What a workflow has kept, and how."""
    (kept,) = (step["with"] for step in _steps(name) if "upload-artifact" in str(step.get("uses")))
    return dict(kept)


def test_every_variable_and_secret_is_explained_where_an_operator_looks() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        head = "".join(line for line in text.splitlines(True) if line.startswith("#"))
        for name in set(re.findall(r"(?:vars|secrets)\.(SIAR_\w+)", text)):
            assert name in head, (path.name, name)


def _hours(cron: str) -> list[int]:
    """At which hours, in the office's zone (WIT), an hourly plan runs."""
    minute, hours, *days = cron.split()
    assert minute.isdigit()
    assert days == ["*", "*", "*"]
    spans = [(part.split("-")[0], part.split("-")[-1]) for part in hours.split(",")]
    utc = [hour for first, last in spans for hour in range(int(first), int(last) + 1)]
    return sorted((hour + 9) % 24 for hour in utc)


def test_publishing_is_looked_after_every_hour_from_six_to_ten_in_the_evening() -> None:
    (plan,) = read_workflow(_file("publish"))["on"]["schedule"]
    assert _hours(plan["cron"]) == list(range(6, 23))


def test_the_recorder_looks_by_itself_four_times_in_office_hours() -> None:
    (plan,) = read_workflow(_file("record"))["on"]["schedule"]
    assert _hours(plan["cron"]) == [7, 10, 13, 16]


def test_the_website_is_compared_after_the_first_publishing_and_before_the_first_round() -> None:
    (plan,) = read_workflow(_file("compare"))["on"]["schedule"]
    assert _hours(plan["cron"]) == [6]
    ((first,), rounds) = (read_workflow(_file(n))["on"]["schedule"] for n in ("publish", "record"))
    minutes = [int(one["cron"].split()[0]) for one in (first, plan)]
    assert minutes == sorted(minutes)
    assert _hours(rounds[0]["cron"])[0] > 6


def test_no_recording_that_waits_is_dropped_nor_the_newest_publishing() -> None:
    assert read_workflow(_file("record"))["concurrency"] == {
        "group": "record",
        "queue": "max",
        "cancel-in-progress": "false",
    }
    assert read_workflow(_file("publish"))["concurrency"] == {
        "group": "publish",
        "cancel-in-progress": "false",
    }


def _file(name: str) -> Path:
    return FILES[0].parent / f"{name}.yml"


# --- that they do it -----------------------------------------------------------------------------


class Forge(NamedTuple):
    """An office's repository on a forge, with pull requests that are right and that are not."""

    office: FoundedOffice
    repository: Repository
    runner: Runner
    served: GitHub
    workflows: Path

    def check(self, number: int, *, title: str = "", branch: str = "") -> Run:
        """Run check.yml for a pull request."""
        head = {"ref": branch or self.office.branch}
        pull = {"number": number, "title": title, "base": {"ref": "main"}, "head": head}
        payload = {"number": number, "pull_request": pull}
        file = self.workflows / "check.yml"
        secrets = {"SIAR_KEY": self.office.recorder_key()}
        return self.runner.run(file, "pull_request", payload, secrets=secrets)

    def review(self) -> Run:
        """Run review.yml for a review."""
        payload = {"action": "submitted", "review": {"state": "approved"}}
        return self.runner.run(self.workflows / "review.yml", "pull_request_review", payload)

    def talk(self, body: str, **variables: str) -> Run:
        """Run record.yml for a comment."""
        payload = {"action": "created", "issue": {"number": 7}, "comment": {"body": body}}
        file = self.workflows / "record.yml"
        return self.runner.run(file, "issue_comment", payload, variables=variables)

    def publish(
        self, event: str, *, key: str | None = None, after: str = "", **variables: str
    ) -> Run:
        """Run publish.yml as in an office that has set the variables and the recorder's key."""
        secrets = {"SIAR_KEY": self.office.recorder_key() if key is None else key}
        file, payload = self.workflows / "publish.yml", {"ref": "refs/heads/main", "after": after}
        return self.runner.run(file, event, payload, variables=variables, secrets=secrets)

    def compare(self, **variables: str) -> Run:
        """Run compare.yml as in an office that has set the variables."""
        return self.runner.run(self.workflows / "compare.yml", "schedule", variables=variables)

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
        with GitHub(repository.folder) as served:
            runner = Runner(folder / "runner", served, {clock.VARIABLE: approved_at})
            workflows = clone.folder / ".github" / "workflows"
            yield Forge(office, repository, runner, served, workflows)


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


def test_whoever_corrects_it_finds_the_page_beside_it(forge: Forge) -> None:
    run = forge.check(GOOD)
    kept = forge.runner.artifacts / "pratinjau"
    pages = [page.read_text(encoding="utf-8") for page in kept.rglob("index.html")]
    assert any("cengkih" in page for page in pages), run.log


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
    assert not [token for token in forge.served.tokens if token in loot]
    assert "PRIVATE KEY" not in loot
    assert "pwned" not in forge.repository.shared_branches("")


def test_what_somebody_typed_on_the_forge_is_never_run(forge: Forge, tmp_path: Path) -> None:
    pwned = tmp_path / "pwned"
    evil = f"$(touch {pwned})`touch {pwned}`\";touch {pwned};#'; touch {pwned} #"
    run = forge.check(GOOD, title=evil, branch=f'a";touch${{IFS}}{pwned};"')
    assert run.exit == 0, run.log
    assert not pwned.exists()


def test_a_review_gives_a_signal_and_nothing_else(forge: Forge) -> None:
    run = forge.review()
    assert run.exit == 0, run.log
    assert re.findall(r"Run Main (.+)", run.log) == ["End, which is the signal"]


def test_talk_that_is_no_command_wakes_nobody(forge: Forge) -> None:
    run = forge.talk("Terima kasih, /disposisi menyusul.", SIAR_ROOT=forge.office.made.root)
    assert (run.exit, "Run Main" in run.log) == (0, False), run.log


def test_a_copy_without_the_pinned_root_records_nothing(forge: Forge) -> None:
    run = forge.talk("/terima petugas: petugas-1")
    assert (run.exit, "Run Main" in run.log) == (0, False), run.log


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


def test_without_a_mail_server_the_page_is_live_and_the_next_run_mails_once(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, mails = tmp_path / "situs", tmp_path / "surel"
    variables = {"SIAR_ROOT": forge.office.made.root, "SIAR_DEPLOY": str(site)}
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{nobody.getsockname()[1]}"
        monkeypatch.setitem(forge.runner.environment, "SIAR_SMTP", at)
        run = forge.publish("push", **variables)
    assert run.exit == 1, run.log
    page = site / CURRENT / forge.office.story.article.removeprefix("content/") / "index.html"
    assert "cengkih" in page.read_text(encoding="utf-8")
    recorded = forge.recorded()
    assert recorded[0] == "live"
    assert {"message accepted", "report"}.isdisjoint(recorded)

    with Loopback(mails) as mail:
        monkeypatch.setitem(forge.runner.environment, "SIAR_SMTP", f"{mail.host}:{mail.port}")
        run = forge.publish("schedule", **variables)
        assert run.exit == 0, run.log
        recorded = forge.recorded()
        assert recorded[-1] == "report"
        assert recorded.count("message accepted") == len(list(mails.iterdir())) == 6
        branches = forge.repository.shared_branches("")
        assert sorted(branches) == ["ledger", "main", "site"]

        # An old run is started again (B10), for a commit of the past.
        run = forge.publish("push", after=forge.office.made.root, **variables)
        assert run.exit == 0, run.log
    assert (forge.recorded(), forge.repository.shared_branches("")) == (recorded, branches)
    assert len(list(mails.iterdir())) == 6


def test_the_website_is_held_against_one_made_anew_in_one_or_in_parts(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {"SIAR_ROOT": forge.office.made.root}
    assert "Run Main" not in forge.compare().log
    with Loopback(tmp_path / "surel") as mail:
        monkeypatch.setitem(forge.runner.environment, "SIAR_SMTP", f"{mail.host}:{mail.port}")
        run = forge.publish("push", **variables, SIAR_DEPLOY=str(tmp_path / "situs"))
        assert run.exit == 0, run.log
    site = forge.repository.resolve("refs/heads/site") or ""
    whole = forge.compare(**variables)
    same = agency_text("the website is the same, file by file")
    assert (whole.exit, same in whole.log) == (0, True), whole.log
    assert _ran(whole) == ["siar build --compare"]

    _put_on_site(forge, "tambahan.html")
    joined = forge.compare(**variables, SIAR_PARTS="true")
    forge.repository.set_ref("refs/heads/site", site)
    parts = [f"siar build --compare --years-{place}" for place in (1, 2, 3, 4)]
    assert _ran(joined) == ["siar build --compare --join", *parts], joined.log
    assert BUILT.findall(joined.log)[-1:] == BUILT.findall(whole.log)
    assert joined.exit == 1
    assert "tambahan.html: " in joined.log
    assert "siar terbitkan --dari-awal" in joined.log


def _ran(run: Run) -> list[str]:
    """The jobs that did something."""
    return sorted(set(re.findall(r"\[compare/(.+?) *\].*Run Main", run.log)))


def _put_on_site(forge: Forge, path: str) -> None:
    """One file more on the branch `site`, as the recorder would have signed it."""
    repository = Repository.open(forge.repository.folder)
    former = site_at(repository)
    assert former is not None
    files = {path: repository.write_blob(b"x"), MANIFEST: None}
    tree = repository.write_tree(repository.resolve("refs/heads/site"), files)
    key = parse_private(forge.office.recorder_key().encode())
    commit_site(
        repository, replace(former, tree=tree), message="Publish", author="Siar <siar@localhost>",
        at=OPENED, sign=lambda payload: armoured(sign(key, payload, "git")),
    )  # fmt: skip
