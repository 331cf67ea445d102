"""Honest steps that a forger takes, or lets others take, on the way to his forgery."""

from pipeline.record.workflow import Action, Role
from tests.forging.dossiers import Dossier
from tests.forging.forger import (
    Forger,
)
from tests.forging.founding import KABID, KASI, OFFICERS, article_text
from tests.forging.honest import begin
from tests.forging.office import Office

LOOSE = "content/2026/11/09-tanpa-permintaan"


def drafting(f: Forger, office: Office) -> Dossier:
    """A new letter, accepted and waiting for its text."""
    dossier = begin(office, f.rng)
    while dossier.missing:
        dossier = begin(office, f.rng)
    told = {"to": KASI, "urgency": "biasa", "instructions": [], "note": ""}
    dossier = office.say(dossier, Action.DISPOSE, KABID, Role.DIVISION_HEAD, told)
    return office.say(dossier, Action.ACCEPT, KASI, Role.SECTION_HEAD, {"officer": OFFICERS[0]})


def article_of(number: str) -> dict[str, bytes]:
    return {f"{LOOSE}/index.md": article_text(number, "Bagian", "pertanian", "Isi.")}


def finished(office: Office, dossier: Dossier) -> Dossier:
    who = OFFICERS[0]
    accepted = office.say(dossier, Action.ACCEPT, KASI, Role.SECTION_HEAD, {"officer": who})
    return approved_by_both(office, accepted)


def approved_by_both(office: Office, dossier: Dossier) -> Dossier:
    """The text handed in by an officer, and approved by both heads."""
    who = OFFICERS[0]
    people = list(dict.fromkeys((*dossier.writers, who)))
    data = {"digest": dossier.digest, "article": dossier.folder, "contributors": people}
    told = office.say(dossier, Action.SUBMIT, who, Role.OFFICER, data)
    verdict = {"digest": told.case.digest}
    if KASI in told.case.contributors:  # who revised a former edition may have to be agreed with
        round_ = {"note": "x", "category": "data", "round": told.case.round + 1}
        revised = {**round_, "before": told.case.digest, **verdict, "contributors": people}
        told = office.say(told, Action.REVISE, KASI, Role.SECTION_HEAD, revised)
        told = office.say(told, Action.AGREE, who, Role.OFFICER, verdict)
    told = office.say(told, Action.APPROVE, KABID, Role.DIVISION_HEAD, verdict)
    return office.say(told, Action.APPROVE, KASI, Role.SECTION_HEAD, verdict)


def corrected(f: Forger) -> tuple[Office, Dossier, str] | None:
    """An article of main that is about to be corrected, and where its former text is kept."""
    merge = f.published(
        lambda m: (
            f.office.merged[m.number] is m.dossier
            and m.dossier.case.is_public
            and not m.dossier.case.unlooked
        )
    )
    if merge is None:
        return None
    office, edition = f.office.copy(), merge.dossier.case.edition
    data = {"reason": "salah", "changes": "contoh", "version": edition}
    dossier = office.say(office.reopen(merge.number), Action.AMEND, OFFICERS[0], Role.OFFICER, data)
    version = f"{dossier.folder}/versions/{edition}.md"
    former = dossier.article[dossier.index]
    files = {dossier.index: former + b"Ralat.\n", version: former}
    return office, office.write(dossier, OFFICERS[0], files, dossier.folder), version
