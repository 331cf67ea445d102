"""The formats that schemas name: a test on a string, and what to tell somebody who fails it."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.i18n import _, marked
from pipeline.record.path_names import is_name, is_path
from pipeline.record.shapes import (
    are_hours,
    is_article_folder,
    is_date,
    is_day,
    is_day_and_time,
    is_domain,
    is_email,
    is_line,
    is_moment,
    is_of_our_time,
    is_public_key,
    is_signature,
    is_timezone,
    is_web_address,
)
from pipeline.record.text import shortened

_NUMBER = r"[1-9][0-9]{3}-(?:[0-9]{4}|[1-9][0-9]{4,8})"
_PART = r"\.[1-9][0-9]{0,2}"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PRINTED = re.compile(
    r"(?=.*\{number)(?:[^{}]|\{roman\}|\{(?:number|year|month)(?::0?[1-9]d?)?\})+", re.DOTALL
)


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
    is_of_our_time,
    marked("`{value}` in `{place}` is not of the years 1900 to 2199"),
    marked("correct the year"),
)


def is_of_format(value: object, name: str) -> bool:
    """Whether a string is of that format; anything else is not for a format to judge."""
    return not isinstance(value, str) or FORMATS[name].accepts(value)


def explain_format(name: str, value: str, place: str) -> tuple[str, str]:
    """The sentence and the way out for a string that is not of the format."""
    form = FORMATS[name]
    if is_day(value) or is_day_and_time(value):
        form = _FAR_OFF if not is_of_our_time(value) else form
    return (
        _(form.message).format(value=shortened(value), place=place),
        _(form.help).format(),
    )
