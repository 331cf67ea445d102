"""Replay main from its root: what is published is what was approved, provable from a clone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.forge.changes import imported_folders
from pipeline.forge.clone import clone_findings
from pipeline.forge.constitution import Constitution, constitution_at
from pipeline.forge.docket import Outcome
from pipeline.forge.sorting import Sorting
from pipeline.forge.units import read_agency
from pipeline.forge.verified import (
    Imported,
    ImportedArticles,
    VerifiedUnit,
    VerifiedUnits,
)
from pipeline.forge.walk import Step, walk
from pipeline.forge.witness import Witness, no_witness
from pipeline.forge.workers import Progress, decide_all
from pipeline.i18n import _
from pipeline.objects import EXECUTABLE, FILE, LINK
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding, has_errors
from pipeline.record.vouching import Evidence
from pipeline.repository import Repository

__all__ = ["Imported", "Verification", "VerifiedUnit", "verify_main"]

# Of what a commit has, all but other repositories.
_WITH_BYTES = frozenset({FILE, EXECUTABLE, LINK})


@dataclass(frozen=True)
class Verification:
    """What main holds: verified units by number, imported articles, and everything wrong.

    `stop` is set when roster, configuration, code or history is wrong: then nothing may be
    published. `since` is the commit that verification began at, the root or a checkpoint.
    """

    root: str
    tip: str
    since: str
    agency: Agency
    units: VerifiedUnits
    imported: ImportedArticles
    findings: tuple[Finding, ...]
    stop: bool


def verify_main(
    repository: Repository,
    tip: str,
    root: str,
    *,
    since: str | None = None,
    witness: Witness = no_witness,
    progress: Progress | None = None,
) -> Verification:
    """Replay the first-parent line of main from the pinned root to `tip`.

    A unit that does not verify keeps its last verified bytes, and the others go on; a change to
    anything else needs the consent that agency.yaml's own history records, or stops publishing.
    What was set right since is only told. `since` is a commit up to which all is known to be right.
    """
    of_clone = tuple(clone_findings(repository))
    if repository.resolve(root) is None:  # the end of a history, or another one
        return _nothing(repository, tip, root, of_clone or (_uprooted(root, tip),))
    steps = walk(repository, tip, since) if since else None
    if steps is None:
        since, steps = None, walk(repository, tip, root)
    if steps is None:
        of_clone = (*of_clone, _uprooted(root, tip))
    # A clone without files (`--filter=blob:none`) fetches all that will be read at once.
    repository.bring(c.oid for step in steps or () for c in step.changes if c.mode in _WITH_BYTES)
    constitution = constitution_at(repository, root, since or root)
    found = _replayed(repository, tip, since, steps or (), constitution, witness, progress)
    return replace(found, findings=(*of_clone, *found.findings), stop=bool(of_clone) or found.stop)


def _nothing(
    repository: Repository, tip: str, root: str, findings: tuple[Finding, ...]
) -> Verification:
    """What can be said of a main that does not lead back to its root."""
    units, older = VerifiedUnits(repository, root, {}), ImportedArticles(repository, None)
    agency = read_agency(repository, tip)
    return Verification(root, tip, root, agency, units, older, findings, stop=True)


def continue_main(repository: Repository, tip: str, root: str, since: str) -> Verification:
    """The same for the commits that a push adds to `since`, whose agency.yaml is believed.

    Nothing is forgiven for being set right later in the same push.
    """
    steps = walk(repository, tip, since)
    if steps is None:
        raise ValueError(f"{since} is not on the first-parent line of {tip}")
    constitution = Constitution(root, since, imports=imported_folders(repository, since))
    return _replayed(repository, tip, since, steps, constitution, forgiving=False)


def _replayed(
    repository: Repository,
    tip: str,
    since: str | None,
    steps: Iterable[Step],
    constitution: Constitution,
    witness: Witness = no_witness,
    progress: Progress | None = None,
    *,
    forgiving: bool = True,
) -> Verification:
    root = constitution.root
    sorting = Sorting(repository, root, tip, since, constitution)
    for step in steps:
        sorting.take(step)
    before = sorting.before()
    dockets = sorting.dockets(before)
    outcomes = list(decide_all(repository, dockets, root, witness=witness, progress=progress))
    repeated = dict(_repeated(outcomes))
    commits = {**before, **{o.number: o.commit for o in outcomes if o.commit}}
    orphaned = dict(_orphaned(commits))
    for number in (*repeated, *orphaned):
        commits.pop(number, None)
    loose = dict(sorting.loose)
    for outcome in outcomes:
        for commit, found in outcome.behind:
            loose[commit] = (*loose.get(commit, ()), *found)
    told = {
        commit: tuple(sorting.since_then(commit, found, commits) if forgiving else found)
        for commit, found in loose.items()
    }
    findings = (
        *chain.from_iterable(told.values()),
        *chain.from_iterable(
            sorting.besides(outcome, commits) if forgiving else outcome.wrong
            for outcome in outcomes
        ),
        *repeated.values(),
        *orphaned.values(),
    )
    older = ImportedArticles(repository, root, sorting.imports())
    if since is None:
        list(older)  # every object is looked at
    return Verification(
        root=root,
        tip=tip,
        since=since or root,
        agency=read_agency(repository, sorting.constitution.base),
        units=VerifiedUnits(repository, root, commits),
        imported=older,
        findings=findings,
        stop=any(has_errors(told[commit]) for commit in sorting.stopping if commit in told),
    )


def _uprooted(root: str, tip: str) -> Finding:
    return Finding(
        "refs/heads/main",
        1,
        "history-root",
        _("main at {tip} does not come from the pinned root {root}").format(
            tip=tip[:10], root=root[:10]
        ),
        _("this is another office's history, or a rewritten one: fetch main anew"),
    )


def _orphaned(commits: Mapping[str, str]) -> Iterator[tuple[str, Finding]]:
    """Parts of a letter whose own split does not verify: nobody may have asked for them."""
    for number in commits:
        whole = agenda.whole_of(number)
        if agenda.part_of(number) is not None and whole not in commits:
            finding = Finding(
                agenda.request_path(number),
                1,
                "split-parent",
                _("the letter {whole} that this is a part of does not verify").format(whole=whole),
                _("set {whole} right first: siar verify --explain {whole}").format(whole=whole),
            )
            yield number, finding


def _repeated(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, Finding]]:
    """Requests that stand on a review or a comment which decided another request already."""
    seen: dict[Evidence, str] = {}
    for outcome in outcomes:
        for evidence in outcome.evidence:
            other = seen.setdefault(evidence, outcome.number)
            if other != outcome.number:
                finding = Finding(
                    agenda.request_path(outcome.number),
                    1,
                    "evidence-repeated",
                    _("the review {review} already stands behind request {number}").format(
                        review=evidence.id, number=other
                    ),
                    _("each review counts once: review this text by itself"),
                )
                yield outcome.number, finding
