"""What the public may know of the agency: the only part of agency.yaml that a build is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.agency import Agency

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PUBLIC_IDENTITY = (
    "name",
    "short",
    "government",
    "unit",
    "address",
    "city",
    "postal_code",
    "phone",
    "email",
    "motto",
)
PUBLIC_SITE = ("url", "title", "tagline", "ppid_url", "complaint_url", "about", "notice", "socials")
PUBLIC_CONTACT = ("name", "title", "phone", "email")


@dataclass(frozen=True)
class Contact:
    """The narahubung: whom the press and the public may ask."""

    name: str
    title: str
    phone: str
    email: str


@dataclass(frozen=True)
class OpeningHours:
    """Days that have the same hours: 0 is Monday, both ends included; spans are `08:00-12:00`."""

    first: int
    last: int
    spans: tuple[str, ...]


@dataclass(frozen=True)
class Newsroom:
    """The agency as its website shows it; `url` is the site's address, no slash at its end."""

    name: str
    short: str
    government: str
    unit: str
    address: str
    city: str
    postal_code: str
    phone: str
    email: str
    motto: str
    zone: ZoneInfo
    zone_label: str
    language: str
    url: str
    title: str
    tagline: str
    about: str
    notice: str
    ppid_url: str
    complaint_url: str
    socials: tuple[tuple[str, str], ...]
    contact: Contact
    hours: tuple[OpeningHours, ...]
    topics: Mapping[str, str]
    agencies: tuple[str, ...]


def public_facts(agency: Agency) -> dict[str, Any]:
    """The facts, as JSON can carry them to the child process: no roster, no mail settings."""
    raw = agency.raw
    hours = raw.get("office", {}).get("hours", {})
    return {
        "identity": _only(raw["identity"], PUBLIC_IDENTITY),
        "site": _only(raw["site"], PUBLIC_SITE),
        "contact": _only(raw["contact"], PUBLIC_CONTACT),
        "hours": {day: list(spans) for day, spans in hours.items()},
        "topics": dict(agency.topics),
        "agencies": list(agency.agencies),
        "zone": agency.zone.key,
        "zone_label": agency.zone_label,
        "language": agency.language,
    }


def parse_newsroom(facts: Mapping[str, Any]) -> Newsroom:
    """The newsroom from its facts. Raises BadInput for an address that is not http(s)."""
    identity, site = facts["identity"], facts["site"]
    links = site.get("ppid_url"), site.get("complaint_url")
    socials = dict(site.get("socials") or {})
    for address in (site["url"], *filter(None, links), *socials.values()):
        _check_address(address)
    return Newsroom(
        **{name: identity.get(name, "") for name in PUBLIC_IDENTITY},
        zone=ZoneInfo(facts["zone"]),
        zone_label=facts["zone_label"],
        language=facts["language"],
        url=site["url"].rstrip("/"),
        title=site["title"],
        tagline=site.get("tagline", ""),
        about=site.get("about", ""),
        notice=site.get("notice", ""),
        ppid_url=site.get("ppid_url", ""),
        complaint_url=site.get("complaint_url", ""),
        socials=tuple(socials.items()),
        contact=Contact(**{name: facts["contact"].get(name, "") for name in PUBLIC_CONTACT}),
        hours=opening_hours(facts["hours"]),
        topics=facts["topics"],
        agencies=tuple(facts["agencies"]),
    )


def opening_hours(by_day: Mapping[str, list[str]]) -> tuple[OpeningHours, ...]:
    """Neighbouring days with the same hours as one row; closed days have none."""
    rows: list[OpeningHours] = []
    for number, day in enumerate(DAYS):
        spans = tuple(by_day.get(day, ()))
        if not spans:
            continue
        if rows and rows[-1].spans == spans and rows[-1].last == number - 1:
            rows[-1] = OpeningHours(rows[-1].first, number, spans)
        else:
            rows.append(OpeningHours(number, number, spans))
    return tuple(rows)


def _only(section: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: section[name] for name in names if section.get(name)}


def _check_address(address: str) -> None:
    if address and (
        urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc
    ):
        raise BadInput(
            _("agency.yaml: the address {address} in `site` is not a web address").format(
                address=address
            ),
            hint=_("write it in full, beginning with https://"),
        )
