"""The SOP's table with its times, against histories whose minutes were worked out by hand.

2026-11-23 is a Monday; Monday to Thursday have 08:00–12:00 and 13:00–16:30, Friday 08:00–11:30 and
13:30–17:00.
"""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.office.handling import Done
from pipeline.office.steps import StepTime, step_times, total
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from tests.office.build import CALENDAR, agency, request, told, wit

A = Action
NOW = wit("11-30 08:00")

SMOOTH = (
    told(A.RECEIVE, "11-23 08:10", "11-23 08:02"),
    told(A.DISPOSE, "11-23 09:00", "11-23 08:50"),
    told(A.ACCEPT, "11-23 09:30", "11-23 09:20"),
    told(A.SUBMIT, "11-23 11:40", "11-23 09:50"),
    told(A.APPROVE, "11-23 13:20", "11-23 13:05"),
)
MACHINE = {
    A.PUBLISH: Done(wit("11-23 13:24"), wit("11-23 13:22")),
    A.TELL: Done(wit("11-23 13:25"), wit("11-23 13:24")),
    A.REPORT: Done(wit("11-23 13:26"), wit("11-23 13:25")),
}


def times(
    *history: Statement, received: str = "11-23 08:00", now: datetime = NOW
) -> tuple[StepTime, ...]:
    return step_times(request(*history, received=received), agency(), CALENDAR, now)


def test_a_smooth_run_has_all_eight_rows() -> None:
    rows = step_times(request(*SMOOTH), agency(), CALENDAR, NOW, machine=MACHINE)
    assert [(row.no, row.standard, row.waiting, row.actual, row.note) for row in rows] == [
        (1, 10, 2, 8, ""),
        (2, 15, 40, 10, ""),
        (3, 15, 20, 10, ""),
        (4, 120, 20, 110, ""),
        (5, 30, 25, 15, ""),
        (6, 60, 2, 2, "oleh sistem"),
        (7, 30, 0, 1, "oleh sistem"),
        (8, 10, 0, 1, "oleh sistem"),
    ]
    assert total(rows) == (290, 109, 157, 0, 0)
    assert not total(rows).is_over
    assert [row.rounds for row in rows] == [1] * 8
    assert (rows[4].began, rows[4].ended) == (wit("11-23 13:05"), wit("11-23 13:20"))
    assert rows[1].role is Role.DIVISION_HEAD


def test_a_row_over_its_standard_says_so() -> None:
    rows = times(told(A.RECEIVE, "11-23 08:11", "11-23 08:00"))
    assert (rows[0].actual, rows[0].is_over) == (11, True)
    assert (rows[1].actual, rows[1].is_over) == (None, False)


def test_exactly_the_standard_is_not_over() -> None:
    assert not times(told(A.RECEIVE, "11-23 08:10", "11-23 08:00"))[0].is_over


def test_a_total_over_its_standard_says_so() -> None:
    history = (*SMOOTH[:3], told(A.SUBMIT, "11-24 16:30", "11-23 09:50"))
    assert total(times(*history)).actual == 8 + 10 + 10 + 130 + 210 + 450
    assert total(times(*history)).is_over


def test_without_began_the_whole_span_counts_and_the_note_says_so() -> None:
    row = times(SMOOTH[0], told(A.DISPOSE, "11-23 09:00"))[1]
    assert (row.waiting, row.actual, row.note) == (None, 50, "termasuk waktu tunggu")


def test_began_before_the_work_was_there_is_a_slip_of_the_pen() -> None:
    row = times(SMOOTH[0], told(A.DISPOSE, "11-23 08:20", "11-23 07:00"))[1]
    assert (row.waiting, row.actual) == (0, 10)


def test_began_after_the_statement_is_a_slip_of_the_pen() -> None:
    row = times(SMOOTH[0], told(A.DISPOSE, "11-23 08:20", "11-23 10:00"))[1]
    assert (row.waiting, row.actual) == (10, 0)


