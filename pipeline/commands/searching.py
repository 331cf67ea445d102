"""Bring the site's search index to what the site shows, once that is live."""

from dataclasses import replace

from pipeline.commands import outlets, showing
from pipeline.commands.context import Context
from pipeline.errors import Exit, SiarError
from pipeline.i18n import _
from pipeline.site.branch import commit_site
from pipeline.site.search import brought_up, made_by


def bring_up(ctx: Context) -> Exit:
    """Make what is missing of the index, in a commit of its own, and bring it to every place.

    Whether words are found a minute later keeps nobody from reading and being told: a failure is
    only told, and the next run tries again.
    """
    try:
        _bring_up(ctx)
    except SiarError as error:
        ctx.talk.tell(
            _("searching does not find the newest articles yet: {why}").format(why=error.message)
        )
        return Exit.RETRY
    return Exit.OK


def _bring_up(ctx: Context) -> None:
    shown = showing.shown_here(ctx)
    if shown is None:
        return
    by = made_by(ctx.repository, shown.manifest.commit)
    tree = brought_up(ctx.repository, shown.tip, by)
    if tree is None:
        return
    commit_site(
        ctx.repository,
        replace(shown.manifest, tree=tree),
        message="Bring the search index up to date",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
        by=showing.believed(ctx),
    )
    showing.deploy_here(ctx)
    for _sentence in outlets.carry(ctx, is_new=True):
        pass  # they were told of the site itself
