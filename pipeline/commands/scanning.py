"""Let nothing be put live that shows what is not public: the last look before deploying."""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.published_set import PublishedSet, WholeSet
from pipeline.commands.showing import Plan, Work
from pipeline.errors import BadInput
from pipeline.forge.units import AGENCY, CONTENT, folder_of
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.loading import load_article
from pipeline.site.card import CONTENT as PLACE
from pipeline.site.manifest import Manifest
from pipeline.site.plan import file_of
from pipeline.site.published import PublishedArticle
from pipeline.site.scan import Leak, Secret, find_leaks, secrets_of, stands_in
from pipeline.site.source import TEXT, THEME
from pipeline.site.state import REQUESTS, Unreadable

# Of what stood long ago where now a notice does no page is left that says it.
LATEST_NOTICES = 100
# How deep articles lie on the site: 2026/11/24-slug.
_DEPTH = 3
# Where numbers stand of requests whose articles are not public.
_LISTS = (file_of(("submit",)), REQUESTS)


class Hidden(NamedTuple):
    """An article that is not public, or not with this text: where it stands, and whose it is."""

    folder: str
    text: str
    owner: str


def check(ctx: Context, plan: Plan, work: Work, built: Manifest) -> None:
    """Look at what changed in the site. Raises BadInput for the first file that says too much."""
    if work.shown is not None and built == work.shown.manifest:
        return  # and a clone without all objects has no tree of it to look at
    try:
        leak = next(_leaks(ctx, plan, plan.set, work, built), None)
    except Unreadable:
        whole = WholeSet(plan.published, plan.notices)
        leak = next(_leaks(ctx, plan, whole, work, built), None)
    if leak is None:
        return
    raise BadInput(
        _("{path} would show what is not public of {owner}: {words}").format(
            path=leak.path, owner=leak.secret.owner, words=leak.secret.words[:60]
        ),
        hint=_(
            "nothing was put live, and the live site is as it was; see which article or page says"
            " this, and take it out there"
        ),
    )


def _leaks(
    ctx: Context, plan: Plan, public: PublishedSet, work: Work, built: Manifest
) -> Iterator[Leak]:
    repository = ctx.repository
    former = work.shown.tip if work.shown else None
    if former is None:
        changed = [(entry.path, entry.oid) for entry in repository.tree(built.tree)]
    else:
        found = repository.changes(former, built.tree)
        changed = [(one.path, one.after[1]) for one in found if one.after]
    if not changed:
        return
    secrets = _secrets(ctx, public, _hidden(ctx, plan, public, work))
    files = ((path, repository.blob(oid)) for path, oid in changed)
    yield from find_leaks(files, secrets, _Sources(ctx, plan, public).has)


def _secrets(ctx: Context, public: PublishedSet, hidden: Iterable[Hidden]) -> Iterator[Secret]:
    for one in hidden:
        if agenda.is_number(one.owner) and not public.is_public(one.owner):
            yield Secret(one.owner, one.owner, is_name=True)
        if not public.article(one.folder) and not public.notice(one.folder):
            yield Secret(one.folder.rpartition("/")[2], one.owner, is_name=True)
        path = f"{one.folder}/{TEXT}"
        article, _findings = load_article(path, ctx.repository.blob(one.text))
        if article is not None:
            yield from secrets_of(article, one.owner)


def _hidden(ctx: Context, plan: Plan, public: PublishedSet, work: Work) -> Iterator[Hidden]:
    """What waits, what is being written, what was taken off now, and what nobody approved."""
    repository = ctx.repository
    for item in plan.waiting:
        yield from _text(ctx, item.shown.tree, "", item.shown.folder, item.number)
    for folder in _taken_off(work):
        tree = _former_tree(work, folder)
        if tree:
            yield from _text(ctx, tree, "", folder, folder)
    for notice in islice(public.notices(), LATEST_NOTICES):
        yield from _text(ctx, plan.main, f"{notice.folder}/", notice.folder, notice.folder)
    for folder in _brought(ctx, plan, work):
        if repository.tree_id(plan.main, folder) != _public_tree(public, folder):
            yield from _text(ctx, plan.main, f"{folder}/", folder, folder)
    yield from _being_written(ctx, plan, public)


def _public_tree(public: PublishedSet, folder: str) -> str | None:
    article = public.article(folder)
    return article.tree if article else None


