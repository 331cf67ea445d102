"""Replay a history: the state it leads to, and every statement that the table does not allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.i18n import _
from pipeline.record.labels import named
from pipeline.record.statement import Statement
from pipeline.record.workflow import (
    OPEN,
    TRANSCRIBABLE,
    Action,
    Role,
    State,
    allowed_actions,
    find_transition,
)

A, S = Action, State


class Problem(NamedTuple):
    """Something wrong with statement `seq` (0: with the history as a whole)."""

    seq: int
    id: str
    message: str
    help: str


@dataclass(frozen=True)
class Case:
    """Where a history has led to. `digest` is what the last binding statement named."""

    state: State | None = None
    kind: str = "berita"
    paused: Mapping[str, str] | None = None
    disposition: Mapping[str, Any] = field(default_factory=lambda: {"status": "none"})
    correction: str = "none"
    round: int = 0
    officer: str | None = None
    article: str | None = None
    contributors: tuple[str, ...] = ()
    digest: str | None = None
    agreed: frozenset[str] = frozenset()
    approvals: Mapping[Role, Statement] = field(default_factory=dict)
    since: datetime | None = None

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return self.paused is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to decide."""
        return self.state in OPEN


def replay(history: Sequence[Statement]) -> tuple[Case, tuple[Problem, ...]]:
    """The case that the history leads to, and what is wrong on the way, in order.

    A statement that the table does not allow changes nothing; the rest is replayed all the same,
    so that everything wrong is told in one go. Signatures and the roster are not looked at here.
    """
    case = Case()
    problems: list[Problem] = []
    before: Statement | None = None
    for place, statement in enumerate(history, start=1):
        found = [*_chain_problems(place, statement, before), *_edge_problems(case, statement)]
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


def _edge_problems(case: Case, statement: Statement) -> list[Problem]:
    refusal = why_not(case, statement.action, statement.role)
    if refusal:
        return [Problem(statement.seq, "history-transition", refusal, way_on(case))]
    return [
        Problem(statement.seq, rule, message, help_)
        for rule, message, help_ in _guards(case, statement)
    ]


def why_not(case: Case, action: Action, role: Role) -> str | None:
    """Why the table does not allow this now, in a sentence; None when it does."""
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
    actions = allowed_actions(case.state, paused=case.is_paused)
    if not actions:
        return _("this request is closed; nothing more can be decided on it")
    return _("from here you can: {actions}").format(actions=", ".join(map(named, actions)))


def _guards(case: Case, s: Statement) -> list[tuple[str, str, str]]:
    """What a row needs beyond state and role."""
    found = []
    if s.transcribed is not None and s.action not in TRANSCRIBABLE:
        found.append(
            (
                "statement-transcribed",
                _("`{action}` cannot be transcribed from paper").format(action=named(s.action)),
                _("the person decides in the system, with a key of their own"),
            )
        )
    if s.transcribed is not None and s.decided_at > s.at:
        found.append(
            (
                "statement-time",
                _("statement {seq} was decided after it was typed in").format(seq=s.seq),
                _("give the moment of the decision with --decided-at"),
            )
        )
    if s.action in {A.AGREE, A.APPROVE, A.BYPASS} and s.data.get("digest") != case.digest:
        found.append(
            (
                "approval-digest",
                _("statement {seq} names other bytes than those submitted").format(seq=s.seq),
                _("look at the text as it is now and decide again"),
            )
        )
    if s.action is A.APPROVE and s.by in case.contributors and not case.agreed - {s.by}:
        found.append(
            (
                "approval-self",
                _("{who} wrote part of this text and cannot approve it").format(who=s.by),
                _("somebody else approves, or the officer first says `siar agree`"),
            )
        )
    if s.action is A.AGREE and case.correction != "revised":
        found.append(
            (
                "agree-nothing",
                _("there is no corrected text to agree to"),
                _("`agree` follows `siar review --revise`"),
            )
        )
    if s.action is A.SUBMIT and s.by not in s.data.get("contributors", ()):
        found.append(
            (
                "submit-contributors",
                _("{who} submits without being among the contributors").format(who=s.by),
                _("submit again with `siar submit`, which lists them"),
            )
        )
    if s.action in {A.REQUEST_CHANGES, A.REVISE} and s.data.get("round") != case.round + 1:
        found.append(
            (
                "correction-round",
                _("this is correction round {round}").format(round=case.round + 1),
                _("record the correction again with `siar review`"),
            )
        )
    return found


