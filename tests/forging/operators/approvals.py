"""Forgeries of approvals: by whom they are, of what, and on what they stand."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from tests.forging.dossiers import Merge
from tests.forging.forger import Draft, Forged, Forger, entry, indices, rebuilt
from tests.forging.founding import DEPUTY_KASI, KABID, KASI, OFFICERS, RECORDER, STRANGER
from tests.forging.registry import operator

A, R = Action, Role
VERDICTS = (A.APPROVE, A.BYPASS)


def approved_anew(
    f: Forger, where: Any = lambda merge, index: True, **changes: Any
) -> tuple[Merge, Draft, int] | None:
    """A published request whose last approval by a section head is made otherwise."""

    def place(merge: Merge) -> int:
        told = indices(merge.dossier.history, A.APPROVE, where=_by_section_head)
        return told[-1] if told else -1

    merge = f.published(lambda m: place(m) >= 0 and where(m, place(m)))
    if merge is None:
        return None
    index = place(merge)
    return (
        merge,
        Draft.of(merge.dossier, rebuilt(merge.before, merge.dossier.history, index, **changes)),
        index,
    )


def _by_section_head(s: Statement) -> bool:
    return s.role is R.SECTION_HEAD


@operator
def approve_as_nobody_of_the_roster(f: Forger) -> Forged | None:
    """Somebody who is not of the office approves."""
    found = approved_anew(f, by=STRANGER, signer=STRANGER)
    return f.put(found[0], found[1], found[1].entry("statement-role", found[2])) if found else None


@operator
def approve_without_the_role(f: Forger) -> Forged | None:
    """Somebody of the office approves as the head that he is not."""
    who = f.rng.choice([*OFFICERS, KABID])
    found = approved_anew(f, by=who, signer=who)
    return f.put(found[0], found[1], found[1].entry("statement-role", found[2])) if found else None


@operator
def approve_as_an_officer(f: Forger) -> Forged | None:
    """An officer approves in his own role, which no row allows."""
    who = f.rng.choice(OFFICERS)
    found = approved_anew(f, by=who, signer=who, role=R.OFFICER)
    if found is None:
        return None
    return f.put(found[0], found[1], found[1].entry("history-transition", found[2]))


@operator
def approve_after_the_term(f: Forger) -> Forged | None:
    """A deputy approves when the days of the order are over."""
    at = f.office.now + timedelta(days=30)
    found = approved_anew(
        f,
        lambda merge, index: index + 1 == len(merge.dossier.history),
        by=DEPUTY_KASI,
        signer=DEPUTY_KASI,
        at=at,
    )
    return f.put(found[0], found[1], found[1].entry("statement-role", found[2])) if found else None


@operator
def approve_ones_own_text(f: Forger) -> Forged | None:
    """Who wrote part of it approves it, and nobody else agreed to it."""

    def suits(merge: Merge, index: int) -> bool:
        since = indices(merge.dossier.history[:index], A.SUBMIT, A.REVISE)[-1]
        agreed = indices(merge.dossier.history[since:index], A.AGREE)
        return not agreed and merge.dossier.history[since].action is A.SUBMIT

    found = approved_anew(f, suits)
    if found is None:
        return None
    merge, _draft, index = found
    history = merge.dossier.history
    since = indices(history[:index], A.SUBMIT)[-1]
    people = [*history[since].data["contributors"], history[index].by]
    data = {**history[since].data, "contributors": list(dict.fromkeys(people))}
    draft = Draft.of(merge.dossier, rebuilt(merge.before, history, since, data=data))
    return f.put(merge, draft, draft.entry("approval-self", index))


@operator
def approve_other_bytes(f: Forger) -> Forged | None:
    """The approval names another text than the one that was handed in."""
    found = approved_anew(f)
    if found is None:
        return None
    merge, _draft, index = found
    digest = "sha256:" + sha256(b"lain").hexdigest()
    data = {**merge.dossier.history[index].data, "digest": digest}
    draft = Draft.of(merge.dossier, rebuilt(merge.before, merge.dossier.history, index, data=data))
    return f.put(merge, draft, draft.entry("approval-digest", index))


@operator
def let_the_recorder_approve(f: Forger) -> Forged | None:
    """The recorder's key says that the head approved, and no forge knows of it."""

    def stands_on_it(merge: Merge, index: int) -> bool:
        return merge.dossier.history[index] in merge.dossier.case.approvals.values()

    found = approved_anew(f, stands_on_it, signer=RECORDER)
    if found is None:
        return None
    merge, draft, index = found
    if f.rng.random() < 0.5:
        evidence = {"forge": "forge.example", "review": "17", "person": "1001"}
        data = {**merge.dossier.history[index].data, "evidence": evidence}
        draft = Draft.of(
            merge.dossier,
            rebuilt(merge.before, merge.dossier.history, index, signer=RECORDER, data=data),
        )
    return f.put(merge, draft, draft.whole("evidence-missing"))


