"""Random edits of a published set, few days and few groups so that they meet each other often."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.site.card import Card, Tag, card_line, parse_card
from pipeline.site.editions import Edition, former_of
from pipeline.site.encoding import Size
from pipeline.site.naming import agency_slug, topic_label, topic_slug
from pipeline.site.notice import Notice
from pipeline.site.picture import Image
from pipeline.site.request_list import RequestList, Standing, in_order

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
    # Of each correction, the oldest first: whether the text before it is shown.
    corrections: tuple[bool, ...] = ()

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Its corrections, the newest first."""
        made = [
            Edition(f"2026-12-{number:02}T10:00:00+09:00", f"R{number}", former_of(number) * shown)
            for number, shown in enumerate(self.corrections, 1)
        ]
        return tuple(reversed(made))

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
        former = len(self.corrections)
        return repr((self.title, self.text, self.agency, self.topics, self.photos, former))

    def card(self) -> Card:
        """Its card, as the catalogue gives it back."""
        topics = (Tag(topic_slug(topic), topic_label(topic)) for topic in self.topics)
        moment = self.published_at or datetime.combine(self.day, time(), ZONE)
        photo = Image(f"foto-{self.photos[0]}.png", "A", Size(3, 2)) if self.photos else None
        made = Card(
            self.folder, self.tree, f"sha256:{self.text}", None, self.title, f"Isi {self.text}",
            self.day, moment.astimezone(ZONE), self.hour is not None,
            Tag(agency_slug(self.agency), self.agency), tuple(topics), photo,
            editions=self.editions,
        )  # fmt: skip
        return parse_card(card_line(made))


# What stands in each folder: an article, or the notice that it was taken off.
Published = Mapping[str, Draft | Notice]


class Edit(NamedTuple):
    """Folders that go, and what is new or otherwise; the set afterwards, and where requests stand
    if that is otherwise.
    """

    gone: tuple[str, ...]
    new: tuple[Draft, ...]
    notices: tuple[Notice, ...]
    after: Published
    requests: RequestList | None


def articles(published: Published) -> list[Draft]:
    """The articles of a set."""
    return [one for one in published.values() if isinstance(one, Draft)]


def notices(published: Published) -> list[Notice]:
    """The notices of a set."""
    return [one for one in published.values() if isinstance(one, Notice)]


def beginning(random: Random, most: int) -> dict[str, Draft | Notice]:
    """A published set to begin with."""
    drafts = [_new(random) for _number in range(random.randint(0, most))]
    return {draft.folder: draft for draft in drafts}


def edits(random: Random, published: Published, steps: int) -> Iterator[Edit]:
    """One random change after the other, of one to six articles each."""
    for _step in range(steps):
        after = dict(published)
        for _article in range(random.choice((1, 1, 1, 2, 3, 6))):
            random.choice(_ACTS)(random, after)
        gone = tuple(sorted(published.keys() - after.keys()))
        other = {folder: one for folder, one in after.items() if published.get(folder) != one}
        new = sorted(articles(other), key=lambda draft: draft.folder)
        yield Edit(gone, tuple(new), tuple(notices(other)), after, _requests(random))
        published = after


def _requests(random: Random) -> RequestList | None:
    """Where some requests stand, or none; mostly as before."""
    if random.random() < 0.6:
        return None
    numbers = random.sample(range(1, 20), random.randint(0, 3))
    return in_order(
        Standing(f"2026-{number:04}", random.choice(("diterima", "tayang")), "2026-11-24")
        for number in numbers
    )


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


def _add(random: Random, after: dict[str, Draft | Notice]) -> None:
    draft = _new(random)
    after[draft.folder] = draft


def _amend(random: Random, after: dict[str, Draft | Notice]) -> None:
    """Some of it becomes otherwise, be it the hour alone."""
    draft = _one(random, after)
    if draft is not None:
        other = _new(random)
        fields = random.sample(("title", "text", "agency", "topics", "hour", "photos"), 2)
        changes = {field: getattr(other, field) for field in fields}
        after[draft.folder] = replace(draft, **changes)


def _correct(random: Random, after: dict[str, Draft | Notice]) -> None:
    """Readers are told that it was corrected, and may be shown the text before."""
    draft = _one(random, after)
    if draft is not None and len(draft.corrections) < 4:
        shown = (*draft.corrections, random.random() < 0.7)
        after[draft.folder] = replace(draft, text=random.randint(0, 9), corrections=shown)


def _conceal(random: Random, after: dict[str, Draft | Notice]) -> None:
    """A text before a correction is not shown any more, or is again: its bytes are the same."""
    draft = _one(random, after)
    if draft is not None and draft.corrections:
        place = random.randrange(len(draft.corrections))
        shown = list(draft.corrections)
        shown[place] = not shown[place]
        after[draft.folder] = replace(draft, corrections=tuple(shown))


def _withdraw(random: Random, after: dict[str, Draft | Notice]) -> None:
    """It goes without a trace, or a notice stands in its place; or that is another one."""
    if after:
        folder = random.choice(sorted(after))
        del after[folder]
        if random.random() < 0.7:
            moment = f"2026-12-0{random.randint(1, 9)}T10:00:00+09:00"
            after[folder] = Notice(
                folder, moment, random.random() < 0.5, random.choice(("", "Batal"))
            )


def _show_again(random: Random, after: dict[str, Draft | Notice]) -> None:
    """In the place of a notice stands an article."""
    hidden = sorted(folder for folder, one in after.items() if isinstance(one, Notice))
    if hidden:
        folder = random.choice(hidden)
        after[folder] = replace(_new(random), folder=folder)


def _rename(random: Random, after: dict[str, Draft | Notice]) -> None:
    """Another address on the same day."""
    draft = _one(random, after)
    if draft is not None:
        del after[draft.folder]
        folder = f"{draft.folder.rpartition('-')[0]}-c{random.randint(0, 3)}"
        after[folder] = replace(draft, folder=folder)


def _redate(random: Random, after: dict[str, Draft | Notice]) -> None:
    """Another day."""
    draft = _one(random, after)
    if draft is not None:
        del after[draft.folder]
        folder = _new(random).folder
        after[folder] = replace(draft, folder=folder)


def _one(random: Random, after: Published) -> Draft | None:
    found = articles(after)
    return random.choice(sorted(found, key=lambda draft: draft.folder)) if found else None


_ACTS = (
    _add, _add, _add, _amend, _amend, _correct, _conceal, _withdraw, _withdraw, _show_again,
    _rename, _redate,
)  # fmt: skip
