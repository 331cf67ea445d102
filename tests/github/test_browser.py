"""People in the browser leave what they would leave on GitHub."""

from tests.github.conftest import BRANCH
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
