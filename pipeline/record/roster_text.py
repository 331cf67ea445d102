"""Write another roster into agency.yaml, and leave every other byte of it as people wrote it."""

import re
from collections.abc import Mapping
from typing import Any

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import ordered
from pipeline.record.schema import shape, typed
from pipeline.record.strict_yaml import LARGE_LEVELS, LARGE_LIMIT, Document, load_stream
from pipeline.record.yaml_text import block

_PATH = "agency.yaml"
_EMPTY_OR_COMMENT = re.compile(rb"[ \t\r]*(?:#.*)?")


def with_roster(document: bytes, roster: Mapping[str, Any]) -> bytes:
    """The document after the front matter of agency.yaml, telling of this roster instead.

    What stands before the line `roster:` and after the roster's last line stays, comments included.
    Raises BadInput where the roster is not a block of its own.
    """
    lines = document.splitlines(keepends=True)
    before = _read(document)
    first, last = _span(before, lines)
    form = shape("agency").properties["roster"]
    told = block({"roster": ordered(roster, form)}).encode()
    made = b"".join((*lines[:first], told, *lines[last:]))
    after = _read(made)
    if before is None or after is None or _without(before) != _without(after):
        raise _by_hand()
    if typed(after, "agency", _PATH, validate=False)[0]["roster"] != roster:
        raise _by_hand()
    return made


def _read(document: bytes) -> Document | None:
    documents, found = load_stream(document, _PATH, limit=LARGE_LIMIT, levels=LARGE_LEVELS)
    return documents[0] if len(documents) == 1 and not has_errors(found) else None


def _span(document: Document | None, lines: list[bytes]) -> tuple[int, int]:
    """The first line of the roster and the line after its last one, counted from 0."""
    tops = {
        place[0]: line - 1
        for place, line in (document.lines if document else {}).items()
        if len(place) == 1
    }
    first = tops.get("roster")
    if first is None or not lines[first].startswith((b"roster", b'"roster', b"'roster")):
        raise _by_hand()
    end = min((line for line in tops.values() if line > first), default=len(lines))
    while end > first + 1 and _EMPTY_OR_COMMENT.fullmatch(lines[end - 1].rstrip(b"\n")):
        end -= 1
    return first, end


def _without(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.value.items() if key != "roster"}


def _by_hand() -> BadInput:
    return BadInput(
        _("the roster of agency.yaml is not written as a block that a command could replace"),
        hint=_("write `roster:` on a line of its own, or edit it by hand and use `siar propose`"),
    )
