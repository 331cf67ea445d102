"""What each action changes in a case: a table of effects, each a case made from a case."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pipeline.record.case import Case
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, State

A, S = Action, State
Effect = Callable[[Case, Statement], Case]

# Of a disposition's data, what its summary leaves to the statement.
_UNSHOWN = frozenset({"began", "transcribed", "reason", "evidence"})


def effect_of(case: Case, s: Statement) -> Case:
    """The case after `s`; its state is already the one that the table leads to."""
    change = EFFECTS.get(s.action)
    after = change(case, s) if change else case
    if s.transcribed is None or s.signer == s.by:
        return after
    return replace(after, unconfirmed={**after.unconfirmed, s.digest: s.by})


def _disposed(case: Case, s: Statement) -> Case:
    kept = {key: value for key, value in s.data.items() if key not in _UNSHOWN}
    return replace(case, disposition={"status": "forwarded", **kept})


def _ended(status: str) -> Effect:
    return lambda case, s: replace(
        case, disposition={"status": status, "note": s.data.get("reason", "")}
    )


def _received_again(case: Case, s: Statement) -> Case:
    returned = case.disposition.get("status") == "returned" and case.state is S.RECEIVED
    disposition = {"status": "none"} if returned else case.disposition
    return replace(case, disposition=disposition, paused=None)


def _accepted(case: Case, s: Statement) -> Case:
    return replace(case, officer=str(s.data["officer"]))


def _split(case: Case, s: Statement) -> Case:
    """The parent names its parts; a part begins with the disposition that its parent had."""
    if "of" in s.data:
        return replace(case, disposition=s.data.get("disposition", {"status": "forwarded"}))
    return replace(case, parts=tuple(map(str, s.data["numbers"])))


def _joined(case: Case, s: Statement) -> Case:
    return replace(case, leading=str(s.data["leading"]))


def _submitted(case: Case, s: Statement) -> Case:
    after = replace(case, correction="waiting", article=str(s.data["article"]))
    return _written(after, s)


def _revised(case: Case, s: Statement) -> Case:
    return _written(replace(case, correction="revised", round=case.round + 1), s)


def _written(case: Case, s: Statement) -> Case:
    """New bytes void what was said about the old ones; who wrote before has still written."""
    return replace(
        case,
        contributors=_everybody(case, s),
        digest=str(s.data["digest"]),
        agreed=frozenset(),
        approvals={},
    )


def _everybody(case: Case, s: Statement) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*case.contributors, *s.data.get("contributors", ()))))


def _changes_requested(case: Case, s: Statement) -> Case:
    return replace(
        case, correction="changes_requested", round=case.round + 1, approvals={}, agreed=frozenset()
    )


def _agreed(case: Case, s: Statement) -> Case:
    return replace(case, agreed=case.agreed | {s.by})


def _approved(case: Case, s: Statement) -> Case:
    after = replace(case, approvals={**case.approvals, s.role: s})
    # Either head may be first; an edition is there once, when the section head has approved it.
    if case.state is not S.APPROVED or case.correction == "approved":
        return after
    return replace(
        after,
        correction="approved",
        editions=(*case.editions, str(s.data["digest"])),
        hidden=False,
        recalled=False,
    )


def _bypassed(case: Case, s: Statement) -> Case:
    return _awaiting_look(_approved(case, s), s)


def _awaiting_look(case: Case, s: Statement) -> Case:
    return replace(case, unlooked=(*case.unlooked, s))


def _recalled(case: Case, s: Statement) -> Case:
    """The edition counts for nothing any more, nor does the emergency that it came from."""
    return replace(
        case,
        correction="waiting",
        approvals={},
        editions=case.editions[:-1],
        recalled=True,
        unlooked=tuple(other for other in case.unlooked if other != case.bypass),
    )


def _reopened(kind: str) -> Effect:
    return lambda case, s: replace(
        case, kind=kind, correction="none", approvals={}, agreed=frozenset()
    )


def _taken_down(case: Case, s: Statement) -> Case:
    """Also while a correction is being written: whoever wrote so far comes to main with it."""
    after = replace(case, hidden=True, contributors=_everybody(case, s))
    return _awaiting_look(after, s)


def _looked_at(case: Case, s: Statement) -> Case:
    """Who objects to a takedown shows the article again; to an emergency, hides what it let in."""
    looked = case.unlooked[-1]
    after = replace(case, unlooked=case.unlooked[:-1])
    if s.data["verdict"] != "objected":
        return after
    if looked.action is A.TAKEDOWN:
        return replace(after, hidden=False)
    return replace(after, hidden=case.hidden or looked.data["digest"] == case.approved_digest)


def _paused(case: Case, s: Statement) -> Case:
    since = s.at.isoformat()
    return replace(case, paused={"waiting_for": str(s.data["waiting_for"]), "since": since})


def _exempted(case: Case, s: Statement) -> Case:
    return replace(case, exempted=case.exempted | {(str(s.data["finding"]), str(s.data["digest"]))})


def _confirmed(case: Case, s: Statement) -> Case:
    left = {told: who for told, who in case.unconfirmed.items() if told != s.data["statement"]}
    return replace(case, unconfirmed=left)


EFFECTS: Mapping[Action, Effect] = {
    A.COMPLETE: _received_again,
    A.DISPOSE: _disposed,
    A.REDISPOSE: _disposed,
    A.RETURN: _ended("returned"),
    A.DECLINE: _ended("declined"),
    A.FILE: _ended("filed"),
    A.ACCEPT: _accepted,
    A.REASSIGN: _accepted,
    A.SPLIT: _split,
    A.JOIN: _joined,
    A.SUBMIT: _submitted,
    A.REQUEST_CHANGES: _changes_requested,
    A.REVISE: _revised,
    A.AGREE: _agreed,
    A.APPROVE: _approved,
    A.BYPASS: _bypassed,
    A.RECALL: _recalled,
    A.AMEND: _reopened("ralat"),
    A.WITHDRAW: _reopened("pencabutan"),
    A.TAKEDOWN: _taken_down,
    A.SECOND_LOOK: _looked_at,
    A.EXEMPT: _exempted,
    A.CONFIRM: _confirmed,
    A.PAUSE: _paused,
    A.RESUME: lambda case, s: replace(case, paused=None),
}


def summary(number: str, case: Case) -> dict[str, Any]:
    """What the front matter must say beside its history, in its canonical order."""
    told: dict[str, Any] = {"number": number, "state": str(case.state)}
    if case.kind != "berita":
        told["kind"] = case.kind
    if case.hidden:
        told["hidden"] = True
    if case.awaiting_look is not None:
        told["awaiting_look"] = str(case.awaiting_look.action)
    if case.parts:
        told["parts"] = list(case.parts)
    if case.leading is not None:
        told["leading"] = case.leading
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
