"""What GitHub and Forgejo both do, in our own words: `Api`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import NotAllowed, NotFound
from pipeline.forge.host import Mark, Verdict
from pipeline.forge.rest import Rest
from pipeline.repository import ZERO, Conflict
from tests.contracts.places import APIS, api_of
from tests.github.bare import new_bare
from tests.github.server import GitHub as Server
from tests.github.state import Remark

BRANCH = "request/2026-0118"


@pytest.fixture(params=[*APIS])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A forge: Rina and Budi write; main has a workflow, a branch waits."""
    with Server(new_bare(tmp_path / "kantor.git"), dialect=request.param) as server:
        server.add_user("rina", 1001)
        server.add_user("budi", 1002)
        server.push("rina", "main", {".github/workflows/publish.yml": "on: push\n"}, "Begin")
        server.push("rina", BRANCH, {"a.md": "satu\n"})
        yield server


@pytest.fixture
def api(server: Server) -> Rest:
    """Its API."""
    return api_of(server)


@pytest.fixture
def number(server: Server) -> int:
    """Rina's pull request."""
    opened: int = server.open_pull("rina", BRANCH, "Panen raya (CONTOH)").payload["number"]
    return opened


def tip(server: Server, branch: str = BRANCH) -> str:
    """Where a branch is."""
    return server.bare.branch(branch) or ""


def test_a_forge_is_named_by_its_server(api: Rest) -> None:
    assert api.name == "127.0.0.1"


def test_a_pull_request_is_told_in_our_own_words(server: Server, api: Rest, number: int) -> None:
    before = server.now()
    told = api.pull_request(number)
    assert (told.number, told.branch, told.head) == (number, BRANCH, tip(server))
    assert (told.title, told.by and told.by.id) == ("Panen raya (CONTOH)", "1001")
    assert (told.is_open, told.is_merged, told.is_draft, told.is_foreign) == (
        True,
        False,
        False,
        False,
    )
    assert told.url.startswith(f"{server.url}/dinas/siar/pull")
    assert told.touched_at and told.touched_at <= before
    with pytest.raises(NotFound):
        api.pull_request(999)


def test_proposing_twice_is_proposing_once(server: Server, api: Rest) -> None:
    first = api.propose(BRANCH, "Panen raya (CONTOH)", "dari surat")
    assert api.propose(BRANCH, "judul lain", "") == first
    assert [pull.number for pull in api.pull_requests()] == [first.number]
    assert first.by is not None
    assert first.by.is_bot


def test_what_cannot_be_proposed_is_refused(server: Server, api: Rest) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        api.propose("request/2026-0999", "tidak ada", "")


def test_a_branch_finds_its_pull_requests(server: Server, api: Rest, number: int) -> None:
    server.push("budi", "request/2026-0119", {"b.md": "dua\n"})
    other = server.open_pull("budi", "request/2026-0119", "Lain").payload["number"]
    server.push("budi", "lain", {"c.md": "tiga\n"})
    server.make_pull(server.user("budi"), BRANCH, "lain", "Tidak ke main", "")
    assert {pull.number for pull in api.pull_requests(BRANCH) if not pull.is_foreign} == {number}
    server.close_issue("budi", number)
    assert [p.number for p in api.pull_requests(BRANCH) if not p.is_foreign] == []
    closed = api.pull_requests(BRANCH, closed=True)
    assert [pull.number for pull in closed if not pull.is_foreign] == [number]
    assert other in {pull.number for pull in api.pull_requests()}


def test_a_strangers_copy_is_foreign(server: Server, api: Rest) -> None:
    server.add_user("tamu-lain", 2001)
    opened = server.open_foreign_pull("tamu-lain", tip(server), BRANCH, "Tiruan")
    assert api.pull_request(opened.payload["number"]).is_foreign
    assert not any(not pull.is_foreign for pull in api.pull_requests(BRANCH))


