"""Unrelated merges force no new approval, in whatever order; any changed byte does.

Two thousand orders in which what waits to be merged may come to main, with changes of the program
and updated branches in between. Trees are real; whether an approval still binds is asked of the
files as the program reads them. Now and then the whole of main is verified.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from pipeline.forge.units import article_files
from pipeline.forge.verification import verify_main
from pipeline.record.digest import unit_digest
from pipeline.record.workflow import Action, Role
from pipeline.repository import Repository
from tests.forging.dossiers import Dossier
from tests.forging.founding import KABID, KASI, OFFICERS, article_text
from tests.forging.honest import begin
from tests.forging.judge import verified
from tests.forging.objects import Objects
from tests.forging.office import Office
from tests.forging.reforms import change_code

INTERLEAVINGS = 2000
WHOLE = 100  # every so many, main is verified as a whole
WAITING = 4


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """An office where some articles are approved, and none is merged."""
    objects = Objects()
    made = Office(objects)
    rng = Random(1)  # noqa: S311
    while len(made.open) < WAITING:
        _approved(made, rng)
    yield made
    objects.close()


def _approved(office: Office, rng: Random) -> None:
    dossier = begin(office, rng)
    if dossier.missing:
        office.open.pop(dossier.number)
        return
    who = rng.choice(OFFICERS)
    told = {"to": KASI, "urgency": "biasa", "instructions": [], "note": ""}
    dossier = office.say(dossier, Action.DISPOSE, KABID, Role.DIVISION_HEAD, told)
    dossier = office.say(dossier, Action.ACCEPT, KASI, Role.SECTION_HEAD, {"officer": who})
    folder = f"content/2026/11/02-berita-{dossier.number}"
    text = article_text(dossier.number, "Berita", "pertanian", "Isi.")
    files = {f"{folder}/index.md": text, f"{folder}/foto.jpg": rng.randbytes(40)}
    dossier = office.write(dossier, who, files, folder)
    data = {"digest": dossier.digest, "article": folder, "contributors": [who]}
    dossier = office.say(dossier, Action.SUBMIT, who, Role.OFFICER, data)
    verdict = {"digest": dossier.case.digest}
    office.say(dossier, Action.APPROVE, KASI, Role.SECTION_HEAD, verdict)


def _merged(office: Office, rng: Random) -> Office:
    """The office after everything that waits was merged, in one order of many."""
    office = office.copy()
    order = rng.sample(sorted(office.open), len(office.open))
    while order:
        office.wait(rng.randrange(1, 90))
        what = rng.random()
        if what < 0.05:
            change_code(office, rng)
        elif what < 0.3:
            office.update(office.open[rng.choice(order)], OFFICERS[0])
        else:
            office.merge(office.open[order.pop()], KASI, squash=rng.random() < 0.5)
    return office


def _binds(repository: Repository, commit: str, dossier: Dossier) -> bool:
    """Whether what was approved is what is there."""
    files = article_files(repository, commit, dossier.folder)
    is_approved = unit_digest(files, dossier.documents) == dossier.case.approved_digest
    return is_approved and repository.read(commit, dossier.path) == dossier.record


def _changed(office: Office, rng: Random, dossier: Dossier) -> str:
    """A commit of main with one byte of the article otherwise."""
    path = rng.choice(sorted(dossier.article))
    data = bytearray(dossier.article[path])
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return office.add({path: bytes(data)}, [office.main], "one byte", KASI)


def test_only_a_changed_byte_asks_for_a_new_approval(office: Office) -> None:
    repository = office.objects.open()
    asked: list[Any] = []
    for place in range(INTERLEAVINGS):
        rng = Random(place)  # noqa: S311
        after = _merged(office, rng)
        for dossier in after.merged.values():
            if not _binds(repository, after.main, dossier):
                asked.append((place, dossier.number))
        victim = after.merged[rng.choice(sorted(after.merged))]
        forged = _changed(after, rng, victim)
        other = after.merged[rng.choice(sorted(after.merged.keys() - {victim.number}))]
        if _binds(repository, forged, victim) or not _binds(repository, forged, other):
            asked.append((place, victim.number, other.number))
        if place % WHOLE == 0:
            found = verify_main(repository, after.main, after.root)
            assert (found.findings, found.stop) == ((), False)
            assert verified(found) == {n: commit for n, (commit, _) in after.verified.items()}
            found = verify_main(repository, forged, after.root)
            assert "approval-digest" in {f.id for f in found.findings}
            assert verified(found) == {n: commit for n, (commit, _) in after.verified.items()}
    assert asked == []
