"""Replay a history: the state it leads to, and every statement that the table does not allow."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.i18n import _
from pipeline.record.case import Case
from pipeline.record.effects import effect_of, summary
from pipeline.record.guards import guard_flaws
from pipeline.record.labels import named
from pipeline.record.problem import Flaw, Problem
from pipeline.record.statement import Statement
from pipeline.record.workflow import (
    PUBLISHED,
    UNPUBLISHED,
    WHILE_DIVIDED,
    Action,
    Role,
    allowed_actions,
    find_transition,
)

__all__ = ["Case", "Problem", "advance", "replay", "summary", "way_on", "why_not"]


def replay(history: Sequence[Statement]) -> tuple[Case, tuple[Problem, ...]]:
    """The case that the history leads to, and what is wrong on the way, in order.

    A statement that the table does not allow changes nothing; the rest is replayed all the same,
    so that everything wrong is told in one go. Signatures and the roster are not looked at here.
    """
    case = Case()
    problems: list[Problem] = []
    before: Statement | None = None
    for place, statement in enumerate(history, start=1):
        flaws = _edge_flaws(case, statement)
        found = [*_chain_problems(place, statement, before), *(flaw.at(place) for flaw in flaws)]
        problems += found
        if not found:
            case = advance(case, statement)
        before = statement
    if not history:
        problems.append(
            Problem(
                0,
                "history-empty",
                _("the history is empty"),
                _("register the letter with `siar receive`"),
            )
        )
    return case, tuple(problems)


def _chain_problems(place: int, now: Statement, before: Statement | None) -> list[Problem]:
    problems = []
    if now.seq != place:
        problems.append(
            Problem(
                place,
                "history-sequence",
                _("statement {seq} stands at place {place}").format(seq=now.seq, place=place),
                _("statements are never removed or re-ordered: undo the edit"),
            )
        )
    if now.prev != (before.digest if before else None):
        problems.append(
            Problem(
                place,
                "history-chain",
                _("statement {seq} does not continue the one before it").format(seq=now.seq),
                _("a statement was changed or removed afterwards: undo the edit"),
            )
        )
    if before and now.at < before.at:
        problems.append(
            Problem(
                place,
                "statement-time",
                _("statement {seq} is earlier than the one before it").format(seq=now.seq),
                _("check the clock of the machine it was written on, and decide again"),
            )
        )
    return problems


def _edge_flaws(case: Case, statement: Statement) -> list[Flaw]:
    refusal = why_not(case, statement.action, statement.role)
    if refusal:
        return [Flaw("history-transition", refusal, way_on(case))]
    return list(guard_flaws(case, statement))


def why_not(case: Case, action: Action, role: Role) -> str | None:
    """Why the table does not allow this now, in a sentence; None when it does."""
    if case.is_divided and action not in WHILE_DIVIDED:
        return _("cannot {action} a request that others carry on: {numbers}").format(
            action=named(action), numbers=", ".join(case.parts or (str(case.leading),))
        )
    if find_transition(case.state, action, role, paused=case.is_paused):
        return None
    if case.state is None:
        return _("a history begins with `receive`, not with `{action}`").format(
            action=named(action)
        )
    state = _("paused") if case.is_paused else named(case.state)
    if any(find_transition(case.state, action, other, paused=case.is_paused) for other in Role):
        return _("role {role} may not {action} a request that is {state}").format(
            role=named(role), action=named(action), state=state
        )
    return _("cannot {action} a request that is {state}").format(action=named(action), state=state)


def way_on(case: Case) -> str:
    """What can be done from here, for the second line of a refusal."""
    actions = [
        action
        for action in allowed_actions(case.state, paused=case.is_paused)
        if action not in (UNPUBLISHED if case.edition else PUBLISHED)
        and (action in WHILE_DIVIDED or not case.is_divided)
    ]
    return _("from here you can: {actions}").format(actions=", ".join(map(named, actions)))


def advance(case: Case, s: Statement) -> Case:
    """The case after an allowed statement."""
    row = find_transition(case.state, s.action, s.role, paused=case.is_paused)
    if row is None:
        raise ValueError(f"{s.action} is not allowed in {case.state}")
    moved = row.target is not None and row.target is not case.state
    state = row.target or case.state
    after = replace(case, state=state, since=s.at if moved or case.since is None else case.since)
    return effect_of(after, s)