def advance(case: Case, s: Statement) -> Case:
    """The case after an allowed statement."""
    row = find_transition(case.state, s.action, s.role, paused=case.is_paused)
    if row is None:
        raise ValueError(f"{s.action} is not allowed in {case.state}")
    moved = row.target is not None and row.target is not case.state
    state = row.target or case.state
    after = replace(case, state=state, since=s.at if moved or case.since is None else case.since)
    change = _EFFECTS.get(s.action)
    return change(after, s) if change else after


# Of a disposition's data, what its summary leaves to the statement.
_UNSHOWN = frozenset({"began", "transcribed", "reason"})


def _disposed(case: Case, s: Statement) -> Case:
    kept = {key: value for key, value in s.data.items() if key not in _UNSHOWN}
    return replace(case, disposition={"status": "forwarded", **kept})


def _ended(status: str) -> Any:
    def effect(case: Case, s: Statement) -> Case:
        return replace(case, disposition={"status": status, "note": s.data.get("reason", "")})

    return effect


def _received_again(case: Case, s: Statement) -> Case:
    returned = case.disposition.get("status") == "returned" and case.state is S.RECEIVED
    disposition = {"status": "none"} if returned else case.disposition
    return replace(case, disposition=disposition, paused=None)


def _accepted(case: Case, s: Statement) -> Case:
    return replace(case, officer=str(s.data["officer"]))


def _submitted(case: Case, s: Statement) -> Case:
    people = dict.fromkeys((*case.contributors, *s.data["contributors"]))
    return replace(
        case,
        correction="waiting",
        article=str(s.data["article"]),
        contributors=tuple(people),
        **_fresh(s),
    )


def _revised(case: Case, s: Statement) -> Case:
    people = dict.fromkeys((*case.contributors, *s.data["contributors"]))
    return replace(
        case, correction="revised", round=case.round + 1, contributors=tuple(people), **_fresh(s)
    )


def _fresh(s: Statement) -> dict[str, Any]:
    """New bytes void what was said about the old ones."""
    return {"digest": str(s.data["digest"]), "agreed": frozenset(), "approvals": {}}


def _changes_requested(case: Case, s: Statement) -> Case:
    return replace(
        case, correction="changes_requested", round=case.round + 1, approvals={}, agreed=frozenset()
    )


def _agreed(case: Case, s: Statement) -> Case:
    return replace(case, agreed=case.agreed | {s.by})


def _approved(case: Case, s: Statement) -> Case:
    correction = "approved" if case.state is S.APPROVED else case.correction
    return replace(case, correction=correction, approvals={**case.approvals, s.role: s})


def _edition(kind: str) -> Any:
    def effect(case: Case, s: Statement) -> Case:
        return replace(case, kind=kind, correction="none", approvals={}, agreed=frozenset())

    return effect


def _paused(case: Case, s: Statement) -> Case:
    return replace(
        case, paused={"waiting_for": str(s.data["waiting_for"]), "since": s.at.isoformat()}
    )


_EFFECTS: dict[Action, Any] = {
    A.COMPLETE: _received_again,
    A.DISPOSE: _disposed,
    A.REDISPOSE: _disposed,
    A.RETURN: _ended("returned"),
    A.DECLINE: _ended("declined"),
    A.FILE: _ended("filed"),
    A.ACCEPT: _accepted,
    A.REASSIGN: _accepted,
    A.SUBMIT: _submitted,
    A.REQUEST_CHANGES: _changes_requested,
    A.REVISE: _revised,
    A.AGREE: _agreed,
    A.APPROVE: _approved,
    A.BYPASS: _approved,
    A.RECALL: lambda case, s: replace(case, correction="waiting", approvals={}),
    A.AMEND: _edition("ralat"),
    A.WITHDRAW: _edition("pencabutan"),
    A.PAUSE: _paused,
    A.RESUME: lambda case, s: replace(case, paused=None),
}


def summary(number: str, case: Case) -> dict[str, Any]:
    """What the front matter must say beside its history, in its canonical order."""
    told: dict[str, Any] = {"number": number, "state": str(case.state)}
    if case.kind != "berita":
        told["kind"] = case.kind
    if case.paused is not None:
        told["paused"] = dict(case.paused)
    told["disposition"] = dict(case.disposition)
    told["correction"] = {"status": case.correction, "round": case.round}
    if case.officer is not None:
        told["officer"] = case.officer
    if case.article is not None:
        told["article"] = case.article
    if case.contributors:
        told["contributors"] = list(case.contributors)
    return told
