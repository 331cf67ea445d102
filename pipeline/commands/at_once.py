"""Record a decision that closes a request, and bring it to main, in one push."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.commands.context import MAIN, Context
from pipeline.commands.merge import follow_main, merge_commit
from pipeline.commands.opening import Opened, open_request, opened_at
from pipeline.commands.recording import ATTEMPTS, commit_step, decide
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed
from pipeline.forge.judging import check_merge
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.finding import has_errors
from pipeline.record.report_findings import format_text
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action
from pipeline.repository import Conflict, Update


class Closing(NamedTuple):
    """A request as its last statement leaves it, and the merge that brings it to main."""

    request: Opened
    statement: Statement
    merge: str


def close(
    ctx: Context,
    number: str,
    action: Action,
    make: Callable[[Opened], Step],
    *,
    more: Callable[[Closing], Iterable[Update]] = lambda _closing: (),
) -> Closing:
    """Record `action`, merge the request and delete its branch; all in one push, or nothing.

    `more` gives what else moves in this push. On a forge the merge is left to the request's pull
    request, and main as it is stands in its place. Raises NotAllowed with all findings when the
    gate would not let it in.
    """
    for _attempt in range(ATTEMPTS):
        opened = open_request(ctx, number)
        statement, step = decide(ctx, opened, action, make)
        closed = opened_at(ctx, number, commit_step(ctx, opened, statement, step))
        main = ctx.main
        merge = merge_commit(ctx, closed, main)
        checked = check_merge(ctx.repository, main, merge, number, root=ctx.root)
        if has_errors(checked.findings):
            raise NotAllowed(format_text(checked.findings))
        branch = f"refs/heads/{agenda.branch(number)}"
        if ctx.behalf is None:
            closing = Closing(closed, statement, merge)
            own = [Update(f"refs/heads/{MAIN}", merge, main), Update(branch, None, opened.tip)]
        else:
            closing = Closing(closed, statement, main)
            own = [Update(branch, closed.tip, opened.tip)]
        updates = [*own, *more(closing)]
        try:
            ctx.repository.push(updates)
        except Conflict:
            continue
        follow_main(ctx, number)
        return closing
    raise Conflict(
        _("others keep changing request {number}").format(number=number),
        hint=_("nothing was recorded; wait a moment and run the command again"),
    )