def test_reviews_come_in_the_order_in_which_they_were_given(
    server: Server, api: Rest, number: int
) -> None:
    server.request_review("rina", number, "budi")
    for verdict in ("comment", "request_changes", "approve"):
        server.review("budi", number, verdict, f"kata {verdict}")
    dismissed = server.review("budi", number, "approve").payload["review"]["id"]
    server.dismiss_review("rina", number, dismissed)
    server.begin_review("budi", number, "belum selesai")
    told = api.reviews(number)
    assert [review.verdict for review in told] == [
        Verdict.COMMENTED,
        Verdict.CHANGES_REQUESTED,
        Verdict.APPROVED,
        Verdict.DISMISSED,
    ]
    assert {(review.by and review.by.id, review.commit) for review in told} == {
        ("1002", tip(server))
    }
    assert [api.review(number, review.id) for review in told] == list(told)
    assert told[2].body == "kata approve"


def test_what_is_said_on_lines_is_told_with_them(server: Server, api: Rest, number: int) -> None:
    said = [Remark("index.md", f"baris {place}", f"kata {place}") for place in range(40)]
    made = server.review("budi", number, "request_changes", remarks=said).payload["review"]["id"]
    told = api.remarks(number, str(made))
    assert [(one.line, one.body) for one in told] == [(one.line, one.body) for one in said]
    silent = server.review("budi", number, "approve").payload["review"]["id"]
    assert not api.remarks(number, str(silent))


def test_nothing_lies_where_a_hostile_number_points(api: Rest, number: int) -> None:
    for said in ("", "0", "-1", "1/../..", "%2e%2e", "٣", "1" * 30, "1?x=1", "1#"):
        assert api.review(number, said) is None
        assert api.find_comment(number, said) is None


def test_every_comment_of_a_long_talk_is_there(server: Server, api: Rest, number: int) -> None:
    for place in range(230):
        server.make_comment(server.user("budi"), number, f"nomor {place}")
    assert [one.body for one in api.comments(number)] == [f"nomor {n}" for n in range(230)]


def test_every_review_of_a_long_talk_is_there(server: Server, api: Rest, number: int) -> None:
    for place in range(100):
        server.review("budi", number, "comment", f"nomor {place}")
    assert [one.body for one in api.reviews(number)] == [f"nomor {n}" for n in range(100)]
    server.review("budi", number, "comment", "nomor 100")
    assert len(api.reviews(number)) == 101


def test_what_was_said_can_be_said_otherwise(server: Server, api: Rest, number: int) -> None:
    said = api.comment(number, "halo <!-- siar:status -->")
    assert (said.body, said.by and said.by.is_bot) == ("halo <!-- siar:status -->", True)
    api.edit(said.id, "selesai `$(id)` 🙂")
    (told,) = api.comments(number)
    assert (told.id, told.body) == (said.id, "selesai `$(id)` 🙂")
    assert api.find_comment(number, said.id) == told


def test_a_comment_is_found_only_where_it_stands(server: Server, api: Rest, number: int) -> None:
    issue = server.open_issue("rina", "Surat (CONTOH)", "").payload["issue"]["number"]
    said = api.comment(issue, "halo")
    assert api.find_comment(issue, said.id) == said
    assert api.find_comment(number, said.id) is None


def test_comments_are_counted_anew_after_saying_something(
    server: Server, api: Rest, number: int
) -> None:
    api.pull_request(number)
    for place in range(3):
        api.comment(number, str(place))
    assert len(api.comments(number)) == 3


def test_letters_are_found_by_their_label(server: Server, api: Rest, number: int) -> None:
    found = server.open_issue("rina", "Surat (CONTOH)", "isi", ["surat masuk"]).payload["issue"]
    server.open_issue("rina", "Lain", "", ["lain"])
    server.issue(number).labels.append("surat masuk")
    (told,) = api.issues("surat masuk")
    assert (told.number, told.title, told.body) == (found["number"], "Surat (CONTOH)", "isi")
    assert (told.by and told.by.id, told.labels, told.is_open) == ("1001", ("surat masuk",), True)
    assert api.issue(told.number) == told
    api.close(told.number)
    assert api.issues("surat masuk") == []
    assert not api.issue(told.number).is_open


def test_an_empty_body_is_an_empty_text(server: Server, api: Rest) -> None:
    number = server.open_issue("rina", "Surat (CONTOH)", "").payload["issue"]["number"]
    assert api.issue(number).body == ""


