"""Replay main from its root: what is published is what was approved, provable from a clone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from pipeline.forge.units import (
    CONTENT,
    article_files,
    folder_of,
    number_of,
    owners,
    read_agency,
    unit_at,
    unit_in_folder,
)
from pipeline.i18n import _
from pipeline.objects import CommitInfo
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.digest import unit_digest
from pipeline.record.finding import Finding, Severity, has_errors
from pipeline.record.labels import named
from pipeline.record.loading import load_article
from pipeline.record.replay import Case
from pipeline.record.request import Request
from pipeline.record.roster import Roster
from pipeline.record.signature import signing_key
from pipeline.record.unit import RECORDER, Checked, Unit, check_unit
from pipeline.record.workflow import FINAL, Role, State
from pipeline.repository import Repository

COMMIT_NAMESPACE = "git"


class VerifiedUnit(NamedTuple):
    """A finished request at the commit of main where its bytes were last right."""

    number: str
    commit: str
    request: Request
    case: Case
    article: Article | None
    tree: str | None
    digest: str | None


class Imported(NamedTuple):
    """An article that is older than the procedure: it came with the pinned root commit."""

    article: Article
    tree: str
    digest: str


@dataclass(frozen=True)
class Verification:
    """What main holds: verified units by number, imported articles, and everything wrong.

    `stop` is set when code, configuration or history is wrong: then nothing may be published.
    """

    root: str
    tip: str
    agency: Agency
    units: dict[str, VerifiedUnit]
    imported: tuple[Imported, ...]
    findings: tuple[Finding, ...]
    stop: bool


def verify_main(repository: Repository, tip: str, root: str) -> Verification:
    """Replay the first-parent line of main from the pinned root to `tip`.

    A unit that does not verify keeps its last verified bytes; a change to anything else than one
    request's unit is a finding that stops publishing. What was set right since is only told: of a
    unit its last merge counts, of all other paths what the tip has.
    """
    units: dict[str, VerifiedUnit] = {}
    found: dict[str, tuple[Finding, ...]] = {}
    loose: dict[str, str] = {}
    for commit in repository.first_parents(tip, root):
        parent = repository.commit_info(commit).parents[0]
        number, wrong = changed_unit(repository, parent, commit)
        if number is None:
            touched = _touched_units(repository, parent, commit, units)
            changed = [_touched_findings(repository, parent, commit, u, root) for u in touched]
            found[commit] = tuple(chain.from_iterable(changed)) if touched else wrong
            loose[commit] = parent
            continue
        # Grown from what was verified last: nothing unverified in between is built upon.
        former = units[number].commit if number in units else parent
        checked = check_merge(repository, parent, commit, number, root=root, former=former)
        found.pop(number, None)
        found[number] = checked.findings
        if checked.is_clean and checked.request is not None:
            units[number] = _verified(repository, commit, number, checked.request, checked)
    for commit in loose:
        found[commit] = tuple(_since(repository, root, tip, units, found[commit]))
    return Verification(
        root=root,
        tip=tip,
        agency=read_agency(repository, tip),
        units=units,
        imported=tuple(_imported(repository, root)),
        findings=tuple(chain.from_iterable(found.values())),
        stop=any(
            has_errors(found[commit]) and not _only_content(repository, parent, commit)
            for commit, parent in loose.items()
        ),
    )


def _since(
    repository: Repository,
    root: str,
    tip: str,
    units: Mapping[str, VerifiedUnit],
    wrong: Iterable[Finding],
) -> Iterator[Finding]:
    """What a commit did wrong; only a warning where the tip is as it was approved, or at first."""
    of_folder = {unit.article.folder: unit for unit in units.values() if unit.article}
    for finding in wrong:
        path = finding.path
        unit = units.get(number_of(path) or "") or of_folder.get(folder_of(path) or "")
        right = unit.commit if unit else root
        if repository.tree(tip, path) == repository.tree(right, path):
            yield finding._replace(
                severity=Severity.WARNING, help=_("it was set right since: nothing is left to do")
            )
        else:
            yield finding


def _touched_findings(
    repository: Repository, parent: str, commit: str, unit: VerifiedUnit, root: str
) -> Iterable[Finding]:
    """What is wrong with an article that was changed behind its request's back."""
    checked = check_merge(repository, parent, commit, unit.number, root=root, former=unit.commit)
    return () if checked.digest == unit.digest else checked.findings


