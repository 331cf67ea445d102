"""How the website writes dates, times and links, for its templates."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from babel.dates import format_date, format_time, get_day_names

from pipeline.site.html import Html
from pipeline.site.linked_data import breadcrumbs
from pipeline.site.plan import month_path

# Characters that XML 1.0 cannot hold, even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What could end a script element, and two line ends that JSON has and old scripts had not.
IN_SCRIPT = re.compile("[<>&\u2028\u2029]")


class Words:
    """The filters of a site's language and zone label."""

    def __init__(self, language: str, zone_label: str) -> None:
        self.language = language
        self.zone_label = zone_label
        # The same few days stand on many pages, and to write one costs as much as a short list.
        self._remembered = lru_cache(maxsize=4096)(self._written)

    def filters(self) -> dict[str, Any]:
        """By the names that templates use."""
        return {
            "hari_tanggal": lambda day: self._date(day, "EEEE, d MMMM y"),
            "tanggal": lambda day: self._date(day, "d MMMM y"),
            "tanggal_ringkas": lambda day: self._date(day, "d MMM y"),
            "bulan": lambda day: self._date(day, "MMMM y"),
            "nama_bulan": lambda day: self._date(day, "LLLL"),
            "jam": self.time,
            "hari": self.weekdays,
            "rentang_jam": self.spans,
            "latest": latest,
            "rfc822": rfc822,
            "month_path": month_path,
            "mailto": mailto,
            "xml": xml_text,
            "breadcrumbs": breadcrumbs,
            "jsonld": script_json,
        }

    def time(self, moment: datetime | str) -> str:
        """`14.05 WIT`."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return f"{format_time(at, 'HH.mm', locale=self.language)} {self.zone_label}"

    def weekdays(self, first: int, last: int) -> str:
        """`Senin–Kamis`, from days counted from Monday as 0."""
        names = get_day_names("wide", locale=self.language)
        return names[first] if first == last else f"{names[first]}–{names[last]}"

    def spans(self, spans: tuple[str, ...]) -> str:
        """`08.00–12.00 dan 13.00–16.30 WIT` of `08:00-12:00`, `13:00-16:30`."""
        # A word joiner: no line ends between an hour and the next.
        written = [span.replace(":", ".").replace("-", "\u2060–\u2060") for span in spans]
        return f"{' dan '.join(written)} {self.zone_label}"

    def _date(self, day: date | str, pattern: str) -> str:
        # Equal moments may be of different days, each in a zone of its own.
        return self._remembered(str(day)[: len("2026-11-24")], pattern)

    def _written(self, day: str, pattern: str) -> str:
        return format_date(date.fromisoformat(day), pattern, locale=self.language)


def latest(moments: Iterable[datetime]) -> str:
    """The newest of them, as feeds write it; a feed without entries has not changed since 1970."""
    return max(moments, default=datetime.fromtimestamp(0, UTC)).isoformat()


def rfc822(moment: str) -> str:
    """`Tue, 24 Nov 2026 14:05:00 +0900`, as RSS and letters write a moment."""
    return format_datetime(datetime.fromisoformat(moment))


def mailto(address: str, subject: str, body: str) -> str:
    """A link that opens a letter begun for the reader."""
    letter = quote(body.replace("\n", "\r\n"))
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={letter}"


def xml_text(text: str) -> str:
    """The text without what no XML file may hold; the template escapes it."""
    return NOT_IN_XML.sub("", str(text))


def script_json(value: Mapping[str, Any]) -> Html:
    """JSON that cannot end the script element it stands in."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Html(IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", written))
