"""Build one document's value from the events of the YAML parser, and refuse what is not plain.

Nesting counts mappings and lists, the document's own mapping included: in
`history[1].data.transcribed.scan` the scan stands in the fifth level.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.record.look_alikes import is_suspect, mixed_findings
from pipeline.record.text import invisible_characters, shortened
from pipeline.record.yaml_syntax import Trouble, explain

MAX_DEPTH = 6
MAX_FINDINGS = 50
# What a year of statements about agency.yaml needs several times over, and a second is enough for.
MAX_VALUES = 30_000

# libyaml where PyYAML was built with it: a request is read in a quarter of a millisecond.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Pointer = tuple[str | int, ...]


class Plain(str):
    """A scalar that was written without quotes: `42`, `null`, `2026-11-24`, or nothing at all."""

    __slots__ = ()


class _EnoughError(Exception):
    """Reading stops: nested too deep, or too much is wrong already."""


class Builder:
    """Reads one document; afterwards `value`, `lines` and `findings` are filled."""

    def __init__(self, path: str, first_line: int, levels: int = MAX_DEPTH) -> None:
        self.path = path
        self.first_line = first_line
        self.levels = levels
        self.value: Any = None
        self.lines: dict[Pointer, int] = {(): first_line}
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self._parser: Any = None

    def read(self, text: str) -> None:
        """Read the text of one document, without its `---` line."""
        try:
            self._parser = LOADER(text)
            try:
                self._document()
            finally:
                self._parser.dispose()
        except yaml.YAMLError as error:
            trouble = unclosed_quote(text) or explain(error)
            line = self.first_line + trouble.line
            self.findings.append(
                Finding(self.path, line, "yaml-syntax", trouble.message, trouble.help)
            )
        except _EnoughError:
            pass

    def _document(self) -> None:
        next_event = self._parser.get_event
        next_event()  # the stream begins
        event = next_event()
        if isinstance(event, StreamEndEvent):
            self._find(
                event,
                "yaml-empty",
                _("there is nothing in this document"),
                _("fill it in, or delete its `---` line"),
            )
            return
        self._refuse_start(event)
        self.value = self._node(next_event(), (), 1)
        ending = next_event()
        if ending.explicit:
            self._find(
                ending,
                "yaml-document-end",
                _("a document ends without `...`, at the next `---` line"),
                _("delete the line `...`"),
            )
        self._refuse_start(next_event())

    def _refuse_start(self, event: Any) -> None:
        """A document begins without any mark: the `---` lines are not in the text."""
        if isinstance(event, DocumentStartEvent) and event.explicit:
            self._find(
                event,
                "yaml-document-start",
                _("something stands behind `---`, or a line begins with `%`"),
                _("separate documents by a line that is exactly `---`"),
            )

    def _node(self, event: Any, pointer: Pointer, depth: int) -> Any:
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event)
        if event.anchor is not None or event.tag is not None:
            self._decorations(event)
        if kind is ScalarEvent:
            if not event.style:
                return Plain(event.value)
            if is_suspect(event.value):
                self._suspected(event)
            return event.value
        if depth > self.levels:
            self._find(
                event,
                "yaml-too-deep",
                _("nested deeper than {levels} levels").format(levels=self.levels),
                _("no record needs that; compare the example in the guide"),
            )
            raise _EnoughError
        if kind is MappingStartEvent:
            return self._mapping(pointer, depth + 1)
        return self._sequence(pointer, depth + 1)

    def _sequence(self, pointer: Pointer, depth: int) -> list[Any]:
        next_event, lines, first_line = self._parser.get_event, self.lines, self.first_line
        items: list[Any] = []
        while type(event := next_event()) is not SequenceEndEvent:
            if len(lines) > MAX_VALUES:
                self._too_many(event)
            place = (*pointer, len(items))
            lines[place] = first_line + event.start_mark.line
            items.append(self._node(event, place, depth))
        return items

    def _mapping(self, pointer: Pointer, depth: int) -> dict[str, Any]:
        next_event, lines, first_line = self._parser.get_event, self.lines, self.first_line
        values: dict[str, Any] = {}
        while type(event := next_event()) is not MappingEndEvent:
            key = self._node(event, pointer, depth)
            if not self._is_good_key(event, key, values):
                # What stands behind it is still read, for its own findings.
                self._node(next_event(), pointer, depth)
                continue
            if len(lines) > MAX_VALUES:
                self._too_many(event)
            name = str(key)
            place = (*pointer, name)
            lines[place] = first_line + event.start_mark.line
            values[name] = self._node(next_event(), place, depth)
        return values

    def _is_good_key(self, event: Any, key: Any, values: Mapping[str, Any]) -> bool:
        if not isinstance(key, str) or (isinstance(key, Plain) and key in ("", "~", "null")):
            self._find(event, "yaml-key", _("a key must be a word"), _("write `key: value`"))
        elif isinstance(key, Plain) and key == "<<":
            self._find(
                event,
                "yaml-merge-key",
                _("the merge key `<<` is not allowed"),
                _("write the fields out"),
            )
        elif key in values:
            self._find(
                event,
                "yaml-duplicate-key",
                _("`{key}` is written twice").format(key=shortened(key)),
                _("keep one of the two"),
            )
        else:
            return True
        return False

    def _alias(self, event: Any) -> Plain:
        self._find(
            event,
            "yaml-alias",
            _("the alias `*{name}` is not allowed").format(name=shortened(event.anchor)),
            _("write the value out, or put the text in quotation marks"),
        )
        return Plain("")

    def _decorations(self, event: Any) -> None:
        if event.anchor is not None:
            self._find(
                event,
                "yaml-anchor",
                _("the anchor `&{name}` is not allowed").format(name=shortened(event.anchor)),
                _("delete it, or put the text in quotation marks"),
            )
        if event.tag is not None:
            self._find(
                event,
                "yaml-tag",
                _("the tag `{tag}` is not allowed").format(
                    tag=shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
                ),
                _("delete it, or put the text in quotation marks"),
            )

    def _suspected(self, event: Any) -> None:
        """What stands in a text only as an escape: the rest was seen in the file itself."""
        length = event.end_mark.index - event.start_mark.index
        if event.style == '"' and length != len(event.value) + 2:
            line = self.first_line + event.start_mark.line
            text = event.value.replace("\n", " ")
            room = MAX_FINDINGS - len(self.warnings)
            self.warnings += islice(mixed_findings(text, self.path, line), room)
        for place in invisible_characters(event.value):
            self._find(
                event,
                "yaml-character",
                _("forbidden invisible character {code}, written as an escape").format(
                    code=place.code
                ),
                _("delete it; it usually came along with text pasted from elsewhere"),
            )

    def _too_many(self, event: Any) -> None:
        self._find(
            event,
            "yaml-too-many-values",
            _("more than {limit} values in one document").format(limit=MAX_VALUES),
            _("restore the file as it was; no record has so many"),
        )
        raise _EnoughError

    def _find(self, event: Any, finding_id: str, message: str, way_out: str) -> None:
        line = self.first_line + event.start_mark.line
        self.findings.append(Finding(self.path, line, finding_id, message, way_out))
        if len(self.findings) >= MAX_FINDINGS:
            raise _EnoughError


def unclosed_quote(text: str) -> Trouble | None:
    """Where a text in quotation marks began that ran on to those of another line, if one did."""
    last: Any = None
    try:
        for event in yaml.parse(text, Loader=LOADER):  # pragma: no branch - refused once already
            last = event if isinstance(event, ScalarEvent) else last
    except yaml.YAMLError:
        pass
    if last is None or not last.style or last.style not in "\"'":
        return None
    if last.start_mark.line == last.end_mark.line:
        return None
    return Trouble(
        last.start_mark.line,
        _("the quotation mark opened here is not closed on its line"),
        _("close it at the end of the text"),
    )
