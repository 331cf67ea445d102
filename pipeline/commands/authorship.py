"""Who has written the article of an open request, and so cannot approve it alone."""

from pipeline.commands.context import Context
from pipeline.commands.recording import Opened
from pipeline.commands.writing import Manuscript
from pipeline.forge.signers import signer_of
from pipeline.forge.walk import authors


def writers(ctx: Context, opened: Opened) -> tuple[str, ...]:
    """Who signed commits that touch the article on its branch, in order."""
    repository, roster = ctx.repository, ctx.agency.roster
    commits = authors(repository, ctx.main, opened.tip)
    found = (signer_of(repository.commit_info(oid), roster, retired=True) for oid in commits)
    return tuple(dict.fromkeys(who for who in found if who))


def contributors(ctx: Context, opened: Opened, text: Manuscript) -> list[str]:
    """Everybody who wrote, the one at work included when the files differ from those pushed."""
    pushed = {path: ctx.repository.read(opened.tip, path) for path in text.former}
    mine = [] if pushed == dict(text.files) else [ctx.me.id]
    return list(dict.fromkeys((*opened.case.contributors, *writers(ctx, opened), *mine)))
