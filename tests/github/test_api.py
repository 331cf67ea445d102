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


def test_comments_come_change_and_go(forge: GitHub, client: Client, number: int) -> None:
    place = f"{REPO}/issues/{number}/comments"
    made = client.ask("POST", place, {"body": "halo"}).body
    one = f"{REPO}/issues/comments/{made['id']}"
    assert made["issue_url"].endswith(f"/issues/{number}")
    assert made["user"]["login"] == "github-actions[bot]"
    assert client.ask("PATCH", one, {"body": "halo lagi"}).body["body"] == "halo lagi"
    assert client.ask("GET", one).body["body"] == "halo lagi"
    long = client.ask("POST", place, {"body": "a" * 65537})
    assert (long.status, client.ask("POST", place, {"body": " "}).status) == (422, 422)
    assert client.ask("DELETE", one).status == 204
    assert (client.ask("GET", one).status, client.ask("GET", place).body) == (404, [])


def test_a_pull_request_is_an_issue_too(forge: GitHub, client: Client, number: int) -> None:
    made = client.ask("POST", f"{REPO}/issues", {"title": "Surat (CONTOH)", "labels": ["surat"]})
    letter = made.body["number"]
    listed = client.ask("GET", f"{REPO}/issues").body
    assert [(one["number"], "pull_request" in one) for one in listed] == [
        (letter, False),
        (number, True),
    ]
    wanted = client.ask("GET", f"{REPO}/issues?labels=surat&direction=asc").body
    assert [one["number"] for one in wanted] == [letter]
    client.ask("POST", f"{REPO}/issues/{letter}/labels", {"labels": ["lengkap"]})
    closed = client.ask("PATCH", f"{REPO}/issues/{letter}", {"state": "closed"}).body
    assert [label["name"] for label in closed["labels"]] == ["surat", "lengkap"]
    assert client.ask("GET", f"{REPO}/issues?labels=surat").body == []


def test_a_branch_is_proposed_once_and_only_with_something_new(
    forge: GitHub, client: Client, number: int
) -> None:
    forge.push("rina", "request/2", {})
    wanted = {"title": "Lagi", "head": BRANCH, "base": "main"}
    asked = [
        client.ask("POST", f"{REPO}/pulls", {**wanted, **change})
        for change in ({}, {"head": "nowhere"}, {"base": "nowhere"})
    ]
    assert [said.status for said in asked] == [422, 422, 422]
    assert "already exists for dinas:request/2026-0118" in str(asked[0].body["errors"])
    forge.push("rina", "request/3", {"c.md": "tiga\n"})
    made = client.ask("POST", f"{REPO}/pulls", {**wanted, "head": "request/3"})
    assert (made.status, made.body["number"]) == (201, number + 1)
    found = client.ask("GET", f"{REPO}/pulls?head=dinas:request/3").body
    assert [one["number"] for one in found] == [number + 1]
    # Without its owner a branch is no filter, as there.
    assert len(client.ask("GET", f"{REPO}/pulls?head=request/3").body) == 2
    client.ask("PATCH", f"{REPO}/pulls/{number + 1}", {"state": "closed"})
    assert len(client.ask("GET", f"{REPO}/pulls?state=all").body) == 2
    assert len(client.ask("GET", f"{REPO}/pulls").body) == 1


