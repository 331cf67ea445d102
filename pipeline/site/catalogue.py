"""The published set as lists see it: by month and by group, each read when somebody asks."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from pipeline.site.card import CONTENT, Card, Tag, card_line, month_of
from pipeline.site.kinds import groups_of, label_of
from pipeline.site.notice import Notice, notice_line
from pipeline.site.request_list import RequestList, list_values
from pipeline.site.state import (
    LABELS,
    MONTHS,
    NOTICES,
    REQUESTS,
    Read,
    State,
    group_file,
    modified,
    notices_file,
    place,
    render_json,
    render_lines,
    set_file,
)

Group = tuple[str, str]


class Catalogue:
    """The cards of the published set. Its methods raise Unreadable for what is broken."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._months: dict[str, Sequence[Card]] = {}
        self._groups: dict[tuple[str, str, str], Sequence[Card]] = {}

    @classmethod
    def kept(cls, read: Read) -> "Catalogue":
        """The catalogue that is kept in the files that `read` gives."""
        return cls(State(read, {}))

    @classmethod
    def empty(cls) -> "Catalogue":
        """The catalogue of nothing, where every change begins anew."""
        return cls(State(lambda _name: None, {LABELS: render_json({}), MONTHS: render_json({})}))

    @property
    def files(self) -> Mapping[str, bytes | None]:
        """The files that the changes made otherwise; None for one that is gone."""
        return self._state.files

    # --- by month ---------------------------------------------------------------------------

    @property
    def months(self) -> Sequence[str]:
        """The months with an article, the oldest first: `2026/11`."""
        return list(self._state.tally(MONTHS))

    def count(self, month: str) -> int:
        """How many articles a month has."""
        return self._state.tally(MONTHS).get(month, 0)

    def month(self, month: str) -> Sequence[Card]:
        """The cards of a month, the newest first."""
        if month not in self._months:
            self._months[month] = self._newest_first(self._state.lines(month))
        return self._months[month]

    def latest_of(self, month: str, count: int) -> Sequence[Card]:
        """The newest cards of a month; no other is read."""
        lines = self._state.lines(month)
        start = max(0, len(lines) - count)
        # Within a day the hour decides, of which the folder says nothing.
        while 0 < start < len(lines) and _day(lines[start - 1]) == _day(lines[start]):
            start -= 1
        return self._newest_first(lines[start:])[:count]

    def latest(self, count: int) -> Sequence[Card]:
        """The newest cards of all."""
        found: list[Card] = []
        for month in reversed(self.months):
            if len(found) == count:
                break
            found += self.latest_of(month, count - len(found))
        return found

    def find(self, folder: str) -> Card | None:
        """The card of an article, if it is published."""
        return next((card for card in self.month(month_of(folder)) if card.folder == folder), None)

    def around(self, card: Card) -> tuple[Card | None, Card | None]:
        """The next newer and the next older card."""
        here = self.month(card.month)
        at = next(place for place, one in enumerate(here) if one.folder == card.folder)
        after, before = self.months_around(card.month)
        newer = here[at - 1 : at] or (self.month(after)[-1:] if after else ())
        older = here[at + 1 : at + 2] or (self.latest_of(before, 1) if before else ())
        return next(iter(newer), None), next(iter(older), None)

    def months_around(self, month: str) -> tuple[str | None, str | None]:
        """The next newer and the next older month with an article."""
        months = self.months
        before, after = bisect_left(months, month), bisect_right(months, month)
        return (
            months[after] if after < len(months) else None,
            months[before - 1] if before else None,
        )

    def places(self, year: str) -> Sequence[tuple[str, str]]:
        """Address of each article of a year, and when it was changed; the newest day first."""
        lines = (
            line
            for month in self.months
            if month.startswith(year)
            for line in self._state.lines(month)
        )
        found = [(place(line)[0].removeprefix(CONTENT) + "/", modified(line)) for line in lines]
        return found[::-1]

    # --- what was taken off -------------------------------------------------------------------

    @property
    def notice_months(self) -> Sequence[str]:
        """The months with a notice, the oldest first."""
        return list(self._state.tally(NOTICES))

    def notices(self, month: str) -> Sequence[Notice]:
        """The notices of a month, by folder."""
        if month not in self._state.tally(NOTICES):
            return ()
        return [self._state.notice(line) for line in self._state.notices(month)]

    def notice(self, folder: str) -> Notice | None:
        """What stands in the place of an article, if it was taken off."""
        return next((one for one in self.notices(month_of(folder)) if one.folder == folder), None)

    # --- requests -----------------------------------------------------------------------------

    @cached_property
    def requests(self) -> RequestList:
        """How requests stand."""
        return self._state.requests()

    # --- by group ---------------------------------------------------------------------------

    def groups(self, kind: str) -> Sequence[Tag]:
        """The groups of a kind that have an article, in the order of their labels."""
        tags = [Tag(slug, label) for slug, label in self._state.labels()[kind].items()]
        return sorted(tags, key=lambda tag: (tag.label.casefold(), tag.slug))

    def group_months(self, kind: str, slug: str) -> Mapping[str, int]:
        """How many articles of a group each month has, the oldest first; empty for no group."""
        return self._state.tally(group_file(kind, slug))

    def members(self, kind: str, slug: str) -> Iterator[Card]:
        """The cards of a group, the newest first; months are read one by one."""
        for month in reversed(list(self.group_months(kind, slug))):
            yield from self._of_month(kind, slug, month)

    def older_in(self, kind: str, slug: str, card: Card) -> Iterator[Card]:
        """The cards of a group that are older than one, the next one first."""
        months = list(self.group_months(kind, slug))
        for month in reversed(months[: bisect_right(months, card.month)]):
            yield from (one for one in self._of_month(kind, slug, month) if one.age < card.age)

    def newer_in(self, kind: str, slug: str, card: Card) -> Iterator[Card]:
        """The cards of a group that are newer than one, the next one first."""
        months = list(self.group_months(kind, slug))
        for month in months[bisect_left(months, card.month) :]:
            of_month = reversed(self._of_month(kind, slug, month))
            yield from (one for one in of_month if one.age > card.age)

    def members_in(self, kind: str, slug: str, year: str) -> Sequence[Card]:
        """The cards of a group in a year, the newest first."""
        months = [month for month in self.group_months(kind, slug) if month.startswith(year)]
        lines = [line for month in months for line in self._lines_of(kind, slug, month)]
        return self._newest_first(lines)

    # --- another one ------------------------------------------------------------------------

    def changed(
        self,
        gone: Iterable[str],
        new: Iterable[Card],
        notices: Iterable[Notice] = (),
        requests: RequestList | None = None,
    ) -> "Catalogue":
        """The catalogue without the folders `gone`, then with these cards and notices in theirs;
        with `requests`, these stand so from now on.
        """
        edits: dict[str, dict[str, str | None]] = defaultdict(dict)
        told: dict[str, dict[str, str | None]] = defaultdict(dict)
        for folder in gone:
            edits[month_of(folder)][folder] = told[month_of(folder)][folder] = None
        for card in new:
            edits[card.month][card.folder] = card_line(card)
            told[card.month][card.folder] = None
        for notice in notices:
            edits[notice.month][notice.folder] = None
            told[notice.month][notice.folder] = notice_line(notice)
        months = dict(self._state.tally(MONTHS))
        groups: dict[Group, dict[str, int]] = {}
        files = dict(self._told(told))
        if requests is not None:
            files[REQUESTS] = render_json(list_values(requests)) if requests.rows else None
        for month, of_month in edits.items():
            former = {place(line)[0]: line for line in self._state.lines(month)}
            present = _edited(former, of_month)
            files[set_file(month)] = render_lines(present)
            _put(months, month, len(present))
            for group, more in self._shift(former, of_month).items():
                tally = groups.setdefault(group, dict(self.group_months(*group)))
                _put(tally, month, tally.get(month, 0) + more)
        files[MONTHS] = render_json(months)
        for group, tally in groups.items():
            files[group_file(*group)] = render_json(tally) if tally else None
        labels = Catalogue(self._state.but(files))._labels(groups)
        return Catalogue(self._state.but({**files, LABELS: render_json(labels)}))

    def _told(self, edits: Mapping[str, Mapping[str, str | None]]) -> Mapping[str, bytes | None]:
        """The files of the notices that are otherwise; without any, there is none."""
        months = dict(self._state.tally(NOTICES))
        files: dict[str, bytes | None] = {}
        for month, of_month in edits.items():
            lines = list(self._state.notices(month)) if month in months else []
            present = _edited({place(line)[0]: line for line in lines}, of_month)
            if present != lines:
                files[notices_file(month)] = render_lines(present)
                _put(months, month, len(present))
        return {**files, NOTICES: render_json(months) if months else None} if files else {}

    def _shift(
        self, former: Mapping[str, str], edits: Mapping[str, str | None]
    ) -> Mapping[Group, int]:
        """By how many cards each group of a month grows; 0 where only its cards are others."""
        shift: dict[Group, int] = defaultdict(int)
        for folder, line in edits.items():
            old = former.get(folder)
            for side, step in ((old, -1), (line, 1)):
                for group in groups_of(self._state.card(side)) if side is not None else ():
                    shift[group] += step
        return shift

    def _labels(self, groups: Iterable[Group]) -> Mapping[str, Mapping[str, str]]:
        """What all groups are called, these being changed: each as its newest article has it."""
        labels = self._state.labels()
        for kind, slug in groups:
            newest = next(self.members(kind, slug), None)
            label = label_of(newest, kind, slug) if newest else None
            if label is None:
                labels[kind].pop(slug, None)
            else:
                labels[kind][slug] = label
        return labels

    def _of_month(self, kind: str, slug: str, month: str) -> Sequence[Card]:
        """The cards of a group in a month, the newest first."""
        key = kind, slug, month
        if key not in self._groups:
            self._groups[key] = self._newest_first(self._lines_of(kind, slug, month))
        return self._groups[key]

    def _lines_of(self, kind: str, slug: str, month: str) -> Sequence[str]:
        # Only what bears such a mark is read, and a mark may be that of the other kind.
        mark = f'["{slug}","'
        marked = [line for line in self._state.lines(month) if mark in line]
        return [line for line in marked if label_of(self._state.card(line), kind, slug) is not None]

    def _newest_first(self, lines: Iterable[str]) -> Sequence[Card]:
        return sorted(map(self._state.card, lines), key=lambda card: card.age, reverse=True)


def _edited(former: Mapping[str, str], edits: Mapping[str, str | None]) -> Sequence[str]:
    """Lines by folder, some of which are otherwise (None: gone)."""
    lines = {**former, **edits}
    return [line for _folder, line in sorted(lines.items()) if line is not None]


def _put(tally: dict[str, int], month: str, count: int) -> None:
    if count:
        tally[month] = count
    else:
        tally.pop(month, None)


def _day(line: str) -> str:
    return place(line)[0][: len("content/2026/11/24")]
