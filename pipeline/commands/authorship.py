"""Who has written the article of an open request, and so cannot approve it alone."""

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.writing import Manuscript
from pipeline.errors import NotAllowed
from pipeline.forge.plain import PlainGit
from pipeline.i18n import _
from pipeline.record import agenda


def writers(ctx: Context, opened: Opened) -> tuple[str, ...]:
    """Who brought what touches the article on its branch, in order.

    In plain Git that is who signed, and strangers are the gate's to refuse. On a forge it is who
    pushed: raises NotAllowed when that was somebody whom the roster does not know.
    """
    host = ctx.forge or PlainGit(ctx.repository, ctx.agency.roster)
    found = host.writers(agenda.branch(opened.number), ctx.main)
    strangers = [writer.shown for writer in found if writer.person is None]
    if ctx.forge is not None and strangers:
        raise NotAllowed(
            _("{who} wrote on this article, and is nobody of the roster").format(
                who=", ".join(strangers)
            ),
            hint=_("undo what they brought, or enter their account in agency.yaml"),
        )
    return tuple(dict.fromkeys(writer.person for writer in found if writer.person))


def contributors(ctx: Context, opened: Opened, text: Manuscript) -> list[str]:
    """Everybody who wrote, the one at work included when the files differ from those pushed."""
    pushed = {path: ctx.repository.read(opened.tip, path) for path in text.former}
    mine = [] if pushed == dict(text.files) else [ctx.me.id]
    return list(dict.fromkeys((*opened.case.contributors, *writers(ctx, opened), *mine)))
