"""Whatever goes wrong at whichever call: an error or the right answer, and never half of one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from pipeline.errors import NotFound, TryAgain
from pipeline.forge.host import Account, Mark
from pipeline.forge.patience import Patience
from pipeline.forge.rest import Rest
from tests.contracts.places import APIS, Hurried, api_of
from tests.github.bare import new_bare
from tests.github.faults import KINDS
from tests.github.server import GitHub as Server
from tests.github.state import Remark

BRANCH = "request/2026-0118"
FIRST_OF_ITS_OWN = 7
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
# Long enough for a minute's wait, which no clock waits for here.
PATIENCE = Patience(connect=5.0, read=5.0, in_all=100.0, pauses=(1.0, 2.0))
# Only where nothing will come is the wait cut short: a slow machine is no fault of the forge's.
HASTE = PATIENCE._replace(read=0.25)


class Case(NamedTuple):
    """Something done over the API.

    `prepare` gives what it is done to. `again` is what it may be done twice with: a question, or
    what is the same the second time. `done` counts how often it was done.
    """

    prepare: Callable[[Server], str]
    act: Callable[[Rest, str], object]
    again: bool = True
    done: Callable[[Server, str], int] | None = None


def remarked(server: Server) -> str:
    """A review with remarks on lines, on that pull request."""
    number = int(talk(server))
    if not any(review.remarks for review in server.pull(number)[1].reviews):
        said = [Remark("index.md", f"baris {place}", "sumbernya?") for place in range(3)]
        server.review("budi", number, "comment", "lihat baris", remarks=said)
    return str(next(one.id for one in server.pull(number)[1].reviews if one.remarks))


def talk(server: Server) -> str:
    """A pull request with reviews and comments; always the same one.

    There are two or more of everything: of a list of one that is cut in half whenever it is asked
    for, nobody can tell that it is not empty.
    """
    if server.issues:
        return "1"
    number: int = server.open_pull("rina", BRANCH, "CONTOH").payload["number"]
    server.close_issue("rina", number)
    server.open_pull("rina", BRANCH, "CONTOH")
    server.push("budi", "lain", {"b.md": "dua\n"})
    server.open_pull("rina", "lain", "CONTOH")
    for place in range(3):
        server.request_review("rina", number, "budi")
        server.review("budi", number, "comment", f"nomor {place}")
        server.comment("budi", number, f"nomor {place}")
        server.open_issue("rina", f"Surat {place}", "", ["surat"])
    return str(number)


def fresh_issue(server: Server) -> str:
    """An issue of its own."""
    return str(server.open_issue("rina", "Baru (CONTOH)", "").payload["issue"]["number"])


def fresh_branch(server: Server) -> str:
    """A branch of its own, with something to merge."""
    for issue in server.issues.values():
        # What earlier tests have left would have to be looked after.
        issue.is_open = issue.is_open and issue.number < FIRST_OF_ITS_OWN
    name = f"request/2026-{1000 + len(server.activity)}"
    server.push("rina", name, {f"{name}.md": "satu\n"})
    return name


def fresh_pull(server: Server) -> str:
    """A pull request of its own."""
    name = fresh_branch(server)
    return str(server.open_pull("rina", name, "CONTOH").payload["number"])


def fresh_start(server: Server) -> str:
    """How many workflows were started so far."""
    return str(len(server.dispatches))


def merged(api: Rest, number: str) -> str:
    """Merge, as the recorder does: the head that was seen."""
    return api.merge(int(number), api.pull_request(int(number)).head, "gabung")


CASES = {
    "pull_request": Case(talk, lambda api, number: api.pull_request(int(number))),
    "pull_requests": Case(talk, lambda api, _number: api.pull_requests()),
    "of a branch": Case(talk, lambda api, _number: api.pull_requests(BRANCH, closed=True)),
    "reviews": Case(talk, lambda api, number: api.reviews(int(number))),
    "remarks": Case(remarked, lambda api, review: api.remarks(1, review)),
    "comments": Case(talk, lambda api, number: api.comments(int(number))),
    "events": Case(talk, lambda api, number: api.events(int(number), LONG_AGO)),
    "is_own": Case(
        lambda server: str(server.user("budi").id),
        lambda api, account: api.is_own(Account(account, "budi")),
    ),
    "issues": Case(talk, lambda api, _number: api.issues("surat")),
    "issue": Case(talk, lambda api, _number: api.issue(4)),
    "pushes": Case(talk, lambda api, _number: api.pushes(BRANCH)),
    "propose": Case(
        fresh_branch,
        lambda api, name: api.propose(name, "CONTOH", "").number,
        done=lambda server, name: sum(
            one.pull is not None and one.pull.branch == name for one in server.issues.values()
        ),
    ),
    "comment": Case(
        fresh_issue,
        lambda api, number: api.comment(int(number), "halo").body,
        again=False,
        done=lambda server, number: len(server.comments_on(int(number))),
    ),
    "edit": Case(
        lambda server: str(server.make_comment(server.bot, int(fresh_issue(server)), "a").id),
        lambda api, comment: api.edit(comment, "b"),
        done=lambda server, comment: int(server.comments[int(comment)].body == "b"),
    ),
    "close": Case(
        fresh_issue,
        lambda api, number: api.close(int(number)),
        done=lambda server, number: int(not server.issue(int(number)).is_open),
    ),
    "mark": Case(
        lambda server: server.bare.branch(fresh_branch(server)) or "",
        lambda api, commit: api.mark(commit, Mark.SUCCESS, "lengkap"),
        done=lambda server, commit: int(server.status_of(commit) is not None),
    ),
    "merge": Case(
        fresh_pull,
        merged,
        done=lambda server, number: int(server.pull(int(number))[1].merged_at is not None),
    ),
    "delete_branch": Case(
        fresh_branch,
        lambda api, name: api.delete_branch(name),
        done=lambda server, name: int(server.bare.branch(name) is None),
    ),
    "start": Case(
        fresh_start,
        lambda api, _before: api.start("publish.yml"),
        again=False,
        done=lambda server, before: len(server.dispatches) - int(before),
    ),
}


@pytest.fixture(scope="module", params=[*APIS])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A forge for all of them."""
    folder = new_bare(tmp_path_factory.mktemp("forge") / "kantor.git")
    with Server(folder, dialect=request.param) as server:
        server.add_user("rina", 1001)
        server.add_user("budi", 1002)
        server.push("rina", "main", {".github/workflows/publish.yml": "on: push\n"}, "Begin")
        server.push("rina", BRANCH, {"a.md": "satu\n"})
        server.push("budi", BRANCH, {"a.md": "dua\n"})
        talk(server)
        yield server
        server.reset_calls()


