"""The board: on whom each open request waits, since when, and whether it is late."""

from collections.abc import Sequence
from datetime import date, datetime
from time import process_time
from typing import Any

import pytest

from pipeline.office.board import Waiting, board
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role, State
from tests.office.build import CALENDAR, PEOPLE, agency, holder, request, told, wit

A, S = Action, State
RECEIVE = told(A.RECEIVE, "11-23 08:10")
DISPOSE = told(A.DISPOSE, "11-23 09:00")
ACCEPT = told(A.ACCEPT, "11-23 09:30")
SUBMIT = told(A.SUBMIT, "11-23 11:00")
NOW = wit("11-23 13:10")


def line(*history: Statement, now: datetime = NOW) -> Waiting:
    (row,) = board([request(*history)], agency(), CALENDAR, now)
    return row


STATES: Sequence[tuple[tuple[Statement, ...], State, int | None, Role, tuple[str, ...], str]] = [
    ((RECEIVE,), S.RECEIVED, 2, Role.DIVISION_HEAD, ("Kabid Contoh",), "diterima"),
    (
        (RECEIVE, told(A.RETURN, "11-23 09:00")),
        S.RETURNED,
        None,
        Role.OFFICER,
        ("Nurul Contoh", "Petrus Contoh"),
        "dikembalikan untuk dilengkapi",
    ),
    ((RECEIVE, DISPOSE), S.DISPOSITIONED, 3, Role.SECTION_HEAD, ("Kasi Contoh",), "didisposisi"),
    (
        (RECEIVE, DISPOSE, ACCEPT),
        S.DRAFTING,
        4,
        Role.OFFICER,
        ("Nurul Contoh",),
        "sedang ditulis",
    ),
    (
        (RECEIVE, DISPOSE, ACCEPT, SUBMIT),
        S.IN_REVIEW,
        5,
        Role.SECTION_HEAD,
        ("Kasi Contoh",),
        "menunggu koreksi",
    ),
    (
        (RECEIVE, DISPOSE, ACCEPT, SUBMIT, told(A.REQUEST_CHANGES, "11-23 11:30")),
        S.CHANGES_REQUESTED,
        4,
        Role.OFFICER,
        ("Nurul Contoh",),
        "perlu perbaikan",
    ),
    (
        (RECEIVE, DISPOSE, ACCEPT, SUBMIT, told(A.APPROVE, "11-23 11:30")),
        S.APPROVED,
        6,
        Role.MACHINE,
        (),
        "disetujui tayang",
    ),
]


@pytest.mark.parametrize(("history", "state", "step", "role", "people", "label"), STATES)
def test_each_state_waits_on_somebody(
    history: tuple[Statement, ...],
    state: State,
    step: int | None,
    role: Role,
    people: tuple[str, ...],
    label: str,
) -> None:
    row = line(*history)
    assert (row.state, row.step, row.role, row.people) == (state, step, role, people)
    assert row.state_label == label
    assert row.since == history[-1].at


@pytest.mark.parametrize("action", [A.DECLINE, A.FILE, A.VOID])
def test_what_is_closed_is_not_on_the_board(action: Action) -> None:
    closed = request(RECEIVE, told(action, "11-23 09:00", reason="contoh"))
    assert board([closed], agency(), CALENDAR, NOW) == ()


def test_what_is_finished_in_the_ledger_is_not_on_the_board() -> None:
    done = request(RECEIVE, DISPOSE, ACCEPT, SUBMIT, told(A.APPROVE, "11-23 11:30"))
    assert board([done], agency(), CALENDAR, NOW, finished={done.number}) == ()


def test_a_request_without_history_is_not_on_the_board() -> None:
    assert board([request()], agency(), CALENDAR, NOW) == ()


def test_the_whole_line() -> None:
    assert line(RECEIVE, DISPOSE, ACCEPT) == Waiting(
        number="2026-0042",
        subject="Panen raya (CONTOH)",
        agency="Dinas Pertanian Contoh",
        state=S.DRAFTING,
        state_label="sedang ditulis",
        step=4,
        role=Role.OFFICER,
        role_label="Petugas",
        people=("Nurul Contoh",),
        waiting_for="",
        since=wit("11-23 09:30"),
        used=160,
        standard=120,
        step_due=wit("11-23 11:30"),
        due=None,
        is_over=True,
    )


def test_minutes_used_are_those_of_the_office() -> None:
    row = line(RECEIVE, now=wit("11-24 08:05"))
    assert (row.used, row.standard, row.is_over) == (230 + 210 + 5, 15, True)
    assert row.step_due == wit("11-23 08:25")


def test_exactly_the_standard_is_not_over() -> None:
    assert not line(RECEIVE, now=wit("11-23 08:25")).is_over
    assert line(RECEIVE, now=wit("11-23 08:26")).is_over


def test_notes_do_not_start_the_clock_anew() -> None:
    row = line(RECEIVE, DISPOSE, ACCEPT, told(A.NOTE, "11-23 11:00", text="contoh"))
    assert row.since == wit("11-23 09:30")


