"""Words alone never fill a record so far that a decision no longer fits."""

from pipeline.record.length import KEPT_FOR_DECISIONS, WORDS, most_bytes
from pipeline.record.strict_yaml import LIMIT
from pipeline.record.workflow import Action


def test_decisions_may_fill_a_record_and_words_leave_room_for_them() -> None:
    assert (LIMIT, KEPT_FOR_DECISIONS) == (65536, 16384)
    assert {most_bytes(action) for action in WORDS} == {49152}
    assert {most_bytes(action) for action in set(Action) - WORDS} == {65536}


def test_only_these_add_nothing_but_words() -> None:
    assert sorted(WORDS) == [
        "complete",
        "fact_check",
        "note",
        "pause",
        "reassign",
        "receive",
        "rectify",
        "request_changes",
        "revise",
    ]
