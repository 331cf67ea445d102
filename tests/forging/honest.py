"""Honest histories at random: people walk the table of the procedure, several requests at a time.

Which row comes next is drawn by weight from those that the table allows; what a row needs besides
(papers, a text, somebody who did not write it) is seen to as an office would.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from pipeline.record.front_matter import render_document
from pipeline.record.workflow import (
    FINAL,
    Action,
    Role,
    State,
    find_transition,
)
from tests.forging.dossiers import Dossier
from tests.forging.objects import Objects
from tests.forging.office import Office
from tests.forging.reforms import reform
from tests.forging.rows import DO, WORDS, Turn, attachment, holders, may, missing

A, R, S = Action, Role, State
# How often a row is taken where the table allows it; rows that are not named are never taken.
WEIGHTS: Mapping[Action, float] = {
    A.COMPLETE: 1.0, A.RECTIFY: 0.4,
    A.DISPOSE: 8, A.RETURN: 1.2, A.DECLINE: 0.4, A.FILE: 0.4, A.REDISPOSE: 0.4,
    A.ACCEPT: 8, A.NOTE: 0.7, A.REASSIGN: 0.5,
    A.SUBMIT: 8, A.REQUEST_CHANGES: 3, A.REVISE: 2.5, A.AGREE: 8, A.APPROVE: 9,
    A.FACT_CHECK: 0.4, A.EXEMPT: 0.3,
    A.PAUSE: 0.6, A.RESUME: 5, A.VOID: 0.2, A.CONFIRM: 2,
    A.BYPASS: 0.7, A.RECALL: 1, A.SECOND_LOOK: 3, A.WITHDRAW: 0.2, A.TAKEDOWN: 0.5,
    A.SPLIT: 0.2, A.JOIN: 0.3,
}  # fmt: skip
# What is done with an article that is on main; the branch is made again for it.
AFTERWARDS: Mapping[Action, float] = {
    A.AMEND: 4, A.WITHDRAW: 1, A.NOTE: 1, A.TAKEDOWN: 1.5, A.SECOND_LOOK: 4, A.RECALL: 3,
    A.CONFIRM: 1,
}  # fmt: skip
SQUASHED = 0.3
AT_ONCE = 3  # requests open at the same time


def honest(objects: Objects, rng: Random, *, transitions: int = 20) -> Office:
    """An office after at least so many transitions, with two articles or more on main."""
    office = Office(objects)
    while office.transitions < transitions or _published(office) < 2:
        office.wait(rng.choice((1, 7, 20, 45, 90, 240)))
        step(office, rng, beginning=office.transitions < transitions or not office.open)
    return office


def _published(office: Office) -> int:
    return sum(dossier.case.state is S.APPROVED for dossier in office.merged.values())


def step(office: Office, rng: Random, *, beginning: bool) -> None:
    """Somebody does one thing."""
    shown = [n for n, d in office.merged.items() if d.case.state is S.APPROVED]
    again = [number for number in shown if number not in office.open]
    if beginning and len(office.open) < AT_ONCE and (not office.open or rng.random() < 0.15):
        begin(office, rng)
    elif rng.random() < 0.04:
        reform(office, rng)
    elif again and rng.random() < 0.12:
        carry_on(office, rng, office.reopen(rng.choice(again)), AFTERWARDS)
    elif office.open:
        dossier = office.open[rng.choice(sorted(office.open))]
        if is_finished(office, dossier) and rng.random() < 0.85:
            merge(office, rng, dossier)
        elif dossier.writers and rng.random() < 0.06:
            office.update(dossier, rng.choice(holders(office, R.OFFICER)))
        else:
            carry_on(office, rng, dossier, WEIGHTS)


def begin(office: Office, rng: Random) -> Dossier:
    """A letter comes, with its papers or the promise of them."""
    origin = rng.choice(["surat", "surat", "undangan", "perintah"])
    kinds = {"surat": ["letter", "form", "data"], "undangan": ["letter", "form"]}
    dossier = Dossier(office.next_number(), "")
    listed: list[dict[str, Any]] = []
    papers: dict[str, bytes] = {}
    missing: list[str] = []
    for kind in [*kinds.get(origin, ["form"]), *rng.sample(["photo", "other"], rng.randrange(2))]:
        if kind == "data" and rng.random() < 0.4:
            listed.append({"kind": kind, "due": "2026-12-01"})
            missing.append(kind)
        else:
            item, made = attachment(dossier, rng, kind)
            listed.append(item)
            papers |= made
    document = render_document(
        {
            "origin": origin,
            "letter": {
                "number": f"005/{rng.randrange(1, 999)}/CONTOH/2026",
                "date": "2026-10-30",
                "received": office.now.isoformat(),
                "subject": f"Publikasi {rng.choice(WORDS)} (CONTOH)",
            },
            "sender": {"agency": "Dinas Contoh", "contact": "Ibu", "email": "ibu@dinas.example"},
            "activity": dict.fromkeys(("what", "who", "when", "where", "why", "how"), "contoh"),
            "attachments": listed,
        }
    )
    return office.receive(rng.choice(holders(office, R.OFFICER)), [document], papers, missing)


# --- the next row -----------------------------------------------------------------------------


def is_finished(office: Office, dossier: Dossier) -> bool:
    """Whether main may have it: closed, or approved by everybody who must."""
    case, there = dossier.case, office.merged.get(dossier.number)
    if there is not None:
        if len(there.history) == len(dossier.history):
            return False
        # What main shows is taken down, or recalled, at once, whatever else is still to come.
        last = dossier.history[-1].action
        if last is A.TAKEDOWN or (last is A.RECALL and there.case.edition > case.edition):
            return True
    return case.state in FINAL or (case.state is S.APPROVED and not missing(dossier))


def carry_on(
    office: Office, rng: Random, dossier: Dossier, weights: Mapping[Action, float]
) -> Dossier | None:
    """One more row for this request, drawn from those that somebody may take now."""
    turns = [
        Turn(office, rng, dossier, action, role, by)
        for action in weights
        for role in R
        if find_transition(dossier.case.state, action, role, paused=dossier.case.is_paused)
        for by in holders(office, role)
    ]
    possible = [turn for turn in turns if may(turn)]
    if not possible:
        return None
    (turn,) = rng.choices(possible, [weights[turn.action] for turn in possible])
    return DO[turn.action](turn)


def merge(office: Office, rng: Random, dossier: Dossier) -> None:
    """Bring it to main by the one button or the other."""
    who = rng.choice(holders(office, R.SECTION_HEAD))
    office.merge(dossier, who, squash=rng.random() < SQUASHED)
    if dossier.case.is_open:
        office.open[dossier.number] = dossier
