"""The published set: which articles the site shows, at exactly which bytes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.site.editions import Edition


@dataclass(frozen=True)
class PublishedArticle:
    """A verified, due article at its last approved bytes: all that a build is ever given of it.

    `folder` is `content/<year>/<month>/<day>-<slug>`, `tree` the Git id of that folder's tree,
    `digest` what was approved (`sha256:…`), `number` the agenda number or None for an article
    older than the procedure, `published_at` (aware) the moment shown to readers, or None when
    only its day is known. `editions` are its corrections, the newest first. `record` is the Git
    id of the request's own file where it is known: of the same record and tree, all the rest is the
    same.
    """

    folder: str
    tree: str
    digest: str
    number: str | None
    published_at: datetime | None
    record: str | None = field(default=None, compare=False)
    editions: tuple[Edition, ...] = ()


def in_order(published: Iterable[PublishedArticle]) -> tuple[PublishedArticle, ...]:
    """The set, sorted by folder, so that the same set is always the same input."""
    return tuple(sorted(published, key=lambda item: item.folder))