def calls_of(server: Server, case: Case) -> tuple[int, object]:
    """How many calls it takes when nothing goes wrong, and what comes of it."""
    what = case.prepare(server)
    server.reset_calls()
    answer = case.act(api_of(server), what)
    return len(server.calls), answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_told_or_overcome(server: Server, name: str, kind: str) -> None:
    case = CASES[name]
    calls, good = calls_of(server, case)
    patience = HASTE if kind in ("timeout", "cut-json") else PATIENCE
    for at in range(1, calls + 1):
        for times in (1, 0):
            what, hurried = case.prepare(server), Hurried()
            server.reset_calls()
            server.fail(at, kind, times)
            try:
                answer = case.act(api_of(server, hurried, patience), what)
            except (TryAgain, NotFound):
                failed = True
            else:
                failed = False
                if case.done is None or case.again is False:
                    assert answer == good
            assert sum(hurried.slept) <= PATIENCE.in_all
            if case.done is None:
                continue
            assert case.done(server, what) <= 1
            if not failed and not is_told_to_be_gone(server, name, kind):
                assert case.done(server, what) == 1
            server.reset_calls()
            if case.again:
                case.act(api_of(server), what)
                assert case.done(server, what) == 1


def is_told_to_be_gone(server: Server, name: str, kind: str) -> bool:
    """Forgejo has one word for a branch that is gone and for one that it does not find."""
    return (server.dialect, name, kind) == ("forgejo", "delete_branch", "404")
