"""Build the website as a Git tree: all of it anew, or what a change of the published set touches.

Both give the same tree for the same set, theme and program.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipeline.record.agency import Agency
from pipeline.repository import Repository
from pipeline.site import search
from pipeline.site.affected import plan_change
from pipeline.site.branch import catalogue_at
from pipeline.site.carried import pictures_of
from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import MANIFEST, site_files
from pipeline.site.notice import Notice
from pipeline.site.plan import Page, all_keys, page
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle, in_order
from pipeline.site.recipe import RECIPE, recipe, render_recipe
from pipeline.site.source import lay_out

# Some hosts hide folders whose name begins with a dot unless this file is there.
NO_JEKYLL = ".nojekyll"
# So many pages are on their way at once; all of a large site would fill the memory.
PAGES_AT_ONCE = 1000


class SetChange(NamedTuple):
    """How one published set becomes another: folders that go, and articles in new or old ones.

    `notices` are what stands in the place of articles that were taken off.
    """

    gone: tuple[str, ...]
    new: tuple[PublishedArticle, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """Where a site is built: theme and configuration are those of `commit`, the verified one, and
    `agency` is as of the same. `photos` is a folder that remembers encoded photographs.
    """

    repository: Repository
    press: Press
    commit: str
    agency: Agency
    photos: Path | None = None


class _Job(NamedTuple):
    source: Path
    output: Path


def build_all(
    shop: Workshop,
    published: Iterable[PublishedArticle],
    notices: Iterable[Notice] = (),
    *,
    former: str | None = None,
) -> str:
    """The tree of the whole site of a set. Raises SiarError with the reason when there is none.

    `former` is a commit of the site, believed and readable, from which encoded photographs are
    taken, and the search index of what is the same; without it every photograph is encoded.
    """
    articles = in_order(published)
    made = recipe(shop.repository, shop.commit, shop.agency)
    carried = pictures_of(shop.repository, former, made, articles)
    with _job(shop) as job:
        lay_out(shop.repository, articles, job.source)
        catalogue = Catalogue.empty().changed((), shop.press.read(articles), notices)
        pages = filter(None, (page(catalogue, key) for key in all_keys(catalogue)))
        while some := list(islice(pages, PAGES_AT_ONCE)):
            shop.press.write(some)
        drawn = [one.folder for one in articles if one.folder not in carried]
        shop.press.write((), pictures=drawn, assets=True)
        kept = {**catalogue.files, RECIPE: render_recipe(made), NO_JEKYLL: b""}
        tree = shop.repository.import_tree(_all_files(job.output, kept))
    there = search.carried(shop.repository, former, tree)
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
    with _job(shop) as job:
        lay_out(repository, change.new, job.source)
        catalogue = former.changed(change.gone, shop.press.read(change.new), change.notices)
        plan = plan_change(former, catalogue, folders)
        others = _read_besides(plan.pages, folders)
        lay_out(repository, others, job.source)
        shop.press.read(others)
        redrawn = [one.folder for one in change.new if _tree(former, one.folder) != one.tree]
        shop.press.write(plan.pages, pictures=redrawn)
        paths: dict[str, str | None] = dict.fromkeys((MANIFEST, *plan.removed))
        for folder in (*change.gone, *taken_off, *redrawn):
            place = folder.removeprefix("content/")
            paths |= dict.fromkeys(entry.path for entry in repository.tree(before, place))
        for name, data in _all_files(job.output, catalogue.files):
            paths[name] = repository.write_blob(data)
        paths |= {name: None for name, data in catalogue.files.items() if data is None}
        # A text that another one takes the place of may be why it does.
        replaced = [folder for folder in redrawn if former.find(folder) is not None]
        paths |= search.without(repository, before, (*change.gone, *taken_off, *replaced))
        return repository.write_tree(before, paths)


def _read_besides(pages: Iterable[Page], folders: set[str]) -> Sequence[PublishedArticle]:
    """The articles that stand in full on a page, these apart."""
    seen = {card.folder: card.published for one in pages for card in one.in_full}
    return in_order(article for folder, article in seen.items() if folder not in folders)


def _tree(catalogue: Catalogue, folder: str) -> str | None:
    card = catalogue.find(folder)
    return card.tree if card else None


def _all_files(output: Path, kept: Mapping[str, bytes | None]) -> Iterator[tuple[str, bytes]]:
    """What was written, and what the site keeps of itself."""
    for name, file in site_files(output):
        yield name, file.read_bytes()
    for name, data in kept.items():
        if data is not None:
            yield name, data


@contextmanager
def _job(shop: Workshop) -> Iterator[_Job]:
    """Folders for a job, which the press has begun."""
    with tempfile.TemporaryDirectory(prefix="siar-build-") as name:
        job = _Job(Path(name, "source"), Path(name, "output"))
        job.source.mkdir()
        job.output.mkdir()
        shop.press.dress(shop.repository, shop.commit, shop.agency)
        shop.press.begin(job.source, job.output, photos=shop.photos)
        yield job