@operator
def count_a_review_twice(f: Forger) -> Forged | None:
    """Two decisions of one request stand on the same review of the forge."""
    merge = f.victim(lambda merge: len(merge.dossier.history) > 2)
    if merge is None:
        return None
    evidence = {"forge": "forge.example", "review": "17", "person": "1001"}
    told = f.rng.sample(range(len(merge.dossier.history)), 2)
    history = list(merge.dossier.history)
    for index in sorted(told):
        data = {**history[index].data, "evidence": evidence}
        history = rebuilt(merge.before, history, index, data=data, signer=RECORDER)
    draft = Draft.of(merge.dossier, history)
    return f.put(merge, draft, draft.entry("evidence-repeated", max(told)))


# Without the first of these, the next of the others has nothing to stand on.
_NEEDED = {
    A.RECEIVE: (A.DISPOSE, A.RETURN, A.DECLINE, A.FILE),
    A.DISPOSE: (A.ACCEPT, A.SPLIT, A.JOIN),
    A.ACCEPT: (A.SUBMIT,),
    A.SUBMIT: (A.APPROVE, A.BYPASS, A.REQUEST_CHANGES, A.REVISE),
}


@operator
def skip_a_step(f: Forger) -> Forged | None:
    """A step was never taken; everything that is there is properly chained and signed."""
    merge = f.victim()
    assert merge
    history = merge.dossier.history
    skipped = [i for i, s in enumerate(history) if s.action in _NEEDED]
    index = f.rng.choice(skipped)
    after = indices(history[index + 1 :], *_NEEDED[history[index].action])
    between = history[index + 1 : index + 1 + after[0]] if after else ()
    if not after or any(s.action in _NEEDED for s in between):
        return None
    left = rebuilt(merge.before, [*history[:index], *history[index + 1 :]], index)
    draft = Draft.of(merge.dossier, left)
    return f.put(merge, draft, draft.entry("history-transition", index + after[0]))


@operator
def approve_before_it_was_written(f: Forger) -> Forged | None:
    """An approval stands before anything was handed in."""
    merge = f.published()
    if merge is None:
        return None
    history = merge.dossier.history
    index = indices(history, A.SUBMIT)[0]
    at, data = history[index].at, {"digest": history[index].data["digest"]}
    early = merge.before.statement(
        f"request/{merge.number}", history[:index], A.APPROVE, KASI, R.SECTION_HEAD, data, at=at
    )
    draft = Draft.of(
        merge.dossier, rebuilt(merge.before, [*history[:index], early, *history[index:]], index)
    )
    return f.put(merge, draft, draft.entry("history-transition", index))


def _verdict(merge: Merge) -> Statement:
    history = merge.dossier.history
    return history[indices(history, *VERDICTS)[-1]]


def _counts(merge: Merge, s: Statement) -> bool:
    """Whether the roster of that moment knows of the role."""
    return merge.before.roster.term(s.by, s.role, s.at) is not None


@operator
def borrow_an_approval(f: Forger) -> Forged | None:
    """The approval of another request is put under this one."""
    merge = f.published()
    if merge is None:
        return None
    index = indices(merge.dossier.history, *VERDICTS)[-1]
    other = f.published(lambda m: m.number != merge.number and _counts(merge, _verdict(m)))
    if other is None:
        return None
    theirs = _verdict(other)
    mine = merge.dossier.history[index]
    draft = Draft.of(merge.dossier)
    data = {**theirs.data, "digest": mine.data["digest"]}
    draft.history[index] = entry(theirs, seq=mine.seq, prev=mine.prev, data=data)
    return f.put(merge, draft, draft.entry("statement-signature", index))


@operator
def replay_the_approval_of_a_former_edition(f: Forger) -> Forged | None:
    """The approval of the former text stands once more under the new one."""
    merge = f.published(lambda merge: len(indices(merge.dossier.history, *VERDICTS)) > 1)
    if merge is None:
        return None
    first, *_between, last = indices(merge.dossier.history, *VERDICTS)
    draft = Draft.of(merge.dossier)
    draft.history[last] = draft.history[first]
    return f.put(
        merge,
        draft,
        draft.entry("history-sequence", last),
        draft.entry("history-chain", last),
    )


@operator
def bring_a_record_from_another_office(f: Forger) -> Forged | None:
    """Everything is right, but it was decided in the practice office."""
    merge = f.victim()
    assert merge
    history = rebuilt(merge.before, [replace(s, root="f" * 40) for s in merge.dossier.history])
    draft = Draft.of(merge.dossier, history)
    last = len(history) - 1
    return f.put(
        merge,
        draft,
        draft.entry("statement-signature", 0),
        draft.entry("statement-signature", last),
    )
