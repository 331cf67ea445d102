"""What is wrong with a change: its statements, its writers, and who has not agreed yet."""

from collections.abc import Callable, Iterator

from pipeline.forge.proposal import Proposal
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.record.governance import Lack, growth_problems, statement_problems
from pipeline.record.labels import named
from pipeline.record.problem import Problem
from pipeline.record.roster_past import losses
from pipeline.record.strict_yaml import LARGE_LEVELS, LARGE_LIMIT, Pointer, load_stream
from pipeline.record.workflow import Action
from pipeline.repository import Repository


def line_in(repository: Repository, commit: str) -> Callable[..., int]:
    """The line of a place in agency.yaml, which is only read again when something is wrong."""

    def line(*pointer: str | int, part: int = 0) -> int:
        data = repository.read(commit, AGENCY) or b""
        documents, _found = load_stream(data, AGENCY, limit=LARGE_LIMIT, levels=LARGE_LEVELS)
        place: Pointer = pointer
        return documents[part].line(place) if len(documents) > part else 1

    return line


def history_findings(proposal: Proposal, line: Callable[..., int]) -> Iterator[Finding]:
    """The history of agency.yaml goes on from the former one, a statement at a time."""
    for problem in _problems(proposal):
        place = ("history", problem.seq - 1) if problem.seq else ("version",)
        yield Finding(AGENCY, line(*place), problem.id, problem.message, problem.help)


def _problems(proposal: Proposal) -> Iterator[Problem]:
    before, after = proposal.before, proposal.after
    grown = list(growth_problems((before.version, before.history), (after.version, after.history)))
    yield from grown
    # Of a history that does not continue the former one, nothing more can be said.
    if not any(problem.id == "agency-rollback" for problem in grown):
        yield from statement_problems(
            after.history, len(before.history), before.version + 1, before.agency.roster
        )


def loss_findings(proposal: Proposal, line: Callable[..., int]) -> Iterator[Finding]:
    """The past of nobody is taken out of the roster."""
    before, after = proposal.before.agency.roster, proposal.after.agency.roster
    told = proposal.statements
    day = told[-1].at.astimezone(before.zone).date() if told else None
    places = {person.id: place for place, person in enumerate(after.people)}
    for loss in losses(before, after, day):
        place = ("people", places[loss.person]) if loss.person in places else ()
        yield Finding(
            AGENCY, line("roster", *place, part=1), "agency-rollback", loss.message, loss.help
        )


def writer_findings(writers: dict[str, str | None]) -> Iterator[Finding]:
    """Whoever wrote part of it is of the roster."""
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


def nothing_changed() -> Finding:
    """Statements came, but no change."""
    return Finding(
        AGENCY,
        1,
        "agency-chain",
        _("statements on a change, but nothing is changed"),
        _("take them away, or propose the change itself with `siar propose`"),
    )


def approval_findings(repository: Repository, commit: str, proposal: Proposal) -> Iterator[Finding]:
    """Who must still agree to the change before main may have it."""
    missing = proposal.lacks
    if not missing:
        return
    line = line_in(repository, commit)
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
