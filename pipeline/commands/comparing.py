"""What the website has otherwise than a whole build, where the two are to be the same."""

from collections.abc import Iterator

from pipeline.commands import holding, showing
from pipeline.commands.context import Context
from pipeline.errors import NotFound, TryAgain
from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.site.branch import BRANCH
from pipeline.site.later import is_later
from pipeline.site.manifest import MANIFEST


def comparable(ctx: Context, plan: showing.Plan) -> str:
    """The commit of the site that is to be what a planned set makes.

    Raises TryAgain where the website is not to be the same yet, or any more.
    """
    if ctx.repository.shared(BRANCH) is None:
        raise NotFound(
            _("there is no website yet"), hint=_("`siar publish` makes one of what is due")
        )
    hold = holding.standing_here(ctx).hold
    if hold is not None:
        raise TryAgain(
            holding.sentence(ctx, hold),
            hint=_("compare it again after `siar rollback --release`"),
        )
    work = showing.work(ctx, plan)
    if work.shown is None or work.anew is not None or any(work.change):
        why = work.anew or ", ".join(sorted(_folders(work)))
        raise TryAgain(
            _("the website is not yet what it should be: {why}").format(why=why),
            hint=_("run `siar publish` where the website is published, then compare again"),
        )
    return work.shown.tip


def _folders(work: showing.Work) -> Iterator[str]:
    yield from work.change.gone
    yield from (one.folder for part in (work.change.new, work.change.notices) for one in part)


def differing(ctx: Context, tree: str, tip: str) -> list[Finding]:
    """What a commit of the site has otherwise than this tree of all pages.

    What comes after the pages (search index, press releases) and the manifest are left out.
    """
    return [
        _differs(one.path, is_there=one.after is not None, is_wanted=one.before is not None)
        for one in ctx.repository.changes(tree, tip)
        if one.path != MANIFEST and not is_later(one.path)
    ]


def _differs(path: str, *, is_there: bool, is_wanted: bool) -> Finding:
    if not is_there:
        message = _("the website does not have this file, and should")
    elif not is_wanted:
        message = _("the website has this file, and should not")
    else:
        message = _("the website has this file otherwise than it should")
    return Finding(
        path,
        0,
        "site-differs",
        message,
        _("run `siar publish --anew` where the website is published, and report it"),
    )
