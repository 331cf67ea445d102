"""What the site should show at a moment, what it shows, and how the one becomes the other."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.outside import own_folder
from pipeline.forge.verification import Verification, VerifiedUnit
from pipeline.site.branch import site_at
from pipeline.site.build import build
from pipeline.site.deploy import deploy, live_release
from pipeline.site.manifest import Built
from pipeline.site.published import PublishedArticle, in_order

# What the look of every page comes from: when one of these changes, everything is built anew.
SOURCES = ("theme", "pelicanconf.py", "pipeline", "agency.yaml", "requirements.lock")


class Due(NamedTuple):
    """A verified article whose time has come, and the moment shown to readers."""

    unit: VerifiedUnit
    published_at: datetime


@dataclass
class Plan:
    """What should be true: the articles that are due, and the set that the site shows."""

    due: tuple[Due, ...]
    waiting: tuple[Due, ...]
    published: tuple[PublishedArticle, ...]
    source: str
    main: str
    began: datetime = field(kw_only=True)


def plan(ctx: Context, verification: Verification, now: datetime) -> Plan:
    """What should be live at `now`: imported articles, and approved ones whose time has come."""
    approved = [
        Due(unit, _shown_at(unit))
        for unit in verification.units.values()
        if unit.case.is_public and unit.article is not None
    ]
    due = tuple(item for item in approved if item.published_at <= now)
    published = [
        PublishedArticle(old.article.folder, old.tree, old.digest, None, None)
        for old in verification.imported
    ]
    for item in due:
        unit = item.unit
        if unit.article is not None:
            published.append(
                PublishedArticle(
                    unit.article.folder,
                    unit.tree or "",
                    unit.digest or "",
                    unit.number,
                    item.published_at,
                )
            )
    return Plan(
        due=due,
        waiting=tuple(item for item in approved if item not in due),
        published=in_order(published),
        source=_source(ctx, verification.tip),
        main=verification.tip,
        began=now,
    )


def _shown_at(unit: VerifiedUnit) -> datetime:
    """The last approval, or the time the article asks for when that is later: never the run's."""
    approved = max(statement.at for statement in unit.case.approvals.values())
    asked = unit.article.publish_at if unit.article else None
    return max(approved, asked) if asked else approved


def _source(ctx: Context, tip: str) -> str:
    return ctx.repository.run("rev-list", "-1", tip, "--", *SOURCES).strip()


def is_shown(plan: Plan, built: Built | None) -> bool:
    """Whether a site (None: nothing deployed yet) shows exactly the planned set."""
    if built is None or built.commit != plan.source:
        return False
    wanted = {
        article.folder: (
            article.digest, article.published_at and article.published_at.isoformat()
        )
        for article in plan.published
    }  # fmt: skip
    shown = {
        folder: (facts["digest"], facts["published_at"]) for folder, facts in built.articles.items()
    }
    return wanted == shown


def shown_here(ctx: Context) -> Built | None:
    """What is shown: in this machine's own folder, or else by the branch `site`."""
    target = own_folder(ctx)
    return live_release(target) if target else site_at(ctx.repository, by=believed(ctx))


def believed(ctx: Context) -> tuple[str, ...]:
    """Whose commits of the branch `site` are believed: the recorder's, and one's own."""
    return (ctx.agency.roster.recorder, *ctx.me.keys)


def build_and_deploy(ctx: Context, plan: Plan) -> Built:
    """Build the planned set where it is not shown already, and switch this machine's site to it."""
    target, there = own_folder(ctx), shown_here(ctx)
    if there is not None and is_shown(plan, there):
        return there
    _bring(ctx, plan)
    work = ctx.repository.git_folder / "siar" / "build"
    built = build(
        ctx.repository,
        commit=plan.source,
        agency=ctx.agency,
        published=plan.published,
        output=work / "site",
        cache=work / "photos",
        main=plan.main,
    )
    return replace(built, path=deploy(built, target).release) if target else built


def _bring(ctx: Context, plan: Plan) -> None:
    """Fetch at once what a checkout without blobs would fetch file by file."""
    places = [(article.tree, "") for article in plan.published]
    places += [(plan.source, source) for source in SOURCES]
    ctx.repository.bring(
        entry.oid for tree, below in places for entry in ctx.repository.tree(tree, below)
    )
