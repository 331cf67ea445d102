"""For every row of the table, the shortest story after which it can be said."""

from typing import NamedTuple

from pipeline.record.statement import Statement
from pipeline.record.workflow import TABLE, WRITING, Action, Role, State, Transition
from tests.record.histories import (
    DISPOSE,
    KABID,
    OTHER_TEXT,
    PART,
    PAUSE,
    RECEIVE,
    REQUEST_CHANGES,
    REVISE,
    SUBMIT,
    TO_APPROVED,
    TO_DRAFTING,
    TO_RALAT,
    TO_REVIEW,
    Say,
    history,
    typed_in,
)

A, R, S = Action, Role, State

WAYS: dict[State | None, tuple[Say, ...]] = {
    None: (),
    S.RECEIVED: (RECEIVE,),
    S.RETURNED: (RECEIVE, Say(A.RETURN, R.DIVISION_HEAD)),
    S.DECLINED: (RECEIVE, Say(A.DECLINE, R.DIVISION_HEAD)),
    S.FILED: (RECEIVE, Say(A.FILE, R.DIVISION_HEAD)),
    S.DISPOSITIONED: (RECEIVE, DISPOSE),
    S.DRAFTING: tuple(TO_DRAFTING),
    S.IN_REVIEW: tuple(TO_REVIEW),
    S.CHANGES_REQUESTED: (*TO_REVIEW, REQUEST_CHANGES),
    S.APPROVED: tuple(TO_APPROVED),
    S.VOID: (RECEIVE, Say(A.VOID, R.SECTION_HEAD)),
}
# The states of writing again, after something was published.
RALAT_WAYS: dict[State | None, tuple[Say, ...]] = {
    S.DRAFTING: tuple(TO_RALAT),
    S.IN_REVIEW: (*TO_RALAT, SUBMIT),
    S.CHANGES_REQUESTED: (*TO_RALAT, SUBMIT, REQUEST_CHANGES),
}


class Sayable(NamedTuple):
    """A row as one role says it in one state."""

    row: Transition
    source: State | None
    role: Role

    def __str__(self) -> str:
        return f"{self.row.action}-{self.source}-{self.role}"


ROWS = [
    Sayable(row, source, role)
    for row in TABLE
    if R.MACHINE not in row.roles and row.action is not A.IMPORT
    for source in (sorted(row.sources or ()) or (None,))
    for role in sorted(row.roles)
]


def before(said: Sayable) -> tuple[Statement, ...]:
    """What has to be said before."""
    action, source = said.row.action, said.source
    if action is A.RESUME:
        return history(*WAYS[source], PAUSE)
    if action is A.AGREE:
        return history(*TO_REVIEW, REVISE)
    if action in (A.TAKEDOWN, A.WITHDRAW) and source in WRITING:
        return history(*RALAT_WAYS[source])
    if action is A.SECOND_LOOK:
        other = R.DIVISION_HEAD if said.role is R.SECTION_HEAD else R.SECTION_HEAD
        return history(*TO_APPROVED, Say(A.TAKEDOWN, other))
    if action is A.CONFIRM:
        returned = typed_in(Say(A.RETURN, R.DIVISION_HEAD))
        ended = () if source is S.RETURNED else (Say(A.COMPLETE), *WAYS[source][1:])
        return history(RECEIVE, returned, *ended)
    return history(*WAYS[source])


def last(said: Sayable, told: tuple[Statement, ...]) -> Say:
    """The row itself, said after `told`."""
    action, role = said.row.action, said.role
    if said.source is None and action is A.SPLIT:
        return PART
    if action is A.AGREE:
        return Say(action, role, {"digest": OTHER_TEXT})
    if action is A.CONFIRM:
        return Say(action, role, {"statement": told[1].digest}, by=KABID)
    return Say(action, role)
