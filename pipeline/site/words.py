"""How the website writes dates, times and links, for its templates."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import lru_cache
from operator import methodcaller
from typing import Any
from urllib.parse import quote

from babel.dates import get_day_names, get_month_names

from pipeline.site.html import Html
from pipeline.site.plan import month_path

# Characters that XML 1.0 cannot hold, even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What could end a script element, and two line ends that JSON has and old scripts had not.
IN_SCRIPT = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Words:
    """The filters of a site's language and zone label."""

    def __init__(self, language: str, zone_label: str) -> None:
        self.zone_label = zone_label
        self._weekdays: dict[int, str] = {**get_day_names("wide", locale=language)}
        self._months: dict[int, str] = {**get_month_names("wide", locale=language)}
        # Some languages bend a month's name where a day stands before it.
        alone = get_month_names("wide", "stand-alone", locale=language)
        self._months_alone: dict[int, str] = {**alone}
        self._short_months: dict[int, str] = {**get_month_names("abbreviated", locale=language)}

    def filters(self) -> dict[str, Any]:
        """By the names that templates use."""
        return {
            "hari_tanggal": self.weekday_and_date,
            "tanggal": self.long_date,
            "tanggal_ringkas": self.short_date,
            "bulan": self.month_and_year,
            "nama_bulan": self.month,
            "jam": self.time,
            "hari": self.weekdays,
            "rentang_jam": self.spans,
            "latest": latest,
            "iso": methodcaller("isoformat"),
            # `Tue, 24 Nov 2026 14:05:00 +0900`, as RSS and letters write a moment.
            "rfc822": format_datetime,
            "month_path": month_path,
            "mailto": mailto,
            "quoted": quoted,
            "xml": xml_text,
            "jsonld": script_json,
        }

    def weekday_and_date(self, day: date | str) -> str:
        """`Selasa, 24 November 2026`."""
        return f"{self._weekdays[_day(day).weekday()]}, {self.long_date(day)}"

    def long_date(self, day: date | str) -> str:
        """`24 November 2026`."""
        at = _day(day)
        return f"{at.day} {self._months[at.month]} {at.year}"

    def short_date(self, day: date | str) -> str:
        """`24 Nov 2026`."""
        at = _day(day)
        return f"{at.day} {self._short_months[at.month]} {at.year}"

    def month_and_year(self, day: date | str) -> str:
        """`November 2026`."""
        at = _day(day)
        return f"{self._months[at.month]} {at.year}"

    def month(self, day: date | str) -> str:
        """`November`."""
        return self._months_alone[_day(day).month]

    def time(self, moment: datetime | str) -> str:
        """`14.05 WIT`."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return f"{at.hour:02}.{at.minute:02} {self.zone_label}"

    def weekdays(self, first: int, last: int) -> str:
        """`Senin–Kamis`, from days counted from Monday as 0."""
        names = self._weekdays
        return names[first] if first == last else f"{names[first]}–{names[last]}"

    def spans(self, spans: tuple[str, ...]) -> str:
        """`08.00–12.00 dan 13.00–16.30 WIT` of `08:00-12:00`, `13:00-16:30`."""
        # A word joiner: no line ends between an hour and the next.
        written = [span.replace(":", ".").replace("-", "\u2060–\u2060") for span in spans]
        return f"{' dan '.join(written)} {self.zone_label}"


def latest(moments: Iterable[datetime]) -> datetime:
    """The newest of them; a feed without entries has not changed since 1970."""
    return max(moments, default=datetime.fromtimestamp(0, UTC))


def mailto(address: str, subject: str, body: str) -> str:
    """A link that opens a letter begun for the reader."""
    to, letter = _quoted(address, safe="@"), quoted(body, line_end="%0D%0A")
    return f"mailto:{to}?subject={quoted(subject)}&body={letter}"


def quoted(text: str, line_end: str = "%0A") -> str:
    """The text as a part of an address. Its words stand in many others, and are quoted once."""
    return line_end.join("%20".join(map(_quoted, line.split(" "))) for line in text.split("\n"))


def xml_text(text: str) -> str:
    """The text without what no XML file may hold; the template escapes it."""
    return NOT_IN_XML.sub("", str(text))


def script_json(value: Mapping[str, Any]) -> Html:
    """JSON that cannot end the script element it stands in."""
    written = JSON.encode(value)
    for sign, code in IN_SCRIPT.items():
        written = written.replace(sign, code)
    return Html(written)


def _day(day: date | str) -> date:
    return date.fromisoformat(day[: len("2026-11-24")]) if isinstance(day, str) else day


_quoted = lru_cache(maxsize=8192)(quote)