def test_pushes_tell_who_moved_a_branch(server: Server, api: Rest, number: int) -> None:
    first = tip(server)
    server.push("budi", BRANCH, {"a.md": "dua\n"}, author=("Rina", "rina@siar.example"))
    second = tip(server)
    server.bare.set_ref(f"refs/heads/{BRANCH}", first)
    server.note("rina")
    server.push("budi", "lain", {"b.md": "lain\n"})
    assert [(p.by and p.by.id, p.before, p.after) for p in api.pushes(BRANCH)] == [
        ("1001", ZERO, first),
        ("1002", first, second),
        ("1001", second, first),
    ]
    server.delete_branch("rina", BRANCH)
    assert len(api.pushes(BRANCH)) == 3


def test_every_push_of_a_busy_repository_is_there(server: Server, api: Rest, number: int) -> None:
    template = server.activity[-1]
    for place in range(120):
        other = template._replace(id=server.new_id(), ref="refs/heads/lain")
        server.activity.append(other if place % 2 else template._replace(id=server.new_id()))
    assert len(api.pushes(BRANCH)) == 61


def test_a_status_is_cut_to_what_the_forge_keeps(server: Server, api: Rest) -> None:
    api.mark(tip(server), Mark.PENDING, "menunggu Kasi " * 20, "https://siar.example/7")
    status = server.status_of(tip(server))
    assert status is not None
    assert (status.state, status.context, status.target_url) == (
        "pending",
        "siar",
        "https://siar.example/7",
    )
    assert status.description == ("menunggu Kasi " * 20)[:139] + "…"


def test_merging_gives_mains_new_commit(server: Server, api: Rest, number: int) -> None:
    before, head = tip(server, "main"), tip(server)
    merged = api.merge(number, head, 'gabung 2026-0118 "; $(id)')
    assert merged == tip(server, "main")
    told = server.bare.run("show", "-s", "--format=%P%n%s", merged).splitlines()
    assert told == [f"{before} {head}", 'gabung 2026-0118 "; $(id)']
    assert api.merge(number, head, "sekali lagi") == merged
    assert api.pull_request(number).is_merged


def test_what_moved_is_not_merged(server: Server, api: Rest, number: int) -> None:
    seen, main = tip(server), tip(server, "main")
    server.push("budi", BRANCH, {"a.md": "dua\n"})
    with pytest.raises(Conflict):
        api.merge(number, seen, "gabung")
    assert tip(server, "main") == main


def test_what_cannot_be_merged_is_refused(server: Server, api: Rest, number: int) -> None:
    server.push("budi", "main", {"a.md": "bertentangan\n"})
    main = tip(server, "main")
    with pytest.raises(NotAllowed):
        api.merge(number, tip(server), "gabung")
    assert tip(server, "main") == main


def test_a_branch_is_deleted_once(server: Server, api: Rest) -> None:
    api.delete_branch(BRANCH)
    api.delete_branch(BRANCH)
    assert server.bare.branch(BRANCH) is None


def test_a_name_never_breaks_out_of_its_place(server: Server, api: Rest) -> None:
    for name in ("a;curl x", "$(touch pwn)", 'a"b', "a&state=all", "a#b", "a%2Fb", "{owner}"):
        api.delete_branch(f"request/{name}")
        assert api.pull_requests(f"request/{name}") == []
    assert server.bare.branch("main") is not None
    assert server.bare.branch(BRANCH) is not None


def test_a_workflow_starts_on_main(server: Server, api: Rest) -> None:
    api.start("publish.yml")
    assert [(one.workflow, one.ref) for one in server.dispatches] == [("publish.yml", "main")]
    with pytest.raises(NotFound):
        api.start("tidak-ada.yml")


def test_what_a_token_may_not_is_said(server: Server) -> None:
    number = server.open_pull("rina", BRANCH, "CONTOH").payload["number"]
    poor = api_of(
        server, token=server.token(permissions={"pull-requests": "read", "issues": "read"})
    )
    assert poor.reviews(number) == []
    with pytest.raises(NotAllowed, match="not accessible") as refused:
        poor.comment(number, "halo")
    assert "permissions" in refused.value.hint
    unknown = api_of(server, token="tidak-dikenal")
    with pytest.raises(NotAllowed, match="does not know the token") as refused:
        unknown.pull_request(number)
    assert "tidak-dikenal" not in refused.value.message + repr(unknown)
