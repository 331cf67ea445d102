"""Forgejo says the same in its own words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github.bare import new_bare
from tests.github.client import Client
from tests.github.conftest import BRANCH
from tests.github.server import GitHub

REPO = "/repos/dinas/siar"


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[GitHub]:
    """The same small repository, on Forgejo."""
    with GitHub(new_bare(tmp_path / "kantor.git"), dialect="forgejo") as forge:
        forge.add_user("rina", 1001)
        forge.add_user("budi", 1002)
        forge.push("rina", "main", {"agency.yaml": "name: CONTOH\n"}, "Begin")
        yield forge


@pytest.fixture
def client(forge: GitHub) -> Client:
    """A program with the token of a workflow, said as Forgejo likes it."""
    return Client(forge.api_url, forge.token(), scheme="token")


def test_lists_say_how_long_they_are(forge: GitHub, client: Client, number: int) -> None:
    for place in range(5):
        client.ask("POST", f"{REPO}/issues/{number}/comments", {"body": str(place)})
        forge.open_issue("rina", f"Surat {place}", "")
    said = client.ask("GET", f"{REPO}/issues?type=issues&limit=2&page=3")
    assert (said.headers["X-Total-Count"], [one["title"] for one in said.body]) == (
        "5",
        ["Surat 0"],
    )
    # Comments come all at once.
    whole = client.ask("GET", f"{REPO}/issues/{number}/comments?limit=2&page=2")
    assert (whole.headers["X-Total-Count"], len(whole.body)) == ("5", 5)


def test_reviews_have_states_and_flags_of_their_own(
    forge: GitHub, client: Client, number: int
) -> None:
    forge.request_review("rina", number, "budi")
    listed = client.ask("GET", f"{REPO}/pulls/{number}/reviews").body
    assert [one["state"] for one in listed] == ["REQUEST_REVIEW"]
    review = forge.review("budi", number, "approve").payload["review"]["id"]
    forge.push("rina", BRANCH, {"a.md": "dua\n"})
    forge.dismiss_review("rina", number, review)
    (one,) = client.ask("GET", f"{REPO}/pulls/{number}/reviews").body
    assert (one["state"], one["dismissed"], one["stale"]) == ("APPROVED", True, True)
    assert client.ask("GET", f"{REPO}/pulls/{number}/reviews/{review}").body == one


def test_merging_asks_for_the_head_and_says_nothing(
    forge: GitHub, client: Client, number: int
) -> None:
    place, seen = f"{REPO}/pulls/{number}/merge", forge.bare.branch(BRANCH)
    forge.push("rina", BRANCH, {"a.md": "dua\n"})
    late = client.ask("POST", place, {"Do": "merge", "head_commit_id": seen})
    assert (late.status, late.body["message"]) == (409, "head out of date")
    head = forge.bare.branch(BRANCH)
    done = client.ask("POST", place, {"Do": "merge", "head_commit_id": head})
    assert (done.status, done.body) == (200, None)
    assert client.ask("POST", place, {"Do": "merge"}).status == 405
    assert client.ask("DELETE", f"{REPO}/branches/{BRANCH}").status == 204
    assert client.ask("DELETE", f"{REPO}/branches/{BRANCH}").status == 404
    pull = client.ask("GET", f"{REPO}/pulls/{number}").body
    assert pull["merge_commit_sha"] == forge.bare.branch("main")
    assert (pull["head"]["label"], pull["head"]["ref"]) == (BRANCH, f"refs/pull/{number}/head")


def test_a_push_says_who_and_from_where(forge: GitHub, client: Client, number: int) -> None:
    before = forge.bare.branch(BRANCH)
    forge.push("budi", BRANCH, {"a.md": "dua\n"})
    newest, first, *_rest = client.ask("GET", f"{REPO}/activities/feeds").body
    assert (newest["op_type"], newest["act_user"]["id"]) == ("commit_repo", 1002)
    assert newest["ref_name"] == f"refs/heads/{BRANCH}"
    content = json.loads(newest["content"])
    assert content["HeadCommit"]["Sha1"] == forge.bare.branch(BRANCH)
    assert f"/compare/{before}..." in content["CompareURL"]
    # A new branch of few commits compares with main, by its name.
    assert "/compare/main..." in json.loads(first["content"])["CompareURL"]


def test_a_workflows_own_account_has_no_number_that_people_have(
    forge: GitHub, client: Client, number: int
) -> None:
    said = client.ask("POST", f"{REPO}/issues/{number}/comments", {"body": "halo"}).body
    assert (said["user"]["id"], said["user"]["login"]) == (-2, "forgejo-actions")
    assert said["pull_request_url"].endswith(f"/dinas/siar/pulls/{number}")


def test_a_status_goes_by_another_name(forge: GitHub, client: Client, number: int) -> None:
    head = forge.bare.branch(BRANCH)
    body = {"state": "success", "context": "siar", "description": "lengkap"}
    assert client.ask("POST", f"{REPO}/statuses/{head}", body).body["status"] == "success"
    (kept,) = client.ask("GET", f"{REPO}/commits/{head}/statuses").body
    assert (kept["context"], kept["status"]) == ("siar", "success")