def test_a_letter_that_came_at_night_waits_from_the_morning() -> None:
    row = times(told(A.RECEIVE, "11-23 08:30", "11-23 08:25"), received="11-22 21:00")[0]
    assert (row.waiting, row.actual) == (25, 5)


def test_handling_over_a_night_counts_office_hours_only() -> None:
    row = times(*SMOOTH[:3], told(A.SUBMIT, "11-24 08:30", "11-23 16:00"))[3]
    assert (row.waiting, row.actual, row.overtime) == (150 + 180, 60, 0)


OVERTIME = [
    ("11-23 15:30", "11-23 18:00", 60 + 90, 90, "termasuk lembur 90 menit", "an evening"),
    ("11-23 17:00", "11-23 18:00", 60, 60, "termasuk lembur 60 menit", "only the evening"),
    ("11-28 10:00", "11-28 11:30", 90, 90, "termasuk lembur 90 menit", "a Saturday"),
    ("11-23 11:50", "11-23 12:20", 30, 20, "termasuk lembur 20 menit", "into the break"),
    ("11-24 06:00", "11-24 08:10", 10, 0, "", "an act in office hours counts these only"),
    ("11-23 15:30", "11-23 16:30", 60, 0, "", "the last moment of the day is office hours"),
    # 60 Monday + 450 + 450 + 450 + 420, then Saturday from midnight: the nights before are nobody's
    ("11-23 15:30", "11-28 00:30", 1860, 30, "termasuk lembur 30 menit", "only the act's own day"),
]


@pytest.mark.parametrize(("began", "ended", "actual", "overtime", "note", "why"), OVERTIME)
def test_work_outside_office_hours_is_overtime(
    began: str, ended: str, actual: int, overtime: int, note: str, why: str
) -> None:
    row = times(*SMOOTH[:3], told(A.SUBMIT, ended, began))[3]
    assert (row.actual, row.overtime, row.note) == (actual, overtime, note), why


def test_without_began_an_act_at_night_is_no_overtime_that_could_be_counted() -> None:
    row = times(SMOOTH[0], told(A.DISPOSE, "11-23 20:00"))[1]
    assert (row.actual, row.overtime) == (230 + 210, 0)
    assert row.note == "termasuk waktu tunggu; selesai di luar jam kerja"


def test_a_pause_is_subtracted_and_shown() -> None:
    row = times(
        *SMOOTH[:3],
        told(A.PAUSE, "11-23 10:30"),
        told(A.RESUME, "11-24 10:00"),
        told(A.SUBMIT, "11-24 11:00", "11-23 09:50"),
    )[3]
    assert (row.waiting, row.actual, row.paused) == (20, 40 + 60, 90 + 210 + 120)
    assert row.note == "jeda 420 menit tidak dihitung"


def test_a_pause_before_handling_began_is_taken_from_waiting() -> None:
    row = times(
        *SMOOTH[:3],
        told(A.PAUSE, "11-23 09:40"),
        told(A.RESUME, "11-23 10:40"),
        told(A.SUBMIT, "11-23 11:40", "11-23 11:00"),
    )[3]
    assert (row.waiting, row.actual, row.paused) == (10 + 20, 40, 60)


def test_what_completes_a_request_ends_its_pause_and_is_work() -> None:
    rows = times(
        *SMOOTH[:3],
        told(A.PAUSE, "11-23 10:00"),
        told(A.COMPLETE, "11-23 11:00", "11-23 10:55"),
        told(A.SUBMIT, "11-23 12:00", "11-23 09:50"),
    )
    assert (rows[0].actual, rows[0].rounds, rows[0].paused) == (8 + 5, 1, 0)
    assert rows[0].ended == wit("11-23 08:10")
    assert (rows[3].actual, rows[3].paused) == (10 + 60, 60)


def test_a_pause_that_is_running_stands_in_the_row_it_stops() -> None:
    row = times(*SMOOTH[:3], told(A.PAUSE, "11-23 10:00"), now=wit("11-23 11:00"))[3]
    assert (row.actual, row.ended, row.paused) == (None, None, 60)
    assert row.note == "jeda 60 menit tidak dihitung; sedang ditunda"


