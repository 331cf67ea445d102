"""Changes of anything but a request: on main, and on the branch `change/<version>` before.

What a change brings is held against the commit before it; who must have agreed, and under which
roster, is `record.governance`'s. agency.yaml counts by what stands after its front matter.
"""

from collections.abc import Iterable

from pipeline.forge.change_content import (
    articles_of,
    changed_file,
    changed_paths,
    content_findings,
    path_findings,
)
from pipeline.forge.change_findings import (
    approval_findings,
    history_findings,
    line_in,
    loss_findings,
    nothing_changed,
    writer_findings,
)
from pipeline.forge.proposal import Proposal, roster_text, subject_of, writers_of
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.finding import Finding, has_errors
from pipeline.record.governance import Change, altered
from pipeline.record.registers import load_agency_file
from pipeline.record.workflow import Action
from pipeline.repository import Repository


def check_change(
    repository: Repository,
    parent: str,
    commit: str,
    *,
    root: str,
    former: str = "",
    brought: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """Whether main may go from `parent` to `commit`, which changes what no request may.

    `former` is the commit whose agency.yaml is verified, where that is not `parent`; `brought` are
    the commits that come to main, for whoever knows them already.
    """
    if brought is None:
        brought = repository.commits(commit, parent)
    proposal, findings = read_change(
        repository, former or parent, parent, commit, brought, root=root
    )
    if proposal is None:
        return findings
    return (*findings, *approval_findings(repository, commit, proposal))


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
                line_in(repository, tip)("version"),
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
    writers = dict(writers_of(repository, brought, tip, set(paths), roster))
    change = Change(
        version=before.version + 1,
        about=subject_of(before, after, paths),
        files=tuple(changed_file(repository, tip, path) for path in paths),
        subjects=altered(roster_text(before), roster_text(after)) or frozenset(),
        writers=frozenset(who for who in writers.values() if who),
        articles=articles_of(repository, tip, paths),
    )
    proposal = Proposal(before, after, change, ())
    line = line_in(repository, tip)
    wrong += [
        *history_findings(proposal, line),
        *loss_findings(proposal, line),
        *content_findings(repository, base, tip, paths),
        *writer_findings(writers),
    ]
    if not paths:
        wrong.append(nothing_changed())
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
