"""The website held as it was: what that is, carried out by whoever publishes, and told."""

from dataclasses import replace
from datetime import datetime

from pipeline.commands import removing, showing
from pipeline.commands.context import Context
from pipeline.errors import BadInput, NotAllowed, NotFound
from pipeline.forge.hold import Standing, Word, standing
from pipeline.forge.verification import Verification
from pipeline.i18n import _
from pipeline.ledger import BRANCH as LEDGER
from pipeline.site.branch import BRANCH, catalogue_at, manifest_at
from pipeline.site.build import SetChange
from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import Manifest
from pipeline.site.press import Press
from pipeline.site.recipe import RECIPE, parse_recipe
from pipeline.site.state import Unreadable


def standing_here(ctx: Context) -> Standing:
    """The hold in force, as last fetched."""
    ledger = ctx.repository.shared(LEDGER)
    return standing(ctx.repository, ledger, ctx.root, ctx.agency.roster)


def carry_out(
    ctx: Context, verification: Verification, hold: Word, press: Press | None
) -> str | None:
    """Let the branch `site` show what is held; the commit, if one was needed.

    What is taken off while it is held has gone already, by `removing.take_off`.
    """
    shown = showing.shown_here(ctx)
    if shown is not None and shown.manifest.hold == hold.digest and _is_whole(shown.catalogue):
        return None
    made = put_back(ctx, verification, hold.site, press)
    message = f"Put back {hold.site[:10]}"
    return removing.put(ctx, replace(made, hold=hold.digest), message)


def _is_whole(catalogue: Catalogue) -> bool:
    """Whether what was taken off meanwhile could be looked for."""
    try:
        return all(catalogue.month(month) for month in catalogue.months)
    except Unreadable:
        return False


def put_back(
    ctx: Context, verification: Verification, commit: str, press: Press | None
) -> Manifest:
    """An earlier site, without what was taken off since. Raises what `check` does, and Unreadable.

    Its theme is the one of that time; the pages that have to be made anew are made by the program
    that runs now.
    """
    check(ctx, commit)
    return removing.without(ctx, verification, commit, missing(ctx, verification, commit), press)


def missing(ctx: Context, verification: Verification, commit: str) -> SetChange:
    """What an earlier site shows otherwise when it is put back: what was taken off since."""
    former, catalogue = manifest_at(ctx.repository, commit), catalogue_at(ctx.repository, commit)
    found = removing.overdue(ctx, verification, catalogue, former.main if former else "")
    strange = removing.strangers(verification, catalogue)
    return found._replace(gone=tuple(sorted({*found.gone, *strange})))


def check(ctx: Context, commit: str) -> None:
    """Raise SiarError where a commit is no site that could be shown again."""
    repository, tip = ctx.repository, ctx.repository.shared(BRANCH)
    way_out = _("`siar rollback` lists the sites that can be put back")
    if tip is None or repository.resolve(commit) is None:
        raise NotFound(
            _("there is no earlier site {commit}").format(commit=commit[:10]), hint=way_out
        )
    if not repository.is_ancestor(commit, tip):
        raise NotFound(
            _("{commit} is not on the branch {branch}").format(commit=commit[:10], branch=BRANCH),
            hint=way_out,
        )
    if manifest_at(repository, commit) is None:
        raise BadInput(
            _("{commit} does not hold a whole site").format(commit=commit[:10]), hint=way_out
        )
    if manifest_at(repository, commit, by=showing.believed(ctx)) is None:
        raise NotAllowed(
            _("the site {commit} was not signed by the recorder").format(commit=commit[:10]),
            hint=_("nobody can tell who made it; `siar rollback` lists the others"),
        )
    if parse_recipe(repository.read(commit, RECIPE)) is None:
        raise BadInput(
            _("the site {commit} was made by an older program, and cannot be put back").format(
                commit=commit[:10]
            ),
            hint=way_out,
        )


def sentence(ctx: Context, hold: Word) -> str:
    """Who holds the site, since when and why."""
    person = ctx.agency.roster.person(hold.by)
    at = datetime.fromisoformat(hold.at).astimezone(ctx.agency.zone)
    return _("the website is held since {moment} by {who}: {reason}").format(
        moment=f"{at:%Y-%m-%d %H:%M}", who=person.name if person else hold.by, reason=hold.reason
    )
