"""Write plain values as YAML that the strict loader, and any other reader, reads as the same."""

import re
from collections.abc import Mapping
from typing import Any

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.text import invisible_characters

# Written without quotation marks: words that no reader of YAML 1.1 or 1.2 takes for anything else.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/+=.-]*")
_NOT_PLAIN = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def flow(value: Any) -> str:
    """`value` on one line, however long: `{to: kasi-piks, note: "Segera."}`.

    Raises BadInput for text with characters that a record may not hold.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a record")


def block(value: Mapping[str, Any], indent: str = "") -> str:
    """A mapping with each field on a line of its own, and lines of text as people read them."""
    return "".join(_field(key, item, indent) for key, item in value.items())


def _field(key: str, value: Any, indent: str) -> str:
    name = f"{indent}{flow(key)}:"
    if isinstance(value, Mapping) and value:
        return f"{name}\n{block(value, indent + '  ')}"
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
        items = (block(item, indent + "  ")[len(indent) + 2 :] for item in value)
        return f"{name}\n" + "".join(f"{indent}- {item}" for item in items)
    if isinstance(value, str) and "\n" in value:
        return f"{name} {_lines(value, indent + '  ')}"
    return f"{name} {flow(value)}\n"


def _lines(value: str, indent: str) -> str:
    """A text of several lines: as a literal block where that keeps every character."""
    body = value.removesuffix("\n")
    lines = body.split("\n")
    keeps = all(line == line.rstrip() for line in lines) and lines[0] == lines[0].lstrip()
    if not keeps or not lines[0] or not lines[-1] or "\t" in value:
        return flow(value) + "\n"
    _refuse_invisible(value)
    mark = "|" if body != value else "|-"
    return f"{mark}\n" + "".join(f"{indent}{line}\n" if line else "\n" for line in lines)


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_PLAIN:
        return str(value)
    _refuse_invisible(value)
    return f'"{value.translate(_ESCAPES)}"'


def _refuse_invisible(value: str) -> None:
    for place in invisible_characters(value):
        raise BadInput(
            _("the text has a forbidden character {code} in line {line}, column {column}").format(
                code=place.code, line=place.line, column=place.column
            ),
            hint=_("delete it; it usually came along with text pasted from elsewhere"),
        )
