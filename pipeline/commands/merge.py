"""Bring a finished request to main: approved with its article, or closed without one."""

from typing import Any

import click

from pipeline.commands.context import MAIN, Context
from pipeline.commands.options import example
from pipeline.commands.recording import ATTEMPTS, Opened, open_request
from pipeline.errors import NotAllowed
from pipeline.forge.verification import check_merge
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.finding import has_errors
from pipeline.record.labels import named
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import FINAL, State
from pipeline.repository import Conflict, Update


def run(ctx: Context, number: str) -> str:
    """Merge the request's branch into main and delete it, in one push; gives the merge commit.

    Raises NotAllowed with all findings when the gate would not let it in.
    """
    for _attempt in range(ATTEMPTS):
        opened = open_request(ctx, number)
        if opened.case.state is not State.APPROVED and opened.case.state not in FINAL:
            raise NotAllowed(
                _("{number} is {state}: it is not finished").format(
                    number=number, state=named(opened.case.state or opened.request.state)
                ),
                hint=_("main takes approved, declined, filed and void requests only"),
            )
        main = ctx.main
        commit = merge_commit(ctx, opened, main)
        checked = check_merge(ctx.repository, main, commit, number, root=ctx.root)
        if has_errors(checked.findings):
            raise NotAllowed(format_text(checked.findings))
        try:
            ctx.repository.push(
                [
                    Update(f"refs/heads/{MAIN}", commit, main),
                    Update(f"refs/heads/{agenda.branch(number)}", None, opened.tip),
                ]
            )
        except Conflict:
            continue
        follow_main(ctx, number)
        return commit
    raise Conflict(
        _("main keeps moving"), hint=_("nothing was merged; run the command again in a moment")
    )


def merge_commit(ctx: Context, opened: Opened, main: str) -> str:
    """main with the unit's paths as the branch has them: nothing else can conflict or slip in."""
    repository, unit = ctx.repository, opened.unit
    prefixes = [agenda.papers_folder(opened.number) + "/", unit.path]
    if opened.case.state is State.APPROVED and opened.case.article:
        prefixes.append(opened.case.article + "/")
    changes: dict[str, str | None] = {}
    for prefix in prefixes:
        changes |= {entry.path: None for entry in repository.tree(main, prefix)}
        changes |= {entry.path: entry.oid for entry in repository.tree(opened.tip, prefix)}
    return repository.commit_tree(
        repository.write_tree(main, changes),
        [main, opened.tip],
        f"merge {opened.number}: {opened.case.state}",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
    )


def leave_merged(ctx: Context) -> None:
    """Bring the work tree back to main when the request it shows was merged by somebody else."""
    repository = ctx.repository
    branch = repository.checked_out or ""
    number = branch.removeprefix("request/")
    own = repository.resolve(f"refs/heads/{branch}") if number != branch else None
    if own and repository.shared(branch) is None and repository.is_ancestor(own, ctx.main):
        follow_main(ctx, number)


def follow_main(ctx: Context, number: str) -> None:
    """Bring the person's own main along and leave the branch that is gone."""
    repository, branch = ctx.repository, agenda.branch(number)
    if not repository.has_origin:
        return
    clean = not repository.work_tree_changes()
    if repository.checked_out == branch and clean:
        repository.run("switch", "--quiet", MAIN)
    if repository.checked_out == MAIN and clean:
        repository.run("merge", "--quiet", "--ff-only", ctx.main)
    if repository.resolve(f"refs/heads/{branch}") and repository.checked_out != branch:
        repository.run("branch", "--quiet", "-D", branch)


@click.command(
    help=_("Bring a finished request to main, where it is published."),
    epilog=example("siar merge 2026-0042"),
)
@click.argument("number", metavar=_("NUMBER"))
@click.pass_obj
def command(app: Any, number: str) -> None:
    """Merge a request."""
    ctx: Context = app.context()
    run(ctx, number)
    ctx.talk.tell(_("{number} is on main").format(number=number))
