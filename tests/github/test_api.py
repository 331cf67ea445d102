"""The API answers as GitHub's does."""

from tests.github.client import Client
from tests.github.conftest import BRANCH
from tests.github.server import GitHub

REPO = "/repos/dinas/siar"


def test_a_pull_request_stands_where_its_branch_stands(
    forge: GitHub, client: Client, number: int
) -> None:
    before = client.ask("GET", f"{REPO}/pulls/{number}").body["head"]["sha"]
    forge.push("budi", BRANCH, {"b.md": "dua\n"})
    shown = client.ask("GET", f"{REPO}/pulls/{number}").body
    assert shown["head"]["sha"] == forge.bare.branch(BRANCH) != before
    assert (shown["commits"], shown["changed_files"], shown["additions"]) == (2, 2, 2)


def test_a_list_is_complete_only_with_all_its_pages(client: Client, number: int) -> None:
    for place in range(5):
        client.ask("POST", f"{REPO}/issues/{number}/comments", {"body": f"nomor {place}"})
    said = client.ask("GET", f"{REPO}/issues/{number}/comments?per_page=2")
    pages = [said.body]
    while said.next:
        said = client.ask("GET", said.next)
        pages.append(said.body)
    assert [[c["body"][-1] for c in page] for page in pages] == [["0", "1"], ["2", "3"], ["4"]]


def test_merging_asks_for_the_head_that_was_seen(
    forge: GitHub, client: Client, number: int
) -> None:
    seen = forge.bare.branch(BRANCH)
    forge.push("rina", BRANCH, {"a.md": "dua\n"})
    late = client.ask("PUT", f"{REPO}/pulls/{number}/merge", {"sha": seen})
    assert (late.status, late.body["message"]) == (
        409,
        "Head branch was modified. Review and try the merge again.",
    )
    head = forge.bare.branch(BRANCH)
    done = client.ask("PUT", f"{REPO}/pulls/{number}/merge", {"sha": head, "merge_method": "merge"})
    assert (done.status, done.body["sha"]) == (200, forge.bare.branch("main"))
    assert forge.bare.run("show", "-s", "--format=%P%n%an", "main").splitlines() == [
        f"{client.ask('GET', f'{REPO}/pulls/{number}').body['base']['sha']} {head}",
        "github-actions[bot]",
    ]
    again = client.ask("PUT", f"{REPO}/pulls/{number}/merge", {"sha": head})
    assert again.status == 405


def test_every_push_is_noted_with_who_pushed(forge: GitHub, client: Client, number: int) -> None:
    forge.push("budi", BRANCH, {"b.md": "dua\n"}, author=("Rina", "rina@siar.example"))
    noted = client.ask("GET", f"{REPO}/activity?ref=refs/heads/{BRANCH}&direction=asc").body
    assert [(one["actor"]["login"], one["activity_type"]) for one in noted] == [
        ("rina", "branch_creation"),
        ("budi", "push"),
    ]
    assert noted[1]["before"] == noted[0]["after"]


def test_reviews_keep_their_commit(forge: GitHub, client: Client, number: int) -> None:
    seen = forge.bare.branch(BRANCH)
    forge.push("rina", BRANCH, {"a.md": "dua\n"})
    forge.review("budi", number, "approve", "baik", commit=seen)
    forge.begin_review("budi", number, "belum selesai")
    (review,) = client.ask("GET", f"{REPO}/pulls/{number}/reviews").body
    assert (review["state"], review["commit_id"], review["user"]["id"]) == ("APPROVED", seen, 1002)
    one = client.ask("GET", f"{REPO}/pulls/{number}/reviews/{review['id']}").body
    assert one == review


def test_a_status_is_kept(forge: GitHub, client: Client, number: int) -> None:
    head = forge.bare.branch(BRANCH) or ""
    body = {"state": "pending", "context": "siar", "description": "menunggu Kasi"}
    assert client.ask("POST", f"{REPO}/statuses/{head}", body).status == 201
    status = forge.status_of(head)
    assert status is not None
    assert (status.state, status.description) == ("pending", "menunggu Kasi")
