"""A round looks at what was touched lately or changed by the clock, and at the rest in turn."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands import dispose
from pipeline.commands.casebook import open_requests
from pipeline.commands.rounds import HOURS, IN_TURN, LATELY, ROUNDS, in_turn, is_quiet
from pipeline.errors import Exit
from pipeline.forge.host import PullRequest
from tests.support.office import KABID, KASI, NUMBER, OFFICER, RECEIVED_AT, Office, Stage
from tests.support.on_forge import BRANCH, OnForge, on_forge

FIRST = datetime.fromisoformat("2026-11-09T07:37:00+09:00")
RECEIVED = datetime.fromisoformat(RECEIVED_AT)


def pull(number: int, touched_at: datetime | None = None) -> PullRequest:
    """An open pull request."""
    return PullRequest(
        number, f"request/2026-{number:04}", "1" * 40, "", None, True, False, False, False, "",
        touched_at,
    )  # fmt: skip


def rounds(count: int) -> Iterator[datetime]:
    """When so many rounds begin, one after the other."""
    for day in range(count // ROUNDS + 1):
        for place in range(ROUNDS):
            yield FIRST + timedelta(days=day, hours=HOURS * place)


@given(st.sets(st.integers(1, 5000), max_size=300))
def test_each_has_its_turn(numbers: set[int]) -> None:
    pulls = [pull(number) for number in sorted(numbers)]
    parts = -(-len(pulls) // IN_TURN)
    seen = [one.number for now in list(rounds(parts))[:parts] for one in in_turn(pulls, now)]
    assert sorted(seen) == sorted(numbers)


def test_a_round_looks_at_no_more_of_the_others_than_its_share() -> None:
    pulls = [pull(number) for number in range(1, 1001)]
    assert all(len(list(in_turn(pulls, now))) <= IN_TURN for now in rounds(30))


def test_few_are_looked_at_in_every_round() -> None:
    pulls = [pull(number) for number in range(1, IN_TURN + 1)]
    assert all(list(in_turn(pulls, now)) == pulls for now in rounds(8))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.at_stage(Stage.RECEIVED, tmp_path / "kantor")


def quiet(office: Office, touched_at: datetime | None, now: datetime) -> bool:
    """Whether the open request's pull request is quiet."""
    office.at(now.isoformat())
    office.pipeline.repository.fetch()
    (entry,) = open_requests(office.pipeline)
    return is_quiet(office.pipeline, pull(118, touched_at), entry)


def test_what_was_touched_lately_is_looked_at(office: Office) -> None:
    assert not quiet(office, RECEIVED, RECEIVED + LATELY - timedelta(minutes=1))
    assert quiet(office, RECEIVED, RECEIVED + LATELY + timedelta(days=30))
    assert not quiet(office, None, RECEIVED + LATELY + timedelta(days=30))


def test_what_the_clock_has_changed_is_looked_at(office: Office) -> None:
    due = RECEIVED + timedelta(days=21)
    dispose.run(
        office[KABID], NUMBER, to=KASI, urgency="biasa", instructions=("buat_naskah",),
        due=str(due.date()),
    )  # fmt: skip
    assert quiet(office, RECEIVED, due - timedelta(days=7))
    assert not quiet(office, RECEIVED, due + timedelta(days=1))


@pytest.fixture
def scene(office: Office, tmp_path: Path) -> Iterator[OnForge]:
    """The office on a forge, with a pull request for its open request."""
    with ExitStack() as stack:
        made = stack.enter_context(on_forge(office, tmp_path))
        made.forge.open_pull(OFFICER, BRANCH, "Panen (CONTOH)")
        yield made


@pytest.mark.parametrize(
    "touch",
    [
        lambda forge: forge.comment(KASI, 1, "Terima kasih."),
        lambda forge: forge.review(KASI, 1, "comment", "Lihat."),
        lambda forge: forge.push(OFFICER, BRANCH, {"requests/2026/0118/x.pdf": "x"}),
    ],
    ids=["comment", "review", "push"],
)
def test_whatever_is_done_to_a_pull_request_touches_it(
    scene: OnForge, touch: Callable[..., object]
) -> None:
    later = RECEIVED + timedelta(days=60)
    scene.office.at(later.isoformat())
    assert scene.api.pull_request(1).touched_at != later
    touch(scene.forge)
    assert scene.api.pull_request(1).touched_at == later
    (listed,) = scene.api.pull_requests()
    assert listed.touched_at == later


def test_a_quiet_office_is_looked_after_all_the_same(scene: OnForge) -> None:
    scene.office.at((RECEIVED + timedelta(days=60)).isoformat())
    assert scene.wake() == Exit.OK
    assert scene.said(1)