def _being_written(ctx: Context, plan: Plan, public: PublishedSet) -> Iterator[Hidden]:
    """The articles of open requests, whether handed in or not."""
    repository, found = ctx.repository, list[Hidden]()
    for branch, tip in repository.shared_branches(agenda.branch("")).items():
        number = branch.removeprefix(agenda.branch(""))
        record = agenda.request_path(number) if agenda.is_number(number) else ""
        if not record or repository.entry(tip, record) == repository.entry(plan.main, record):
            continue
        changes = repository.changes(plan.main, tip, CONTENT)
        folders = {folder_of(change.path) for change in changes if change.after}
        for folder in sorted(filter(None, folders)):
            if repository.tree_id(tip, folder) != _public_tree(public, folder):
                found += _text(ctx, tip, f"{folder}/", folder, number)
    repository.bring(one.text for one in found)
    yield from (one for one in found if _is_of(ctx, one))


def _is_of(ctx: Context, one: Hidden) -> bool:
    """Whether an article is the request's: of what main has by now a branch has former texts."""
    article, _findings = load_article(f"{one.folder}/{TEXT}", ctx.repository.blob(one.text))
    return article is None or article.request in (None, one.owner)


def _text(ctx: Context, tree: str, below: str, folder: str, owner: str) -> Iterator[Hidden]:
    entry = ctx.repository.entry(tree, f"{below}{TEXT}")
    if entry:
        yield Hidden(folder, entry[1], owner)


def _taken_off(work: Work) -> tuple[str, ...]:
    return (*work.change.gone, *(notice.folder for notice in work.change.notices))


def _former_tree(work: Work, folder: str) -> str | None:
    """What was shown in a folder, as the site keeps it."""
    try:
        card = work.shown.catalogue.find(folder) if work.shown else None
    except Unreadable:
        return None
    return card.tree if card else None


def _brought(ctx: Context, plan: Plan, work: Work) -> list[str]:
    """The folders of articles that main has otherwise than when the site was built."""
    repository, shown = ctx.repository, work.shown
    before = repository.resolve(shown.manifest.main) if shown and work.anew is None else None
    if before is None:
        paths = [entry.path for entry in repository.tree(plan.main, CONTENT)]
    else:
        paths = [one.path for one in repository.changes(before, plan.main, CONTENT)]
    return sorted({folder for path in paths if (folder := folder_of(path))})


class _Sources:
    """What legitimately says something on the site: its articles, the theme, and agency.yaml."""

    def __init__(self, ctx: Context, plan: Plan, public: PublishedSet) -> None:
        self._repository, self._plan, self._public = ctx.repository, plan, public

    def has(self, secret: Secret, path: str) -> bool:
        """Whether words that stand in a file of the site stand in a source, too."""
        if secret.is_name and path in _LISTS and secret.words in self._listed:
            return True
        # The newest first, for most of what changes shows these.
        near = self._public.article(PLACE + "/".join(path.split("/")[:_DEPTH]))
        articles = map(self._text, chain([near] if near else [], self._public.articles()))
        texts = chain(articles, self._fixed)
        return any(stands_in(secret, text) for text in texts) or stands_in(secret, self._said)

    @cached_property
    def _listed(self) -> frozenset[str]:
        """The numbers that are told with where each request stands, and nothing else of them."""
        requests = self._plan.requests
        return frozenset(row.number for row in requests.rows) if requests else frozenset()

    @cached_property
    def _fixed(self) -> list[str]:
        repository, main = self._repository, self._plan.main
        entries = [*repository.tree(main, AGENCY), *repository.tree(main, THEME)]
        repository.bring(entry.oid for entry in entries)
        return [repository.blob(entry.oid).decode(errors="replace") for entry in entries]

    @cached_property
    def _said(self) -> str:
        """What readers are told of corrections and of articles that are gone."""
        articles, notices = list(self._public.articles()), self._public.notices()
        changes = (one.changes for item in articles for one in item.editions)
        numbers = (item.number or "" for item in articles)
        return "\n".join((*changes, *(notice.reason for notice in notices), *numbers))

    @lru_cache(maxsize=64)  # noqa: B019 — it lives as long as one look
    def _text(self, article: PublishedArticle) -> str:
        repository = self._repository
        texts = [e.oid for e in repository.tree(article.tree) if e.path.endswith(".md")]
        repository.bring(texts)
        return "\n".join(repository.blob(oid).decode(errors="replace") for oid in texts)
