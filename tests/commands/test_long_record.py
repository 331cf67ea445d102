"""A record that becomes too long says so before anything happens, and can still be closed."""

import pytest

from pipeline.commands import note
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed
from pipeline.record.length import KEPT_FOR_DECISIONS, WORDS, most_bytes
from pipeline.record.strict_yaml import LIMIT
from pipeline.record.workflow import Action, State
from tests.commands.conftest import DeskAt
from tests.support.office import KASI, NUMBER, OFFICER, Stage


def test_words_leave_room_for_decisions() -> None:
    assert most_bytes(Action.NOTE) == LIMIT - KEPT_FOR_DECISIONS
    assert {action for action in Action if most_bytes(action) == LIMIT} == set(Action) - WORDS
    assert not WORDS & {Action.VOID, Action.APPROVE, Action.TAKEDOWN, Action.WITHDRAW}


def test_a_long_story_ends_with_a_sentence_and_can_be_closed(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    office = desk.office
    office.arm()
    for _count in range(4):
        note.run(office[OFFICER], NUMBER, text="x" * 9_900)
    before = office.tip()
    with pytest.raises(NotAllowed) as refused:
        note.run(office[OFFICER], NUMBER, text="x" * 9_900)
    assert refused.value.message.startswith("the record of 2026-0118 would be 5")
    assert refused.value.message.endswith(" bytes long; for this, 49152 are the most")
    assert refused.value.hint == (
        "say it in fewer words, or bring it as a paper with `siar complete`"
    )
    assert office.tip() == before
    closed = record(
        office[KASI], NUMBER, Action.VOID, lambda _opened: Step({"reason": "x" * 9_000})
    )
    assert closed.case.state is State.VOID