def test_refs_and_files_can_be_written(forge: GitHub, client: Client, number: int) -> None:
    main, head = forge.bare.branch("main"), forge.bare.branch(BRANCH)
    refs = f"{REPO}/git/refs"
    assert client.ask("POST", refs, {"ref": "refs/heads/a b", "sha": main}).status == 422
    assert client.ask("POST", refs, {"ref": "refs/heads/a;b", "sha": main}).status == 201
    assert client.ask("POST", refs, {"ref": "refs/heads/a;b", "sha": main}).status == 422
    forward = client.ask("PATCH", f"{refs}/heads/a%3Bb", {"sha": head})
    back = client.ask("PATCH", f"{refs}/heads/a%3Bb", {"sha": main})
    forced = client.ask("PATCH", f"{refs}/heads/a%3Bb", {"sha": main, "force": True})
    assert [said.status for said in (forward, back, forced)] == [200, 422, 200]
    assert client.ask("DELETE", f"{refs}/heads/a%3Bb").status == 204
    gone = client.ask("DELETE", f"{refs}/heads/a%3Bb")
    assert (gone.status, gone.body["message"]) == (422, "Reference does not exist")
    kinds = [one.kind for one in forge.activity if one.ref == "refs/heads/a;b"]
    assert kinds == ["branch_creation", "push", "force_push", "branch_deletion"]

    place = f"{REPO}/contents/requests/2026/0118.yaml"
    said = {"message": "Masuk", "content": "bm9tb3I6IDExOAo=", "branch": BRANCH}
    made = client.ask("PUT", place, said)
    blind, stale = (client.ask("PUT", place, {**said, **more}) for more in ({}, {"sha": main}))
    assert (made.status, blind.status, stale.status) == (201, 422, 409)
    sha = made.body["content"]["sha"]
    assert client.ask("PUT", place, {**said, "sha": sha}).status == 200
    shown = client.ask("GET", f"{place}?ref={BRANCH}").body
    assert (shown["sha"], shown["content"]) == (sha, said["content"])
    assert client.ask("GET", place).status == 404


def test_a_review_over_the_api_and_its_end(forge: GitHub, client: Client, number: int) -> None:
    place = f"{REPO}/pulls/{number}/reviews"
    budi = Client(forge.api_url, forge.token("budi"))
    made = budi.ask("POST", place, {"event": "REQUEST_CHANGES", "body": "judul"}).body
    assert (made["state"], made["commit_id"]) == ("CHANGES_REQUESTED", forge.bare.branch(BRANCH))
    ended = client.ask("PUT", f"{place}/{made['id']}/dismissals", {"message": "sudah"})
    assert ended.body["state"] == "DISMISSED"
    again = client.ask("PUT", f"{place}/{made['id']}/dismissals", {"message": "sudah"})
    assert again.status == 422
    rina = Client(forge.api_url, forge.token("rina"))
    assert rina.ask("POST", place, {"event": "APPROVE"}).status == 422


def test_a_status_is_short_and_on_a_commit(forge: GitHub, client: Client, number: int) -> None:
    head, body = forge.bare.branch(BRANCH), {"state": "pending", "description": "a" * 141}
    assert client.ask("POST", f"{REPO}/statuses/{head}", body).status == 422
    assert client.ask("POST", f"{REPO}/statuses/{'0' * 40}", {"state": "pending"}).status == 422
    client.ask("POST", f"{REPO}/statuses/{head}", {"state": "success", "context": "siar"})
    assert client.ask("GET", f"{REPO}/commits/{head}/status").body["state"] == "success"


def test_activity_goes_by_cursors(forge: GitHub, client: Client) -> None:
    for place in range(4):
        forge.push("rina", BRANCH, {"a.md": f"{place}\n"})
    said = client.ask("GET", f"{REPO}/activity?per_page=2&ref={BRANCH}")
    pages = [said.body]
    while said.next:
        assert "after=" in said.next
        said = client.ask("GET", said.next)
        pages.append(said.body)
    kinds = [[one["activity_type"] for one in page] for page in pages]
    assert kinds == [["push", "push"], ["push", "branch_creation"]]


def test_who_asks_and_how_often(forge: GitHub, client: Client) -> None:
    forge.reset_calls()
    rina = Client(forge.api_url, forge.token("rina"))
    assert rina.ask("GET", "/user").body["id"] == 1001
    assert client.ask("GET", "/user").status == 403
    assert client.ask("GET", "/rate_limit").body["rate"]["limit"] == 5000
    assert forge.calls == ["GET /user", "GET /user", "GET /rate_limit"]


def test_what_is_dropped_into_an_issue_no_token_gets(client: Client) -> None:
    assert client.ask("GET", "/user-attachments/files/1/surat.pdf").status == 404
    assert client.ask("GET", "/user-attachments/assets/1").status == 404
