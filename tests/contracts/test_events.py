"""What happened to a pull request without a word, and who speaks here, on every forge: `Api`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from pipeline.errors import NotAllowed
from pipeline.forge.host import Event, Happening, UnexpectedAnswer
from pipeline.forge.rest import Rest
from tests.contracts.places import APIS, api_of
from tests.github.bare import new_bare
from tests.github.server import GitHub as Server
from tests.github.state import Remark

BRANCH = "request/2026-0118"
BEGUN = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.fixture(params=[*APIS])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A forge with drafts, on which every second something happens."""
    ticks = count()

    def now() -> datetime:
        return BEGUN + timedelta(seconds=next(ticks))

    folder = new_bare(tmp_path / "kantor.git")
    with Server(folder, plan="team", dialect=request.param, now=now) as server:
        server.add_user("rina", 1001)
        server.add_user("budi", 1002)
        server.push("rina", "main", {"agency.yaml": "name: CONTOH\n"}, "Begin")
        server.push("rina", BRANCH, {"a.md": "satu\n"})
        yield server


@pytest.fixture
def api(server: Server) -> Rest:
    """Its API."""
    return api_of(server)


@pytest.fixture
def number(server: Server) -> int:
    """Rina's pull request, which is a draft."""
    opened = server.open_pull("rina", BRANCH, "Panen raya (CONTOH)", is_draft=True)
    made: int = opened.payload["number"]
    return made


def told(event: Event) -> tuple[Happening, str | None, str | None]:
    """What happened, by whom and to whom."""
    return event.kind, event.by and event.by.id, event.of and event.of.id


def test_a_draft_that_is_ready_and_reviews_that_are_asked_for_are_told(
    server: Server, api: Rest, number: int
) -> None:
    server.request_review("rina", number, "budi")
    server.ready_for_review("rina", number)
    server.unrequest_review("budi", number, "budi")
    server.request_review("rina", number, "budi")
    events = api.events(number, BEGUN)
    assert [told(event) for event in events] == [
        (Happening.ASKED, "1001", "1002"),
        (Happening.READY, "1001", None),
        (Happening.UNASKED, "1002", "1002"),
        (Happening.ASKED, "1001", "1002"),
    ]
    assert [event.at for event in events] == sorted({event.at for event in events})
    assert len({event.id for event in events}) == 4
    assert all(event.id.isdigit() for event in events)


def test_what_is_of_no_concern_is_left_out(server: Server, api: Rest, number: int) -> None:
    assert api.events(number, BEGUN) == []
    server.comment("rina", number, "mohon dikoreksi")
    server.review("budi", number, "comment", "baik")
    server.edit_issue("rina", number, "isi", "Judul baru (CONTOH)")
    server.push("rina", BRANCH, {"a.md": "dua\n"})
    server.close_issue("rina", number)
    server.reopen_issue("rina", number)
    server.ready_for_review("rina", number)
    server.convert_to_draft("rina", number)
    assert [event.kind for event in api.events(number, BEGUN)] == [Happening.READY]


def test_only_what_came_later_is_told(server: Server, api: Rest, number: int) -> None:
    server.request_review("rina", number, "budi")
    (first,) = api.events(number, BEGUN)
    assert api.events(number, first.at) == []
    assert api.events(number, first.at - timedelta(microseconds=1)) == [first]
    server.ready_for_review("rina", number)
    assert [event.kind for event in api.events(number, first.at)] == [Happening.READY]


def test_each_pull_request_has_its_own(server: Server, api: Rest, number: int) -> None:
    server.push("rina", "request/2026-0119", {"b.md": "dua\n"})
    other = server.open_pull("rina", "request/2026-0119", "Lain (CONTOH)").payload["number"]
    server.request_review("rina", other, "budi")
    assert api.events(number, BEGUN) == []
    assert len(api.events(other, BEGUN)) == 1


def test_the_same_event_has_the_same_number_however_often_it_is_asked_for(
    server: Server, api: Rest, number: int
) -> None:
    server.request_review("rina", number, "budi")
    before = api.events(number, BEGUN)
    server.comment("budi", number, "baik")
    server.rename("rina", "nama-baru")
    after = api.events(number, BEGUN)
    assert [event.id for event in after] == [event.id for event in before]
    assert after[0].by is not None
    assert (after[0].by.id, after[0].by.login) == ("1001", "nama-baru")


REMARK = Remark("index.md", "Panen raya", "sumbernya?")


def test_nothing_is_missed_in_a_long_talk(server: Server, api: Rest, number: int) -> None:
    for place in range(120):
        server.request_review("rina", number, "budi")
        if place % 10 == 0:
            # Remarks on lines are nothing by themselves, but they are counted with the rest.
            made = server.review("budi", number, "comment", "lihat baris")
            server.review_of(number, made.payload["review"]["id"]).remarks = (REMARK,) * 7
        else:
            server.unrequest_review("rina", number, "budi")
    kinds = [event.kind for event in api.events(number, BEGUN)]
    assert kinds.count(Happening.ASKED) == 120
    assert kinds.count(Happening.UNASKED) == 108


def test_a_list_that_is_cut_short_is_none(server: Server, api: Rest, number: int) -> None:
    for _place in range(2):
        server.request_review("rina", number, "budi")
        server.unrequest_review("rina", number, "budi")
    server.reset_calls()
    server.fail(2 if server.dialect == "github" else 1, "short-page")
    with pytest.raises(UnexpectedAnswer, match="cut short"):
        api.events(number, BEGUN)


# --- whose account it is -------------------------------------------------------------------------


def test_a_workflow_knows_its_own_words(server: Server, api: Rest, number: int) -> None:
    said, other = api.comment(number, "halo"), server.comment("budi", number, "halo")
    comments = {comment.id: comment for comment in api.comments(number)}
    assert api.is_own(comments[said.id].by)
    assert not api.is_own(comments[str(other.payload["comment"]["id"])].by)
    assert not api.is_own(None)


def test_another_bot_is_not_oneself(server: Server, api: Rest, number: int) -> None:
    api.comment(number, "halo")
    bot = server.add_user("dependabot[bot]", 49_699_333, "Bot")
    made = server.make_comment(bot, number, "<!-- siar:answer comment-1 -->")
    own = {comment.id: api.is_own(comment.by) for comment in api.comments(number)}
    assert own.pop(str(made.id)) is False
    assert list(own.values()) == [True]


def test_an_account_that_is_a_bot_only_to_the_office_knows_its_own_words(
    server: Server, number: int
) -> None:
    server.add_user("pencatat", 1009)
    api = api_of(server, token=server.token("pencatat"))
    api.comment(number, "halo")
    server.comment("budi", number, "halo")
    server.reset_calls()
    assert [api.is_own(comment.by) for comment in api.comments(number)] == [True, False]
    assert sum(call.endswith("/user") for call in server.calls) == 1


def test_a_workflow_on_github_need_not_ask_who_it_is(
    server: Server, api: Rest, number: int
) -> None:
    said = api.comment(number, "halo")
    server.reset_calls()
    assert api.is_own(said.by)
    assert len(server.calls) == (0 if server.dialect == "github" else 1)


def test_a_token_that_nobody_knows_speaks_for_nobody(server: Server, number: int) -> None:
    said = api_of(server).comment(number, "halo")
    with pytest.raises(NotAllowed, match="does not know the token"):
        api_of(server, token="tidak-dikenal").is_own(said.by)
