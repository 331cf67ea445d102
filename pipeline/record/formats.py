"""The formats that schemas name: a test on a string, and what to tell somebody who fails it."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.i18n import _, marked
from pipeline.record.path_names import is_name, is_path
from pipeline.record.text import is_clean, shortened

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
)
# Every sum of days and hours with such a date is a date again, in each zone of the world.
FIRST_YEAR, LAST_YEAR = 1900, 2199
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z0-9_+-]{0,30}(?:/[A-Za-z0-9_+-]{1,30}){1,2}")
# RFC 5321, section 4.1.2, without quoted strings and address literals: nobody here needs them,
# and they are how addresses are smuggled.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}")
_FOLDER = re.compile(r"content/([0-9]{4})/([0-9]{2})/([0-9]{2})-[a-z0-9]+(?:-[a-z0-9]+)*")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_NUMBER = r"[1-9][0-9]{3}-(?:[0-9]{4}|[1-9][0-9]{4,8})"
_PART = r"\.[1-9][0-9]{0,2}"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PRINTED = re.compile(
    r"(?=.*\{number)(?:[^{}]|\{roman\}|\{(?:number|year|month)(?::0?[1-9]d?)?\})+", re.DOTALL
)
_ED25519_BLOB = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"


class Format(NamedTuple):
    """A test on a string; `message` has fields {value} and {place}, `help` is the way out.

    Both are msgids: they are translated when somebody is told.
    """

    accepts: Callable[[str], bool]
    message: str
    help: str


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _or_empty(accepts: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda value: not value or accepts(value)


def is_date(value: str) -> bool:
    """Whether it is a day of the calendar, written YYYY-MM-DD, in the years that count here."""
    return _is_day(value) and _is_of_our_time(value)


def is_moment(value: str) -> bool:
    """Whether it is a day and time with its offset from UTC, in the years that count here."""
    return _is_day_and_time(value) and _is_of_our_time(value)


def _is_day(value: str) -> bool:
    return _DATE.fullmatch(value) is not None and _exists(date.fromisoformat, value)


def _is_day_and_time(value: str) -> bool:
    return _MOMENT.fullmatch(value) is not None and _exists(datetime.fromisoformat, value)


def _exists(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return not value.startswith("24", 11)  # newer Pythons read 24:00 as the next day


def _is_of_our_time(value: str) -> bool:
    return FIRST_YEAR <= int(value[:4]) <= LAST_YEAR


def is_email(value: str) -> bool:
    """Whether it is one plain address that no mail program reads in two ways."""
    local, at, domain = value.rpartition("@")
    return bool(
        at
        and len(value) <= 254
        and len(local) <= 64
        and _LOCAL.fullmatch(local)
        and is_domain(domain)
    )


def is_domain(value: str) -> bool:
    """Whether it is the name of a host with at least one dot."""
    return len(value) <= 253 and _DOMAIN.fullmatch(value) is not None


def is_web_address(value: str) -> bool:
    """Whether it is an http or https address that names a host, and no user."""
    if not value.isascii() or not value.isprintable() or re.search(r"[\s\"<>\\^`{|}]", value):
        return False
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None


def is_article_folder(value: str) -> bool:
    """Whether it is `content/<year>/<month>/<day>-<slug>` with a day that exists."""
    found = _FOLDER.fullmatch(value)
    return found is not None and is_date("-".join(found.groups())) and len(value) <= 200


def is_public_key(value: str) -> bool:
    """Whether it is the line of an Ed25519 key as OpenSSH writes it, with or without a comment."""
    kind, _space, rest = value.partition(" ")
    if kind != "ssh-ed25519" or not is_line(value):
        return False
    blob = _decoded(rest.split(" ")[0])
    return blob is not None and blob.startswith(_ED25519_BLOB) and len(blob) == 51


def is_signature(value: str) -> bool:
    """Whether it is one line of base64 that begins as OpenSSH's signatures do."""
    blob = _decoded(value)
    return blob is not None and blob.startswith(b"SSHSIG")


def _decoded(value: str) -> bytes | None:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None


def is_line(value: str) -> bool:
    """Whether it is one line with something on it, and no spaces around it."""
    return bool(value) and value == value.strip() and "\n" not in value and is_clean(value)


def is_timezone(value: str) -> bool:
    """Whether it names a zone of the IANA database."""
    try:
        return _ZONE.fullmatch(value) is not None and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def are_hours(value: str) -> bool:
    """Whether it is `08:00-12:00`, the end after the beginning."""
    found = _HOURS.fullmatch(value)
    if found is None:
        return False
    begin, end = value.split("-")
    return begin < end <= "24:00"


_TWO_LINES = marked("write it on one line, or delete the field")

