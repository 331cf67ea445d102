"""Forgeries of second looks, confirmations and emergencies."""

from typing import Any

from pipeline.record.workflow import Action, Role
from tests.forging.dossiers import Merge
from tests.forging.forger import Draft, Forged, Forger, Place, is_published, rebuilt
from tests.forging.founding import HEALTH, KABID, KASI, OFFICERS, article_text
from tests.forging.operators.approvals import approved_anew
from tests.forging.registry import operator
from tests.forging.steps import LOOSE, approved_by_both, drafting

A, R = Action, Role


def _more(f: Forger, merge: Merge, *told: tuple[Action, str, Role, dict[str, Any]]) -> Draft:
    """The request with more statements at its end, properly signed."""
    history = merge.dossier.history
    for action, who, role, data in told:
        made = merge.before.statement(
            f"request/{merge.number}", history, action, who, role, data, at=history[-1].at
        )
        history = (*history, made)
    return Draft.of(merge.dossier, history)


def _is_shown(merge: Merge) -> bool:
    return is_published(merge) and merge.dossier.case.is_public


@operator
def look_again_oneself(f: Forger) -> Forged | None:
    """Who took an article down looks at it again himself."""
    merge = f.published(_is_shown)
    if merge is None:
        return None
    look = {"digest": merge.dossier.case.digest, "verdict": "objected", "note": "contoh"}
    draft = _more(
        f,
        merge,
        (A.TAKEDOWN, KASI, R.SECTION_HEAD, {"reason": "contoh"}),
        (A.SECOND_LOOK, KASI, R.SECTION_HEAD, look),
    )
    return f.put(merge, draft, draft.entry("second-look-self", -1))


@operator
def look_again_at_nothing(f: Forger) -> Forged | None:
    """A second look where there is nothing to look at."""
    merge = f.published(lambda merge: _is_shown(merge) and not merge.dossier.case.unlooked)
    if merge is None:
        return None
    look = {"digest": merge.dossier.case.digest, "verdict": "objected", "note": "contoh"}
    draft = _more(f, merge, (A.SECOND_LOOK, KABID, R.DIVISION_HEAD, look))
    return f.put(merge, draft, draft.entry("second-look-nothing", -1))


@operator
def confirm_what_another_decided(f: Forger) -> Forged | None:
    """Somebody else confirms what was typed in for a head."""
    merge = f.victim(lambda merge: bool(merge.dossier.case.unconfirmed))
    if merge is None:
        return None
    told, decider = f.rng.choice([*merge.dossier.case.unconfirmed.items()])
    who, role = (KASI, R.SECTION_HEAD) if decider != KASI else (KABID, R.DIVISION_HEAD)
    draft = _more(f, merge, (A.CONFIRM, who, role, {"statement": told}))
    return f.put(merge, draft, draft.entry("confirm-other", -1))


@operator
def confirm_nothing(f: Forger) -> Forged | None:
    """A confirmation of what nobody typed in."""
    merge = f.victim()
    assert merge
    digest = merge.dossier.history[0].digest
    draft = _more(f, merge, (A.CONFIRM, KASI, R.SECTION_HEAD, {"statement": digest}))
    return f.put(merge, draft, draft.entry("confirm-nothing", -1))


@operator
def bypass_as_an_officer(f: Forger) -> Forged | None:
    """An officer declares an emergency."""
    found = approved_anew(f)
    if found is None:
        return None
    merge, _draft, index = found
    data = {**merge.dossier.history[index].data, "reason": "banjir"}
    who = f.rng.choice(OFFICERS)
    role, rule = f.rng.choice(
        [(R.OFFICER, "history-transition"), (R.SECTION_HEAD, "statement-role")]
    )
    draft = Draft.of(
        merge.dossier,
        rebuilt(
            merge.before,
            merge.dossier.history,
            index,
            action=A.BYPASS,
            by=who,
            signer=who,
            role=role,
            data=data,
        ),
    )
    return f.put(merge, draft, draft.entry(rule, index))


@operator
def bypass_without_a_reason(f: Forger) -> Forged | None:
    """An emergency that nobody explains."""
    found = approved_anew(f, action=A.BYPASS)
    if found is None:
        return None
    merge, draft, _index = found
    return f.put(merge, draft, Place("schema-missing-key", merge.dossier.path))


@operator
def show_again_without_the_second_head(f: Forger) -> Forged | None:
    """A text that a head has yet to approve was taken down, and is to be shown again."""
    office = f.office.copy()
    dossier = drafting(f, office)
    text = article_text(dossier.number, "Kabar (contoh)", HEALTH, "Isi.")
    dossier = office.write(dossier, OFFICERS[0], {f"{LOOSE}/index.md": text}, LOOSE)
    dossier = approved_by_both(office, dossier)
    office.merge(dossier, KASI)
    told = {"reason": "salah", "changes": "contoh", "version": 1}
    dossier = office.say(office.reopen(dossier.number), A.AMEND, OFFICERS[0], R.OFFICER, told)
    files = {dossier.index: text + b"Ralat.\n", f"{LOOSE}/versions/1.md": text}
    dossier = office.write(dossier, OFFICERS[0], files, LOOSE)
    data = {"digest": dossier.digest, "article": LOOSE, "contributors": [OFFICERS[0]]}
    dossier = office.say(dossier, A.SUBMIT, OFFICERS[0], R.OFFICER, data)
    verdict = {"digest": dossier.digest}
    dossier = office.say(dossier, A.APPROVE, KASI, R.SECTION_HEAD, verdict)
    dossier = office.say(dossier, A.TAKEDOWN, KASI, R.SECTION_HEAD, {"reason": "salah"})
    office.merge(dossier, KASI)
    before = dict(office.verified)
    look = {**verdict, "verdict": "objected", "note": "contoh"}
    dossier = office.say(office.reopen(dossier.number), A.SECOND_LOOK, KABID, R.DIVISION_HEAD, look)
    office.merge(dossier, KABID)
    place = Place("approval-none", dossier.path, 1)
    return Forged(office.main, (place,), before)
