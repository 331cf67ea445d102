"""Forgeries of single statements: their words, their signatures, their time."""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pipeline.record.signature import MAGIC
from pipeline.record.statement import NAMESPACE, Statement
from tests.forging.dossiers import Merge, signed
from tests.forging.forger import Draft, Forged, Forger, broken, edited, entry, flipped, rebuilt
from tests.forging.founding import KASI, OFFICERS, STRANGER, key_of
from tests.forging.registry import operator


def _edited(f: Forger) -> tuple[Merge, int, dict[str, Any]] | None:
    """A statement, and other data for it."""
    merge = f.victim()
    assert merge
    index = f.rng.randrange(len(merge.dossier.history))
    data = edited(f.rng, merge.dossier.history[index].data)
    return None if data is None else (merge, index, data)


@operator
def edit_a_statement(f: Forger) -> Forged | None:
    """The words change, the signature stays."""
    found = _edited(f)
    if found is None:
        return None
    merge, index, data = found
    draft = Draft.of(merge.dossier)
    draft.history[index] = entry(draft.history[index], data=data)
    return f.put(merge, draft, *broken(draft, index, draft.entry("statement-signature", index)))


@operator
def edit_and_sign_with_another_key(f: Forger) -> Forged | None:
    """The words change, and whoever changed them signs in somebody else's name."""
    found = _edited(f)
    if found is None:
        return None
    merge, index, data = found
    draft, former = Draft.of(merge.dossier), merge.dossier.history[index]
    others = [who for who in (*OFFICERS, KASI, STRANGER) if who != former.signer]
    key = key_of(f.rng.choice(others))
    draft.history[index] = signed(replace(former, data=data), key)
    return f.put(merge, draft, *broken(draft, index, draft.entry("statement-signature", index)))


def _own(merge: Merge, s: Statement) -> Statement:
    return signed(s, merge.before.key(s.signer))


@operator
def edit_and_sign_anew(f: Forger) -> Forged | None:
    """Who decided changes his words afterwards, with his own key."""
    found = _edited(f)
    if found is None or found[1] + 1 == len(found[0].dossier.history):
        return None
    merge, index, data = found
    draft = Draft.of(merge.dossier)
    draft.history[index] = _own(merge, replace(merge.dossier.history[index], data=data))
    return f.put(merge, draft, *broken(draft, index))


@operator
def rewrite_all_since(f: Forger) -> Forged | None:
    """Everybody conspires to tell on main a former decision otherwise."""
    found = _edited(f)
    if found is None:
        return None
    merge, index, data = found
    draft = Draft.of(merge.dossier, rebuilt(merge.before, merge.dossier.history, index, data=data))
    return f.put(merge, draft, draft.field("history-shrunk", "history"), instead=False)


@operator
def turn_a_bit_of_a_signature(f: Forger) -> Forged | None:
    """One bit."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    index = f.rng.randrange(len(draft.history))
    bad = flipped(f.rng, merge.dossier.history[index].signature)
    draft.history[index] = entry(draft.history[index], signature=bad)
    return f.put(merge, draft, *broken(draft, index, draft.entry("statement-signature", index)))


@operator
def spell_a_signature_otherwise(f: Forger) -> Forged | None:
    """The same signature in other bytes, which would give its statement a second digest."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    index = f.rng.randrange(len(draft.history))
    blob = base64.b64decode(merge.dossier.history[index].signature)
    space = NAMESPACE.encode()
    other = f.rng.choice(
        [
            blob + b"\0",
            blob.replace(MAGIC + b"\0\0\0\1", MAGIC + b"\0\0\0\2"),
            blob.replace(space + b"\0\0\0\0", space + b"\0\0\0\1x"),
        ]
    )
    text = base64.b64encode(other).decode()
    draft.history[index] = entry(draft.history[index], signature=text)
    return f.put(merge, draft, *broken(draft, index, draft.entry("statement-signature", index)))


@operator
def move_a_statement_back_in_time(f: Forger) -> Forged | None:
    """A decision is dated before the one that it follows, and properly signed."""
    merge = f.victim(lambda merge: len(merge.dossier.history) > 1)
    if merge is None:
        return None
    index = f.rng.randrange(1, len(merge.dossier.history))
    before = merge.dossier.history[index - 1].at - timedelta(minutes=f.rng.randrange(1, 3000))
    draft = Draft.of(merge.dossier, rebuilt(merge.before, merge.dossier.history, index, at=before))
    return f.put(merge, draft, draft.entry("statement-time", index))
