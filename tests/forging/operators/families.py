"""Forgeries of parts of a letter, and of letters that share an article."""

from dataclasses import replace
from typing import Any

from pipeline.record.workflow import Action, Role
from tests.forging.dossiers import Dossier
from tests.forging.forger import (
    Draft,
    Forged,
    Forger,
    is_news,
)
from tests.forging.founding import KASI, OFFICERS
from tests.forging.office import Office
from tests.forging.registry import operator
from tests.forging.steps import LOOSE, article_of, drafting, finished


@operator
def join_oneself_or_nothing(f: Forger) -> Forged | None:
    """A request joins itself, or a number that is not in the agenda."""
    office = f.office.copy()
    dossier = drafting(f, office)
    leading, rule = f.rng.choice([(dossier.number, "join-itself"), ("2026-0999", "join-leading")])
    return _joined(f, office, dossier, leading, rule)


@operator
def join_what_leads_nothing(f: Forger) -> Forged | None:
    """A request joins one that was split or joined itself."""
    office = f.office.copy()
    first, second = drafting(f, office), drafting(f, office)
    if f.rng.random() < 0.5:
        data = {"leading": second.number, "reason": "contoh"}
        office.merge(office.say(first, Action.JOIN, KASI, Role.SECTION_HEAD, data), KASI)
    else:
        office.split(first, KASI, ["satu", "dua"])
    before = dict(office.verified)
    return _joined(f, office, second, first.number, "join-leading")._replace(verified=before)


def _joined(f: Forger, office: Office, dossier: Dossier, leading: str, rule: str) -> Forged:
    data = {"leading": leading, "reason": "contoh"}
    made = office.statement(
        f"request/{dossier.number}", dossier.history, Action.JOIN, KASI, Role.SECTION_HEAD, data
    )
    draft = Draft.of(dossier, (*dossier.history, made))
    office.main = office.commit(
        office.with_unit(dossier, draft.all_files()), [office.main, dossier.tip], "join", KASI
    )
    return Forged(office.main, (draft.entry(rule, -1),), dict(f.office.verified))


@operator
def carry_other_documents_into_a_part(f: Forger) -> Forged | None:
    """A part says something else than its letter: other documents, disposition or split."""
    office = f.office.copy()
    letter = drafting(f, office)
    office.split(letter, KASI, ["satu", "dua"])
    before = dict(office.verified)
    closed = office.merged[letter.number]
    other: dict[str, Any] = f.rng.choice(
        [
            {"disposition": {**closed.case.disposition, "urgency": "segera"}},
            {"statement": closed.history[0].digest},
        ]
    )
    part = office.part(closed, f"{letter.number}.1", KASI, "satu", **other)
    part = office.write(part, OFFICERS[0], article_of(part.number), LOOSE)
    part = finished(office, part)
    office.main = office.commit(office.with_unit(part), [office.main, part.tip], "part", KASI)
    return Forged(office.main, (Draft.of(part).entry("split-parent", 0),), before)


@operator
def begin_a_part_without_its_letter(f: Forger) -> Forged | None:
    """A part that no letter was split into, approved by everybody who must."""
    merge = f.published(lambda m: is_news(m) and "." not in m.number)
    if merge is None:
        return None
    office = merge.after.copy()
    letter = replace(merge.dossier, case=replace(merge.dossier.case, parts=()))
    part = office.part(letter, f"{merge.number}.7", KASI, "rekaan")
    part = office.write(part, OFFICERS[0], article_of(part.number), LOOSE)
    part = finished(office, part)
    office.main = office.commit(
        office.with_unit(part, part.files), [office.main, part.tip], "part", KASI
    )
    place = Draft.of(part).entry("split-parent", 0)
    return Forged(office.main, (place,), dict(merge.after.verified))
