"""Agree to an open change, and bring it to main when enough people have."""

from pipeline.commands.changing import Open, agency_file, open_at, statement_on
from pipeline.commands.context import MAIN, Context
from pipeline.commands.recording import ATTEMPTS
from pipeline.errors import NotAllowed
from pipeline.forge.change_content import changed_paths
from pipeline.forge.changes import check_change
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.finding import has_errors
from pipeline.record.governance import COUNTED, able
from pipeline.record.report_findings import format_text
from pipeline.record.roster import Person
from pipeline.repository import Conflict, Update


def agree(ctx: Context, waiting: Open) -> Open:
    """Add the agreement of the person at work, and push it; what was enough stays as it is.

    Raises NotAllowed when something is wrong with the change, or when it is for others to agree.
    """
    proposal = waiting.proposal
    if proposal is None or has_errors(waiting.findings):
        raise NotAllowed(format_text(waiting.findings))
    if not proposal.lacks:
        return waiting
    statement = statement_on(ctx, waiting, waiting.reason)
    if statement is None:
        raise NotAllowed(why_not_you(ctx, waiting), hint=who_may(ctx, waiting))
    repository, after = ctx.repository, proposal.after
    record = agency_file(after.version, (*after.history, statement), after.document)
    commit = repository.commit_tree(
        repository.write_tree(waiting.tip, {AGENCY: repository.write_blob(record)}),
        [waiting.tip],
        f"{statement.action} change {waiting.version}",
        author=ctx.author,
        at=statement.at,
        sign=ctx.sign_commit,
    )
    repository.push([Update(f"refs/heads/{waiting.branch}", commit, waiting.tip)])
    return open_at(ctx, waiting.version, commit)


def why_not_you(ctx: Context, waiting: Open) -> str:
    """Why the agreement of the person at work adds nothing."""
    proposal, who = waiting.proposal, ctx.me.id
    if proposal is not None and who in proposal.change.subjects:
        return _("change {version} is about {who}: others decide on it").format(
            version=waiting.version, who=ctx.me.name
        )
    if proposal is not None and any(
        s.by == who and proposal.change.is_named_by(s) for s in proposal.statements
    ):
        return _("{who} has agreed to change {version} already").format(
            who=ctx.me.name, version=waiting.version
        )
    if proposal is not None and who in proposal.change.writers:
        return _("{who} wrote change {version}: others decide on it").format(
            who=ctx.me.name, version=waiting.version
        )
    return _("{who} may not decide on change {version}").format(
        who=ctx.me.name, version=waiting.version
    )


def missing(ctx: Context, waiting: Open) -> tuple[Person, ...]:
    """Who could agree to it today."""
    proposal = waiting.proposal
    if proposal is None:
        return ()
    return able(proposal.change, proposal.statements, ctx.agency.roster, ctx.now())


def who_may(ctx: Context, waiting: Open) -> str:
    """Who could agree to it today, in a sentence."""
    people = missing(ctx, waiting)
    if not people:
        return _("nobody can agree to it today: see the terms of the roster in agency.yaml")
    count = sum(lack.people for lack in waiting.proposal.lacks) if waiting.proposal else 1
    return _("still to agree: {count} of {names}").format(
        count=count, names="; ".join(person.name for person in people)
    )


def bring_to_main(ctx: Context, waiting: Open) -> str:
    """Merge an agreed change and delete its branch, in one push; gives the merge commit.

    Raises NotAllowed when main has moved on under it, or the gate would not let it in.
    """
    repository = ctx.repository
    for _attempt in range(ATTEMPTS):
        main = ctx.main
        paths = {*changed_paths(repository, waiting.base, waiting.tip), AGENCY}
        moved = sorted(
            path
            for path in paths
            if repository.tree(main, path) != repository.tree(waiting.base, path)
        )
        if moved:
            raise NotAllowed(
                _("main has changed these since change {version} was proposed: {paths}").format(
                    version=waiting.version, paths=", ".join(moved)
                ),
                hint=_("`siar propose --withdraw`, and propose it anew upon what is there now"),
            )
        commit = _merge_commit(ctx, waiting, main, paths)
        findings = check_change(repository, main, commit, root=ctx.root)
        if has_errors(findings):
            raise NotAllowed(format_text(findings))
        try:
            repository.push(
                [
                    Update(f"refs/heads/{MAIN}", commit, main),
                    Update(f"refs/heads/{waiting.branch}", None, waiting.tip),
                ]
            )
        except Conflict:
            repository.fetch()
            continue
        return commit
    raise Conflict(
        _("main keeps moving"), hint=_("nothing was merged; run the command again in a moment")
    )


def _merge_commit(ctx: Context, waiting: Open, main: str, paths: set[str]) -> str:
    """main with exactly the paths of the change as its branch has them."""
    repository = ctx.repository
    changes: dict[str, str | None] = {}
    for path in sorted(paths):
        there = [entry.oid for entry in repository.tree(waiting.tip, path) if entry.path == path]
        changes[path] = there[0] if there else None
    return repository.commit_tree(
        repository.write_tree(main, changes),
        [main, waiting.tip],
        f"merge change {waiting.version}\n\n{waiting.reason}",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
    )


def withdraw(ctx: Context, waiting: Open) -> None:
    """Delete the branch of a change: whoever proposed it may, and whoever could agree to one."""
    roles = ctx.agency.roster.roles(ctx.me.id, ctx.now())
    if waiting.by != ctx.me.id and not any(role in COUNTED for role in roles):
        raise NotAllowed(
            _("change {version} is {who}'s to withdraw").format(
                version=waiting.version, who=waiting.by
            ),
            hint=_("ask them, or one of the heads"),
        )
    ctx.repository.push([Update(f"refs/heads/{waiting.branch}", None, waiting.tip)])
