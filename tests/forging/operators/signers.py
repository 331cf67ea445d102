"""Forgeries of who says and signs something."""

from dataclasses import replace

from pipeline.record.statement import Statement
from pipeline.record.workflow import Role
from tests.forging.dossiers import Merge, signed
from tests.forging.forger import (
    Draft,
    Forged,
    Forger,
    broken,
    rebuilt,
)
from tests.forging.founding import OFFICERS
from tests.forging.registry import operator


def _by_an_officer(s: Statement) -> bool:
    return s.by in OFFICERS and s.signer == s.by


def _colleague(f: Forger, merge: Merge, s: Statement) -> str:
    """Another officer of that moment."""
    holders = merge.before.roster.holders(Role.OFFICER, s.at)
    return f.rng.choice([person.id for person in holders if person.id != s.by])


@operator
def sign_for_a_colleague(f: Forger) -> Forged | None:
    """An officer puts a colleague's name to what he does himself."""
    merge = f.victim()
    assert merge
    index = f.rng.choice([i for i, s in enumerate(merge.dossier.history) if _by_an_officer(s)])
    other = _colleague(f, merge, merge.dossier.history[index])
    draft = Draft.of(merge.dossier, rebuilt(merge.before, merge.dossier.history, index, by=other))
    return f.put(merge, draft, draft.entry("statement-signer", index))


@operator
def put_a_colleagues_name_to_it(f: Forger) -> Forged | None:
    """The statement says that a colleague made and signed it."""
    merge = f.victim()
    assert merge
    index = f.rng.choice([i for i, s in enumerate(merge.dossier.history) if _by_an_officer(s)])
    former = merge.dossier.history[index]
    other = _colleague(f, merge, former)
    draft = Draft.of(merge.dossier)
    draft.history[index] = signed(
        replace(former, by=other, signer=other), merge.before.key(former.by)
    )
    return f.put(merge, draft, *broken(draft, index, draft.entry("statement-signature", index)))
