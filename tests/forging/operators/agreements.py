"""Statements on a change that do not count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.record.statement import Statement
from pipeline.record.workflow import Role
from tests.forging.dossiers import signed
from tests.forging.forger import Forged, Forger, Place
from tests.forging.founding import AGENCY, KASI, MAINTAINER, agency_bytes, key_of
from tests.forging.office import Office
from tests.forging.operators.changing import (
    THEME,
    lacking,
    line_of,
    stopped,
)
from tests.forging.reforms import HEADS, change_code, rotate_key
from tests.forging.registry import operator


def _forged(
    office: Office,
    files: Mapping[str, bytes | None],
    agreed: Sequence[tuple[str, Role]],
    change: Callable[[Statement], Statement],
    **more: Any,
) -> None:
    """A change whose last statement is made otherwise after everybody agreed."""
    before = office.main
    made = office.reform(files, MAINTAINER, agreed)
    history = list(office.register.history)
    history[-1] = change(history[-1])
    version = more.get("version", office.register.version)
    register = agency_bytes(version, history, office.register.document)
    office.main = office.add({**made.files, AGENCY: register}, [before], "change", MAINTAINER)


@operator
def agree_for_somebody_else(f: Forger) -> Forged | None:
    """The maintainer signs in the name of a head."""
    office = f.office.copy()
    head = f.rng.choice(HEADS)
    by_himself = f.rng.random() < 0.5

    def change(s: Statement) -> Statement:
        who = MAINTAINER if by_himself else s.signer
        return signed(replace(s, signer=who), office.key(MAINTAINER))

    _forged(office, {THEME: b"jahat\n"}, [head], change)
    rule = "statement-signer" if by_himself else "statement-signature"
    return stopped(office, f.office, Place(rule, AGENCY, line_of(office, "- seq:", -1)))


@operator
def agree_to_other_bytes(f: Forger) -> Forged | None:
    """What was agreed to is not what came."""
    office = f.office.copy()
    made = office.reform({THEME: b"baik\n"}, MAINTAINER, [f.rng.choice(HEADS)])
    office.main = office.add(
        {**made.files, THEME: b"jahat\n"}, [made.before.main], "change", MAINTAINER
    )
    line = line_of(office, "- seq:", -1)
    places = (Place("approval-digest", AGENCY, line), lacking(office))
    return Forged(office.main, places, dict(f.office.verified), stops=True)


@operator
def use_an_agreement_again(f: Forger) -> Forged | None:
    """The agreement to an earlier change is put under another one."""
    office = f.office.copy()
    change_code(office, f.rng)
    former = office.register.history[-1]

    def change(s: Statement) -> Statement:
        again = replace(former, seq=s.seq, prev=s.prev, data={**s.data, "version": 2})
        return signed(again, office.key(former.signer))

    _forged(office, {THEME: b"jahat\n"}, [HEADS[0]], change)
    place = Place("agency-chain", AGENCY, line_of(office, "- seq:", -1))
    return stopped(office, f.office, place)


@operator
def break_the_chain_of_changes(f: Forger) -> Forged | None:
    """A statement on a change does not continue the one before it."""
    office = f.office.copy()
    other = "sha256:" + "0" * 64

    def change(s: Statement) -> Statement:
        return signed(replace(s, prev=other), office.key(s.signer))

    _forged(office, {THEME: b"jahat\n"}, [f.rng.choice(HEADS)], change)
    place = Place("agency-chain", AGENCY, line_of(office, "- seq:", -1))
    return stopped(office, f.office, place)


@operator
def skip_a_version(f: Forger) -> Forged | None:
    """A change counts itself further than it is."""
    office = f.office.copy()
    version = office.register.version + f.rng.randrange(2, 9)
    _forged(office, {THEME: b"jahat\n"}, [HEADS[0]], lambda s: s, version=version)
    place = Place("agency-chain", AGENCY, line_of(office, "version:"))
    return stopped(office, f.office, place)


@operator
def agree_with_a_retired_key(f: Forger) -> Forged | None:
    """A head's former key agrees to a change."""
    office = f.office.copy()
    rotate_key(office, f.rng, KASI)
    old = key_of(KASI, office.keys[KASI] - 1)
    _forged(office, {THEME: b"jahat\n"}, [HEADS[0]], lambda s: signed(s, old))
    place = Place("key-retired", AGENCY, line_of(office, "- seq:", -1))
    return stopped(office, f.office, place)
