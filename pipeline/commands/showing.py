"""What the site should show at a moment, what it shows, and how the one becomes the other."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.commands.appearing import Appearance, appearance, shown_since
from pipeline.commands.context import Context
from pipeline.commands.outside import own_folder
from pipeline.commands.published_set import (
    ChangedSet,
    PublishedSet,
    Shows,
    WholeSet,
    cards_of,
    folder_of,
    notices_of,
    set_change,
)
from pipeline.forge.verification import Verification, VerifiedUnit
from pipeline.forge.verified import ImportedArticles, VerifiedUnits
from pipeline.i18n import _
from pipeline.site.branch import BRANCH, catalogue_at, site_at
from pipeline.site.build import WHOLE, Part, Progress, SetChange, Workshop, build_all, build_change
from pipeline.site.catalogue import Catalogue
from pipeline.site.deploy import deploy, live_commit
from pipeline.site.manifest import Manifest
from pipeline.site.notice import Notice
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle, in_order
from pipeline.site.recipe import RECIPE, Recipe, differs, digest_of, parse_recipe, recipe
from pipeline.site.request_list import RequestList
from pipeline.site.state import Unreadable


class Due(NamedTuple):
    """A verified article: what readers see of it, and when; all of it for whoever asks."""

    number: str
    shown: PublishedArticle
    published_at: datetime
    units: Mapping[str, VerifiedUnit]

    @property
    def unit(self) -> VerifiedUnit:
        """Its request, papers and text, as they were verified."""
        return self.units[self.number]


@dataclass
class Plan:
    """What should be true: the articles that are due, and the set that the site shows.

    `notices` stand in the place of articles that readers have seen, and see no more. `requests` is
    what is told of requests by their numbers; None leaves that as it is. Where it was found by what
    `changed` since the last run, `due` are only those requests that were looked at, and looking at
    all that is `published` takes its time.
    """

    due: tuple[Due, ...]
    waiting: tuple[Due, ...]
    published: Sequence[PublishedArticle]
    main: str
    notices: Sequence[Notice] = ()
    requests: RequestList | None = None
    changed: ChangedSet | None = None
    began: datetime = field(kw_only=True)

    @property
    def set(self) -> PublishedSet:
        """The same set to look into."""
        return self.changed or WholeSet(self.published, self.notices)

    def change_of(self, shown: "Shown") -> SetChange:
        """How what is shown becomes this. Raises Unreadable."""
        catalogue = shown.catalogue
        if self.changed is not None and self.changed.site == shown.tip:
            change = self.changed.change
        else:
            change = set_change(self.published, self.notices, catalogue)
        same = self.requests in (None, catalogue.requests)
        return change._replace(requests=None if same else self.requests)


def plan(verification: Verification, now: datetime, known: Mapping[str, Shows] = {}) -> Plan:
    """What should be live at `now`: imported articles, and approved ones whose time has come.

    What is `known` (by folder) is believed of bytes that are the same: all of an archive would have
    to be read each time.
    """
    older = _imported(verification.imported, known)
    found = [*_found(verification.units, known, verification.agency.zone)]
    approved = [item for item in found if isinstance(item, Due)]
    due = tuple(item for item in approved if item.published_at <= now)
    return Plan(
        due=due,
        waiting=tuple(item for item in approved if item.published_at > now),
        published=in_order([*older, *(item.shown for item in due)]),
        main=verification.tip,
        notices=tuple(sorted((one for one in found if isinstance(one, Notice)), key=folder_of)),
        began=now,
    )


def known(ctx: Context, main: str) -> Mapping[str, Shows]:
    """What the branch `site` says of articles, by folder, if it was made as it would be today.

    Nothing where it is not believed.
    """
    shown = shown_here(ctx)
    if shown is None or differs(shown.recipe or {}, recipe(ctx.repository, main, ctx.agency)):
        return {}
    try:
        return {**cards_of(shown.catalogue), **notices_of(shown.catalogue)}
    except Unreadable:
        return {}


def _imported(articles: ImportedArticles, known: Mapping[str, Shows]) -> Iterator[PublishedArticle]:
    kept = [
        there
        for folder, tree in articles.trees.items()
        if isinstance(there := known.get(folder), PublishedArticle)
        and (there.tree, there.number) == (tree, None)
    ]
    yield from kept
    new = articles.trees.keys() - {article.folder for article in kept}
    for old in articles.read(sorted(new)):
        yield PublishedArticle(old.article.folder, old.tree, old.digest, None, None)


def _found(
    units: VerifiedUnits, known: Mapping[str, Shows], zone: ZoneInfo
) -> Iterator[Due | Notice]:
    """What readers may see of each request, now or later, or what stands where that was."""
    articles = [one for one in known.values() if isinstance(one, PublishedArticle)]
    kept = {there.number: there for there in articles if _is_same(there, units)}
    notices = {one.record: one for one in known.values() if isinstance(one, Notice)}
    new = [n for n in units if n not in kept and units.files[n] not in notices]
    units.bring(new)
    for number in units:
        article, notice = kept.get(number), notices.get(units.files[number])
        if article is not None and (since := shown_since(article)):
            yield Due(number, article, since, units)
        elif notice is not None:
            yield notice
        elif number not in kept:
            made = appearance(units, number, zone)
            if isinstance(made, Appearance):
                yield Due(number, made.shown, made.due, units)
            elif made is not None:
                yield made


def _is_same(there: PublishedArticle, units: VerifiedUnits) -> bool:
    """Whether the bytes of a request are those that this was said of."""
    number = there.number or ""
    return number in units and (there.record, there.tree) == (
        units.files[number], units.tree(number, there.folder),
    )  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What the branch `site` shows, as far as it is believed: its tip, and what that keeps."""

    tip: str
    manifest: Manifest
    recipe: Recipe | None
    catalogue: Catalogue


