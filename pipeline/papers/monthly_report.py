"""The monthly report of public-opinion management: counts, times per step, a line per request."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.papers.correction_rounds import rounds
from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.publication import Publication
from pipeline.papers.report import HOW_COUNTED, TITLE, StepRow, basis
from pipeline.papers.signatory import place_and_day, sign
from pipeline.papers.standing import UNLOOKED, divided, is_part, standing, unlooked
from pipeline.papers.wording import (
    count,
    duration,
    local_day,
    month_text,
    short_day,
)
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.request import Request
from pipeline.record.workflow import FINAL, Role, State


@dataclass(frozen=True)
class MonthEntry:
    """One request of the month with what became of it; `title` and `topics` are the article's."""

    request: Request
    steps: Sequence[StepRow] = ()
    publication: Publication | None = None
    title: str = ""
    topics: Sequence[str] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked on."""
        closed = self.request.state in FINAL or bool(divided(self.request))
        return self.publication is None and not closed

    @property
    def actual(self) -> int | None:
        """Working minutes of all measured steps; None if nothing was measured."""
        measured = [step.actual for step in self.steps if step.actual is not None]
        return sum(measured) if measured else None

    @property
    def waiting(self) -> int | None:
        """Working minutes of waiting before all measured steps."""
        measured = [step.waiting for step in self.steps if step.waiting is not None]
        return sum(measured) if measured else None

    @property
    def is_over(self) -> bool:
        """Whether the measured steps together took longer than their standard."""
        measured = [step for step in self.steps if step.actual is not None]
        return sum((step.actual or 0) - step.standard for step in measured) > 0


def monthly_data(
    agency: Agency, month: date, entries: Iterable[MonthEntry], now: datetime
) -> PaperData:
    """The report on the month that `month` lies in; `entries` are the requests to be counted."""
    found = sorted(entries, key=lambda entry: agenda.order(entry.request.number))
    today, name = local_day(agency, now), month_text(month)
    return {
        **frame(agency, f"{TITLE}, {name}", today, foot=f"{TITLE} · {name}"),
        "month": name,
        "figures": figures(found),
        "by-agency": _bars(
            ((entry, [entry.request.sender.agency]) for entry in found), letters_only=True
        ),
        "by-topic": _bars(
            (entry, [agency.topics.get(topic, topic) for topic in entry.topics]) for entry in found
        ),
        "steps": _steps(agency, found),
        "rows": [_row(agency, place, entry) for place, entry in enumerate(found, start=1)],
        "how-counted": HOW_COUNTED.format(zone=agency.zone_label),
        "basis": basis(agency),
        "acknowledged": sign(agency, Role.DIVISION_HEAD, now, above="Mengetahui").data(),
        "signatory": sign(
            agency, Role.SECTION_HEAD, now, above=place_and_day(agency, today)
        ).data(),
    }


def figures(entries: Sequence[MonthEntry]) -> list[PaperData]:
    """The numbers at the top of the report."""
    states = Counter(entry.request.state for entry in entries)
    published = [entry for entry in entries if entry.publication]
    told = sum(entry.publication.counted("accepted") for entry in published if entry.publication)
    measured = [entry for entry in entries if entry.actual is not None]
    flagged = sum(bool(unlooked(entry.request)) for entry in entries)
    rows = [
        ("permintaan masuk", sum(not is_part(entry.request) for entry in entries)),
        ("berita tayang", len(published)),
        ("sedang berjalan", sum(entry.is_open for entry in entries)),
        ("dikembalikan", states[State.RETURNED]),
        ("ditolak, diarsipkan, batal", sum(states[state] for state in FINAL)),
        ("kiriman diterima media", told),
        ("melewati waktu baku", sum(entry.is_over for entry in measured)),
    ]
    if flagged:
        rows.append((UNLOOKED, flagged))
    return [{"label": label, "value": count(value)} for label, value in rows]


def _bars(
    labelled: Iterable[tuple[MonthEntry, Sequence[str]]], *, letters_only: bool = False
) -> list[PaperData]:
    """How many came in and were published; with `letters_only`, parts of letters came not in."""
    received: Counter[str] = Counter()
    published: Counter[str] = Counter()
    for entry, labels in labelled:
        came = not (letters_only and is_part(entry.request))
        received.update({label: int(came) for label in labels})
        published.update(labels if entry.publication else ())
    ordered = sorted(received, key=lambda label: (-received[label], label))
    return [
        {"label": label, "received": received[label], "published": published[label]}
        for label in ordered
    ]


def _steps(agency: Agency, entries: Sequence[MonthEntry]) -> list[PaperData]:
    return [
        _step(step.no, step.activity, step.minutes, [
            row for entry in entries for row in entry.steps if row.no == step.no
        ])
        for step in agency.steps
    ]  # fmt: skip


def _step(no: int, activity: str, standard: int, done: Sequence[StepRow]) -> PaperData:
    actual = [row.actual for row in done if row.actual is not None]
    waiting = [row.waiting for row in done if row.waiting is not None]
    over = sum(minutes > standard for minutes in actual)
    return {
        "no": str(no),
        "activity": activity,
        "standard": duration(standard),
        "waiting": duration(_mean(waiting)),
        "average": duration(_mean(actual)),
        "longest": duration(max(actual, default=None)),
        "over": f"{over} dari {len(actual)}" if actual else "–",
    }


def _mean(minutes: Sequence[int]) -> int | None:
    return round(sum(minutes) / len(minutes)) if minutes else None


def _row(agency: Agency, place: int, entry: MonthEntry) -> PaperData:
    request, live = entry.request, entry.publication
    return {
        "no": str(place),
        "agenda": agenda_number(agency, request),
        "received": short_day(local_day(agency, request.letter.received)),
        "sender": request.sender.agency,
        "title": entry.title or request.subject,
        "href": live.url if live else "",
        "state": standing(request, is_live=live is not None),
        "flag": bool(unlooked(request)),
        "published": short_day(local_day(agency, live.at)) if live else "–",
        "waiting": duration(entry.waiting),
        "actual": duration(entry.actual),
        "over": entry.is_over,
        "rounds": str(len(rounds(request.history))),
    }
