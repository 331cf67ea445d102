"""Build the whole website of what is published, and hold what is shown against it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from pipeline.commands import holding, publish, publishing, showing, verifying
from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.commands.progress import shown_progress
from pipeline.errors import Exit, NotFound, TryAgain
from pipeline.forge.verification import Verification
from pipeline.i18n import _, ngettext
from pipeline.record.finding import Finding, has_errors
from pipeline.record.report_findings import format_text
from pipeline.site.branch import BRANCH
from pipeline.site.build import Progress
from pipeline.site.manifest import MANIFEST
from pipeline.site.press import Press
from pipeline.site.search import is_of_search, pages_only

# Of a site that is wrong from end to end the first few say enough.
LISTED = 10


class Built(NamedTuple):
    """A whole site that nothing shows: its tree, without a search index, and what it was made of.

    `findings` are what main does not verify, or, in a comparison, what the website has otherwise.
    """

    tree: str
    articles: int
    files: int
    findings: Sequence[Finding]


def run(ctx: Context, *, progress: Progress | None = None) -> Built:
    """Build what should be shown now as one tree of the repository.

    Raises SiarError when history is wrong, or the site cannot be built; TryAgain while a run here
    publishes, which keeps texts where this does.
    """
    with publishing.alone(ctx):
        verification = _verified(ctx)
        known = showing.known(ctx, verification.tip)
        plan = showing.plan(verification, ctx.now(), known)
        tree = _whole(ctx, plan, is_clean=False, progress=progress)
    return _counted(ctx, plan, tree, verification.findings)


def compare(ctx: Context, *, progress: Progress | None = None) -> Built:
    """Build it of nothing that was kept, and hold what the branch `site` shows against it.

    The search index, which comes after the pages, and the manifest are left out. Raises TryAgain
    where the website is not to be the same yet, or any more.
    """
    verification = _verified(ctx)
    plan = showing.plan(verification, ctx.now())
    tip = _comparable(ctx, plan)
    tree = _whole(ctx, plan, is_clean=True, progress=progress)
    differing = _differing(ctx, tree, tip)
    findings = [_differs(path, is_there, is_wanted) for path, is_there, is_wanted in differing]
    return _counted(ctx, plan, tree, (*verification.findings, *findings))


def _verified(ctx: Context) -> Verification:
    ctx.repository.fetch()
    verification = verifying.verify(ctx)
    if verification.stop:
        raise publish.stopped()
    return verification


def _whole(ctx: Context, plan: showing.Plan, *, is_clean: bool, progress: Progress | None) -> str:
    """The tree of the whole site, of what was kept from before, or of nothing of it."""
    shown = None if is_clean else showing.shown_here(ctx)
    former = shown.tip if shown else None
    with Press() as press:
        shop = showing.workshop(ctx, plan, press, is_clean=is_clean, progress=progress)
        tree = showing.whole(shop, plan, former=former)
    return pages_only(ctx.repository, tree)


def _comparable(ctx: Context, plan: showing.Plan) -> str:
    """The commit of the site that is to be what is built now."""
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


def _differing(ctx: Context, tree: str, tip: str) -> Iterator[tuple[str, bool, bool]]:
    """Path of each file that differs, whether the website has it, and whether it is to have it."""
    for one in ctx.repository.changes(tree, tip):
        if one.path != MANIFEST and not is_of_search(one.path):
            yield one.path, one.after is not None, one.before is not None


def _differs(path: str, is_there: bool, is_wanted: bool) -> Finding:
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


def _counted(ctx: Context, plan: showing.Plan, tree: str, findings: Sequence[Finding]) -> Built:
    return Built(tree, len(plan.published), len(ctx.repository.tree(tree)), findings)


def _tell(ctx: Context, built: Built, *, is_compared: bool) -> None:
    differing = [one for one in built.findings if one.id == "site-differs"]
    others = [one for one in built.findings if one.id != "site-differs"]
    if listed := [*others, *differing[:LISTED]]:
        ctx.talk.tell(format_text(listed))
    if differing:
        count = len(differing)
        ctx.talk.tell(
            ngettext(
                "{count} file of the website differs",
                "{count} files of the website differ",
                count,
            ).format(count=count)
        )
    ctx.talk.tell(
        _("built: {tree}, {articles} articles in {files} files").format(
            tree=built.tree, articles=built.articles, files=built.files
        )
    )
    if is_compared and not differing:
        ctx.talk.tell(_("the website is the same, file by file"))


@click.command(
    help=_("Build the whole website of what is published; nothing of it is shown."),
    epilog=example("siar build", "siar build --compare"),
)
@click.option(
    "--compare", "--bandingkan", "is_compared", is_flag=True,
    help=_("build it of nothing that was kept, and hold the website against it"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, is_compared: bool) -> int:
    """Build, and compare."""
    ctx: Context = app.context()
    with shown_progress(_("building")) as progress:
        built = (compare if is_compared else run)(ctx, progress=progress)
    _tell(ctx, built, is_compared=is_compared)
    return Exit.PROBLEMS if has_errors(built.findings) else Exit.OK
