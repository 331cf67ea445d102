"""Changes on their way: what is open, and how one is handed in (roster, configuration, program)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.options import spoken_reason
from pipeline.errors import BadInput, NotAllowed, NotFound, TryAgain
from pipeline.forge.changes import check_proposal, read_change
from pipeline.forge.proposal import PREFIX, Proposal, branch_of, version_of
from pipeline.forge.signers import signer_of
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.finding import Finding, has_errors
from pipeline.record.front_matter import render
from pipeline.record.governance import role_for
from pipeline.record.registers import AGENCY_UNIT, AgencyFile, load_agency_file
from pipeline.record.report_findings import format_text
from pipeline.record.statement import Statement, statement_entry
from pipeline.record.strict_yaml import LARGE_LIMIT
from pipeline.record.workflow import Action, Role
from pipeline.record.yaml_text import flow
from pipeline.repository import Update

# Begins the message of the commit that hands a change in; its reason stands below.
PROPOSE = "propose change"


class Open(NamedTuple):
    """A change that waits on its branch; `proposal` is None when it cannot even be read."""

    version: int
    base: str
    tip: str
    by: str
    reason: str
    proposal: Proposal | None
    findings: tuple[Finding, ...]

    @property
    def branch(self) -> str:
        """Where it waits."""
        return branch_of(self.version)


def open_changes(ctx: Context) -> list[Open]:
    """Every change that waits, as last fetched; branches that main has overtaken are left out."""
    current = main_file(ctx).version
    tips = ctx.repository.shared_branches(PREFIX)
    versions = {version: tip for name, tip in tips.items() if (version := version_of(name))}
    return [
        open_at(ctx, version, tip) for version, tip in sorted(versions.items()) if version > current
    ]


def open_at(ctx: Context, version: int, tip: str) -> Open:
    """The change that a commit holds."""
    repository, main = ctx.repository, ctx.main
    base = repository.merge_base(main, tip) or main
    brought = repository.commits(tip, main)
    proposal, _found = read_change(repository, main, base, tip, brought, root=ctx.root)
    made = [repository.commit_info(oid) for oid in brought]
    proposed = [info for info in made if info.message.startswith(PROPOSE)] or made
    return Open(
        version=version,
        base=base,
        tip=tip,
        by=signer_of(proposed[-1], ctx.agency.roster, retired=True) or "" if proposed else "",
        reason=proposed[-1].message.partition("\n\n")[2].strip() if proposed else "",
        proposal=proposal,
        findings=check_proposal(repository, main, tip, root=ctx.root, version=version),
    )


def find_change(ctx: Context, version: int) -> Open:
    """The open change of that number, freshly fetched. Raises NotFound."""
    ctx.repository.fetch()
    tip = ctx.repository.shared(branch_of(version))
    current = main_file(ctx).version
    if tip is None or version <= current:
        raise NotFound(
            _("change {version} is on main already").format(version=version)
            if version <= current
            else _("there is no change {version}").format(version=version),
            hint=_("`siar ratify` lists the open ones"),
        )
    return open_at(ctx, version, tip)


def main_file(ctx: Context) -> AgencyFile:
    """agency.yaml as main has it, with its history."""
    data = ctx.repository.read(ctx.main, AGENCY) or b""
    file, findings = load_agency_file(data, root=ctx.root)
    if file is None:
        raise BadInput(format_text(findings))
    return file


def suggest(
    ctx: Context, files: Mapping[str, bytes | None], reason: str, *, onto: Open | None = None
) -> Open:
    """Hand a change in: main with these files (None removes one), on the branch of its number.

    For agency.yaml the bytes after its front matter are given. `onto` is the open change that this
    one takes further. Raises NotAllowed with everything that is wrong, before anything is pushed.
    """
    repository, reason = ctx.repository, spoken_reason(reason)
    flow(reason)  # what no record may hold is told before anything is made
    version = main_file(ctx).version + 1
    former = onto.tip if onto else None
    if onto is None:
        refuse_second(ctx, version)
    base = former or ctx.main
    commit = _proposed(ctx, base, files, version, reason, ())
    proposed = open_at(ctx, version, commit)
    if proposed.proposal is None or has_errors(proposed.findings):
        raise NotAllowed(format_text(proposed.findings))
    statement = statement_on(ctx, proposed, reason)
    if statement is not None:
        commit = _proposed(ctx, base, files, version, reason, (statement,))
        proposed = open_at(ctx, version, commit)
    repository.push([Update(f"refs/heads/{branch_of(version)}", commit, former)])
    return proposed


def refuse_second(ctx: Context, version: int) -> None:
    """One change at a time: each is chained to the one before. Raises TryAgain."""
    tip = ctx.repository.shared(branch_of(version))
    if tip is None:
        return
    waiting = open_at(ctx, version, tip)
    raise TryAgain(
        _("change {version} of {who} is still open: {reason}").format(
            version=version, who=waiting.by or _("somebody"), reason=waiting.reason
        ),
        hint=_("finish it with `siar ratify {version}`, or `siar propose --withdraw`").format(
            version=version
        ),
    )


def _proposed(
    ctx: Context,
    base: str,
    files: Mapping[str, bytes | None],
    version: int,
    reason: str,
    added: tuple[Statement, ...],
) -> str:
    """A commit upon `base` with these files, and the statements added to agency.yaml."""
    repository = ctx.repository
    there, findings = load_agency_file(repository.read(base, AGENCY) or b"", root=ctx.root)
    if there is None:
        raise BadInput(format_text(findings))
    document = files.get(AGENCY) or there.document
    record = agency_file(version, (*there.history, *added), document)
    changes = {
        path: None if data is None else repository.write_blob(data) for path, data in files.items()
    }
    return repository.commit_tree(
        repository.write_tree(base, {**changes, AGENCY: repository.write_blob(record)}),
        [base],
        f"{PROPOSE} {version}\n\n{reason}",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
    )


def agency_file(version: int, history: Sequence[Statement], document: bytes) -> bytes:
    """The bytes of agency.yaml. Raises BadInput where they are more than is read."""
    front = {"version": version, "history": [statement_entry(s) for s in history]}
    data = render(front, [document], schema="agency_front_matter")
    if len(data) > LARGE_LIMIT:
        raise BadInput(
            _("agency.yaml would have {size} bytes; at most {limit} are read").format(
                size=len(data), limit=LARGE_LIMIT
            ),
            hint=_("change fewer files at once; a large archive comes with `siar init`"),
        )
    return data


def require_sound(file: AgencyFile, document: bytes) -> None:
    """Raise NotAllowed with all that is wrong in an agency.yaml that is yet to be proposed."""
    _found, findings = load_agency_file(agency_file(file.version, file.history, document))
    if has_errors(findings):
        raise NotAllowed(format_text(findings))


def statement_on(ctx: Context, proposed: Open, reason: str) -> Statement | None:
    """What the person at work can say for the change now, signed; None if it adds nothing."""
    proposal = proposed.proposal
    if proposal is None:
        return None
    change, history, now = proposal.change, proposal.after.history, ctx.now()
    role = role_for(change, proposal.statements, ctx.agency.roster, ctx.me.id, now)
    if role is None:
        return None
    data: dict[str, Any] = {
        "version": change.version,
        "digest": change.digest,
        "paths": list(change.paths),
        "reason": reason,
    }
    if role[0] is Action.IMPORT:
        data["articles"] = change.listing
    return signed(ctx, history, role, data)


def signed(
    ctx: Context, history: Sequence[Statement], role: tuple[Action, Role], data: Mapping[str, Any]
) -> Statement:
    """The next statement of agency.yaml's history, by the person at work."""
    statement = Statement(
        root=ctx.root,
        unit=AGENCY_UNIT,
        seq=len(history) + 1,
        action=role[0],
        at=max([ctx.now(), *(former.at for former in history[-1:])]),
        by=ctx.me.id,
        role=role[1],
        data=data,
        prev=history[-1].digest if history else None,
        signer=ctx.me.id,
    )
    return replace(statement, signature=ctx.sign_statement(statement.payload))