def test_a_pause_stops_the_clock_and_says_for_whom() -> None:
    row = line(RECEIVE, DISPOSE, ACCEPT, told(A.PAUSE, "11-23 10:00"))
    assert (row.used, row.is_over, row.step_due) == (30, False, None)
    assert (row.state_label, row.waiting_for) == ("ditunda", "foto dari pengirim")
    assert (row.role, row.people) == (Role.OFFICER, ("Nurul Contoh",))


def test_a_pause_that_is_over_moves_the_deadline() -> None:
    row = line(
        RECEIVE, DISPOSE, ACCEPT, told(A.PAUSE, "11-23 10:00"), told(A.RESUME, "11-23 11:00")
    )
    assert (row.used, row.is_over) == (100, False)
    assert row.step_due == wit("11-23 13:30")


def test_a_returned_request_waits_for_the_sender_and_is_not_late() -> None:
    row = line(RECEIVE, told(A.RETURN, "11-23 08:20"), now=wit("11-27 16:00"))
    assert row.waiting_for == "kelengkapan dari pengirim"
    assert (row.standard, row.step_due, row.is_over) == (None, None, False)


def test_what_the_head_corrected_himself_waits_for_the_officer_to_agree() -> None:
    revised = (RECEIVE, DISPOSE, ACCEPT, SUBMIT, told(A.REVISE, "11-23 11:30", round=1))
    row = line(*revised)
    assert (row.role, row.people) == (Role.OFFICER, ("Nurul Contoh",))
    assert row.since == wit("11-23 11:30")
    agreed = line(*revised, told(A.AGREE, "11-23 11:40"))
    assert (agreed.role, agreed.since) == (Role.SECTION_HEAD, wit("11-23 11:40"))


def test_after_a_reassignment_it_waits_on_the_new_officer() -> None:
    assert line(RECEIVE, DISPOSE, ACCEPT, told(A.REASSIGN, "11-23 10:00")).people == (
        "Petrus Contoh",
    )


def test_when_the_named_officer_has_left_it_waits_on_the_others() -> None:
    others = tuple(person for person in PEOPLE if person.id != "nurul")
    (row,) = board([request(RECEIVE, DISPOSE, ACCEPT)], agency(others), CALENDAR, NOW)
    assert row.people == ("Petrus Contoh",)


def test_a_deputy_in_force_comes_first_and_says_so() -> None:
    deputy = holder("wakil", Role.SECTION_HEAD, until=date(2026, 11, 30), acting="Plh.")
    office = agency((*PEOPLE, deputy))
    (row,) = board([request(RECEIVE, DISPOSE)], office, CALENDAR, NOW)
    assert row.people == ("Wakil Contoh (Plh.)", "Kasi Contoh")
    (later,) = board([request(RECEIVE, DISPOSE)], office, CALENDAR, wit("12-01 09:00"))
    assert later.people == ("Kasi Contoh",)


def test_the_date_of_the_disposition_is_a_limit_of_its_own() -> None:
    dispose = told(A.DISPOSE, "11-23 09:00", due="2026-11-23")
    on_the_day = line(RECEIVE, dispose, ACCEPT, now=wit("11-23 10:00"))
    assert (on_the_day.due, on_the_day.is_over) == (date(2026, 11, 23), False)
    paused = (RECEIVE, dispose, ACCEPT, told(A.PAUSE, "11-23 09:40"))
    assert line(*paused, now=wit("11-24 08:00")).is_over


def test_a_disposition_on_paper_counts_from_its_own_moment() -> None:
    dispose = told(A.DISPOSE, "11-23 11:00", decided="11-23 09:00")
    assert line(RECEIVE, dispose).since == wit("11-23 09:00")


def test_overdue_ones_come_first_and_what_stands_still_comes_last() -> None:
    def case(number: str, *history: Statement) -> Any:
        return request(*history, number=number)

    late = case("2026-0003", RECEIVE)
    later = case("2026-0002", told(A.RECEIVE, "11-23 08:30"))
    soon = case("2026-0004", RECEIVE, DISPOSE, ACCEPT, told(A.SUBMIT, "11-23 11:55"))
    in_time = case("2026-0005", RECEIVE, DISPOSE, told(A.ACCEPT, "11-23 13:00"))
    paused = case("2026-0001", RECEIVE, DISPOSE, ACCEPT, told(A.PAUSE, "11-23 10:00"))
    rows = board([paused, in_time, soon, later, late], agency(), CALENDAR, NOW)
    assert [row.number[-1] for row in rows] == ["3", "2", "4", "5", "1"]
    assert [row.is_over for row in rows] == [True, True, False, False, False]


def test_a_thousand_requests_take_less_than_a_third_of_a_second() -> None:
    history = (RECEIVE, DISPOSE, ACCEPT, SUBMIT, told(A.REQUEST_CHANGES, "11-23 11:30"))
    many = [request(*history, number=f"2026-{n:04}") for n in range(1_000)]
    office, now = agency(), wit("12-21 10:00")
    began = process_time()
    assert len(board(many, office, CALENDAR, now)) == 1_000
    assert process_time() - began < 0.3
