"""What readers saw of an article, and what they are told of it: all by decisions alone."""

from datetime import datetime, timedelta

import pytest

from pipeline.record.public_past import Absence, PublicPast, public_past
from pipeline.record.workflow import Action, Role
from tests.record.histories import (
    AMEND,
    APPROVE,
    SUBMIT,
    TAKEDOWN,
    TO_APPROVED,
    TO_RALAT,
    TO_REVIEW,
    Say,
    history,
)

A, R = Action, Role
WITHDRAW = Say(A.WITHDRAW)
AGAIN = (AMEND, SUBMIT, APPROVE)
OBJECTED = Say(A.SECOND_LOOK, R.SECTION_HEAD, {"verdict": "objected"})
RECALL = Say(A.RECALL, R.SECTION_HEAD)
KABID_TOO = Say(A.APPROVE, R.DIVISION_HEAD)
WITHDRAWN = (WITHDRAW, SUBMIT, APPROVE)


def past(*says: Say, asked: dict[int, datetime] | None = None) -> PublicPast:
    """What readers saw after a story; `asked` are the times that editions ask for."""
    found = public_past(history(*says), (asked or {}).get)
    assert found is not None
    return found


def at(place: int, *says: Say) -> datetime:
    """When the statement at a place of the story was made; the last is -1."""
    return history(*says)[place].at


def formers(found: PublicPast) -> list[int | None]:
    """Of each correction, the newest first, the edition whose text is shown."""
    return [one.former for one in found.corrections]


def test_before_any_approval_there_is_nothing() -> None:
    assert public_past(history(*TO_REVIEW), lambda _edition: None) is None


def test_an_article_is_first_seen_when_the_last_head_has_approved_it() -> None:
    story = (*TO_APPROVED, KABID_TOO)
    assert past(*story) == PublicPast(at(-1, *story), at(-1, *story), (), None)


def test_or_when_it_asks_to_be() -> None:
    later = at(-1, *TO_APPROVED) + timedelta(days=2)
    found = past(*TO_APPROVED, asked={1: later})
    assert (found.first, found.due) == (later, later)


def test_a_correction_leaves_the_day_and_says_what_changed() -> None:
    story = (*TO_APPROVED, *AGAIN)
    found = past(*story)
    assert found.first == at(-1, *TO_APPROVED)
    assert found.due == at(-1, *story)
    (only,) = found.corrections
    assert (only.at, only.changes, only.former) == (found.due, "nama desa dibetulkan", 1)


def test_each_correction_leads_to_the_text_before_it() -> None:
    assert formers(past(*TO_APPROVED, *AGAIN, *AGAIN)) == [2, 1]


def test_what_was_corrected_before_it_was_due_was_seen_by_nobody() -> None:
    later = at(-1, *TO_APPROVED) + timedelta(days=2)
    story = (*TO_APPROVED, *AGAIN)
    found = past(*story, asked={1: later})
    assert (found.first, found.corrections) == (at(-1, *story), ())


def test_what_changed_in_an_edition_that_nobody_saw_is_told_with_the_next() -> None:
    later = at(-1, *TO_APPROVED) + timedelta(days=2)
    other = AMEND._replace(data={**AMEND.data, "changes": "angka dibetulkan", "version": 2})
    found = past(*TO_APPROVED, *AGAIN, other, SUBMIT, APPROVE, asked={2: later})
    assert [one.changes for one in found.corrections] == ["nama desa dibetulkan angka dibetulkan"]
    assert formers(found) == [1]


def test_a_recalled_correction_is_none() -> None:
    found = past(*TO_APPROVED, *AGAIN, RECALL, APPROVE)
    assert formers(found) == [1]
    assert found.corrections[0].changes == "nama desa dibetulkan"
    gone = past(*TO_APPROVED, *AGAIN, RECALL)
    assert gone.corrections == ()
    assert gone.absence is not None
    assert not gone.absence.is_final


@pytest.mark.parametrize("away", [(TAKEDOWN,), WITHDRAWN])
def test_what_was_taken_off_is_shown_to_nobody_again(away: tuple[Say, ...]) -> None:
    before = (*TO_APPROVED, *AGAIN)
    assert formers(past(*before, *away, *AGAIN)) == [None, None]
    assert formers(past(*before, *away, *AGAIN, *AGAIN)) == [4 if len(away) > 1 else 3, None, None]


def test_who_objects_to_a_takedown_shows_all_of_it_again() -> None:
    before = (*TO_APPROVED, *AGAIN)
    assert past(*before, TAKEDOWN, OBJECTED) == past(*before)


def test_of_what_was_hidden_since_then_it_is_said() -> None:
    story = (*TO_APPROVED, TAKEDOWN)
    assert past(*story).absence == Absence(at(-1, *story), False, "", False)


def test_what_is_hidden_while_a_correction_is_written_is_hidden_since_the_takedown() -> None:
    story = (*TO_RALAT, TAKEDOWN)
    assert past(*story, SUBMIT).absence == Absence(at(-1, *story), False, "", False)


def test_of_what_was_withdrawn_it_is_said_what_readers_are_told() -> None:
    told = WITHDRAW._replace(data={"announcement": "Kegiatan dibatalkan."})
    story = (*TO_APPROVED, told, SUBMIT, APPROVE)
    assert past(*story).absence == Absence(at(-1, *story), True, "Kegiatan dibatalkan.", False)


def test_the_reason_on_record_is_told_to_nobody() -> None:
    found = past(*TO_APPROVED, *WITHDRAWN).absence
    assert found is not None
    assert found.announcement == ""


def test_what_is_hidden_and_then_withdrawn_is_gone_for_good() -> None:
    story = (*TO_APPROVED, TAKEDOWN, *WITHDRAWN)
    assert past(*story).absence == Absence(at(-1, *story), True, "", False)


def test_until_the_withdrawal_is_approved_it_is_hidden_only() -> None:
    found = past(*TO_APPROVED, TAKEDOWN, WITHDRAW, SUBMIT).absence
    assert found is not None
    assert not found.is_final


@pytest.mark.parametrize("away", [(TAKEDOWN,), WITHDRAWN])
def test_nothing_is_said_of_what_nobody_saw(away: tuple[Say, ...]) -> None:
    later = at(-1, *TO_APPROVED) + timedelta(days=2)
    assert past(*TO_APPROVED, *away, asked={1: later}).absence is None


@pytest.mark.parametrize("silent", [TAKEDOWN, WITHDRAW])
def test_where_the_address_says_too_much_that_stays_so(silent: Say) -> None:
    quiet = silent._replace(data={**silent.data, "no_notice": True})
    steps = (quiet, *WITHDRAWN) if silent is TAKEDOWN else (quiet, SUBMIT, APPROVE)
    found = past(*TO_APPROVED, *steps).absence
    assert found is not None
    assert found.is_silent
    back = past(*TO_APPROVED, *steps, *AGAIN, TAKEDOWN).absence
    assert back is not None
    assert not back.is_silent
