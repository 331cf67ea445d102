"""Random edits of a published set, few days and few groups so that they meet each other often."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.site.card import Card, Tag, card_line, parse_card
from pipeline.site.images import Size
from pipeline.site.naming import agency_slug, topic_label, topic_slug
from pipeline.site.picture import Image

ZONE = ZoneInfo("Asia/Jayapura")
MONTHS = ((2024, 12), (2025, 1), (2025, 3), (2026, 11), (2026, 12))
# Two spellings of a name are one group, and so are two ids that make one address.
AGENCIES = ("Dinas A (contoh)", "DINAS A (contoh)", "Dinas B (contoh)", "Dinas C (contoh)")
TOPICS = ("ekonomi", "pangan_lokal", "pangan-lokal", "pelayanan_publik")


@dataclass(frozen=True)
class Draft:
    """An article that is approved: `hour` None is one of which only the day is known."""

    folder: str
    title: str
    text: int
    agency: str
    topics: tuple[str, ...]
    hour: int | None
    photos: tuple[int, ...]

    @property
    def day(self) -> date:
        """The day of its folder."""
        year, month, day = self.folder.removeprefix("content/")[:10].split("/")
        return date(int(year), int(month), int(day))

    @property
    def published_at(self) -> datetime | None:
        """Its moment, written in another zone than the office's."""
        if self.hour is None:
            return None
        return (datetime.combine(self.day, time(), ZONE) + timedelta(hours=self.hour)).astimezone(
            UTC
        )

    @property
    def tree(self) -> str:
        """What stands for its bytes."""
        return repr((self.title, self.text, self.agency, self.topics, self.photos))

    def card(self) -> Card:
        """Its card, as the catalogue gives it back."""
        topics = (Tag(topic_slug(topic), topic_label(topic)) for topic in self.topics)
        moment = self.published_at or datetime.combine(self.day, time(), ZONE)
        photo = Image(f"foto-{self.photos[0]}.png", "A", Size(3, 2)) if self.photos else None
        made = Card(
            self.folder, self.tree, f"sha256:{self.text}", None, self.title, f"Isi {self.text}",
            self.day, moment.astimezone(ZONE), self.hour is not None,
            Tag(agency_slug(self.agency), self.agency), tuple(topics), photo,
        )  # fmt: skip
        return parse_card(card_line(made))


class Edit(NamedTuple):
    """Folders that go, and what is new or otherwise; the set afterwards."""

    gone: tuple[str, ...]
    new: tuple[Draft, ...]
    after: Mapping[str, Draft]


def beginning(random: Random, most: int) -> dict[str, Draft]:
    """A published set to begin with."""
    drafts = [_new(random) for _number in range(random.randint(0, most))]
    return {draft.folder: draft for draft in drafts}


def edits(random: Random, published: Mapping[str, Draft], steps: int) -> Iterator[Edit]:
    """One random change after the other, of one to six articles each."""
    for _step in range(steps):
        after = dict(published)
        for _article in range(random.choice((1, 1, 1, 2, 3, 6))):
            random.choice((_add, _add, _amend, _amend, _withdraw, _rename, _redate))(random, after)
        gone = tuple(sorted(published.keys() - after.keys()))
        new = tuple(
            draft for folder, draft in sorted(after.items()) if published.get(folder) != draft
        )
        yield Edit(gone, new, after)
        published = after


def _new(random: Random) -> Draft:
    year, month = random.choice(MONTHS)
    return Draft(
        folder=f"content/{year}/{month:02}/{random.randint(1, 4):02}-b{random.randint(0, 3)}",
        title=f"Berita {random.randint(0, 99)} (contoh)",
        text=random.randint(0, 9),
        agency=random.choice(AGENCIES),
        topics=tuple(random.sample(TOPICS, random.randint(1, 3))),
        hour=random.choice((None, 0, 1, 2)),
        photos=tuple(random.sample(range(3), random.choice((0, 0, 1, 2)))),
    )


def _add(random: Random, after: dict[str, Draft]) -> None:
    draft = _new(random)
    after[draft.folder] = draft


def _amend(random: Random, after: dict[str, Draft]) -> None:
    """Some of it becomes otherwise, be it the hour alone."""
    if after:
        folder, other = random.choice(sorted(after)), _new(random)
        fields = random.sample(("title", "text", "agency", "topics", "hour", "photos"), 2)
        changes = {field: getattr(other, field) for field in fields}
        after[folder] = replace(after[folder], **changes)


def _withdraw(random: Random, after: dict[str, Draft]) -> None:
    if after:
        del after[random.choice(sorted(after))]


def _rename(random: Random, after: dict[str, Draft]) -> None:
    """Another address on the same day."""
    if after:
        draft = after.pop(random.choice(sorted(after)))
        folder = f"{draft.folder.rpartition('-')[0]}-c{random.randint(0, 3)}"
        after[folder] = replace(draft, folder=folder)


def _redate(random: Random, after: dict[str, Draft]) -> None:
    """Another day."""
    if after:
        draft = after.pop(random.choice(sorted(after)))
        folder = _new(random).folder
        after[folder] = replace(draft, folder=folder)
