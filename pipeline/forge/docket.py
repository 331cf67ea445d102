"""All that main did to one request, judged by itself: requests never touch each other."""

from functools import lru_cache
from typing import NamedTuple

from pipeline.errors import NotFound, SiarError
from pipeline.forge.judging import Merge, judge
from pipeline.forge.snapshot import Files, unit_of
from pipeline.forge.units import read_agency
from pipeline.forge.witness import Witness, no_witness
from pipeline.i18n import _
from pipeline.objects import BadObject
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.digest import unit_digest
from pipeline.record.finding import Finding
from pipeline.record.loading import load_request
from pipeline.record.unit import Unit
from pipeline.record.vouching import Evidence, evidence_of
from pipeline.repository import Repository


class Event(NamedTuple):
    """A commit of main that changed the unit, and the unit's files after it.

    `agency` is the commit whose agency.yaml judges it. A commit that brought more than this one
    request is not `proper`: it is only looked at for what it did to the article.
    """

    parent: str
    commit: str
    agency: str
    files: Files | None
    folders: frozenset[str]
    older: frozenset[str]
    authored: tuple[str, ...]
    proper: bool


class Docket(NamedTuple):
    """One request: `verified` is the commit in which it was verified before, if it was."""

    number: str
    verified: str | None
    events: tuple[Event, ...]


class Outcome(NamedTuple):
    """What came of a docket: where the unit is as it was verified last, and what is wrong.

    `wrong` belongs to the unit; `behind` to single commits that changed it behind its back.
    """

    number: str
    commit: str | None
    digest: str | None
    wrong: tuple[Finding, ...]
    behind: tuple[tuple[str, tuple[Finding, ...]], ...]
    evidence: tuple[Evidence, ...]


def decide(
    repository: Repository, docket: Docket, root: str, witness: Witness = no_witness
) -> Outcome:
    """Judge a request's commits in order, each against what was verified last."""
    commit = docket.verified
    verified = unit_of(repository, commit, docket.number, None) if commit else None
    digest = _digest(verified) if verified else None
    wrong: tuple[Finding, ...] = ()
    behind: list[tuple[str, tuple[Finding, ...]]] = []
    evidence: tuple[Evidence, ...] = ()
    for event in docket.events:
        try:
            merge = _merge(repository, docket.number, event, verified)
            checked = judge(repository, merge, root, _agency(repository, event.agency), witness)
        except (BadObject, NotFound) as error:
            wrong = (_damaged(docket.number, error),)
            continue
        if not event.proper:
            if digest is None or checked.digest != digest:
                behind.append((event.commit, checked.findings))
            continue
        wrong = checked.findings
        if checked.is_clean and checked.request is not None:
            commit, digest, verified = event.commit, checked.digest, merge.unit
            evidence = tuple(e for s in checked.request.history if (e := evidence_of(s)))
    return Outcome(docket.number, commit, digest, wrong, tuple(behind), evidence)


def _merge(repository: Repository, number: str, event: Event, verified: Unit | None) -> Merge:
    unit = unit_of(repository, event.commit, number, event.files)
    return Merge(
        number,
        event.parent,
        event.commit,
        unit,
        verified,
        event.folders,
        event.older,
        event.authored,
    )


def _damaged(number: str, error: SiarError) -> Finding:
    """What cannot be read as it was written stops its request, and no other."""
    return Finding(
        agenda.request_path(number),
        1,
        "git-object",
        error.message,
        error.hint or _("fetch it again from a clone that is whole; `git fsck --full` lists all"),
    )


def _digest(unit: Unit) -> str | None:
    """What an approval of the unit would name; None without an article."""
    request, _findings = load_request(unit.path, unit.data, root="", validate=False)
    return unit_digest(unit.files, request.documents) if request and unit.files else None


@lru_cache(maxsize=4)
def _agency(repository: Repository, commit: str) -> Agency:
    return read_agency(repository, commit)
