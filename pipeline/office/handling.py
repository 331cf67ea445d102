"""Who had what on the desk, and when: each time that a row of the SOP was handled."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Final, NamedTuple

from pipeline.office.story import Span, Turn
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role, State

A = Action

# The row of the SOP that a statement belongs to.
STEP_OF: Final[Mapping[Action, int]] = {
    A.RECEIVE: 1,
    A.DISPOSE: 2,
    A.RETURN: 2,
    A.DECLINE: 2,
    A.FILE: 2,
    A.ACCEPT: 3,
    A.SUBMIT: 4,
    A.REQUEST_CHANGES: 5,
    A.REVISE: 5,
    A.AGREE: 5,
    A.APPROVE: 5,
    A.BYPASS: 5,
    A.PUBLISH: 6,
    A.TELL: 7,
    A.REPORT: 8,
}
MACHINE_STEPS: Final = (A.PUBLISH, A.TELL, A.REPORT)
# Work beside a row's own act: counted where somebody noted when it began.
BESIDE: Final[Mapping[Action, int]] = {A.COMPLETE: 1, A.RECTIFY: 1, A.REDISPOSE: 2, A.NOTE: 3}
NEW_EDITION: Final = frozenset({A.AMEND, A.WITHDRAW})


class Kind(Enum):
    """What a handling is: a round of its row, a part of one, work beside it, or a machine's."""

    ROUND = auto()
    PART = auto()
    BESIDE = auto()
    MACHINE = auto()


class Handling(NamedTuple):
    """One time that row `no` was handled; `began` None: nobody noted it."""

    no: int
    available: datetime
    began: datetime | None
    ended: datetime
    kind: Kind


class Done(NamedTuple):
    """What the ledger knows of a machine's row: when it was done, and when that began."""

    ended: datetime
    began: datetime | None = None


def first_edition(story: Iterable[Turn]) -> Sequence[Turn]:
    """The turns before the first ralat or withdrawal, which is a run of its own."""
    found: list[Turn] = []
    for turn in story:
        if turn.statement.action in NEW_EDITION:
            break
        found.append(turn)
    return found


def handlings(request: Request, story: Iterable[Turn]) -> tuple[list[Handling], datetime]:
    """Each time people handled a row, and since when the next row's work is available."""
    available = request.letter.received
    found = []
    for statement, before, after in story:
        action, ended, began = statement.action, statement.decided_at, began_at(statement)
        if action in STEP_OF:
            found.append(_handling(STEP_OF[action], available, began, ended, _kind(statement)))
        elif action in BESIDE and began is not None:
            found.append(_handling(BESIDE[action], began, began, ended, Kind.BESIDE))
        if action in STEP_OF or action is A.REDISPOSE or before.state is not after.state:
            available = max(available, ended)
    return found, available


def machine_handlings(
    machine: Mapping[Action, Done], approved: datetime, due: datetime | None
) -> list[Handling]:
    """The rows that machines did; nothing is there to publish before it is due."""
    available = approved if due is None else max(approved, due)
    found = []
    for action in MACHINE_STEPS:
        done = machine.get(action)
        if done is not None:
            no = STEP_OF[action]
            found.append(_handling(no, available, done.began, done.ended, Kind.MACHINE))
            available = max(available, done.ended)
    return found


def returned(story: Iterable[Turn], now: datetime) -> tuple[Span, ...]:
    """When the request was with its sender, to be completed."""
    found: list[Span] = []
    since: datetime | None = None
    for turn in story:
        if since is not None and turn.after.state is not State.RETURNED:
            found.append((since, turn.statement.at))
            since = None
        elif since is None and turn.after.state is State.RETURNED:
            since = turn.statement.decided_at
    return (*found, (since, now)) if since is not None and since < now else tuple(found)


def began_at(statement: Statement) -> datetime | None:
    """When handling began, where the statement says so."""
    began = statement.data.get("began")
    return None if began is None else datetime.fromisoformat(str(began))


def _kind(statement: Statement) -> Kind:
    """The Kasi's word ends a round; `agree` and the Kabid's approval are parts of the same one."""
    by_division = statement.action is A.APPROVE and statement.role is Role.DIVISION_HEAD
    return Kind.PART if statement.action is A.AGREE or by_division else Kind.ROUND


def _handling(
    no: int, available: datetime, began: datetime | None, ended: datetime, kind: Kind
) -> Handling:
    """Nothing is handled before it is there: a `began` that says so is a slip of the pen."""
    available = min(available, ended)
    inside = None if began is None else min(max(began, available), ended)
    return Handling(no, available, inside, ended, kind)
