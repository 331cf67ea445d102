"""Statements with keys that are no longer used."""

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.record.workflow import Action, Role
from tests.forging.dossiers import Dossier, signed
from tests.forging.forger import Draft, Forged, Forger
from tests.forging.founding import KASI, key_of
from tests.forging.honest import begin
from tests.forging.office import Office
from tests.forging.reforms import rotate_key
from tests.forging.registry import operator


@operator
def sign_with_a_retired_key(f: Forger) -> Forged | None:
    """A decision is backdated with a key that was retired since."""
    merge = f.published(lambda m: m.dossier.case.is_public)
    if merge is None or f.office.merged[merge.number] is not merge.dossier:
        return None
    office = f.office.copy()
    rotate_key(office, f.rng, KASI)
    dossier = office.reopen(merge.number)
    told = office.statement(
        f"request/{merge.number}", dossier.history, Action.TAKEDOWN, KASI, Role.SECTION_HEAD,
        {"reason": "contoh"}, at=dossier.history[-1].at,
    )  # fmt: skip
    told = signed(told, key_of(KASI, office.keys[KASI] - 1))
    draft = Draft.of(dossier, (*dossier.history, told))
    files = office.with_unit(draft.dossier, draft.all_files())
    office.main = office.commit(files, [office.main], "merge", KASI)
    place = draft.entry("key-retired", -1)
    return Forged(office.main, (place,), dict(f.office.verified))


@operator
def go_on_after_the_anchor(f: Forger) -> Forged | None:
    """An open request goes on with a key that was retired while it was open."""
    office = f.office.copy()
    dossier = begin(office, f.rng)
    rotate_key(office, f.rng, KASI)
    draft = _void(office, dossier, key_of(KASI, office.keys[KASI] - 1))
    place = draft.entry("key-retired", -1)
    return Forged(office.main, (place,), dict(f.office.verified))


@operator
def rewrite_what_was_before_the_anchor(f: Forger) -> Forged | None:
    """What an officer's retired key had signed is told otherwise, with that very key."""
    office = f.office.copy()
    dossier = begin(office, f.rng)
    who = dossier.history[0].by
    old = office.key(who)
    rotate_key(office, f.rng, who)
    first = replace(dossier.history[0], at=dossier.history[0].at.replace(second=7))
    draft = _void(office, replace(dossier, history=(signed(first, old),)))
    place = draft.entry("key-retired", 0)
    return Forged(office.main, (place,), dict(f.office.verified))


@operator
def merge_what_a_lost_key_signed(f: Forger) -> Forged | None:
    """A key was stolen and retired without anchors: what it signed and main has not counts not."""
    office = f.office.copy()
    dossier = begin(office, f.rng)
    rotate_key(office, f.rng, dossier.history[0].by, anchored=False)
    draft = _void(office, dossier)
    place = draft.entry("key-retired", 0)
    return Forged(office.main, (place,), dict(f.office.verified))


def _void(office: Office, dossier: Dossier, key: Ed25519PrivateKey | None = None) -> Draft:
    """Bring it to main as void, as the head of section says with this key."""
    told = office.statement(
        f"request/{dossier.number}", dossier.history, Action.VOID, KASI, Role.SECTION_HEAD,
        {"reason": "contoh"},
    )  # fmt: skip
    draft = Draft.of(dossier, (*dossier.history, signed(told, key) if key else told))
    files = office.with_unit(draft.dossier, draft.all_files())
    office.main = office.commit(files, [office.main, dossier.tip], "merge", KASI)
    return draft
