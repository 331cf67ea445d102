"""Which names the files of a unit may have: those that every system holds, and shows, alike."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from pipeline.i18n import _, marked
from pipeline.record.finding import Finding
from pipeline.record.look_alikes import mixes_alphabets
from pipeline.record.text import FORBIDDEN, shortened

PART_BYTES, PATH_BYTES, PATH_PARTS = 120, 240, 10
MAX_FINDINGS = 50

_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$|clock\$)"
    r" *(\..*)?",
    re.IGNORECASE | re.DOTALL,
)
# What separates, quotes or stands for other characters somewhere, and what looks like a slash.
_SIGNS = re.compile(r"[\\:*?\"<>|\u2044\u2215\u2216\u29f5\u29f8\u29f9\ufe68]")
_ESCAPES = re.compile(r"%[0-9A-Fa-f]{2}|%u[0-9A-Fa-f]{4}|~[0-9]")
_NOT_UTF8 = re.compile("[\ud800-\udfff]")
_OTHER_SPACES = re.compile(r"[^\S ]")


class Rule(NamedTuple):
    """A rule for one part of a path: what breaks it, and what is told then."""

    broken_by: Callable[[str], object]
    sentence: str


# The first that is broken is told.
RULES: tuple[Rule, ...] = (
    Rule(lambda part: not part, marked("a part of the path is empty")),
    Rule(lambda part: part in (".", ".."), marked("the path leads out of its folder")),
    Rule(_NOT_UTF8.search, marked("the name is not UTF-8")),
    Rule(FORBIDDEN.search, marked("the name has characters that nobody sees")),
    Rule(_OTHER_SPACES.search, marked("the name has a space that is none, a tab or a line break")),
    Rule(_SIGNS.search, marked("the name has a sign that means something else to some systems")),
    Rule(_ESCAPES.search, marked("the name has an escape that some systems read as another name")),
    Rule(
        lambda part: part.startswith((".", "-", " ")),
        marked("the name begins with a dot, a hyphen or a space"),
    ),
    Rule(lambda part: part.endswith((".", " ")), marked("the name ends with a dot or a space")),
    Rule(_RESERVED.fullmatch, marked("the name is that of a device on Windows")),
    Rule(
        lambda part: not is_normalized("NFC", part),
        marked("the name is spelled in a way that has two forms"),
    ),
    Rule(mixes_alphabets, marked("the name has letters that only look like those of a keyboard")),
    Rule(lambda part: len(part.encode()) > PART_BYTES, marked("the name is too long")),
)


def unfit(path: str) -> str | None:
    """Why no file of a unit may have this path (in the reader's language), or None."""
    if len(path) > PATH_BYTES or path.count("/") >= PATH_PARTS:
        return _("the path is too long")
    for part in path.split("/"):
        if (sentence := _broken(part)) or (sentence := _broken_in_disguise(part)):
            return _(sentence)
    return _("the path is too long") if len(path.encode()) > PATH_BYTES else None


def is_path(path: str) -> bool:
    """Whether it leads to a file below, and nowhere else, on every system."""
    return unfit(path) is None


def is_name(name: str) -> bool:
    """Whether every system can hold a file of this name."""
    return "/" not in name and is_path(name)


def collisions(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of paths (files or the folders they lie in) that are one and the same to some system.

    The second of a pair is the one that came later.
    """
    seen: dict[str, str] = {}
    for path in paths:
        end = 0
        while end != len(path):
            end = path.find("/", end + 1)
            end = len(path) if end < 0 else end
            former = seen.setdefault(folded(path[:end]), path[:end])
            if former != path[:end]:
                yield former, path[:end]
                break  # what lies below is the same story


def folded(path: str) -> str:
    """The path as a system sees it that tells neither capitals nor spellings apart."""
    return path if path.isascii() and path.islower() else _folded(path)


def name_findings(paths: Iterable[str], *, beside: Iterable[str] = ()) -> Iterator[Finding]:
    """Everything wrong with the names of a unit's files, as `path-name`.

    `beside` are paths that are there already and none of the unit's: they may be whatever they
    are, but no name of the unit may collide with one of them.
    """
    yield from islice(_findings(sorted(set(paths)), sorted(set(beside))), MAX_FINDINGS)


def _findings(own: list[str], others: list[str]) -> Iterator[Finding]:
    for path in own:
        reason = unfit(path)
        if reason:
            yield Finding(
                path,
                1,
                "path-name",
                reason,
                _("give it a plain name of letters, digits and hyphens, such as foto-1.jpg"),
            )
    mine = {path[:end] for path in own for end in _ends(path)}
    for former, path in dict.fromkeys(collisions([*others, *own])):
        if path in mine:
            yield Finding(
                path,
                1,
                "path-name",
                _("some systems cannot tell this name from {other}").format(
                    other=shortened(former, 200)
                ),
                _("rename one of the two, so that more than capitals and accents tell them apart"),
            )


def _ends(path: str) -> list[int]:
    return [place for place, sign in enumerate(path) if sign == "/"] + [len(path)]


def _broken(part: str) -> str | None:
    return next((rule.sentence for rule in RULES if rule.broken_by(part)), None)


def _broken_in_disguise(part: str) -> str | None:
    """What would be wrong with the plain letters that full-width and styled ones stand for."""
    plain = part if part.isascii() else normalize("NFKC", part)
    return None if plain == part else _broken(plain.replace("/", "\\"))


def _folded(path: str) -> str:
    return normalize("NFC", normalize("NFC", path).casefold())