def test_void_ends_a_pause() -> None:
    rows = times(*SMOOTH[:3], told(A.PAUSE, "11-23 10:00"), told(A.VOID, "11-23 10:30"))
    assert [row.actual for row in rows] == [8, 10, 10, None, None, None, None, None]
    assert rows[3].note == ""


def test_the_time_with_the_sender_is_not_the_offices() -> None:
    row = times(
        SMOOTH[0],
        told(A.RETURN, "11-23 08:30", "11-23 08:20"),
        told(A.COMPLETE, "11-24 08:30"),
        told(A.DISPOSE, "11-24 08:50", "11-24 08:45"),
    )[1]
    assert (row.waiting, row.actual, row.rounds) == (10 + 15, 10 + 5, 2)
    assert row.paused == 420 + 30
    assert row.note == "2 putaran; jeda 450 menit tidak dihitung"


def test_a_request_that_is_with_its_sender_pauses_until_now() -> None:
    row = times(SMOOTH[0], told(A.RETURN, "11-23 08:30", "11-23 08:20"), now=wit("11-23 09:00"))[1]
    assert (row.actual, row.paused) == (10, 30)


def test_rounds_of_writing_and_correcting_are_summed() -> None:
    rows = times(
        *SMOOTH[:4],
        told(A.REQUEST_CHANGES, "11-23 13:10", "11-23 13:00", round=1),
        told(A.SUBMIT, "11-23 13:50", "11-23 13:20"),
        told(A.APPROVE, "11-23 14:10", "11-23 14:00"),
    )
    assert (rows[3].waiting, rows[3].actual, rows[3].rounds) == (20 + 10, 110 + 30, 2)
    assert (rows[4].waiting, rows[4].actual, rows[4].rounds) == (20 + 10, 10 + 10, 2)
    assert (rows[3].note, rows[4].note) == ("2 putaran", "2 putaran")
    assert (rows[3].began, rows[3].ended) == (wit("11-23 09:50"), wit("11-23 13:50"))


def test_a_round_without_began_makes_the_rows_waiting_unknown() -> None:
    row = times(
        *SMOOTH[:4],
        told(A.REQUEST_CHANGES, "11-23 13:10", "11-23 13:00"),
        told(A.SUBMIT, "11-23 13:50"),
    )[3]
    assert (row.waiting, row.actual) == (None, 110 + 40)
    assert row.note == "termasuk waktu tunggu; 2 putaran"


def test_the_heads_own_correction_and_the_officers_agreement_are_row_five() -> None:
    row = times(
        *SMOOTH[:4],
        told(A.REVISE, "11-23 13:20", "11-23 13:00", round=1),
        told(A.AGREE, "11-23 13:40", "11-23 13:35"),
        told(A.APPROVE, "11-23 13:45", "11-23 13:42"),
    )[4]
    assert (row.waiting, row.actual, row.rounds) == (20 + 15 + 2, 20 + 5 + 3, 2)


def test_two_approvals_are_one_round() -> None:
    both = told(A.APPROVE, "11-23 13:30", "11-23 13:25", role=Role.DIVISION_HEAD)
    row = times(*SMOOTH, both)[4]
    assert (row.waiting, row.actual, row.rounds) == (25 + 5, 15 + 5, 1)
    assert row.ended == wit("11-23 13:30")


def test_of_a_decision_on_paper_its_own_moment_counts() -> None:
    rows = times(
        SMOOTH[0],
        told(A.DISPOSE, "11-23 14:00", "11-23 08:50", decided="11-23 09:00"),
        told(A.ACCEPT, "11-23 14:10", "11-23 09:20", decided="11-23 09:30"),
    )
    assert (rows[1].waiting, rows[1].actual, rows[1].ended) == (40, 10, wit("11-23 09:00"))
    assert (rows[2].waiting, rows[2].actual, rows[2].ended) == (20, 10, wit("11-23 09:30"))


