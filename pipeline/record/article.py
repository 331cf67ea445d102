"""An article: its front matter and Markdown, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Photo:
    """A picture beside the article: `file` is a name in the article's folder."""

    file: str
    caption: str
    credit: str
    alt: str


@dataclass(frozen=True)
class Article:
    """One article. `folder` is `content/<year>/<month>/<day>-<slug>`; its address is that path.

    `request` is the agenda number, or None for an article that is older than the procedure.
    `topics` are ids of agency.yaml; `publish_at` None means as soon as it is approved.
    """

    folder: str
    request: str | None
    title: str
    date: date
    agency: str
    topics: tuple[str, ...]
    summary: str
    photos: tuple[Photo, ...]
    publish_at: datetime | None
    body: str

    @property
    def url_path(self) -> str:
        """Its address below the site's root: `2026/11/24-panen-raya/`."""
        return self.folder.removeprefix("content/") + "/"


def parse_article(folder: str, meta: Mapping[str, Any], body: str) -> Article:
    """The article from its (schema-checked) front matter and the Markdown after it."""
    publish_at = meta.get("publish_at")
    return Article(
        folder=folder,
        request=meta.get("request"),
        title=meta["title"],
        date=date.fromisoformat(meta["date"]),
        agency=meta["agency"],
        topics=tuple(meta["topics"]),
        summary=meta["summary"],
        photos=tuple(Photo(**photo) for photo in meta.get("photos", [])),
        publish_at=None if publish_at is None else datetime.fromisoformat(publish_at),
        body=body,
    )
