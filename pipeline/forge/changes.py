"""Changes of anything but a request: on main, and on the branch `change/<version>` before.

What a change brings is held against the commit before it; who must have agreed, and under which
roster, is `record.governance`'s. agency.yaml counts by what stands after its front matter.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pipeline.forge.change_content import (
    articles_of,
    changed_file,
    changed_paths,
    content_findings,
    document,
    path_findings,
)
from pipeline.forge.paths import Kind, classes
from pipeline.forge.signers import own_changes, signer_of
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.finding import Finding, has_errors
from pipeline.record.governance import (
    Change,
    Lack,
    Subject,
    altered,
    growth_problems,
    lacks,
    statement_problems,
)
from pipeline.record.labels import named
from pipeline.record.problem import Problem
from pipeline.record.registers import AgencyFile, load_agency_file
from pipeline.record.roster import Roster
from pipeline.record.roster_past import losses
from pipeline.record.statement import Statement
from pipeline.record.strict_yaml import (
    LARGE_LEVELS,
    LARGE_LIMIT,
    Pointer,
    load_stream,
)
from pipeline.record.workflow import Action
from pipeline.repository import Repository

PREFIX = "change/"
_BRANCH = re.compile(r"change/([1-9][0-9]{0,8})")


class Proposal(NamedTuple):
    """A change as it was found: against which agency.yaml, and the statements it adds."""

    before: AgencyFile
    after: AgencyFile
    change: Change
    findings: tuple[Finding, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that came with it."""
        return self.after.history[len(self.before.history) :]

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What it still needs."""
        return lacks(self.change, self.statements)


def branch_of(version: int) -> str:
    """`change/7`, where change 7 waits to be agreed to."""
    return f"{PREFIX}{version}"


def version_of(branch: str) -> int | None:
    """7 of `change/7`; None for any other branch."""
    found = _BRANCH.fullmatch(branch)
    return int(found[1]) if found else None


def check_change(
    repository: Repository, parent: str, commit: str, *, root: str, former: str = ""
) -> tuple[Finding, ...]:
    """Whether main may go from `parent` to `commit`, which changes what no request may.

    `former` is the commit whose agency.yaml is verified, where that is not `parent`.
    """
    brought = repository.commits(commit, parent)
    proposal, findings = read_change(
        repository, former or parent, parent, commit, brought, root=root
    )
    if proposal is None:
        return findings
    return (*findings, *_approval_findings(repository, commit, proposal))


def check_proposal(
    repository: Repository, main: str, tip: str, *, root: str, version: int | None = None
) -> tuple[Finding, ...]:
    """What is wrong with the branch of a change, beside approvals that are still to come.

    `version` is that of its name. What main has become since the branch left it counts not.
    """
    base = repository.merge_base(main, tip) or main
    brought = repository.commits(tip, main)
    proposal, findings = read_change(repository, main, base, tip, brought, root=root)
    if proposal is None:
        return findings
    expected = proposal.before.version + 1
    if {version or expected, proposal.after.version} != {expected}:
        findings = (
            *findings,
            Finding(
                AGENCY,
                _line(repository, tip)("version"),
                "agency-chain",
                _("this is change {found}, but the next one is {expected}").format(
                    found=version or proposal.after.version, expected=expected
                ),
                _("propose it anew with `siar propose`"),
            ),
        )
    return findings


def read_change(
    repository: Repository, former: str, base: str, tip: str, brought: Iterable[str], *, root: str
) -> tuple[Proposal | None, tuple[Finding, ...]]:
    """What the commits `brought` change between `base` and `tip`, with all that is wrong but
    missing approvals; agency.yaml has to continue that of `former`, whose roster counts.

    The proposal is None when an agency.yaml cannot be read.
    """
    before, _findings = load_agency_file(repository.read(former, AGENCY) or b"", root=root)
    after, findings = load_agency_file(repository.read(tip, AGENCY) or b"", root=root)
    if before is None or after is None:
        return None, findings or _findings
    roster = before.agency.roster
    paths = changed_paths(repository, base, tip, former)
    wrong = [*findings, *path_findings(repository, tip, paths)]
    if has_errors(wrong):
        return None, tuple(wrong)
    writers = dict(_writers(repository, brought, tip, set(paths), roster))
    change = Change(
        version=before.version + 1,
        about=_about(before, after, paths),
        files=tuple(changed_file(repository, tip, path) for path in paths),
        subjects=altered(_roster(before), _roster(after)) or frozenset(),
        writers=frozenset(who for who in writers.values() if who),
        articles=articles_of(repository, tip, paths),
    )
    proposal = Proposal(before, after, change, ())
    line = _line(repository, tip)
    known = len(before.history)
    wrong += [
        *(_of_problem(problem, line) for problem in _problems(proposal, known)),
        *_loss_findings(proposal, line),
        *content_findings(repository, base, tip, paths),
        *_writer_findings(writers),
    ]
    if not paths:
        wrong.append(_nothing())
    return proposal._replace(findings=tuple(wrong)), tuple(wrong)


def imported_folders(repository: Repository, commit: str) -> dict[str, str]:
    """The article folders that were imported after the root, each with the digest agreed to.

    Older news: what is there with that very digest is shown, and never mailed.
    """
    file, _findings = load_agency_file(repository.read(commit, AGENCY) or b"")
    history = file.history if file else ()
    agreed = {(s.data["version"], s.data["digest"]) for s in history if s.action is Action.APPROVE}
    return {
        item["article"]: item["digest"]
        for s in history
        if s.action is Action.IMPORT and (s.data["version"], s.data["digest"]) in agreed
        for item in s.data["articles"]
    }


def _roster(file: AgencyFile) -> dict[str, object]:
    return dict(file.agency.section("roster"))


def _about(before: AgencyFile, after: AgencyFile, paths: Iterable[str]) -> Subject:
    if _roster(before) != _roster(after):
        return Subject.ROSTER
    return Subject.ARCHIVE if Kind.UNIT in classes(paths) else Subject.PLAIN


def _writers(
    repository: Repository, brought: Iterable[str], tip: str, paths: set[str], roster: Roster
) -> Iterator[tuple[str, str | None]]:
    """Each commit with one of these paths as no parent of its has it, and who signed it.

    What none of them wrote was taken from somewhere else by whoever made the last one.
    """
    left = set(paths)
    for oid in brought:
        info = repository.commit_info(oid)
        own = own_changes(repository, info) & paths
        if AGENCY in own:
            here = document(repository, oid)
            if any(document(repository, parent) == here for parent in info.parents):
                own.remove(AGENCY)
        if own:
            yield oid, signer_of(info, roster, retired=True)
            left -= own
    if left:
        yield tip, signer_of(repository.commit_info(tip), roster, retired=True)


def _line(repository: Repository, commit: str) -> Callable[..., int]:
    """The line of a place in agency.yaml, which is only read again when something is wrong."""

    def line(*pointer: str | int, part: int = 0) -> int:
        data = repository.read(commit, AGENCY) or b""
        documents, _found = load_stream(data, AGENCY, limit=LARGE_LIMIT, levels=LARGE_LEVELS)
        place: Pointer = pointer
        return documents[part].line(place) if len(documents) > part else 1

    return line


def _problems(proposal: Proposal, known: int) -> Iterator[Problem]:
    before, after = proposal.before, proposal.after
    grown = list(growth_problems((before.version, before.history), (after.version, after.history)))
    yield from grown
    # Of a history that does not continue the former one, nothing more can be said.
    if not any(problem.id == "agency-rollback" for problem in grown):
        yield from statement_problems(
            after.history, known, before.version + 1, before.agency.roster
        )


def _of_problem(problem: Problem, line: Callable[..., int]) -> Finding:
    place = ("history", problem.seq - 1) if problem.seq else ("version",)
    return Finding(AGENCY, line(*place), problem.id, problem.message, problem.help)


def _loss_findings(proposal: Proposal, line: Callable[..., int]) -> Iterator[Finding]:
    before, after = proposal.before.agency.roster, proposal.after.agency.roster
    told = proposal.statements
    day = told[-1].at.astimezone(before.zone).date() if told else None
    places = {person.id: place for place, person in enumerate(after.people)}
    for loss in losses(before, after, day):
        place = ("people", places[loss.person]) if loss.person in places else ()
        yield Finding(
            AGENCY, line("roster", *place, part=1), "agency-rollback", loss.message, loss.help
        )


def _writer_findings(writers: dict[str, str | None]) -> Iterator[Finding]:
    for oid, who in writers.items():
        if who is None:
            yield Finding(
                AGENCY,
                1,
                "contributors-incomplete",
                _("{commit} is part of the change, but nobody of the roster signed it").format(
                    commit=oid[:10]
                ),
                _("propose it anew with `siar propose`, which signs it"),
            )


def _nothing() -> Finding:
    return Finding(
        AGENCY,
        1,
        "agency-chain",
        _("statements on a change, but nothing is changed"),
        _("take them away, or propose the change itself with `siar propose`"),
    )


def _approval_findings(
    repository: Repository, commit: str, proposal: Proposal
) -> Iterator[Finding]:
    missing = proposal.lacks
    if not missing:
        return
    line = _line(repository, commit)
    version, paths = proposal.change.version, ", ".join(proposal.change.paths[:5])
    for s in proposal.statements:
        if s.data["digest"] != proposal.change.digest:
            yield Finding(
                AGENCY,
                line("history", s.seq - 1),
                "approval-digest",
                _("{who} agreed to other bytes than these of {paths}").format(
                    who=s.by, paths=paths
                ),
                _("look at the change as it is now: siar ratify {version} --show").format(
                    version=version
                ),
            )
    # Where nobody said anything, the place is what was changed.
    of_agency = not proposal.change.files or AGENCY in proposal.change.paths
    said = bool(proposal.statements) or of_agency
    for lack in missing:
        yield Finding(
            AGENCY if said else proposal.change.files[0].path,
            line("history") if said else 1,
            "change-approval",
            lacking(lack, version, paths),
            _("siar ratify {version}, or undo the change").format(version=version),
        )


def lacking(lack: Lack, version: int, paths: str) -> str:
    """What a change still lacks, in a sentence."""
    if lack.need.action is Action.IMPORT:
        return _("change {version} of {paths}: no maintainer has said what is imported").format(
            version=version, paths=paths
        )
    return _(
        "change {version} of {paths}: {count} more must agree ({roles}), {apart} of them no writers"
    ).format(
        version=version,
        paths=paths,
        count=lack.people,
        apart=lack.apart,
        roles=", ".join(map(named, lack.need.roles)),
    )
