"""Read from a history what was asked in each round of correction and how it was answered."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.record.statement import Statement
from pipeline.record.workflow import Action

ASKS = frozenset({Action.REQUEST_CHANGES, Action.REVISE})
ANSWERS = {Action.REQUEST_CHANGES: Action.SUBMIT, Action.REVISE: Action.AGREE}


class Round(NamedTuple):
    """One round. `before` and `after` are digests of the text, "" where not (yet) known."""

    no: int
    asked: Statement
    answered: Statement | None
    before: str
    after: str

    @property
    def is_own_revision(self) -> bool:
        """Whether the section head corrected the text himself."""
        return self.asked.action is Action.REVISE


def rounds(history: Sequence[Statement]) -> tuple[Round, ...]:
    """The rounds in order."""
    return tuple(_rounds(history))


def _rounds(history: Sequence[Statement]) -> Iterator[Round]:
    no, text = 0, ""
    for place, statement in enumerate(history):
        if statement.action in ASKS:
            no += 1
            answer = _answer(statement, history[place + 1 :])
            own = statement.action is Action.REVISE
            before = str(statement.data.get("before", text)) if own else text
            after = statement if own else answer
            digest = str(after.data.get("digest", "")) if after else ""
            yield Round(int(statement.data.get("round", no)), statement, answer, before, digest)
        text = str(statement.data.get("digest", text))


def _answer(asked: Statement, later: Sequence[Statement]) -> Statement | None:
    """The first fitting answer before somebody asks again."""
    for statement in later:
        if statement.action is ANSWERS[asked.action]:
            return statement
        if statement.action in ASKS:
            return None
    return None
