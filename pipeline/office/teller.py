"""How a story names people, moments, papers and digests: as an office in Indonesia says them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from babel.dates import format_date, format_datetime

from pipeline.i18n import OFFICE_LANGUAGE
from pipeline.i18n import agency_text as _
from pipeline.record.agency import Agency
from pipeline.record.labels import ROLE_LABELS
from pipeline.record.statement import Statement
from pipeline.record.workflow import Role

_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
# So much of a digest is enough to tell one text from another by eye.
SHORT = 12


class Teller(NamedTuple):
    """The voice of one agency. `brought` says what each later document brought, by its digest."""

    agency: Agency
    brought: Mapping[str, str] = {}

    def moment(self, at: datetime) -> str:
        """`Selasa, 24 November 2026 pukul 09.05 WIT`."""
        local = at.astimezone(self.agency.zone)
        clock = format_datetime(local, "EEEE, d MMMM y 'pukul' HH.mm", locale=OFFICE_LANGUAGE)
        return f"{clock} {self.agency.zone_label}"

    def day(self, text: str) -> str:
        """`24 November 2026`, from a date or a moment as records write them."""
        if len(text) > len("2026-11-24"):
            return self.moment(datetime.fromisoformat(text))
        return format_date(date.fromisoformat(text), "d MMMM y", locale=OFFICE_LANGUAGE)

    def name(self, person_id: str) -> str:
        """The name with academic titles; somebody the roster does not know is shown by the id."""
        person = self.agency.roster.person(person_id)
        return person.name if person else person_id

    def names(self, people: Iterable[str]) -> str:
        """The names of several people, for a sentence."""
        return self.listed([self.name(who) for who in people])

    def office(self, s: Statement) -> str:
        """`Plh. Kepala Seksi PIKS, surat perintah 800/12/2026`, as of the day of a decision."""
        return self.office_of(s.by, s.role, s.decided_at)

    def office_of(self, person_id: str, role: Role, at: datetime) -> str:
        """The office of somebody in a role that day; the role itself where there was none."""
        term = self.agency.roster.term(person_id, role, at)
        if term is None:
            return ROLE_LABELS[role]
        title = f"{term.acting} {term.title}".strip()
        if not term.order:
            return title
        return _("{title}, by order {order}").format(title=title, order=term.order)

    def who(self, s: Statement) -> str:
        """`Budi Contoh, S.Sos. (Petugas Seksi PIKS)`."""
        return f"{self.name(s.by)} ({self.office(s)})"

    def listed(self, words: list[str]) -> str:
        """`a, b dan c`."""
        if len(words) < 2:
            return "".join(words)
        return _("{some} and {last}").format(some=", ".join(words[:-1]), last=words[-1])


def short(digest: object) -> str:
    """The beginning of a digest, without the name of its algorithm."""
    return str(digest).removeprefix("sha256:")[:SHORT]


def sentence(text: object) -> str:
    """What somebody wrote, on one line and ending as a sentence does."""
    line = " ".join(str(text).split())
    return line if line.removesuffix("”").endswith((".", "!", "?", "…")) else f"{line}."


def tidy(text: str) -> str:
    """A paragraph in which a name that ends with a full stop may end a sentence."""
    return _TWO_STOPS.sub(".", text)


def quoted(text: object) -> str:
    """What somebody wrote, on one line, in quotation marks."""
    return f"“{' '.join(str(text).split())}”"
