"""Open a pull request for each open request that has none: its letter was entered in a clone."""

from collections.abc import Collection, Iterator

from pipeline.commands.casebook import open_requests
from pipeline.commands.context import Context
from pipeline.commands.forge_markdown import title
from pipeline.commands.opening import Opened, open_request
from pipeline.forge.host import Api, PullRequest
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.request import Request


def propose_missing(
    ctx: Context, api: Api, there: Collection[PullRequest]
) -> Iterator[PullRequest]:
    """Each pull request that was opened; `there` are those that are open already."""
    ctx.repository.fetch()
    known = {pull.branch for pull in there}
    for entry in open_requests(ctx):
        branch = agenda.branch(entry.request.number)
        # What is on main already needs none; only its branch was left behind.
        if branch not in known and not ctx.repository.is_ancestor(entry.commit, ctx.main):
            yield api.propose(branch, _title(entry.request), _text())


def propose_parts(ctx: Context, api: Api, letter: Opened) -> None:
    """Open a pull request for each part of a letter that was split."""
    for number in letter.case.parts:
        part = open_request(ctx, number).request
        api.propose(agenda.branch(number), _title(part), _text())


def propose_again(ctx: Context, api: Api, number: str) -> PullRequest | None:
    """Open a pull request for what was said of a request on main; None where main has it already.

    Gives the one that is open, where one is.
    """
    opened = open_request(ctx, number, afterwards=True)
    if opened.on_main:
        return None
    return api.propose(agenda.branch(number), _title(opened.request), _text())


def _title(request: Request) -> str:
    """What the forge mails to everybody who follows it says of a letter what may be said there."""
    is_open = request.letter.security == "biasa"
    return title(f"{request.number} {request.subject}") if is_open else request.number


def _text() -> str:
    return _("Where it is, what is next, and the disposition sheet stand in the comment below.")
