"""Whether a statement counts: the role at that moment, and a key that vouches for it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.i18n import _
from pipeline.record.guards import officer_flaw
from pipeline.record.labels import named
from pipeline.record.problem import Flaw, Problem
from pipeline.record.roster import Roster, same_key
from pipeline.record.signature import signing_key
from pipeline.record.statement import NAMESPACE, Statement
from pipeline.record.workflow import Role

RECORDER = "recorder"
# What somebody does on a forge, and the recorder takes down.
KINDS = ("review", "comment", "issue", "push", "event")


class Evidence(NamedTuple):
    """What was done on a forge: `kind` is one of KINDS, `id` the forge's own number of it."""

    forge: str
    kind: str
    id: str


def vouching_problems(
    history: Sequence[Statement], settled: int, roster: Roster, request: str
) -> Iterator[Problem]:
    """Statements after the first `settled` ones that do not count, under this roster.

    What main has verified is not judged again, so that a key may retire and a term may end; and
    whoever signs with a retired key cannot make it look older than it is: only its position counts.
    """
    anchors = {statement.digest: place for place, statement in enumerate(history)}
    for place, statement in enumerate(history[settled:], start=settled):
        found = _flaw(statement, place, roster, anchors, request)
        for flaw in filter(None, (found, officer_flaw(statement, roster))):
            yield flaw.at(place + 1)
    yield from _evidence_problems(history)


def _flaw(
    s: Statement, place: int, roster: Roster, anchors: dict[str, int], request: str
) -> Flaw | None:
    return _authority_flaw(s, roster) or _key_flaw(s, place, roster, anchors, request)


def _authority_flaw(s: Statement, roster: Roster) -> Flaw | None:
    """Who decided held the role, and who signed for somebody else may do so."""
    if not roster.term(s.by, s.role, s.decided_at):
        return Flaw(
            "statement-role",
            _("{who} does not hold the role {role} on {day}").format(
                who=s.by, role=named(s.role), day=s.decided_at.astimezone(roster.zone).date()
            ),
            _("somebody decides who held the role that day; see the roster in agency.yaml"),
        )
    if s.signer == RECORDER != s.by and not _is_their_account(s, roster):
        return Flaw(
            "evidence-person",
            _("the recorder signed for {who}, but names no account of theirs").format(who=s.by),
            _("see `accounts` in agency.yaml; then decide again, on the forge or with a key"),
        )
    if s.signer not in (s.by, RECORDER) and (
        s.transcribed is None or not roster.term(s.signer, Role.OFFICER, s.at)
    ):
        return Flaw(
            "statement-signer",
            _("{signer} signed for {who}").format(signer=s.signer, who=s.by),
            _("decisions on paper are typed in by an officer with --decided-by and the scan"),
        )
    return None


def _key_flaw(
    s: Statement, place: int, roster: Roster, anchors: dict[str, int], request: str
) -> Flaw | None:
    """The key is one of the signer's, and counts at this place."""
    made_with = signing_key(s.payload, s.signature, NAMESPACE)
    if made_with is None:
        return _not_signed(s)
    if any(same_key(made_with, key) for key in _keys(s.signer, roster)):
        return None
    person = roster.person(s.signer)
    for old in person.retired_keys if person else ():
        if same_key(made_with, old.key):
            anchor = anchors.get(old.statements.get(request, ""), -1)
            return None if place <= anchor else _retired(s)
    return _not_signed(s)


def _is_their_account(s: Statement, roster: Roster) -> bool:
    """Whether what the recorder saw on a forge was done by the one it signed for."""
    evidence = s.data.get("evidence")
    owner = roster.account_owner(evidence["forge"], evidence["person"]) if evidence else None
    return owner is not None and owner.id == s.by


def _keys(signer: str, roster: Roster) -> tuple[str, ...]:
    if signer == RECORDER:
        return (roster.recorder,) if roster.recorder else ()
    person = roster.person(signer)
    return person.keys if person else ()


def _not_signed(s: Statement) -> Flaw:
    return Flaw(
        "statement-signature",
        _("the signature of statement {seq} is not {who}'s over these words").format(
            seq=s.seq, who=s.signer
        ),
        _("the statement was edited or copied: undo the edit, or decide again"),
    )


def _retired(s: Statement) -> Flaw:
    return Flaw(
        "key-retired",
        _("statement {seq} is signed with a key that {who} no longer uses").format(
            seq=s.seq, who=s.signer
        ),
        _("decide again with the key that is in agency.yaml now, whatever the date says"),
    )


def _evidence_problems(history: Sequence[Statement]) -> Iterator[Problem]:
    """One review is one decision, and so is one comment."""
    seen: dict[Evidence, int] = {}
    for place, s in enumerate(history, start=1):
        evidence = evidence_of(s)
        if evidence is None:
            continue
        if evidence in seen:
            yield Problem(
                place,
                "evidence-repeated",
                _("statement {seq} stands on the same review as statement {other}").format(
                    seq=s.seq, other=seen[evidence]
                ),
                _("each review counts once: review the text again"),
            )
        seen.setdefault(evidence, place)


def evidence_of(s: Statement) -> Evidence | None:
    """What a statement of the recorder stands on."""
    told = s.data.get("evidence")
    if not told:
        return None
    kind = next(kind for kind in KINDS if kind in told)
    return Evidence(told["forge"], kind, told[kind])