@dataclass(frozen=True)
class Work:
    """How what is shown becomes what should be: by a change of the set, or anew as a whole.

    `anew` says why it is built as a whole (in words, which are empty for the first site), and is
    None where a change will do. `is_here` is whether this machine's folder shows what the branch
    does. One that `is_clean` takes over nothing that was kept.
    """

    shown: Shown | None
    change: SetChange
    anew: str | None
    is_here: bool
    is_clean: bool = False

    @property
    def is_done(self) -> bool:
        """Whether everything is shown."""
        return self.anew is None and not any(self.change) and self.is_here


def shown_here(ctx: Context) -> Shown | None:
    """What the branch `site` shows; None for no site, or one that nobody known signed."""
    manifest, tip = site_at(ctx.repository, by=believed(ctx)), ctx.repository.shared(BRANCH)
    if manifest is None or tip is None:
        return None
    catalogue = catalogue_at(ctx.repository, tip)
    return Shown(tip, manifest, parse_recipe(ctx.repository.read(tip, RECIPE)), catalogue)


def believed(ctx: Context) -> tuple[str, ...]:
    """Whose commits of the branch `site` are believed: the recorder's, and one's own."""
    return (ctx.agency.roster.recorder, *ctx.me.keys)


def work(ctx: Context, plan: Plan) -> Work:
    """What is left to do until the site shows the planned set."""
    shown = shown_here(ctx)
    if shown is None:
        is_first = ctx.repository.shared(BRANCH) is None
        why = "" if is_first else _("what the branch site holds is not from the recorder")
        return Work(None, SetChange((), ()), why, is_here=False)
    target = own_folder(ctx)
    is_here = target is None or live_commit(target) == shown.tip
    other = differs(shown.recipe or {}, recipe(ctx.repository, plan.main, ctx.agency))
    try:
        change = plan.change_of(shown)
    except Unreadable as error:
        return Work(shown, SetChange((), ()), error.message, is_here)
    return Work(shown, change, other or None, is_here)


def clean(work: Work) -> Work:
    """The same as a whole and of nothing that was kept, because somebody wants it so."""
    return replace(work, anew=work.anew or "", is_clean=True)


def is_behind(ctx: Context) -> bool:
    """Whether main has moved since the site was built, so that there may be something to build."""
    manifest = site_at(ctx.repository)
    return manifest is None or manifest.main != ctx.main


def build(
    ctx: Context, plan: Plan, work: Work, *, ledger: str = "", press: Press | None = None
) -> Manifest:
    """The site that shows the planned set, as a tree of the repository; nothing shows it yet.

    `press` is one that was started beforehand; `ledger` only stands in the manifest.
    """
    if work.shown is not None and work.anew is None and not any(work.change):
        return work.shown.manifest
    made = recipe(ctx.repository, plan.main, ctx.agency)
    with nullcontext(press) if press else Press() as at_work:
        shop = workshop(ctx, plan, at_work, is_clean=work.is_clean)
        tree = _built(ctx, shop, plan, work)
    return Manifest(tree, plan.main, plan.main, digest_of(made), ledger=ledger)


def workshop(
    ctx: Context,
    plan: Plan,
    press: Press,
    *,
    is_clean: bool = False,
    progress: Progress | None = None,
) -> Workshop:
    """Where a planned set is built; where `is_clean`, of nothing that was kept from before."""
    kept = ctx.repository.git_folder / "siar" / "build"
    photos, bodies = (None, None) if is_clean else (kept / "photos", kept / "bodies")
    return Workshop(ctx.repository, press, plan.main, ctx.agency, photos, bodies, progress=progress)


def _built(ctx: Context, shop: Workshop, plan: Plan, work: Work) -> str:
    why = work.anew
    if why is None and work.shown is not None:
        try:
            return build_change(shop, work.shown.tip, work.change)
        except Unreadable as error:
            why = error.message
    if why:
        ctx.talk.tell(_("all pages are built anew, for this changed: {why}").format(why=why))
    former = work.shown.tip if work.shown is not None and not work.is_clean else None
    return whole(shop, plan, former=former)


def whole(shop: Workshop, plan: Plan, *, former: str | None, part: Part = WHOLE) -> str:
    """The tree of the whole site of a planned set, or of a part of it; see `build_all`."""
    return build_all(shop, plan.published, plan.notices, plan.requests, former=former, part=part)


def deploy_here(ctx: Context) -> None:
    """Switch this machine's own folder, if it has one, to what the branch `site` shows."""
    target, tip = own_folder(ctx), ctx.repository.shared(BRANCH)
    if target is not None and tip is not None:
        deploy(ctx.repository, tip, target)
