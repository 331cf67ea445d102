"""The shapes of strings: a day, an address, a key; each a plain yes or no."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.record.text import is_clean

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
_ED25519_BLOB = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"


def is_date(value: str) -> bool:
    """Whether it is a day of the calendar, written YYYY-MM-DD, in the years that count here."""
    return is_day(value) and is_of_our_time(value)


def is_moment(value: str) -> bool:
    """Whether it is a day and time with its offset from UTC, in the years that count here."""
    return is_day_and_time(value) and is_of_our_time(value)


def is_day(value: str) -> bool:
    """Whether it is a day of the calendar, of whatever year."""
    return _DATE.fullmatch(value) is not None and _exists(date.fromisoformat, value)


def is_day_and_time(value: str) -> bool:
    """Whether it is a day and time with its offset from UTC, of whatever year."""
    return _MOMENT.fullmatch(value) is not None and _exists(datetime.fromisoformat, value)


def _exists(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return not value.startswith("24", 11)  # newer Pythons read 24:00 as the next day


def is_of_our_time(value: str) -> bool:
    """Whether the year that it begins with is one of those that count here."""
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
