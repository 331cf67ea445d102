"""What whoever asks after a request by its number is told: a word, and since when it holds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from pipeline.office.story import turns
from pipeline.record.labels import MARK_LABELS, STATE_LABELS, Mark
from pipeline.record.replay import Case
from pipeline.record.statement import Statement
from pipeline.record.workflow import FINAL, State

LIVE: Final = MARK_LABELS[Mark.LIVE]
ELSEWHERE: Final = "dilanjutkan dengan nomor lain"
# What is between two people of the office is all one to others. Nothing is said of an approval:
# until readers see the article, it is where it was before.
WORDS: Final[Mapping[State, str]] = {
    state: STATE_LABELS[state]
    for state in (
        State.RECEIVED, State.RETURNED, State.DISPOSITIONED, State.DRAFTING, State.IN_REVIEW, *FINAL
    )
} | {State.CHANGES_REQUESTED: STATE_LABELS[State.DRAFTING]}  # fmt: skip


class Told(NamedTuple):
    """What is told of a request, since when, and whether that is its end."""

    word: str
    since: datetime
    is_ended: bool


def told(history: Sequence[Statement]) -> Told | None:
    """What is told of a request whose article readers do not see; None where nothing is.

    Nothing is told of what was withdrawn or taken down: the notice in its place says what may be
    said.
    """
    found: Told | None = None
    case = Case()
    for turn in turns(history):
        case = turn.after
        word = _word(case)
        if word is not None and (found is None or found.word != word):
            found = Told(word, turn.statement.decided_at, is_ended=not case.is_open)
    return None if case.hidden or case.kind == "pencabutan" else found


def _word(case: Case) -> str | None:
    if case.is_divided:
        return ELSEWHERE
    if case.is_paused:
        return MARK_LABELS[Mark.PAUSED]
    return WORDS.get(case.state) if case.state else None