def test_a_new_disposition_lays_the_work_on_the_desk_anew() -> None:
    row = times(*SMOOTH[:2], told(A.REDISPOSE, "11-23 10:00"), told(A.ACCEPT, "11-23 10:15"))[2]
    assert row.actual == 15


def test_coordination_noted_later_is_work_of_row_three() -> None:
    row = times(*SMOOTH[:3], told(A.NOTE, "11-23 10:30", "11-23 10:10", text="contoh"))[2]
    assert (row.waiting, row.actual, row.rounds) == (20, 10 + 20, 1)
    assert row.ended == wit("11-23 09:30")


def test_a_decision_that_ends_a_request_completes_row_two() -> None:
    rows = times(SMOOTH[0], told(A.DECLINE, "11-23 08:30", "11-23 08:20", reason="contoh"))
    assert (rows[1].actual, rows[1].rounds) == (10, 1)
    assert all(row.note == "" for row in rows)


def test_the_row_at_hand_is_running() -> None:
    rows = times(*SMOOTH[:4])
    assert [row.note for row in rows[3:6]] == ["", "sedang berjalan", ""]
    assert times(*SMOOTH)[5].note == "sedang berjalan"


def test_a_text_sent_back_is_being_written_again() -> None:
    row = times(*SMOOTH[:4], told(A.REQUEST_CHANGES, "11-23 13:10", "11-23 13:00"))[3]
    assert (row.actual, row.ended, row.note) == (110, None, "sedang berjalan")


def test_publishing_waits_for_its_hour_without_being_late() -> None:
    rows = step_times(
        request(*SMOOTH),
        agency(),
        CALENDAR,
        NOW,
        machine={A.PUBLISH: Done(wit("11-25 08:03"))},
        due=wit("11-25 08:00"),
    )
    assert (rows[5].actual, rows[5].note) == (3, "oleh sistem; termasuk waktu tunggu")


def test_machines_do_no_overtime() -> None:
    done = Done(wit("11-23 20:03"), wit("11-23 20:00"))
    rows = step_times(request(*SMOOTH), agency(), CALENDAR, NOW, machine={A.PUBLISH: done})
    assert (rows[5].actual, rows[5].overtime, rows[5].note) == (3, 0, "oleh sistem")


def test_a_ralat_does_not_change_the_times_of_the_news() -> None:
    again = (
        told(A.AMEND, "11-25 09:00"),
        told(A.SUBMIT, "11-25 10:00", "11-25 09:10"),
        told(A.APPROVE, "11-25 11:00", "11-25 10:50"),
    )
    former = step_times(request(*SMOOTH), agency(), CALENDAR, NOW, machine=MACHINE)
    assert step_times(request(*SMOOTH, *again), agency(), CALENDAR, NOW, machine=MACHINE) == former


def test_a_request_without_history_has_eight_empty_rows() -> None:
    rows = times()
    assert [(row.waiting, row.actual, row.note) for row in rows] == [(None, None, "")] * 8
    assert total(rows) == (290, None, None, 0, 0)


GAPS = st.lists(st.integers(0, 2_000), min_size=8, max_size=8)


@given(GAPS)
def test_waiting_actual_and_pauses_are_all_the_office_hours(gaps: list[int]) -> None:
    moments = [wit("11-23 08:00")]
    for gap in gaps:
        moments.append(moments[-1] + timedelta(minutes=gap))
    clock = [f"{moment:%m-%d %H:%M}" for moment in moments]
    row = step_times(
        request(
            told(A.RECEIVE, clock[0], clock[0]),
            told(A.DISPOSE, clock[1], clock[1]),
            told(A.ACCEPT, clock[2], clock[2]),
            told(A.PAUSE, clock[3]),
            told(A.RESUME, clock[5]),
            told(A.SUBMIT, clock[6], clock[4]),
        ),
        agency(),
        CALENDAR,
        moments[7],
    )[3]
    assert row.waiting is not None
    assert row.actual is not None
    counted = row.waiting + row.actual - row.overtime + row.paused
    assert counted == CALENDAR.working_minutes(moments[2], moments[6])
