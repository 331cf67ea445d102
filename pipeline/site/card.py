"""What lists show of an article, and how the site keeps it: one line of JSON."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.site.editions import Edition
from pipeline.site.encoding import Size
from pipeline.site.picture import Image
from pipeline.site.published import PublishedArticle

CONTENT = "content/"
# Day, moment and folder: what lists are sorted by, the newest first.
Age = tuple[date, datetime, str]


@dataclass(frozen=True)
class Tag:
    """An agency or a topic: what it is called, and its name in an address."""

    slug: str
    label: str


@dataclass(frozen=True)
class Card:
    """An article, its text and its captions apart.

    `moment` is when it was published, in the office's zone: the midnight of its day unless `timed`.
    `tree`, `digest`, `number`, `record` and `editions` are those of the published set.
    """

    folder: str
    tree: str
    digest: str
    number: str | None
    title: str
    summary: str
    date: date
    moment: datetime
    timed: bool
    agency: Tag
    topics: tuple[Tag, ...]
    lead_picture: Image | None
    record: str | None = field(default=None, kw_only=True)
    editions: tuple[Edition, ...] = field(default=(), kw_only=True)

    @property
    def path(self) -> str:
        """Its address below the site's root: `2026/11/24-panen-raya/`."""
        return self.folder.removeprefix(CONTENT) + "/"

    @property
    def month(self) -> str:
        """The month it is listed in: `2026/11`."""
        return month_of(self.folder)

    @property
    def year_path(self) -> str:
        """The page of its year: `2026/`."""
        return self.path[:5]

    @property
    def month_path(self) -> str:
        """The page of its month: `2026/11/`."""
        return self.path[:8]

    @property
    def age(self) -> Age:
        """Where it stands among others."""
        return self.date, self.moment, self.folder

    @property
    def published(self) -> PublishedArticle:
        """What of the published set it shows."""
        return PublishedArticle(
            self.folder, self.tree, self.digest, self.number,
            self.moment if self.timed else None, self.record, self.editions,
        )  # fmt: skip

    @property
    def modified(self) -> datetime:
        """When it was corrected last, or else published."""
        return datetime.fromisoformat(self.editions[0].moment) if self.editions else self.moment


def month_of(folder: str) -> str:
    """`2026/11` of `content/2026/11/24-panen-raya`."""
    return folder.removeprefix(CONTENT)[: len("2026/11")]


def card_line(card: Card) -> str:
    """The card as a line, which ends where the next one begins."""
    photo = card.lead_picture
    corrected = [[one.moment, one.changes, one.former] for one in card.editions]
    values = {
        **({"editions": corrected} if corrected else {}),
        "folder": card.folder,
        "tree": card.tree,
        "digest": card.digest,
        "number": card.number,
        "title": card.title,
        "summary": card.summary,
        "date": card.date.isoformat(),
        "moment": card.moment.isoformat(),
        "timed": card.timed,
        "agency": [card.agency.slug, card.agency.label],
        "topics": [[topic.slug, topic.label] for topic in card.topics],
        "record": card.record,
        "photo": photo and [photo.file, photo.alt, *photo.original],
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse_card(line: str) -> Card:
    """The card of a line. Raises ValueError, KeyError or TypeError."""
    values = json.loads(line)
    photo = values["photo"]
    return Card(
        folder=values["folder"],
        tree=values["tree"],
        digest=values["digest"],
        number=values["number"],
        title=values["title"],
        summary=values["summary"],
        date=date.fromisoformat(values["date"]),
        moment=datetime.fromisoformat(values["moment"]),
        timed=values["timed"],
        agency=Tag(*values["agency"]),
        topics=tuple(Tag(*topic) for topic in values["topics"]),
        lead_picture=photo and Image(photo[0], photo[1], Size(photo[2], photo[3])),
        record=values["record"],
        editions=tuple(Edition(*words) for words in values.get("editions", ())),
    )
