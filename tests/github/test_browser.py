"""People in the browser leave what they would leave on GitHub."""

import pytest

from tests.github.call import Refusal
from tests.github.client import Client
from tests.github.conftest import BRANCH
from tests.github.events import event, wrong
from tests.github.published import EXAMPLES, published
from tests.github.server import GitHub


def told(forge: GitHub) -> list[str]:
    """The events since last time, in order."""
    said = [f"{event.name} {event.action}".strip() for event in forge.events]
    forge.events.clear()
    return said


def test_every_deed_tells_of_itself(forge: GitHub, number: int) -> None:
    issue = forge.open_issue("rina", "Surat (CONTOH)", "isi", ["surat"]).payload["issue"]["number"]
    forge.edit_issue("rina", issue, "isi baru")
    forge.close_issue("budi", issue)
    forge.reopen_issue("budi", issue)
    assert told(forge) == ["issues opened", "issues edited", "issues closed", "issues reopened"]
    comment = forge.comment("rina", number, "halo").payload["comment"]["id"]
    forge.edit_comment("rina", comment, "halo lagi")
    forge.delete_comment("rina", comment)
    assert told(forge) == [f"issue_comment {did}" for did in ("created", "edited", "deleted")]
    review = forge.review("budi", number, "approve", "baik").payload["review"]["id"]
    forge.edit_review("budi", number, review, "baik sekali")
    forge.dismiss_review("rina", number, review)
    forge.request_review("rina", number, "budi")
    assert told(forge) == [
        "pull_request_review submitted",
        "pull_request_review edited",
        "pull_request_review dismissed",
        "pull_request review_requested",
    ]
    forge.edit_file("rina", BRANCH, "a.md", "dua\n")
    forge.upload("rina", BRANCH, "foto", {"a.jpg": b"\xff\xd8"})
    forge.push("rina", "main", {"agency.yaml": "name: CONTOH 2\n"})
    forge.update_branch("budi", number)
    synchronized = ["push", "pull_request synchronize"]
    assert told(forge) == [*synchronized, *synchronized, "push", *synchronized]
    forge.merge_by_button("budi", number)
    forge.delete_branch("rina", BRANCH)
    assert told(forge) == ["push", "pull_request closed", "push"]


def test_a_finished_workflow_names_its_pull_request_unless_it_is_a_strangers(
    forge: GitHub, number: int
) -> None:
    event = forge.finish("review", forge.review("budi", number, "approve"))
    run = event.payload["workflow_run"]
    assert (event.name, event.action, run["event"]) == (
        "workflow_run",
        "completed",
        "pull_request_review",
    )
    assert [one["number"] for one in run["pull_requests"]] == [number]
    commit = forge.bare.branch("main") or ""
    foreign = forge.open_foreign_pull("tamu", commit, "main", "Titipan (CONTOH)")
    assert foreign.payload["pull_request"]["head"]["repo"]["full_name"] == "tamu/siar"
    reviewed = forge.review("budi", foreign.payload["number"], "comment", "apa ini?")
    assert forge.finish("review", reviewed).payload["workflow_run"]["pull_requests"] == []


def test_a_dispatch_becomes_an_event(forge: GitHub, client: Client) -> None:
    place = "/repos/dinas/siar/actions/workflows/publish.yml/dispatches"
    assert client.ask("POST", place, {"ref": "main"}).status == 404
    forge.push("rina", "main", {".github/workflows/publish.yml": "on: workflow_dispatch\n"})
    assert client.ask("POST", place, {"ref": "main"}).status == 204
    (dispatch,) = forge.dispatches
    assert (dispatch.workflow, dispatch.ref) == ("publish.yml", "main")
    assert forge.dispatched(dispatch).payload["ref"] == "refs/heads/main"


@pytest.mark.parametrize(
    "name", ["issues", "issue_comment", "pull_request", "pull_request_review", "push"]
)
def test_the_published_examples_pass_as_our_events_do(name: str) -> None:
    (examples,) = (one["examples"] for one in published(EXAMPLES) if one["name"] == name)
    reasons = [wrong(f"{name}${one.get('action', 'event')}", one) for one in examples]
    # A few are older than some of the fields.
    assert [reason for reason in reasons if reason and "is a required" not in reason] == []
    assert reasons.count("") >= len(reasons) - 1


def test_a_wrong_payload_is_never_an_event(forge: GitHub) -> None:
    told = forge.open_issue("rina", "Surat (CONTOH)", "").payload
    with pytest.raises(AssertionError, match=r"issues\$opened.issue.title: 7 is not of type"):
        event("issues", "opened", {**told, "issue": {**told["issue"], "title": 7}})


def test_a_strangers_hands_are_tied(forge: GitHub, number: int) -> None:
    with pytest.raises(Refusal, match="cannot see this repository"):
        forge.comment("tamu", number, "halo")
    forge.add_user("pembaca", 1003, role="read")
    forge.comment("pembaca", number, "halo")
    with pytest.raises(Refusal, match="may not write here"):
        forge.edit_file("pembaca", BRANCH, "a.md", "tiga\n")
    with pytest.raises(Refusal, match="Unprocessable Entity"):
        forge.review("rina", number, "approve", "punya sendiri")


def test_what_closes_and_merges_a_pull_request(forge: GitHub, number: int) -> None:
    letter = forge.open_issue("rina", "Surat (CONTOH)", "").payload["issue"]["number"]
    forge.edit_issue("rina", number, f"Closes #{letter}")
    # Merged by a push to main, as if by the button.
    forge.bare.set_ref("refs/heads/main", forge.bare.branch(BRANCH))
    forge.note("budi")
    merged = forge.issue(number)
    assert merged.pull is not None
    assert merged.pull.merged_by is forge.user("budi")
    assert (merged.is_open, forge.issue(letter).is_open) == (False, False)
    forge.push("rina", "request/2", {"b.md": "dua\n"})
    other = forge.open_pull("rina", "request/2", "Lain (CONTOH)").payload["number"]
    forge.delete_branch("rina", "request/2")
    assert not forge.issue(other).is_open
    with pytest.raises(Refusal, match="Validation Failed"):
        forge.reopen_issue("rina", other)


@pytest.mark.parametrize(
    ("method", "parents", "subjects"),
    [
        ("merge", 2, ["dua", "satu"]),
        ("squash", 1, ["Panen (CONTOH) (#1)"]),
        ("rebase", 1, ["dua", "satu"]),
    ],
)
def test_the_button_merges_in_three_ways(
    forge: GitHub, method: str, parents: int, subjects: list[str]
) -> None:
    forge.push("rina", BRANCH, {"a.md": "satu\n"}, "satu")
    forge.push("rina", BRANCH, {"a.md": "dua\n"}, "dua")
    number = forge.open_pull("rina", BRANCH, "Panen (CONTOH)").payload["number"]
    forge.push("rina", "main", {"c.md": "tiga\n"}, "tiga")
    before = forge.bare.branch("main") or ""
    forge.merge_by_button("budi", number, method)
    after = forge.bare.branch("main") or ""
    assert len(forge.bare.describe(after).parents) == parents
    said = forge.bare.run("log", "--format=%s", "--no-merges", f"{before}..{after}")
    assert said.splitlines() == subjects
    assert forge.activity[-1].kind == "pr_merge"
