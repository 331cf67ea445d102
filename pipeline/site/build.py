"""Build the website as a Git tree: all of it anew, or what a change of the published set touches.

Both give the same tree for the same set, theme and program.
"""

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import SiarError
from pipeline.i18n import _
from pipeline.record.agency import Agency
from pipeline.repository import Repository
from pipeline.site import later, search
from pipeline.site.affected import plan_change
from pipeline.site.bodies import BodyStore, Place
from pipeline.site.branch import catalogue_at
from pipeline.site.card import Card, month_of
from pipeline.site.carried import pictures_of
from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import MANIFEST, site_files
from pipeline.site.notice import Notice
from pipeline.site.plan import Key, Page, all_keys, page, year_of
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle, in_order
from pipeline.site.recipe import RECIPE, Recipe, reading_of, recipe, render_recipe
from pipeline.site.request_list import RequestList
from pipeline.site.source import lay_out
from pipeline.site.workers import Workers, fitting

# Some hosts hide folders whose name begins with a dot unless this file is there.
NO_JEKYLL = ".nojekyll"
# Told how much is done, and of how much.
Progress = Callable[[int, int], None]


class SetChange(NamedTuple):
    """How one published set becomes another: folders that go, and articles in new or old ones.

    `notices` are what stands in the place of articles that were taken off, `requests` how requests
    stand where that is otherwise.
    """

    gone: tuple[str, ...]
    new: tuple[PublishedArticle, ...]
    notices: tuple[Notice, ...] = ()
    requests: RequestList | None = None


@dataclass(frozen=True)
class Workshop:
    """Where a site is built: theme and configuration are those of `commit`, the verified one, and
    `agency` is as of the same. `photos` is a folder that remembers encoded photographs, and
    `bodies` one of texts; without them all is made anew. A whole site is made by so many `presses`,
    or as many as fit this machine; `progress` is told how far it has come.
    """

    repository: Repository
    press: Press
    commit: str
    agency: Agency
    photos: Path | None = None
    bodies: Path | None = None
    presses: int | None = None
    progress: Progress | None = None


class Part(NamedTuple):
    """A part of a site: the pages of some years, None for all; `with_rest`, what belongs to no year
    or to all of them, too.
    """

    years: Collection[str] | None
    with_rest: bool

    def has(self, key: Key) -> bool:
        """Whether a page belongs to it."""
        year = year_of(key)
        return self.with_rest if year is None else self._has(year)

    def has_article(self, article: PublishedArticle) -> bool:
        """Whether the page of an article does."""
        return self._has(month_of(article.folder)[:4])

    def _has(self, year: str) -> bool:
        return self.years is None or year in self.years


WHOLE = Part(None, with_rest=True)


