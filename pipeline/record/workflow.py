"""The procedure as a table: who may do what in which state, where it leads, and whom it tells.

Source: SOP 900/01/SOP/DKIP-MU/2022, one column `sop` per row of the SOP; rows without a number
are what an office needs besides. Nothing else in the program knows the order of states.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    RETURNED = "returned"
    DECLINED = "declined"
    FILED = "filed"
    DISPOSITIONED = "dispositioned"
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    VOID = "void"


class Role(StrEnum):
    """In which capacity somebody acts."""

    OFFICER = "officer"
    SECTION_HEAD = "section_head"
    DIVISION_HEAD = "division_head"
    MAINTAINER = "maintainer"
    MACHINE = "machine"


class Action(StrEnum):
    """What a statement says was done."""

    RECEIVE = "receive"
    COMPLETE = "complete"
    RECTIFY = "rectify"
    DISPOSE = "dispose"
    RETURN = "return"
    DECLINE = "decline"
    FILE = "file"
    REDISPOSE = "redispose"
    ACCEPT = "accept"
    NOTE = "note"
    REASSIGN = "reassign"
    SPLIT = "split"
    JOIN = "join"
    SUBMIT = "submit"
    REQUEST_CHANGES = "request_changes"
    REVISE = "revise"
    AGREE = "agree"
    APPROVE = "approve"
    RECALL = "recall"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    TAKEDOWN = "takedown"
    FACT_CHECK = "fact_check"
    EXEMPT = "exempt"
    PAUSE = "pause"
    RESUME = "resume"
    VOID = "void"
    BYPASS = "bypass"
    SECOND_LOOK = "second_look"
    CONFIRM = "confirm"
    IMPORT = "import"
    PUBLISH = "publish"
    TELL = "tell"
    REPORT = "report"


class Audience(StrEnum):
    """Whom a row tells."""

    SENDER = "sender"
    OFFICER = "officer"
    SECTION_HEAD = "section_head"
    DIVISION_HEAD = "division_head"
    MEDIA = "media"
    FORMER_RECIPIENTS = "former_recipients"


S, R, A, T = State, Role, Action, Audience

OPEN = frozenset(
    {S.RECEIVED, S.RETURNED, S.DISPOSITIONED, S.DRAFTING, S.IN_REVIEW, S.CHANGES_REQUESTED}
)
FINAL = frozenset({S.DECLINED, S.FILED, S.VOID})
WRITING = frozenset({S.DRAFTING, S.IN_REVIEW, S.CHANGES_REQUESTED})
PUBLISHABLE = S.APPROVED
# What readers see is hidden at once, even when nobody works on its correction.
WHILE_PAUSED = frozenset({A.RESUME, A.COMPLETE, A.VOID, A.CONFIRM, A.TAKEDOWN})
# What is said of a request that main holds already: its branch is made again for it.
AFTERWARDS = frozenset(
    {A.NOTE, A.RECALL, A.AMEND, A.WITHDRAW, A.TAKEDOWN, A.SECOND_LOOK, A.CONFIRM}
)
# What is only possible before anything was published, and only after that.
UNPUBLISHED = frozenset({A.REDISPOSE, A.SPLIT, A.JOIN, A.VOID})
PUBLISHED = frozenset({A.AMEND, A.WITHDRAW, A.TAKEDOWN})
# After a split or a join others carry it on.
WHILE_DIVIDED = frozenset({A.NOTE, A.CONFIRM})
# Decisions that may be made on paper, by WhatsApp or by word, and typed in by somebody else.
TRANSCRIBABLE = frozenset({A.DISPOSE, A.RETURN, A.DECLINE, A.FILE, A.ACCEPT, A.REQUEST_CHANGES})
# Which findings can be allowed, by how their ids begin: personal data and what the law excludes.
EXEMPTABLE = ("personal-", "excluded-")


class Transition(NamedTuple):
    """One row: `sources` None = a new request, `target` None = the state stays as it is."""

    sop: int | None
    action: Action
    roles: frozenset[Role]
    sources: frozenset[State] | None
    target: State | None
    standard_minutes: int | None
    tells: tuple[Audience, ...]


def _row(
    sop: int | None,
    action: Action,
    roles: Role | Iterable[Role],
    sources: State | Iterable[State] | None,
    target: State | None,
    minutes: int | None = None,
    *tells: Audience,
) -> Transition:
    who = frozenset({roles}) if isinstance(roles, Role) else frozenset(roles)
    whence = frozenset({sources}) if isinstance(sources, State) else sources
    return Transition(
        sop, action, who, None if whence is None else frozenset(whence), target, minutes, tells
    )


HEADS = (R.SECTION_HEAD, R.DIVISION_HEAD)
SAME = None

TABLE: tuple[Transition, ...] = (
    _row(1, A.RECEIVE, R.OFFICER, None, S.RECEIVED, 10, T.SENDER),
    _row(1, A.COMPLETE, R.OFFICER, S.RETURNED, S.RECEIVED),
    _row(1, A.COMPLETE, R.OFFICER, OPEN - {S.RETURNED}, SAME),
    _row(1, A.RECTIFY, R.OFFICER, OPEN, SAME),
    _row(2, A.DISPOSE, R.DIVISION_HEAD, S.RECEIVED, S.DISPOSITIONED, 15, T.SECTION_HEAD),
    _row(2, A.RETURN, R.DIVISION_HEAD, S.RECEIVED, S.RETURNED, 15, T.SENDER),
    _row(2, A.DECLINE, R.DIVISION_HEAD, S.RECEIVED, S.DECLINED, 15, T.SENDER),
    _row(2, A.FILE, R.DIVISION_HEAD, S.RECEIVED, S.FILED, 15),
    _row(
        2,
        A.REDISPOSE,
        R.DIVISION_HEAD,
        (S.DISPOSITIONED, S.DRAFTING),
        S.DISPOSITIONED,
        None,
        T.SECTION_HEAD,
    ),
    _row(3, A.ACCEPT, R.SECTION_HEAD, S.DISPOSITIONED, S.DRAFTING, 15, T.OFFICER),
    _row(3, A.NOTE, (R.OFFICER, R.SECTION_HEAD, R.DIVISION_HEAD), OPEN | {S.APPROVED}, SAME),
    _row(3, A.REASSIGN, R.SECTION_HEAD, WRITING, SAME, None, T.OFFICER),
    # The parent names its parts and is closed; each part begins with a split of its own.
    _row(3, A.SPLIT, R.SECTION_HEAD, (S.DISPOSITIONED, *WRITING), SAME),
    _row(3, A.SPLIT, R.SECTION_HEAD, None, S.DISPOSITIONED),
    _row(3, A.JOIN, R.SECTION_HEAD, (S.DISPOSITIONED, *WRITING), SAME),
    _row(
        4,
        A.SUBMIT,
        R.OFFICER,
        (S.DRAFTING, S.CHANGES_REQUESTED),
        S.IN_REVIEW,
        120,
        T.SECTION_HEAD,
    ),
    _row(5, A.REQUEST_CHANGES, R.SECTION_HEAD, S.IN_REVIEW, S.CHANGES_REQUESTED, 30, T.OFFICER),
    _row(5, A.REVISE, R.SECTION_HEAD, S.IN_REVIEW, S.IN_REVIEW, 30, T.OFFICER),
    _row(5, A.AGREE, R.OFFICER, S.IN_REVIEW, S.IN_REVIEW, None, T.SECTION_HEAD),
    _row(5, A.APPROVE, R.SECTION_HEAD, S.IN_REVIEW, S.APPROVED, 30, T.OFFICER),
    # Where agency.yaml asks for it, the division head approves too; either may be first.
    _row(5, A.APPROVE, R.DIVISION_HEAD, (S.IN_REVIEW, S.APPROVED), SAME, 30, T.OFFICER),
    _row(None, A.RECALL, R.SECTION_HEAD, S.APPROVED, S.IN_REVIEW, None, T.OFFICER),
    _row(None, A.AMEND, R.OFFICER, S.APPROVED, S.DRAFTING, None, T.FORMER_RECIPIENTS),
    # A correction that was begun may turn out to be a withdrawal.
    _row(
        None,
        A.WITHDRAW,
        R.OFFICER,
        (S.APPROVED, *WRITING),
        S.DRAFTING,
        None,
        T.FORMER_RECIPIENTS,
    ),
    # Also while a correction of what was published is being written.
    _row(None, A.TAKEDOWN, HEADS, (S.APPROVED, *WRITING), SAME),
    _row(None, A.FACT_CHECK, R.OFFICER, WRITING, SAME),
    _row(None, A.EXEMPT, R.SECTION_HEAD, WRITING, SAME),
    _row(None, A.PAUSE, R.OFFICER, OPEN, SAME),
    _row(None, A.RESUME, R.OFFICER, OPEN, SAME),
    _row(None, A.VOID, R.SECTION_HEAD, OPEN, S.VOID),
    _row(None, A.BYPASS, HEADS, S.IN_REVIEW, S.APPROVED, None, T.OFFICER),
    _row(None, A.SECOND_LOOK, HEADS, S.APPROVED, SAME),
    _row(None, A.CONFIRM, HEADS, OPEN | FINAL | {S.APPROVED}, SAME),
    _row(None, A.IMPORT, R.MAINTAINER, None, S.APPROVED),
    # Machine rows live in the ledger, after approval; they never appear in a request's history.
    _row(6, A.PUBLISH, R.MACHINE, S.APPROVED, SAME, 60, T.MEDIA),
    _row(7, A.TELL, R.MACHINE, S.APPROVED, SAME, 30, T.SENDER),
    _row(8, A.REPORT, R.MACHINE, S.APPROVED, SAME, 10),
)


def rows(action: Action) -> tuple[Transition, ...]:
    """The rows of the table for this action."""
    return tuple(row for row in TABLE if row.action is action)


def find_transition(
    state: State | None, action: Action, role: Role, *, paused: bool = False
) -> Transition | None:
    """The row that allows `role` to do `action` in `state` (None: no request yet), if any."""
    if paused and action not in WHILE_PAUSED:
        return None
    # Pausing and resuming are meaningful only while running and paused, respectively.
    if action is (A.PAUSE if paused else A.RESUME):
        return None
    for row in rows(action):
        applies = row.sources is None if state is None else state in (row.sources or ())
        if applies and role in row.roles:
            return row
    return None


def allowed_actions(state: State | None, *, paused: bool = False) -> tuple[Action, ...]:
    """What people can do from `state`, in the order of the table: for "from here you can"."""
    found = [
        row.action
        for row in TABLE
        if Role.MACHINE not in row.roles
        and any(find_transition(state, row.action, role, paused=paused) for role in row.roles)
    ]
    return tuple(dict.fromkeys(found))


def responsible_role(state: State, *, paused: bool = False) -> Role | None:
    """On whom a request in `state` waits: the role of the next SOP row; None when it is final."""
    if paused:
        return Role.OFFICER
    return _WAITS_ON.get(state)


_WAITS_ON: dict[State, Role] = {
    S.RETURNED: R.OFFICER,
    S.APPROVED: R.MACHINE,
} | {
    state: next(iter(row.roles))
    for row in reversed(TABLE)
    if row.sop is not None and row.standard_minutes and R.MACHINE not in row.roles
    for state in (row.sources or ())
    if state is not S.APPROVED
}
