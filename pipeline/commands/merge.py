"""Bring a request to main: approved with its article, closed without, hidden or recalled."""

from typing import Any

import click

from pipeline.commands.context import MAIN, Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import example
from pipeline.commands.recording import ATTEMPTS
from pipeline.errors import NotAllowed
from pipeline.forge.judging import check_merge
from pipeline.forge.units import article_folder
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.finding import has_errors
from pipeline.record.labels import named
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import FINAL, State
from pipeline.repository import Conflict, Update


def run(ctx: Context, number: str) -> str:
    """Merge the request's branch into main, in one push; gives the merge commit.

    On a forge it gives "" and leaves this to the request's pull request: main takes nothing else.

    The branch is deleted, unless somebody still writes on it: what was hidden or recalled is on
    main at once, while its correction goes on. Raises NotAllowed with all findings when the gate
    would not let it in.
    """
    if ctx.behalf is not None:
        return ""
    for _attempt in range(ATTEMPTS):
        opened = open_request(ctx, number)
        if not opened.case.is_settled:
            raise NotAllowed(
                _("{number} is {state}: it is not finished").format(
                    number=number, state=named(opened.case.state or opened.request.state)
                ),
                hint=_(
                    "main takes what is approved or closed, and what was hidden or recalled at once"
                ),
            )
        main = ctx.main
        commit = merge_commit(ctx, opened, main)
        checked = check_merge(ctx.repository, main, commit, number, root=ctx.root)
        if has_errors(checked.findings):
            raise NotAllowed(format_text(checked.findings))
        moves = [Update(f"refs/heads/{MAIN}", commit, main)]
        if not opened.case.is_open:
            moves.append(Update(f"refs/heads/{agenda.branch(number)}", None, opened.tip))
        try:
            ctx.repository.push(moves)
        except Conflict:
            continue
        follow_main(ctx, number)
        return commit
    raise Conflict(
        _("main keeps moving"), hint=_("nothing was merged; run the command again in a moment")
    )


def merge_commit(ctx: Context, opened: Opened, main: str) -> str:
    """main with the unit's paths as the branch has them: nothing else can conflict or slip in."""
    repository = ctx.repository
    changes: dict[str, str | None] = {}
    for prefix, source in _sources(ctx, opened, main).items():
        changes |= {entry.path: None for entry in repository.tree(main, prefix)}
        if source is not None:
            changes |= {entry.path: entry.oid for entry in repository.tree(source, prefix)}
    return repository.commit_tree(
        repository.write_tree(main, changes),
        [main, opened.tip],
        f"merge {opened.number}: {opened.case.state}",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
    )


def _sources(ctx: Context, opened: Opened, main: str) -> dict[str, str | None]:
    """From which commit main gets each of the unit's places; None: from none, it goes.

    An article comes only as it was approved. Until its correction is, the former edition stays as
    it is, hidden or not; of what is made void after a recall nothing stays but the record.
    """
    case, record = opened.case, ctx.repository.read(main, opened.unit.path)
    there = article_folder(record, opened.number) if record is not None else None
    found: dict[str, str | None] = {there + "/": None} if there and case.state in FINAL else {}
    if case.article and case.state is State.APPROVED and not case.is_divided:
        found[case.article + "/"] = opened.tip
    for place in (agenda.papers_folder(opened.number) + "/", opened.unit.path):
        found[place] = opened.tip
    return found


def leave_merged(ctx: Context) -> None:
    """Bring the work tree back to main when the request it shows was merged by somebody else."""
    repository = ctx.repository
    branch = repository.checked_out or ""
    number = branch.removeprefix("request/")
    own = repository.resolve(f"refs/heads/{branch}") if number != branch else None
    if own and repository.shared(branch) is None and repository.is_ancestor(own, ctx.main):
        follow_main(ctx, number)


def follow_main(ctx: Context, number: str) -> None:
    """Bring the person's own main along, and leave the branch when it is gone."""
    repository, branch = ctx.repository, agenda.branch(number)
    if not repository.has_origin:
        return
    clean = not repository.work_tree_changes()
    gone = repository.shared(branch) is None
    if repository.checked_out == branch and clean and gone:
        repository.run("switch", "--quiet", MAIN)
    if repository.checked_out == MAIN and clean:
        repository.run("merge", "--quiet", "--ff-only", ctx.main)
    if gone and repository.resolve(f"refs/heads/{branch}") and repository.checked_out != branch:
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