FORMATS: Mapping[str, Format] = {
    "date": Format(
        is_date,
        marked("`{value}` in `{place}` is not a date that exists"),
        marked("write year-month-day, such as 2026-11-24"),
    ),
    "date-time": Format(
        is_moment,
        marked("`{value}` in `{place}` is not a time with its offset"),
        marked("write day, time and offset, such as 2026-11-24T09:05:00+09:00"),
    ),
    "day-or-moment": Format(
        lambda value: is_date(value) or is_moment(value),
        marked("`{value}` in `{place}` is neither a date nor a time with its offset"),
        marked("write 2026-11-24 or 2026-11-24T09:05:00+09:00"),
    ),
    "email": Format(
        is_email,
        marked("`{value}` in `{place}` is not an e-mail address"),
        marked("write one address such as humas@dinas.example, without name or brackets"),
    ),
    "optional-email": Format(
        _or_empty(is_email),
        marked("`{value}` in `{place}` is not an e-mail address"),
        marked("write one address such as humas@dinas.example, without name or brackets"),
    ),
    "domain": Format(
        is_domain,
        marked("`{value}` in `{place}` is not a domain"),
        marked("write a name such as dinas.example"),
    ),
    "uri": Format(
        is_web_address,
        marked("`{value}` in `{place}` is not a web address"),
        marked("write the whole address, beginning with https://"),
    ),
    "relative-path": Format(
        is_path,
        marked("`{value}` in `{place}` is not a path below this folder"),
        marked("write it with `/`, without `..`, without a drive and without special characters"),
    ),
    "file-name": Format(
        is_name,
        marked("`{value}` in `{place}` is not a file name"),
        marked("write the name of a file in the same folder, such as foto-1.jpg"),
    ),
    "article-folder": Format(
        is_article_folder,
        marked("`{value}` in `{place}` is not the folder of an article"),
        marked("write content/2026/11/24-words-of-the-title, in small letters and digits"),
    ),
    "sha256": Format(
        lambda value: _SHA256.fullmatch(value) is not None,
        marked("`{value}` in `{place}` is not a SHA-256"),
        marked("it has 64 digits from 0 to 9 and a to f; `siar` writes it for you"),
    ),
    "digest": Format(
        lambda value: value.startswith("sha256:") and _SHA256.fullmatch(value[7:]) is not None,
        marked("`{value}` in `{place}` is not a digest"),
        marked("it is `sha256:` and 64 digits from 0 to 9 and a to f; `siar` writes it for you"),
    ),
    "signature": Format(
        is_signature,
        marked("the value of `{place}` is not a signature"),
        marked("restore the line as it was; only `siar` writes signatures"),
    ),
    "public-key": Format(
        is_public_key,
        marked("`{value}` in `{place}` is not an Ed25519 public key"),
        marked("copy the line of the file id_ed25519.pub; it begins with `ssh-ed25519`"),
    ),
    "optional-public-key": Format(
        _or_empty(is_public_key),
        marked("`{value}` in `{place}` is not an Ed25519 public key"),
        marked("copy the line of the file id_ed25519.pub; it begins with `ssh-ed25519`"),
    ),
    "agenda-number": Format(
        _matches(rf"{_NUMBER}(?:{_PART})?"),
        marked("`{value}` in `{place}` is not an agenda number"),
        marked("write year and number, such as 2026-0042"),
    ),
    "part-number": Format(
        _matches(rf"{_NUMBER}{_PART}"),
        marked("`{value}` in `{place}` is not the number of a part"),
        marked("write agenda number, dot and part, such as 2026-0042.1"),
    ),
    "printed-number": Format(
        lambda value: is_line(value) and _PRINTED.fullmatch(value) is not None,
        marked("`{value}` in `{place}` does not say how a number is printed"),
        marked("write it with {{number}}, {{year}}, {{month}} or {{roman}}: {{number}}/{{year}}"),
    ),
    "id": Format(
        _matches(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"),
        marked("`{value}` in `{place}` is not a short name"),
        marked("write small letters, digits and hyphens, such as kasi-piks"),
    ),
    "label-id": Format(
        _matches(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*"),
        marked("`{value}` in `{place}` is not a short name"),
        marked("write small letters, digits and underscores, such as proses_lebih_lanjut"),
    ),
    "finding-id": Format(
        _matches(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+"),
        marked("`{value}` in `{place}` is not the id of a finding"),
        marked("copy it from the square brackets of the finding"),
    ),
    "line": Format(
        is_line,
        marked("`{place}` is empty, has spaces around it, or more than one line"),
        marked("write one line of text"),
    ),
    "optional-line": Format(
        _or_empty(is_line),
        marked("`{place}` has spaces around it, or more than one line"),
        _TWO_LINES,
    ),
    "text": Format(
        lambda value: bool(value.strip()),
        marked("`{place}` is empty"),
        marked("fill it in"),
    ),
    "timezone": Format(
        is_timezone,
        marked("`{value}` in `{place}` is not a time zone"),
        marked("write Asia/Jayapura, Asia/Makassar or Asia/Jakarta"),
    ),
    "office-hours": Format(
        are_hours,
        marked("`{value}` in `{place}` are not office hours"),
        marked('write "08:00-12:00", and "13:00-16:30" as the next item of the list'),
    ),
    "country": Format(
        _matches(r"[A-Z]{2}"),
        marked("`{value}` in `{place}` is not a country"),
        marked("write its two capital letters: ID"),
    ),
}


_FAR_OFF = Format(
    _is_of_our_time,
    marked("`{value}` in `{place}` is not of the years 1900 to 2199"),
    marked("correct the year"),
)


def is_of_format(value: object, name: str) -> bool:
    """Whether a string is of that format; anything else is not for a format to judge."""
    return not isinstance(value, str) or FORMATS[name].accepts(value)


def explain_format(name: str, value: str, place: str) -> tuple[str, str]:
    """The sentence and the way out for a string that is not of the format."""
    form = FORMATS[name]
    if _is_day(value) or _is_day_and_time(value):
        form = _FAR_OFF if not _is_of_our_time(value) else form
    return (
        _(form.message).format(value=shortened(value), place=place),
        _(form.help).format(),
    )