def changed_unit(
    repository: Repository, parent: str, commit: str
) -> tuple[str | None, tuple[Finding, ...]]:
    """The one request that a merge changes; None with findings when it is not exactly one."""
    paths = repository.changed_paths(parent, commit)
    numbers, folders, others = owners(paths)
    if len(numbers) == 1 and not others:
        return next(iter(numbers)), ()
    if not numbers and folders and not others:
        return None, tuple(
            Finding(
                path,
                1,
                "approval-none",
                _("changed in {commit} without a request, so nobody approved it").format(
                    commit=commit[:10]
                ),
                _("undo it with `git revert {commit}`, or bring it through a request").format(
                    commit=commit[:10]
                ),
            )
            for path in paths
        )
    return None, tuple(
        Finding(
            path,
            1,
            "history-class",
            _("{commit} changes this, which a request may not").format(commit=commit[:10]),
            _("one merge carries one request's file, papers and article, and nothing else"),
        )
        for path in (others or paths)
    )


def check_merge(
    repository: Repository, parent: str, commit: str, number: str, *, root: str, former: str = ""
) -> Checked:
    """Whether main may go from `parent` to `commit`, which changes the unit `number`.

    `former` is the commit whose unit it has to continue, where that is not `parent`.
    """
    agency = read_agency(repository, parent)
    before = unit_at(repository, former or parent, number)
    unit = unit_at(repository, commit, number)
    if unit is None:
        return _gone(number)
    checked = check_unit(unit, root=root, agency=agency, former=before)
    if checked.request is None:
        return checked
    more = [
        *_finished_findings(unit, checked, agency),
        *_folder_findings(repository, parent, commit, number, checked),
        *contributor_findings(repository, parent, commit, unit, checked, agency.roster),
    ]
    findings = (*checked.findings, *more)
    return Checked(checked.request, checked.case, checked.article, checked.digest, findings)


def _gone(number: str) -> Checked:
    finding = Finding(
        agenda.request_path(number),
        1,
        "archive-gone",
        _("the record of request {number} was removed").format(number=number),
        _("put it back: a registered request stays in the archive for ever"),
    )
    return Checked(None, Case(), None, None, (finding,))


def _finished_findings(unit: Unit, checked: Checked, agency: Agency) -> Iterator[Finding]:
    """Main holds finished requests only: approved by everyone who must, or closed."""
    missing = missing_approvals(checked, agency)
    if checked.case.state in FINAL:
        if checked.case.article is None or not unit.files:
            return
        yield Finding(
            f"{checked.case.article}/index.md",
            1,
            "approval-none",
            _("a request that is {state} publishes nothing").format(
                state=named(checked.case.state)
            ),
            _("merge it without its article"),
        )
    elif checked.case.state is not State.APPROVED or missing:
        who = ", ".join(map(named, missing or (Role.SECTION_HEAD,)))
        yield Finding(
            unit.path,
            1,
            "approval-none",
            _("merged while {state}: the approval of {who} is missing").format(
                state=named(checked.case.state) if checked.case.state else _("nothing"), who=who
            ),
            _("it stays off the site until `siar review {number} --approve`").format(
                number=unit.number
            ),
        )


def missing_approvals(checked: Checked, agency: Agency) -> tuple[Role, ...]:
    """Which approvals this article still needs: the Kasi's, for some topics the Kabid's too."""
    topics = set(checked.article.topics) if checked.article else set()
    needed = [Role.SECTION_HEAD]
    if topics & agency.division_head_topics:
        needed.append(Role.DIVISION_HEAD)
    return tuple(role for role in needed if role not in checked.case.approvals)


def _folder_findings(
    repository: Repository, parent: str, commit: str, number: str, checked: Checked
) -> Iterator[Finding]:
    index = f"{checked.case.article}/index.md"
    there, _findings = load_article(index, repository.read(parent, index) or b"")
    if there is not None and there.request not in (None, number):
        yield Finding(
            index,
            1,
            "approval-context",
            _("this is the article of request {number}").format(number=there.request),
            _("one request, one article: give this one a folder of its own"),
        )
    _numbers, folders, _others = owners(repository.changed_paths(parent, commit))
    for folder in sorted(folders - {checked.case.article}):
        yield Finding(
            f"{folder}/index.md",
            1,
            "approval-context",
            _("this article does not belong to the request it came with"),
            _("one request, one article: bring this one through a request of its own"),
        )


