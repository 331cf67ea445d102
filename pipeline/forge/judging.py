"""Judge one merge: whether main may take this request's unit, from what it verified before."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.forge.constitution import constitution_at
from pipeline.forge.family import family_findings
from pipeline.forge.keeping import allowed_since, keeping_findings
from pipeline.forge.units import read_agency, unit_at
from pipeline.forge.walk import Touched, authors
from pipeline.forge.witness import Witness, contributor_findings, evidence_findings, no_witness
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding
from pipeline.record.keeping import brought
from pipeline.record.labels import named
from pipeline.record.loading import load_article, load_request
from pipeline.record.replay import Case, replay
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.unit import Checked, Unit, check_unit
from pipeline.record.workflow import FINAL, Action, Role, State
from pipeline.repository import Repository


class Merge(NamedTuple):
    """What one commit does to one unit: the unit before, as last verified, and after.

    `folders` are the articles that the commit changes, `older` those among them that no request
    brought; `authored` the commits of its branch that wrote articles.
    """

    number: str
    parent: str
    commit: str
    unit: Unit | None
    verified: Unit | None
    folders: frozenset[str]
    older: frozenset[str]
    authored: tuple[str, ...]


def check_merge(
    repository: Repository,
    parent: str,
    commit: str,
    number: str,
    *,
    root: str,
    witness: Witness = no_witness,
) -> Checked:
    """Whether main may go from `parent`, which is verified, to `commit`, which changes `number`."""
    touched = Touched.by(repository.differences(parent, commit))
    merge = Merge(
        number,
        parent,
        commit,
        unit_at(repository, commit, number),
        unit_at(repository, parent, number),
        touched.folders,
        constitution_at(repository, root, parent).older(repository, touched.folders),
        tuple(oid for oid in authors(repository, parent, commit) if oid != commit),
    )
    return judge(repository, merge, root, read_agency(repository, parent), witness)


def judge(
    repository: Repository, merge: Merge, root: str, agency: Agency, witness: Witness = no_witness
) -> Checked:
    """Everything that must hold of a merge; `agency` is the one verified before it."""
    unit = merge.unit
    before = merge.verified
    if unit is None:
        # What was never verified may be taken back as a whole: nothing is lost of the archive.
        is_lost = before is not None or _leaves_something(repository, merge)
        return Checked(None, Case(), None, None, (gone(merge.number),) if is_lost else ())
    checked = check_unit(unit, root=root, agency=agency, former=before, settled=before)
    if checked.request is None:
        return checked
    more = [
        *_finished_findings(unit, checked, agency, before),
        *_kept_findings(unit, checked, before, root),
        *_folder_findings(repository, merge, checked),
        *contributor_findings(repository, merge.authored, checked, agency.roster),
        *family_findings(
            repository, merge.parent, merge.commit, merge.number, checked.request, checked.case
        ),
        *evidence_findings(unit, checked, witness),
        *_keeping_findings(repository, merge, unit, checked.request, agency, root),
    ]
    findings = (*checked.findings, *more)
    return Checked(checked.request, checked.case, checked.article, checked.digest, findings)


def gone(number: str) -> Finding:
    """That the record of a request is not there any more."""
    return Finding(
        agenda.request_path(number),
        1,
        "archive-gone",
        _("the record of request {number} was removed").format(number=number),
        _("put it back: a registered request stays in the archive for ever"),
    )


def _finished_findings(
    unit: Unit, checked: Checked, agency: Agency, before: Unit | None
) -> Iterator[Finding]:
    """Main holds finished requests only: approved by everyone who must, closed, or hidden."""
    case, missing = checked.case, missing_approvals(checked, agency)
    if case.state in FINAL or case.is_divided:
        if case.article is None or not unit.files:
            return
        yield Finding(
            f"{case.article}/index.md",
            1,
            "approval-none",
            _("a request that is {state} publishes nothing").format(
                state=named(case.state or State.VOID)
            ),
            _("merge it without its article"),
        )
    # Nobody sees what is hidden: whose approval is missing is asked once it is to be shown again.
    elif not case.is_settled or (case.state is State.APPROVED and missing and not case.hidden):
        who = ", ".join(map(named, missing or (Role.SECTION_HEAD,)))
        yield Finding(
            unit.path,
            1,
            "approval-none",
            _("merged while {state}: the approval of {who} is missing").format(
                state=named(case.state) if case.state else _("nothing"), who=who
            ),
            _("it stays off the site until `siar review {number} --approve`").format(
                number=unit.number
            ),
        )
    elif case.hidden and case.state is not State.APPROVED and not _is_kept(unit, before):
        yield Finding(
            f"{case.article}/index.md",
            1,
            "approval-digest",
            _("these are not the bytes that were approved"),
            _("while it is hidden, main keeps it as it was; a new text comes by approval"),
        )


def _is_kept(unit: Unit, before: Unit | None) -> bool:
    """Whether the article is as main had it; what its letter brought since is no matter."""
    return before is not None and unit.files == before.files


def missing_approvals(checked: Checked, agency: Agency) -> tuple[Role, ...]:
    """Which approvals this article still needs.

    An emergency stands on one decision; that it did is shown until somebody looked again.
    """
    if checked.case.bypass is not None:
        return ()
    needed = needed_approvals(checked, agency)
    return tuple(role for role in needed if role not in checked.case.approvals)


def needed_approvals(checked: Checked, agency: Agency) -> tuple[Role, ...]:
    """Whose approval this article must have: the Kasi's, for some topics the Kabid's too."""
    topics = set(checked.article.topics) if checked.article else set()
    is_for_both = bool(topics & agency.division_head_topics)
    return (Role.SECTION_HEAD, *([Role.DIVISION_HEAD] if is_for_both else []))


def _kept_findings(
    unit: Unit, checked: Checked, before: Unit | None, root: str
) -> Iterator[Finding]:
    """What was published keeps its address: corrected or withdrawn, but never moved or removed."""
    if before is None:
        return
    request, _findings = load_request(before.path, before.data, root=root, validate=False)
    known = request.history if request else ()
    case = replay(known)[0]
    if not case.editions or case.article is None:
        return
    yield from _recall_findings(unit, checked, before, known, case)
    if checked.case.recalled and len(checked.case.editions) < len(case.editions):
        return
    if checked.case.article != case.article or not unit.files:
        yield Finding(
            f"{case.article}/index.md",
            1,
            "archive-gone",
            _("a published article was removed or moved"),
            _("put it back; `siar withdraw` takes an article off the site and says so there"),
        )


def _recall_findings(
    unit: Unit, checked: Checked, before: Unit, known: Sequence[Statement], case: Case
) -> Iterator[Finding]:
    """An approval is taken back before its article is due; afterwards readers have to be told."""
    index = f"{case.article}/index.md"
    article, _findings = load_article(index, (before.texts or {}).get(index, b""))
    approved = max((s.at for s in case.approvals.values()), default=None)
    due = max(filter(None, (approved, article.publish_at if article else None)), default=None)
    history = checked.request.history if checked.request else ()
    for place, s in enumerate(history[len(known) :], start=len(known)):
        # What was approved on the branch since, and taken back there, never was on main.
        takes_back = s.action is Action.RECALL and replay(history[:place])[0].editions
        if takes_back == case.editions and case.is_public and due is not None and s.at >= due:
            yield _recalled_late(unit.path, s, due)


def _recalled_late(path: str, recall: Statement, due: datetime) -> Finding:
    return Finding(
        path,
        1,
        "recall-due",
        _("statement {seq} recalls what was due since {time}").format(
            seq=recall.seq, time=due.isoformat()
        ),
        _("`siar takedown` hides it at once; `siar amend` and `siar withdraw` tell readers"),
    )


def _folder_findings(repository: Repository, merge: Merge, checked: Checked) -> Iterator[Finding]:
    index = f"{checked.case.article}/index.md"
    there, _findings = load_article(index, repository.read(merge.parent, index) or b"")
    if there is not None and there.request not in (None, merge.number):
        yield Finding(
            index,
            1,
            "approval-context",
            _("this is the article of request {number}").format(number=there.request),
            _("one request, one article: give this one a folder of its own"),
        )
    if checked.case.article in merge.older:
        yield Finding(
            index,
            1,
            "approval-context",
            _("an article older than the procedure stands here already"),
            _("one request, one article: give this one a folder of its own"),
        )
    for folder in sorted(merge.folders - {checked.case.article}):
        if _takes_back(repository, merge, folder):
            continue
        yield Finding(
            f"{folder}/index.md",
            1,
            "approval-context",
            _("this article does not belong to the request it came with"),
            _("one request, one article: bring this one through a request of its own"),
        )


def _leaves_something(repository: Repository, merge: Merge) -> bool:
    """Whether there still is something of a request that has no record."""
    own = (agenda.request_path(merge.number), agenda.papers_folder(merge.number))
    return any(repository.tree(merge.commit, path) for path in own)


def _takes_back(repository: Repository, merge: Merge, folder: str) -> bool:
    """Whether the merge only removes what was never anybody else's article."""
    if repository.tree_id(merge.commit, folder) is not None:
        return False
    index = f"{folder}/index.md"
    there, _findings = load_article(index, repository.read(merge.parent, index) or b"")
    return there is None or there.request == merge.number


def _keeping_findings(
    repository: Repository, merge: Merge, unit: Unit, request: Request, agency: Agency, root: str
) -> Iterator[Finding]:
    """What was brought since main verified the unit is kept as agency.yaml said meanwhile."""
    known = 0
    if merge.verified is not None:
        before, path = merge.verified, merge.verified.path
        former, _findings = load_request(path, before.data, root=root, validate=False)
        known = len(former.history) if former else 0
    if any(kept.keeping is not agency.papers for _place, kept in brought(request, known)):
        allowed = allowed_since(repository, merge.parent, merge.commit, agency)
        yield from keeping_findings(unit, request, known, allowed)
