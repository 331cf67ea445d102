# mypy: disallow-subclassing-any=False
# Pelican carries no types.
"""Pelican's generator for our site: reads the articles it was given, writes the planned pages."""

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican.contents import Article as PelicanArticle
from pelican.generators import Generator
from pelican.writers import Writer

from pipeline.site.body import BodyConverter
from pipeline.site.card import Card, Tag, card_line, parse_card
from pipeline.site.catalogue import Catalogue
from pipeline.site.html import Html
from pipeline.site.linked_data import news_article
from pipeline.site.naming import agency_slug, topic_label, topic_slug
from pipeline.site.newsroom import Newsroom, parse_newsroom
from pipeline.site.plan import Page, all_keys, page
from pipeline.site.renditions import RenditionStore
from pipeline.site.story import Story
from pipeline.site.words import Words

ASSETS = "tema"


class SiteGenerator(Generator):
    """Every page of the site, from the job in the setting `SIAR_JOB`."""

    def generate_context(self) -> None:
        """Read the articles of the published set; nothing else in the source is looked at."""
        job = self.settings["SIAR_JOB"]
        self.newsroom = parse_newsroom(job["newsroom"])
        read = map(self._read, job["published"])
        self.stories: dict[str, Story] = {story.folder: story for story in read}
        words = Words(self.newsroom.language, self.newsroom.zone_label)
        self.env.filters.update(words.filters())
        self.env.globals.update(
            newsroom=self.newsroom,
            base=urlsplit(self.newsroom.url).path + "/",
            news_article=lambda story: news_article(self.newsroom, story),
            about=self._about,
            **_asset_versions(Path(self.theme, "static")),
        )

    def generate_output(self, writer: Writer) -> None:
        """Write the pages and the pictures. Raises what a template or a picture raises."""
        job = self.settings["SIAR_JOB"]
        is_preview = job["preview"]
        for one in self._preview() if is_preview else self._pages():
            template = self.get_template(one.template)
            values = {name: self._in_full(value) for name, value in one.values.items()}
            writer.write_file(one.file, template, self.context, url=one.path, page=one, **values)
        if not is_preview:
            # Some hosts hide folders whose name begins with a dot unless this file is there.
            Path(self.output_path, ".nojekyll").write_bytes(b"")
        store = RenditionStore(Path(job["cache"]) if job["cache"] else None)
        # Pillow lets other threads work while it decodes and encodes.
        with ThreadPoolExecutor() as pool:
            for _done in pool.map(lambda work: store.write(*work), self._pictures()):
                pass

    def _pages(self) -> Iterator[Page]:
        cards = [parse_card(card_line(story)) for story in self.stories.values()]
        catalogue = Catalogue.empty().changed((), cards)
        made = (page(catalogue, key) for key in all_keys(catalogue))
        yield from (one for one in made if one is not None)

    def _preview(self) -> Iterator[Page]:
        """The page of an article that is not published, by itself: nothing else names it."""
        for story in self.stories.values():
            yield Page("index.html", "article", {"story": story, "newer": None, "older": None})

    def _in_full(self, value: Any) -> Any:
        """The stories themselves where a page is planned with their cards."""
        if isinstance(value, Card):
            return self.stories[value.folder]
        if isinstance(value, list):
            return [self._in_full(one) for one in value]
        return value

    def _read(self, item: Mapping[str, Any]) -> Story:
        content = self.readers.read_file(
            base_path=self.path,
            path=f"{item['folder']}/index.md",
            content_class=PelicanArticle,
            context=self.context,
        )
        return _story(self.newsroom, item, content)

    def _about(self) -> Html:
        converter: BodyConverter = self.readers.readers["md"].converter()
        return converter.convert(self.newsroom.about, {}, "agency.yaml").html

    def _pictures(self) -> Iterator[tuple[Path, Path, int]]:
        is_preview = self.settings["SIAR_JOB"]["preview"]
        for story in self.stories.values():
            folder = Path(self.path, "content", story.path)
            page = Path(self.output_path, "" if is_preview else story.path)
            for picture in story.pictures:
                for rendition in picture.renditions:
                    yield folder / picture.file, page / rendition.file, rendition.size.width


def _story(newsroom: Newsroom, item: Mapping[str, Any], content: Any) -> Story:
    article = content.article
    timed = item["published_at"] is not None
    midnight = datetime.combine(article.date, time(), newsroom.zone)
    moment = datetime.fromisoformat(item["published_at"]) if timed else midnight
    pictures = tuple(content.pictures)
    return Story(
        folder=article.folder,
        tree=item["tree"],
        digest=item["digest"],
        number=item["number"],
        title=article.title,
        summary=article.summary,
        date=article.date,
        moment=moment.astimezone(newsroom.zone),
        timed=timed,
        agency=Tag(agency_slug(article.agency), article.agency),
        topics=tuple(
            Tag(topic_slug(id_), newsroom.topics.get(id_) or topic_label(id_))
            for id_ in article.topics
        ),
        lead_picture=pictures[0] if pictures else None,
        body=content.html,
        pictures=pictures,
        gallery=tuple(picture for picture in pictures[1:] if picture.file not in content.shown),
    )


def _asset_versions(folder: Path) -> dict[str, Any]:
    """A function for templates: the address of a theme file, changing when its bytes change."""
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {"asset": lambda name: f"{ASSETS}/{name}?v={digests[name]}"}