class _Steps:
    """How far a whole site has come: each article is read, and its page is written."""

    def __init__(self, articles: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, 2 * articles, progress

    def read(self, cards: Iterable[Sequence[Card | None]]) -> Iterator[Sequence[Card | None]]:
        """The cards, counted as they come."""
        for some in cards:
            self._take(len(some))
            yield some

    def written(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The pages, those of articles counted as they go."""
        for one in pages:
            self._take(int(one.template == "article"))
            yield one

    def _take(self, more: int) -> None:
        self._done += more
        if self._progress is not None and more:
            self._progress(self._done, self._total)


class _Job(NamedTuple):
    shop: Workshop
    source: Path
    output: Path
    reading: str

    @property
    def bodies(self) -> BodyStore:
        """The texts that are kept from one job to the next."""
        return BodyStore(self.shop.bodies, self.reading)

    def begin(self, press: Press) -> None:
        """Let a press begin this job."""
        press.begin(
            self.source, self.output, photos=self.shop.photos,
            bodies=self.shop.bodies, reading=self.reading,
        )  # fmt: skip

    def lay_out(self, articles: Iterable[PublishedArticle]) -> Sequence[bytes]:
        """Lay articles out for the presses; their texts."""
        return lay_out(self.shop.repository, articles, self.source)

    def lay_out_new(self, articles: Sequence[PublishedArticle]) -> Sequence[bytes | None]:
        """The same for those of which nothing is kept; no text for the others."""
        new = [article for article in articles if not self.bodies.has(_place(article))]
        texts = dict(zip((article.folder for article in new), self.lay_out(new), strict=True))
        return [texts.get(article.folder) for article in articles]

    def drawn(self) -> Iterator[tuple[str, bytes]]:
        """The files that are no pages: photographs, and the theme's own."""
        return ((name, file.read_bytes()) for name, file in site_files(self.output))


def build_all(
    shop: Workshop,
    published: Iterable[PublishedArticle],
    notices: Iterable[Notice] = (),
    requests: RequestList | None = None,
    *,
    former: str | None = None,
    part: Part = WHOLE,
) -> str:
    """The tree of the whole site of a set. Raises SiarError with the reason when there is none.

    `former` is a commit of the site, believed and readable, from which encoded photographs are
    taken, and of what is the same, what comes after the pages; without it every photograph is
    encoded.
    Of a `part` only its files are made; those of all parts together are the whole site's.
    """
    articles = in_order(published)
    own = [one for one in articles if part.has_article(one)]
    made = recipe(shop.repository, shop.commit, shop.agency)
    carried = pictures_of(shop.repository, former, made, own)
    steps = _Steps(len(own), shop.progress)
    with _job(shop, made) as job, _workers(shop, job, len(own)) as workers:
        others = [one for one in articles if not part.has_article(one)]
        cards = [*_all_cards(job, workers, own, steps), *_listed(job, workers, others)]
        catalogue = Catalogue.empty().changed((), cards, notices, requests)
        keys = [key for key in all_keys(catalogue) if part.has(key)]
        if part is not WHOLE:
            _read_for(job, workers, catalogue, keys, own)
        pages = steps.written(filter(None, (page(catalogue, key) for key in keys)))
        drawn = [one for one in own if one.folder not in carried]
        kept = {**catalogue.files, RECIPE: render_recipe(made), NO_JEKYLL: b""}
        kept = kept if part.with_rest else {}
        rest = _rest(job, workers, catalogue, drawn, assets=part.with_rest)
        files = chain(_once(workers.write(pages)), rest)
        tree = shop.repository.import_tree(chain(files, _present(kept)))
        job.bodies.keep_only(_place(article) for article in articles)
    there = later.carried(shop.repository, former, tree) if part is WHOLE else {}
    there |= {path: oid for files in carried.values() for path, oid in files.items()}
    return shop.repository.write_tree(tree, there)


def build_change(shop: Workshop, before: str, change: SetChange) -> str:
    """The tree of a site after a change; `before` is a commit of the site that has the same recipe.

    Raises Unreadable where that does not hold what the site keeps of itself, and SiarError with the
    reason when the change cannot be built.
    """
    repository, former = shop.repository, catalogue_at(shop.repository, before)
    taken_off = [notice.folder for notice in change.notices]
    folders = {*change.gone, *taken_off, *(article.folder for article in change.new)}
    made = recipe(repository, shop.commit, shop.agency)
    with _job(shop, made) as job:
        cards = shop.press.read(change.new, job.lay_out(change.new))
        catalogue = former.changed(change.gone, cards, change.notices, change.requests)
        plan = plan_change(former, catalogue, folders)
        others = _read_besides(plan.pages, folders)
        _read_again(job, others)
        redrawn = [one.folder for one in change.new if _tree(former, one.folder) != one.tree]
        pages = shop.press.write(plan.pages)
        shop.press.draw(redrawn)
        paths: dict[str, str | None] = dict.fromkeys((MANIFEST, *plan.removed))
        for folder in (*change.gone, *taken_off, *redrawn):
            place = folder.removeprefix("content/")
            paths |= dict.fromkeys(entry.path for entry in repository.tree(before, place))
        for name, data in chain(_once(pages), job.drawn(), _present(catalogue.files)):
            paths[name] = repository.write_blob(data)
        paths |= {name: None for name, data in catalogue.files.items() if data is None}
        # A text that another one takes the place of may be why it does.
        replaced = [folder for folder in redrawn if former.find(folder) is not None]
        paths |= search.without(repository, before, (*change.gone, *taken_off, *replaced))
        job.bodies.drop(_no_more(former, catalogue, folders))
        return repository.write_tree(before, paths)


def _read_besides(pages: Iterable[Page], folders: set[str]) -> Sequence[PublishedArticle]:
    """The articles that stand in full on a page, these apart."""
    seen = {card.folder: card.published for one in pages for card in one.in_full}
    return in_order(article for folder, article in seen.items() if folder not in folders)


def _no_more(former: Catalogue, catalogue: Catalogue, folders: Iterable[str]) -> Iterator[Place]:
    """The articles that were shown as they are not any more."""
    for folder in folders:
        tree = _tree(former, folder)
        if tree is not None and tree != _tree(catalogue, folder):
            yield folder, tree


def _tree(catalogue: Catalogue, folder: str) -> str | None:
    card = catalogue.find(folder)
    return card.tree if card else None


def _read_again(job: _Job, articles: Sequence[PublishedArticle]) -> None:
    """Read articles that were read for an earlier site, too."""
    cards = job.shop.press.find(articles, job.lay_out_new(articles))
    broken = [one for one, card in zip(articles, cards, strict=True) if card is None]
    job.shop.press.read(broken, job.lay_out(broken))


def _once(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files, none of which comes twice."""
    seen: set[str] = set()
    for name, data in files:
        if name in seen:
            raise SiarError(_("two pages have one address: {path}").format(path=name))
        seen.add(name)
        yield name, data


def _present(files: Mapping[str, bytes | None]) -> Iterator[tuple[str, bytes]]:
    return ((name, data) for name, data in files.items() if data is not None)


@contextmanager
def _job(shop: Workshop, made: Recipe) -> Iterator[_Job]:
    """Folders for a job, which the press has begun."""
    with tempfile.TemporaryDirectory(prefix="siar-build-") as name:
        job = _Job(shop, Path(name, "source"), Path(name, "output"), reading_of(made))
        job.source.mkdir()
        job.output.mkdir()
        shop.press.dress(shop.repository, shop.commit, shop.agency)
        job.begin(shop.press)
        yield job


def _workers(shop: Workshop, job: _Job, articles: int) -> Workers:
    presses = shop.presses or fitting(articles)
    return Workers(shop.press, presses - 1, job.begin, job.lay_out)


def _all_cards(
    job: _Job, workers: Workers, articles: Sequence[PublishedArticle], steps: _Steps
) -> Sequence[Card]:
    """The cards of all articles; what is kept of one is not laid out."""
    read = steps.read(workers.read(articles, job.lay_out_new))
    found = dict(zip(articles, chain(*read), strict=True))
    # What was kept, and not as it was written.
    broken = [article for article, card in found.items() if card is None]
    if broken:
        found |= zip(broken, chain(*workers.read(broken)), strict=True)
    return [card for card in found.values() if card is not None]


def _listed(job: _Job, workers: Workers, articles: Sequence[PublishedArticle]) -> Iterator[Card]:
    """The cards of articles whose texts are another part's."""
    for some in workers.read(articles, with_text=False):
        yield from (card for card in some if card is not None)


def _read_for(
    job: _Job,
    workers: Workers,
    catalogue: Catalogue,
    keys: Iterable[Key],
    own: Iterable[PublishedArticle],
) -> None:
    """Read what stands in full on these pages besides a part's own articles: on the feed."""
    made = (page(catalogue, key) for key in keys if year_of(key) is None)
    folders = {article.folder for article in own}
    _all_cards(job, workers, _read_besides(filter(None, made), folders), _Steps(0, None))


def _rest(
    job: _Job,
    workers: Workers,
    catalogue: Catalogue,
    drawn: Iterable[PublishedArticle],
    *,
    assets: bool,
) -> Iterator[tuple[str, bytes]]:
    """The files that are no pages: the photographs of these articles, and those of the theme."""
    shown = [one for one in drawn if _has_photo(catalogue, one)]
    job.lay_out(one for one in shown if job.bodies.has(_place(one)))
    workers.draw([one.folder for one in shown])
    if assets:
        job.shop.press.put_assets()
    yield from job.drawn()


def _has_photo(catalogue: Catalogue, article: PublishedArticle) -> bool:
    card = catalogue.find(article.folder)
    return card is not None and card.lead_picture is not None


def _place(article: PublishedArticle) -> Place:
    return article.folder, article.tree