def contributor_findings(
    repository: Repository, base: str, tip: str, unit: Unit, checked: Checked, roster: Roster
) -> Iterator[Finding]:
    """Whoever signed a commit that touches the article is among its contributors."""
    if checked.case.digest is None:
        return
    for oid, who in writers(repository, base, tip, roster):
        if who not in checked.case.contributors:
            yield Finding(
                f"{checked.case.article}/index.md",
                1,
                "contributors-incomplete",
                _("{commit} changed the article, but {who} is not among its contributors").format(
                    commit=oid[:10], who=who or _("nobody of the roster")
                ),
                _("submit again with `siar submit`, which lists everybody who wrote"),
            )


def writers(
    repository: Repository, base: str, tip: str, roster: Roster
) -> Iterator[tuple[str, str | None]]:
    """Each commit since `base` with words or pictures of its own, and who signed it."""
    for oid in repository.commits(tip, base):
        info = repository.commit_info(oid)
        if _is_written(repository, info):
            yield oid, signer_of(info, roster)


def _is_written(repository: Repository, info: CommitInfo) -> bool:
    """Whether a commit has articles as no parent has them: what a merge takes over counts not."""
    folder = CONTENT.rstrip("/")
    here = repository.tree_id(info.oid, folder)
    if any(repository.tree_id(parent, folder) == here for parent in info.parents):
        return False
    changed = [set(repository.changed_paths(parent, info.oid)) for parent in info.parents]
    own = set.intersection(*changed) if changed else set()
    return not changed or any(path.startswith(CONTENT) for path in own)


def signer_of(info: CommitInfo, roster: Roster) -> str | None:
    """The roster id of whoever signed a commit; author and committer names are never read."""
    key = signing_key(info.signed, info.signature, COMMIT_NAMESPACE) if info.signature else None
    if key is None:
        return None
    if roster.recorder and key.split()[:2] == roster.recorder.split()[:2]:
        return RECORDER
    owner = roster.owner_of(key)
    return owner.id if owner else None


def verify_work_tree(repository: Repository, verification: Verification) -> list[Finding]:
    """What was changed by hand in the work tree, held against the last commit of main."""
    if repository.is_bare or repository.checked_out != "main":
        return []
    numbers, folders, _new_files = owners(repository.work_tree_changes())
    # A new file elsewhere (a paper just printed, say) is nobody's business.
    _numbers, _folders, others = owners(repository.work_tree_changes(with_new=False))
    by_folder = {u.article.folder: n for n, u in verification.units.items() if u.article}
    touched = numbers | {by_folder[folder] for folder in folders if folder in by_folder}
    findings: list[Finding] = []
    for number in sorted(touched):
        unit = unit_in_folder(repository.folder, number)
        former = unit_at(repository, verification.tip, number)
        checked = (
            _gone(number)
            if unit is None
            else check_unit(unit, root=verification.root, agency=verification.agency, former=former)
        )
        findings += checked.findings
    loose = [*others, *(f"{folder}/index.md" for folder in folders if folder not in by_folder)]
    for path in sorted(loose):
        findings.append(
            Finding(
                path,
                1,
                "work-tree",
                _("changed or added by hand on main"),
                _("undo it with `git checkout -- .`, or bring it through a request"),
            )
        )
    return findings


def _verified(
    repository: Repository, commit: str, number: str, request: Request, checked: Checked
) -> VerifiedUnit:
    article = checked.article if checked.case.state is State.APPROVED else None
    tree = repository.tree_id(commit, article.folder) if article else None
    return VerifiedUnit(number, commit, request, checked.case, article, tree, checked.digest)


def _touched_units(
    repository: Repository, parent: str, commit: str, units: Mapping[str, VerifiedUnit]
) -> list[VerifiedUnit]:
    """The requests whose articles, and nothing else, a commit changes behind their back."""
    numbers, folders, others = owners(repository.changed_paths(parent, commit))
    by_folder = {unit.article.folder: unit for unit in units.values() if unit.article}
    if numbers or others or not folders <= by_folder.keys():
        return []
    return [by_folder[folder] for folder in sorted(folders)]


def _only_content(repository: Repository, parent: str, commit: str) -> bool:
    _numbers, _folders, others = owners(repository.changed_paths(parent, commit))
    return not others


def _imported(repository: Repository, root: str) -> Iterator[Imported]:
    _numbers, folders, _others = owners(entry.path for entry in repository.tree(root, CONTENT))
    for folder in sorted(folders):
        text = repository.read(root, f"{folder}/index.md")
        article, findings = load_article(f"{folder}/index.md", text or b"")
        tree = repository.tree_id(root, folder)
        if article is not None and tree is not None and not has_errors(findings):
            files = article_files(repository, root, folder)
            yield Imported(article, tree, unit_digest(files, ()))
