"""From a letter to its readers by the workflow files themselves, and a bad day of the recorder.

They run for real, by `act`, started by what happens on the forge as the forge starts them. The bad
days of check.yml and publish.yml are in test_workflows.
"""

import email
import email.policy
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline import clock
from pipeline.commands.thread import STATUS
from pipeline.distribution.loopback import Loopback
from pipeline.ledger import Ledger
from pipeline.record.workflow import State
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from tests.github.events import Event
from tests.support.actions import Actions, Started, WatchedForge
from tests.support.founded import found_for_forge
from tests.support.journey import (
    MOST_CALLS,
    assert_merged,
    journey,
    send_letter,
    state,
)
from tests.support.office import NUMBER, RECEIVED_AT
from tests.support.on_forge import OnForge
from tests.support.programs import need
from tests.support.runner import Runner, read_workflow

OUTLETS = 5  # active in the example's media.yaml
# That a check or publishing has ended wakes the recorder once more, for the comment's sake.
HEARD = ("record", "completed")
PUSHED = [("check", "synchronize"), ("record", "synchronize"), HEARD]
SAID = [("record", "created")]
REVIEWED = [("review", "submitted"), HEARD]
# What each step of the journey starts, by workflow and action.
STEPS = [
    [("record", "opened")],  # the form
    PUSHED,  # the papers
    SAID,  # the disposition
    SAID,  # the acceptance
    PUSHED,  # the draft
    SAID,  # handed in
    REVIEWED,  # changes are requested
    PUSHED,  # the new draft
    SAID,  # handed in again
    [*REVIEWED, ("publish", ""), HEARD],  # approved
]


class Working(OnForge):
    """An office whose forge runs its workflow files, and where its pages and mails arrive."""

    def __init__(self, folder: Path, open_: ExitStack) -> None:
        office = found_for_forge(folder / "kantor")
        self.watched = open_.enter_context(WatchedForge(office.bare.git_folder))
        super().__init__(office, self.watched, folder / "pengamat")
        self.site, self.mails = folder / "situs", folder / "surel"
        mail = open_.enter_context(Loopback(self.mails))
        smtp = {"SIAR_SMTP": f"{mail.host}:{mail.port}"}
        self.runner = Runner(folder / "runner", self.watched, smtp)
        clone = Repository.clone(office.bare.folder, folder / "berkas")
        self.workflows = clone.folder / ".github" / "workflows"
        key = {"SIAR_KEY": office.key_file("recorder").read_text("ascii")}
        self._actions = Actions(
            self.watched, self.runner, self.workflows,
            variables={"SIAR_ROOT": office.root, "SIAR_DEPLOY": str(self.site)},
            secrets={"record": key, "publish": key},
        )  # fmt: skip

    def settle(self, conclusion: str = "") -> list[Started]:
        """Let the forge run what was started since the last time; what ran."""
        self.runner.environment[clock.VARIABLE] = os.environ[clock.VARIABLE]
        return self._actions.settle(conclusion)

    def every_so_often(self, workflow: str) -> list[Started]:
        """Let the clock start a workflow."""
        (plan, *_more) = read_workflow(self.workflows / f"{workflow}.yml")["on"]["schedule"]
        self.watched.schedule(plan["cron"])
        return self.settle()

    def records(self) -> list[dict[str, object]]:
        """What the ledger says of the request."""
        self.recorder.repository.fetch()
        ledger = Ledger(self.recorder.repository, author="", practice=True)
        return [dict(record) for record in ledger.records(NUMBER)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Working]:
    """An office that has just been founded."""
    need("act")
    with ExitStack() as open_:
        yield Working(tmp_path, open_)


def test_from_the_form_to_the_readers(office: Working) -> None:
    steps: list[list[Started]] = []

    def wake(event: Event) -> None:
        # That a review's own run failed keeps nobody from hearing it: it only says that it ended.
        asks = event.payload.get("review", {}).get("state") == "changes_requested"
        steps.append(office.settle("failure" if asks else ""))
        assert event == steps[-1][0].event
        for one in steps[-1]:
            assert one.run.exit == 0, one.run.log
            assert len(one.calls) <= MOST_CALLS, one.calls

    number = journey(office, wake)
    assert_merged(office, number)
    assert [[(one.workflow, one.event.action) for one in step] for step in steps] == STEPS
    started = [one for step in steps for one in step]
    _assert_checked(office, [one for one in started if one.workflow == "check"])
    _assert_published(office, started[-2])
    (standing,) = (said for said in office.said(number) if STATUS in said)
    assert str(office.records()[0]["url"]) in standing
    _assert_least_permissions(office, started)


def _assert_checked(office: Working, checks: Sequence[Started]) -> None:
    """Papers that are not recorded yet are no mistake, and the last draft's page was kept."""
    assert not [one.run.log for one in checks if "::error" in one.run.log]
    uploaded, *drafts = (set(re.findall(r"title=([a-z-]+)::", one.run.log)) for one in checks)
    assert "paper-unknown" in uploaded
    assert not any("paper-unknown" in found for found in drafts)
    pages = (office.runner.artifacts / "pratinjau").rglob("index.html")
    assert any("Kopi itu" in page.read_text("utf-8") for page in pages)


def _assert_published(office: Working, run: Started) -> None:
    """Started by the recorder: the page is live, everybody has one mail, and all is recorded."""
    assert (run.workflow, run.event.name) == ("publish", "workflow_dispatch")
    assert run.event.payload["sender"]["type"] == "Bot"
    records = office.records()
    live = records[0]
    page = str(live["article"]).removeprefix("content/")
    assert "Kopi itu" in (office.site / CURRENT / page / "index.html").read_text("utf-8")
    assert [record["kind"] for record in (live, records[-1])] == ["live", "report"]
    assert [record.get("state") for record in records].count("accepted") == OUTLETS + 1
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in office.mails.glob("*.eml")
    ]
    told = [str(mail["To"].addresses[0].addr_spec) for mail in mails]
    assert len(told) == len(set(told)) == OUTLETS + 1
    assert "ibu@pengirim.example" in told


def _assert_least_permissions(office: Working, started: Sequence[Started]) -> None:
    """Without any of its permissions a workflow's calls would have been refused.

    One of publish's is for an office with Pages.
    """
    spare = {"publish": {"pages: write"}}
    for workflow in ("check", "review", "record", "publish"):
        tokens = [one.run.token for one in started if one.workflow == workflow]
        drawn = set[str]().union(*(office.watched.needed.get(token, ()) for token in tokens))
        (job,) = read_workflow(office.workflows / f"{workflow}.yml")["jobs"].values()
        named = {f"{name}: {level}" for name, level in job["permissions"].items()}
        assert named - drawn == spare.get(workflow, set()), workflow


def test_a_letter_whose_pull_request_got_lost_half_way_is_entered_once(office: Working) -> None:
    office.office.at(RECEIVED_AT)
    letter = send_letter(office)
    office.watched.fail(at=3, kind="502")
    (red,) = office.settle()
    assert red.calls[2:] == ("POST /repos/dinas/siar/pulls",)
    assert red.run.exit == 1, red.run.log
    assert office.api.issue(1).is_open
    assert office.said(1) == []

    (green,) = office.every_so_often("record")
    assert green.run.exit == 0, green.run.log
    assert state(office) is State.RECEIVED
    assert list(office.watched.bare.refs("refs/tags/agenda/")) == [f"refs/tags/agenda/{NUMBER}"]
    assert len(office.api.pull_requests()) == 1
    assert len(office.said(1)) == 1
    assert not office.api.issue(letter.payload["issue"]["number"]).is_open
