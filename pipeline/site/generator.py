# mypy: disallow-subclassing-any=False
# Pelican carries no types.
"""Pelican's generator for our site: reads the articles and writes the pages that are ordered."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from pelican.generators import Generator
from pelican.writers import Writer

from pipeline.site.bodies import BodyStore
from pipeline.site.card import Card, Tag, card_line
from pipeline.site.desk import Desk
from pipeline.site.editions import Former
from pipeline.site.html import Html
from pipeline.site.naming import agency_slug, topic_label, topic_slug
from pipeline.site.newsroom import Newsroom, parse_newsroom
from pipeline.site.order import parse_article, parse_text
from pipeline.site.picture import Picture
from pipeline.site.plan import Page
from pipeline.site.published import PublishedArticle
from pipeline.site.reader import ArticleReader
from pipeline.site.reading import ReadArticle
from pipeline.site.renditions import RenditionStore
from pipeline.site.sheaf import Sheaf
from pipeline.site.shelf import Shelf, in_full
from pipeline.site.story import Story
from pipeline.site.templates import furnish

ASSETS = "tema"
# Photographs that are encoded side by side: the largest takes 200 megabytes meanwhile.
AT_ONCE = 2


class SliceGenerator(Generator):
    """Works off the orders on the desk in the setting `SIAR_DESK`, until one is for another look.

    What it sets up at its start depends on theme, settings and newsroom alone.
    """

    def generate_context(self) -> None:
        """Make the templates ready; no article is read yet."""
        self.newsroom = parse_newsroom(self.settings["SIAR_NEWSROOM"])
        self.shelf = Shelf()
        asset = _asset_addresses(Path(self.theme, "static"))
        furnish(self.env, self.newsroom, asset=asset, about=self._about)

    def generate_output(self, writer: Writer) -> None:
        """Answer the orders. Raises what an article, a template or a picture raises."""
        desk: Desk = self.settings["SIAR_DESK"]
        job: dict[str, Any] = {}
        while (order := desk.take(self._known)) is not None:
            if "look" in order:
                desk.put_back(order)
                return
            if "job" in order:
                job = order["job"]
                self._begin(job)
                desk.answer({})
            elif "read" in order:
                stories = [self._put(item["article"], item["text"]) for item in order["read"]]
                desk.answer({"cards": [story and card_line(story) for story in stories]})
                self._compile()
            elif "list" in order:
                listed = (self._listed(item["article"], item["text"]) for item in order["list"])
                desk.answer({"cards": [card_line(story) for story in listed]})
            elif "draw" in order:
                self._draw(job, order["draw"])
                desk.answer({})
            elif "assets" in order:
                shutil.copytree(Path(self.theme, "static"), Path(job["output"], ASSETS))
                desk.answer({})
            else:
                desk.answer({"sizes": self._write(job, writer, order["pages"])})

    def _known(self, folder: str) -> Card:
        return self.shelf.card(folder)

    def _compile(self) -> None:
        """Make the templates ready while whoever gives the orders plans the pages."""
        for file in sorted(Path(self.theme, "templates").iterdir()):
            # What is wrong with one is told when it is needed; what is ready is not made again.
            with suppress(TemplateError):
                self.env.get_template(file.name)

    def _begin(self, job: Mapping[str, Any]) -> None:
        self.shelf = Shelf()
        self.source, self.forgiving = Path(job["source"]), job["preview"]
        self.bodies = BodyStore(Path(job["bodies"]) if job["bodies"] else None, job["reading"])

    def _write(
        self, job: Mapping[str, Any], writer: Writer, pages: Iterable[Page]
    ) -> Sequence[int]:
        """Write pages into one file; how large they are."""
        with Path(job["sheaf"]).open("wb") as file:
            sheaf = Sheaf(file)
            for page in pages:
                template = self.get_template(page.template)
                values = in_full(page, self.shelf)
                writer.write_file(page.file, template, sheaf, page=page, **values)
        return sheaf.sizes

    def _put(self, values: Mapping[str, Any], text: str | None) -> Story | None:
        """The article, as it has this text or is kept; None where there is neither."""
        story = self._read(parse_article(values), parse_text(text))
        if story is not None:
            self.shelf.put(story)
        return story

    def _read(self, item: PublishedArticle, text: bytes | None) -> Story | None:
        place = item.folder, item.tree
        if text is None:
            kept = self.bodies.find(place)
            return kept and _story(self.newsroom, item, kept, {})
        reader: ArticleReader = self.readers.readers["md"]
        found = reader.article(self.source, item.folder, text, forgiving=self.forgiving)
        # A text before a correction is laid out with its article.
        if not (item.editions or self.forgiving):
            self.bodies.keep(place, found)
        formers = {
            one.former: reader.former(self.source, item.folder, one.former_text)
            for one in item.editions
            if one.former
        }
        return _story(self.newsroom, item, found, formers)

    def _listed(self, values: Mapping[str, Any], text: str) -> Story:
        """The article for lists, its text unread."""
        item, reader = parse_article(values), self.readers.readers["md"]
        found = reader.article(self.source, item.folder, parse_text(text), with_text=False)
        return _story(self.newsroom, item, found, {})

    def _about(self) -> Html:
        reader: ArticleReader = self.readers.readers["md"]
        return reader.converter().convert(self.newsroom.about, {}, "agency.yaml").html

    def _draw(self, job: Mapping[str, Any], folders: Iterable[str]) -> None:
        """Write the photographs of these articles; those of a preview lie at the root."""
        store = RenditionStore(Path(job["photos"]) if job["photos"] else None)
        # Pillow lets other threads work while it decodes and encodes.
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _done in pool.map(lambda work: store.write(*work), self._pictures(job, folders)):
                pass

    def _pictures(
        self, job: Mapping[str, Any], folders: Iterable[str]
    ) -> Iterator[tuple[Path, Path, Picture]]:
        for story in (self.shelf[folder] for folder in folders):
            page = Path(job["output"], "" if job["preview"] else story.path)
            for picture in story.pictures:
                yield Path(job["source"], story.folder, picture.file), page, picture


def _story(
    newsroom: Newsroom,
    item: PublishedArticle,
    found: ReadArticle,
    formers: Mapping[str, Former],
) -> Story:
    pictures = found.pictures
    midnight = datetime.combine(found.date, time(), newsroom.zone)
    return Story(
        folder=item.folder,
        tree=item.tree,
        digest=item.digest,
        number=item.number,
        title=found.title,
        summary=found.summary,
        date=found.date,
        moment=(item.published_at or midnight).astimezone(newsroom.zone),
        timed=item.published_at is not None,
        agency=Tag(agency_slug(found.agency), found.agency),
        topics=tuple(
            Tag(topic_slug(id_), newsroom.topics.get(id_) or topic_label(id_))
            for id_ in found.topics
        ),
        lead_picture=pictures[0] if pictures else None,
        record=item.record,
        editions=item.editions,
        formers=formers,
        body=found.body.html,
        pictures=pictures,
        gallery=tuple(one for one in pictures[1:] if one.file not in found.body.shown),
    )


def _asset_addresses(folder: Path) -> Callable[[str], str]:
    """What tells the address of a theme file, changing when its bytes change."""
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return lambda name: f"{ASSETS}/{name}?v={digests[name]}"
