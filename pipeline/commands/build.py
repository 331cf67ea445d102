"""Build the whole website of what is published, and hold what is shown against it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipeline.commands import holding, parts, publish, publishing, showing, verifying
from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.commands.progress import shown_progress
from pipeline.errors import Exit, NotFound, TryAgain, UsageError
from pipeline.forge.verification import Verification
from pipeline.i18n import _, ngettext
from pipeline.record.finding import Finding, has_errors
from pipeline.record.report_findings import format_text
from pipeline.site.branch import BRANCH
from pipeline.site.build import WHOLE, Part, Progress
from pipeline.site.manifest import MANIFEST
from pipeline.site.press import Press
from pipeline.site.search import is_of_search, pages_only
from pipeline.site.state import Unreadable

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
    verification, plan = _planned(ctx)
    tree = _whole(ctx, plan, progress=progress)
    return _counted(ctx, plan, tree, verification.findings)


def run_part(
    ctx: Context, first: int, last: int, file: Path, *, progress: Progress | None = None
) -> Built:
    """Build the pages of some years, and those that belong to no year with the newest; the part is
    written to a file. Raises what `run` does, and UsageError where nothing is of these years.
    """
    verification, plan = _planned(ctx)
    part = parts.part_of(plan, first, last)
    tree = _whole(ctx, plan, part=part, progress=progress)
    parts.write(ctx, parts.of_plan(ctx, plan), part, tree, file)
    built = _counted(ctx, plan, tree, verification.findings)
    return built._replace(articles=sum(map(part.has_article, plan.published)))


def join(ctx: Context, files: Sequence[Path]) -> Built:
    """The whole site of its parts, the same tree that `run` makes. Raises what `run` does, and
    BadInput where these are not its parts.
    """
    verification, plan = _planned(ctx)
    return _counted(ctx, plan, parts.joined(ctx, plan, files), verification.findings)


def compare(ctx: Context, *, progress: Progress | None = None) -> Built:
    """Build it of nothing that was kept, and hold what the branch `site` shows against it.

    The search index, which comes after the pages, and the manifest are left out. Raises TryAgain
    where the website is not to be the same yet, or any more.
    """
    verification = _verified(ctx)
    plan = _as_told(ctx, showing.plan(verification, ctx.now()))
    tip = _comparable(ctx, plan)
    tree = _clean(ctx, plan, progress=progress)
    differing = _differing(ctx, tree, tip)
    findings = [_differs(path, is_there, is_wanted) for path, is_there, is_wanted in differing]
    return _counted(ctx, plan, tree, (*verification.findings, *findings))


def _planned(ctx: Context) -> tuple[Verification, showing.Plan]:
    """What should be shown now; what the branch `site` says of the same bytes is believed."""
    verification = _verified(ctx)
    plan = showing.plan(verification, ctx.now(), showing.known(ctx, verification.tip))
    return verification, _as_told(ctx, plan)


def _as_told(ctx: Context, plan: showing.Plan) -> showing.Plan:
    """The plan that leaves what the website tells of requests as it is: where they stand changes by
    the hour, and the website is told of it once an hour.
    """
    shown = showing.shown_here(ctx)
    # What cannot be read is told where the site is looked at.
    with suppress(Unreadable):
        plan.requests = shown.catalogue.requests if shown else None
    return plan


def _verified(ctx: Context) -> Verification:
    ctx.repository.fetch()
    verification = verifying.verify(ctx)
    if verification.stop:
        raise publish.stopped()
    return verification


def _whole(
    ctx: Context, plan: showing.Plan, *, part: Part = WHOLE, progress: Progress | None
) -> str:
    """The tree of the site, or of a part of it, with what was kept from before."""
    shown = showing.shown_here(ctx)
    with publishing.alone(ctx), Press() as press:
        shop = showing.workshop(ctx, plan, press, progress=progress)
        tree = showing.whole(shop, plan, former=shown.tip if shown else None, part=part)
    return pages_only(ctx.repository, tree)


def _clean(ctx: Context, plan: showing.Plan, *, progress: Progress | None) -> str:
    """The tree of the whole site, of nothing that was kept."""
    with Press() as press:
        shop = showing.workshop(ctx, plan, press, is_clean=True, progress=progress)
        return showing.whole(shop, plan, former=None)


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


class Years(click.ParamType[tuple[int, int]]):
    """`2019-2021`, or one year."""

    name = "years"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """The first and the last year."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", str(value))
        if found is None:
            self.fail(_("{value} are no years; an example: 2019-2021").format(value=value))
        return int(found[1]), int(found[2] or found[1])


@click.command(
    help=_(
        "Build the whole website of what is published, or the part of some years; nothing of it is"
        " shown."
    ),
    epilog=example(
        "siar build",
        "siar build --compare",
        "siar build --years 2019-2021 --to lama.bundle",
        "siar build --join lama.bundle --join baru.bundle",
    ),
)
@click.option(
    "--compare", "--bandingkan", "is_compared", is_flag=True,
    help=_("build it of nothing that was kept, and hold the website against it"),
)  # fmt: skip
@click.option(
    "--years", "--tahun", type=Years(), metavar=_("YEARS"),
    help=_("only the part of these years, which is written to a file"),
)  # fmt: skip
@click.option(
    "--to", "--ke", "file", metavar=_("FILE"), type=click.Path(path_type=Path, dir_okay=False),
    help=_("the file that --years writes"),
)  # fmt: skip
@click.option(
    "--join", "--satukan", "files", metavar=_("FILE"), multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("make the whole of its parts; once for each"),
)  # fmt: skip
@click.pass_obj
def command(
    app: Any,
    is_compared: bool,
    years: tuple[int, int] | None,
    file: Path | None,
    files: tuple[Path, ...],
) -> int:
    """Build, and compare."""
    if is_compared + bool(years) + bool(files) > 1 or bool(years) != bool(file):
        raise UsageError(
            _("only one of --compare, --years and --join can be said, and --to with --years"),
            hint=_("siar build --years 2019-2021 --to lama.bundle"),
        )
    ctx: Context = app.context()
    with shown_progress(_("building")) as progress:
        if years and file:
            built = run_part(ctx, *years, file, progress=progress)
        elif files:
            built = join(ctx, files)
        else:
            built = (compare if is_compared else run)(ctx, progress=progress)
    _tell(ctx, built, is_compared=is_compared)
    return Exit.PROBLEMS if has_errors(built.findings) else Exit.OK
