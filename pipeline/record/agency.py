"""The agency: identity, letterhead, roster, steps, office hours, mail and site, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.record.keeping import Keeping
from pipeline.record.roster import Account, Person, RetiredKey, Roster, Term
from pipeline.record.workflow import Role


@dataclass(frozen=True)
class Series:
    """A series of numbers; `printed` is a format of {number}, {year}, {month}, {roman}.

    `first` is that of `year`, and every other year begins at 1; without a `year`, it is of all.
    """

    first: int
    printed: str
    year: int | None = None

    def first_of(self, year: int) -> int:
        """The first number of that year."""
        return self.first if self.year in (None, year) else 1


@dataclass(frozen=True)
class Step:
    """A row of the SOP as this agency carries it out; `minutes` are working minutes."""

    no: int
    activity: str
    role: Role
    needs: str
    minutes: int
    output: str


@dataclass(frozen=True)
class Agency:
    """All of agency.yaml. `raw` keeps the mappings that only one room reads, such as `mail`."""

    name: str
    short: str
    unit: str
    city: str
    language: str
    zone: ZoneInfo
    zone_label: str
    roster: Roster
    agenda: Series
    press_release: Series
    steps: tuple[Step, ...]
    instructions: Mapping[str, str]
    topics: Mapping[str, str]
    agencies: tuple[str, ...]
    correction_categories: Mapping[str, str]
    division_head_topics: frozenset[str]
    raw: Mapping[str, Any]

    @property
    def papers(self) -> Keeping:
        """Where letters' scans and senders' contacts are kept."""
        return Keeping(self.raw.get("papers", Keeping.REPOSITORY))

    def section(self, name: str) -> Mapping[str, Any]:
        """A section that one room reads: letterhead, contact, sop, office, mail, site, deploy."""
        found: Mapping[str, Any] = self.raw[name]
        return found


def parse_agency(document: Mapping[str, Any]) -> Agency:
    """The agency from the (schema-checked) document after the front matter of agency.yaml."""
    identity = document["identity"]
    zone = ZoneInfo(identity["timezone"])
    return Agency(
        name=identity["name"],
        short=identity["short"],
        unit=identity["unit"],
        city=identity["city"],
        language=identity["language"],
        zone=zone,
        zone_label=identity["timezone_label"],
        roster=parse_roster(document["roster"], zone),
        agenda=_series(document["agenda"]),
        press_release=_series(document["press_release"]),
        steps=tuple(_step(item) for item in document["sop"]["steps"]),
        instructions=dict(document["instructions"]),
        topics=dict(document["topics"]),
        agencies=tuple(document["agencies"]),
        correction_categories=dict(document["correction_categories"]),
        division_head_topics=frozenset(document.get("division_head_topics", ())),
        raw=document,
    )


def parse_roster(document: Mapping[str, Any], zone: ZoneInfo) -> Roster:
    """The roster from its section."""
    return Roster(
        people=tuple(_person(item) for item in document["people"]),
        zone=zone,
        recorder=document.get("recorder", ""),
    )


def _person(item: Mapping[str, Any]) -> Person:
    return Person(
        id=item["id"],
        name=item["name"],
        nip=item.get("nip", ""),
        rank=item.get("rank", ""),
        email=item.get("email", ""),
        keys=tuple(item.get("keys", ())),
        retired_keys=tuple(
            RetiredKey(old["key"], dict(old["statements"])) for old in item.get("retired_keys", ())
        ),
        accounts=tuple(
            Account(one["forge"], one["id"], one.get("login", ""))
            for one in item.get("accounts", ())
        ),
        terms=tuple(_term(term) for term in item["terms"]),
    )


def _term(item: Mapping[str, Any]) -> Term:
    until = item.get("until")
    return Term(
        role=Role(item["role"]),
        title=item["title"],
        since=date.fromisoformat(item["since"]),
        until=None if until is None else date.fromisoformat(until),
        acting=item.get("acting", ""),
        order=item.get("order", ""),
    )


def _series(item: Mapping[str, Any]) -> Series:
    return Series(first=int(item["first"]), printed=item["printed"], year=item.get("year"))


def _step(item: Mapping[str, Any]) -> Step:
    return Step(
        no=int(item["no"]),
        activity=item["activity"],
        role=Role(item["role"]),
        needs=item["needs"],
        minutes=int(item["minutes"]),
        output=item["output"],
    )
