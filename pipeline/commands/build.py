"""Build the whole website of what is published, and hold what is shown against it."""

import re
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipeline.commands import comparing, parts, publish, publishing, showing, verifying
from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.commands.progress import shown_progress
from pipeline.errors import Exit, UsageError
from pipeline.forge.verification import Verification
from pipeline.i18n import _, ngettext
from pipeline.record.finding import Finding, has_errors
from pipeline.record.report_findings import format_text
from pipeline.site.build import WHOLE, Part, Progress
from pipeline.site.later import pages_only
from pipeline.site.press import Press
from pipeline.site.state import Unreadable

# From one to another, or the second of four parts.
Years = parts.Span | parts.Share
# Of a site that is wrong from end to end the first few say enough.
LISTED = 10


class Built(NamedTuple):
    """A whole site that nothing shows: its tree, of pages alone, and what it was made of.

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
    ctx: Context,
    years: Years,
    file: Path,
    *,
    is_clean: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Build the pages of some years, and those that belong to no year with the newest; the part is
    written to a file. One that `is_clean` takes over nothing that was kept.

    Raises what `run` does, and UsageError where nothing is of these years.
    """
    verification, plan = _planned(ctx, is_clean=is_clean)
    part = parts.part_of(plan, years)
    tree = _whole(ctx, plan, part=part, is_clean=is_clean, progress=progress)
    parts.write(ctx, parts.of_plan(ctx, plan, is_clean=is_clean), part, tree, file)
    built = _counted(ctx, plan, tree, verification.findings)
    return built._replace(articles=sum(map(part.has_article, plan.published)))


def join(ctx: Context, places: Sequence[Path]) -> Built:
    """The whole site of its parts, the same tree that `run` makes. Raises what `run` does, and
    BadInput where these are not its parts.
    """
    verification, plan = _planned(ctx)
    tree = parts.joined(ctx, plan, parts.of_plan(ctx, plan, is_clean=False), places)
    return _counted(ctx, plan, tree, verification.findings)


def compare(ctx: Context, *, progress: Progress | None = None) -> Built:
    """Build it of nothing that was kept, and hold what the branch `site` shows against it.

    What comes after the pages, and the manifest, are left out. Raises TryAgain where the website
    is not to be the same yet, or any more.
    """
    verification, plan = _planned(ctx, is_clean=True)
    tip = comparing.comparable(ctx, plan)
    tree = _whole(ctx, plan, is_clean=True, progress=progress)
    return _compared(ctx, plan, tree, tip, verification)


def compare_joined(ctx: Context, places: Sequence[Path]) -> Built:
    """Hold it against its parts, which were made of nothing that was kept.

    Raises what `compare` and `join` do.
    """
    verification, plan = _planned(ctx, is_clean=True)
    tip = comparing.comparable(ctx, plan)
    tree = parts.joined(ctx, plan, parts.of_plan(ctx, plan, is_clean=True), places)
    return _compared(ctx, plan, tree, tip, verification)


def _planned(ctx: Context, *, is_clean: bool = False) -> tuple[Verification, showing.Plan]:
    """What should be shown now; unless `is_clean`, what the branch `site` says of the same bytes is
    believed.
    """
    verification = _verified(ctx)
    known = {} if is_clean else showing.known(ctx, verification.tip)
    return verification, _as_told(ctx, showing.plan(verification, ctx.now(), known))


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
    ctx: Context,
    plan: showing.Plan,
    *,
    part: Part = WHOLE,
    is_clean: bool = False,
    progress: Progress | None,
) -> str:
    """The tree of the site, or of a part; unless `is_clean`, with what was kept from before."""
    shown = None if is_clean else showing.shown_here(ctx)
    with nullcontext() if is_clean else publishing.alone(ctx), Press() as press:
        shop = showing.workshop(ctx, plan, press, is_clean=is_clean, progress=progress)
        tree = showing.whole(shop, plan, former=shown.tip if shown else None, part=part)
    return pages_only(ctx.repository, tree)


def _compared(
    ctx: Context, plan: showing.Plan, tree: str, tip: str, verification: Verification
) -> Built:
    findings = comparing.differing(ctx, tree, tip)
    return _counted(ctx, plan, tree, (*verification.findings, *findings))


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


class YearsType(click.ParamType[Years]):
    """`2019-2021`, one year, or `2/4`: the second of four parts."""

    name = "years"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Years:
        """The years that are meant."""
        if found := re.fullmatch(r"(\d{4})(?:-(\d{4}))?", str(value)):
            return parts.Span(int(found[1]), int(found[2] or found[1]))
        found = re.fullmatch(r"([1-9]\d?)/([1-9]\d?)", str(value))
        if found is None or int(found[1]) > int(found[2]):
            said = _(
                "{value} are no years; an example: 2019-2021, or 2/4: the second of four parts"
            )
            self.fail(said.format(value=value))
        return parts.Share(int(found[1]), int(found[2]))


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
        "siar build --compare --years 2/4 --to bagian/2.bundle",
        "siar build --compare --join bagian",
    ),
)
@click.option(
    "--compare", "--bandingkan", "is_compared", is_flag=True,
    help=_("build it of nothing that was kept, and hold the website against it"),
)  # fmt: skip
@click.option(
    "--years", "--tahun", type=YearsType(), metavar=_("YEARS"),
    help=_("only the part of these years (2/4: the second of four parts), written to a file"),
)  # fmt: skip
@click.option(
    "--to", "--ke", "file", metavar=_("FILE"), type=click.Path(path_type=Path, dir_okay=False),
    help=_("the file that --years writes"),
)  # fmt: skip
@click.option(
    "--join", "--satukan", "places", metavar=_("FILE"), multiple=True,
    type=click.Path(path_type=Path),
    help=_("make the whole of its parts; once for each, or the folder that holds them all"),
)  # fmt: skip
@click.pass_obj
def command(
    app: Any,
    is_compared: bool,
    years: Years | None,
    file: Path | None,
    places: tuple[Path, ...],
) -> int:
    """Build, and compare."""
    if bool(years and places) or bool(years) != bool(file):
        raise UsageError(
            _("only one of --years and --join can be said, and --to with --years"),
            hint=_("siar build --years 2019-2021 --to lama.bundle"),
        )
    ctx: Context = app.context()
    with shown_progress(_("building")) as progress:
        if years and file:
            built = run_part(ctx, years, file, is_clean=is_compared, progress=progress)
        elif places:
            built = (compare_joined if is_compared else join)(ctx, places)
        else:
            built = (compare if is_compared else run)(ctx, progress=progress)
    _tell(ctx, built, is_compared=is_compared and not years)
    return Exit.PROBLEMS if has_errors(built.findings) else Exit.OK
