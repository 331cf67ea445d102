"""What the site keeps of itself, below `.siar/` in the commit that holds its pages.

    months.json                {"2026/11": 41, …}: how many articles each month has
    notices.json               {"2026/11": 1}: how many notices; no file where there is none
    notices/2026/11.jsonl      what stands in the place of articles that were taken off, by folder
    set/2026/11.jsonl          the cards of a month, a line each, sorted by folder
    group/topik/ekonomi.json   {"2026/11": 3, …}: how many of them are of this topic
    labels.json                {"instansi": {slug: label}, "topik": {…}}: groups with an article
    requests.json              {"2026-0042": [word, day], …}: how requests stand, if any are told

Files are read when they are asked for, and once.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pipeline.errors import SiarError
from pipeline.i18n import _
from pipeline.site.card import Card, parse_card
from pipeline.site.kinds import KINDS
from pipeline.site.notice import Notice, parse_notice
from pipeline.site.request_list import RequestList, parse_list

STATE = ".siar/"
MONTHS, LABELS = f"{STATE}months.json", f"{STATE}labels.json"
NOTICES, REQUESTS = f"{STATE}notices.json", f"{STATE}requests.json"
# Quotation marks within a value are escaped, so that only the keys themselves are found.
_PLACE = re.compile(r'"folder":"([^"]+)","moment":"([^"]+)"')
_CORRECTED = re.compile(r'"editions":\[\["([^"]+)"')

Read = Callable[[str], bytes | None]
Tally = Mapping[str, int]


class Unreadable(SiarError):
    """What the site keeps of itself is broken: nothing can be built upon it."""


class State:
    """The files that `read` gives, save those in `files`, which are otherwise (None: gone)."""

    def __init__(self, read: Read, files: Mapping[str, bytes | None]) -> None:
        self.files = files
        self._read = read
        self._lines: dict[str, Sequence[str]] = {}
        self._tallies: dict[str, Tally] = {}
        # What a line says stays true in every state that has it.
        self._cards: dict[str, Card] = {}

    def but(self, files: Mapping[str, bytes | None]) -> "State":
        """The state in which these files are otherwise."""
        other = State(self._read, {**self.files, **files})
        other._cards = self._cards
        return other

    def lines(self, month: str) -> Sequence[str]:
        """The cards of a month as they are kept: by folder."""
        return self._kept_lines(set_file(month))

    def notices(self, month: str) -> Sequence[str]:
        """The notices of a month as they are kept: by folder."""
        return self._kept_lines(notices_file(month))

    def _kept_lines(self, name: str) -> Sequence[str]:
        if name not in self._lines:
            # Other line ends may stand within a title.
            self._lines[name] = self._text(name).split("\n")[:-1]
        return self._lines[name]

    def card(self, line: str) -> Card:
        """The card of a line. Raises Unreadable."""
        found = self._cards.get(line)
        if found is None:
            try:
                found = self._cards[line] = parse_card(line)
            except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
                raise unreadable(error) from None
        return found

    def notice(self, line: str) -> Notice:
        """The notice of a line. Raises Unreadable."""
        try:
            return parse_notice(line)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise unreadable(error) from None

    def tally(self, name: str) -> Tally:
        """How many articles each month has, the oldest first, as a file says; empty for none."""
        if name not in self._tallies:
            found = self._json(name, int)
            self._tallies[name] = {month: found[month] for month in sorted(found)}
        return self._tallies[name]

    def labels(self) -> dict[str, dict[str, str]]:
        """What the groups are called, by kind and slug."""
        found = self._json(LABELS, dict)
        return {kind: dict(found.get(kind, {})) for kind in KINDS}

    def requests(self) -> RequestList:
        """How requests stand. Raises Unreadable."""
        try:
            return parse_list(self._json(REQUESTS, list))
        except (ValueError, TypeError) as error:
            raise unreadable(error) from None

    def _json(self, name: str, of: type) -> dict[str, Any]:
        """A file's mapping of names to values of one type; empty for no file."""
        text = self._text(name)
        try:
            found = json.loads(text) if text else {}
        except (ValueError, RecursionError) as error:
            raise unreadable(error) from None
        if not isinstance(found, dict) or not all(type(value) is of for value in found.values()):
            raise unreadable(name)
        return found

    def _text(self, name: str) -> str:
        data = self.files[name] if name in self.files else self._read(name)
        try:
            return (data or b"").decode()
        except UnicodeDecodeError as error:
            raise unreadable(error) from None


def place(line: str) -> tuple[str, str]:
    """Folder and moment of a line, without reading the rest. Raises Unreadable."""
    found = _PLACE.search(line)
    if found is None:
        raise unreadable(line[:80])
    return found[1], found[2]


def modified(line: str) -> str:
    """When the article of a line was corrected last, or else its moment. Raises Unreadable."""
    found = _CORRECTED.search(line)
    return found[1] if found else place(line)[1]


def set_file(month: str) -> str:
    """The file with the cards of a month."""
    return f"{STATE}set/{month}.jsonl"


def notices_file(month: str) -> str:
    """The file with the notices of a month."""
    return f"{STATE}notices/{month}.jsonl"


def group_file(kind: str, slug: str) -> str:
    """The file that says in which months a group has articles."""
    return f"{STATE}group/{kind}/{slug}.json"


def render_lines(lines: Iterable[str]) -> bytes | None:
    """The file of these lines; none for no line."""
    return "".join(f"{line}\n" for line in lines).encode() or None


def render_json(value: Mapping[str, object]) -> bytes:
    """The file of a mapping, one entry a line so that a change is a line."""
    return (json.dumps(value, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()


def unreadable(why: object) -> Unreadable:
    """The refusal to build upon what cannot be read, and why it cannot."""
    return Unreadable(
        _("what the site keeps of its articles cannot be read: {why}").format(why=why),
        hint=_("run `siar publish`, which then builds the whole site anew"),
    )
