"""Who has written the article of an open request, and so cannot approve it alone."""

from pipeline.commands.casebook import entry_at
from pipeline.commands.context import Context
from pipeline.commands.recording import Opened
from pipeline.commands.writing import Manuscript
from pipeline.forge.signers import signer_of
from pipeline.forge.walk import authors
from pipeline.record import agenda
from pipeline.record.workflow import State


def writers(ctx: Context, opened: Opened) -> tuple[str, ...]:
    """Who signed commits that touch the article since its last edition, in order."""
    repository, roster = ctx.repository, ctx.agency.roster
    commits = authors(repository, _last_edition(ctx, opened), opened.tip)
    found = (signer_of(repository.commit_info(oid), roster, retired=True) for oid in commits)
    return tuple(dict.fromkeys(who for who in found if who))


def _last_edition(ctx: Context, opened: Opened) -> str:
    """The commit of main since which the text is being written.

    Main may know of a correction whose article was hidden or recalled meanwhile; then that of the
    edition before.
    """
    number, main = opened.number, ctx.main
    there = entry_at(ctx, number, main)
    if there is None or not there.case.is_open:
        return main
    line = ctx.repository.mainline(main, ctx.root, agenda.request_path(number))
    for step in reversed(line):
        entry = entry_at(ctx, number, step.commit)
        if entry is not None and entry.case.state is State.APPROVED:
            return step.commit
    return main


def contributors(ctx: Context, opened: Opened, text: Manuscript) -> list[str]:
    """Everybody who wrote, the one at work included when the files differ from those pushed."""
    pushed = {path: ctx.repository.read(opened.tip, path) for path in text.former}
    mine = [] if pushed == dict(text.files) else [ctx.me.id]
    return list(dict.fromkeys((*opened.case.contributors, *writers(ctx, opened), *mine)))
