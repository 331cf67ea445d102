"""Read YAML strictly: plain nesting of strings, and a finding with its line for anything else.

Every scalar stays the string it is; a plain (unquoted) one is a `Plain`, so that a schema may type
it. A document is the bytes after its `---` line up to the next such line or the end: these bytes
are never rewritten. Nesting counts mappings and sequences, the document's own mapping included:
in `history[0].data.transcribed.scan` the scan stands in the fifth level.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.record.text import FORBIDDEN, invisible_characters

KIB = 1024
LIMIT = 64 * KIB
LARGE_LIMIT = 1024 * KIB
MAX_DEPTH = 6
MAX_CHARACTER_FINDINGS = 20

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Pointer = tuple[str | int, ...]

_SEPARATOR = re.compile(rb"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_ONLY_COMMENTS = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:#[^\n]*)?\Z")


class Plain(str):
    """A scalar that was written without quotes: `42`, `null`, `2026-11-24`, or nothing at all."""

    __slots__ = ()


class Document(NamedTuple):
    """One document of a stream: `raw` is `data[start:end]`, lines count from 1 in the file."""

    value: Any
    lines: Mapping[Pointer, int]
    start: int
    end: int
    raw: bytes

    def line(self, pointer: Pointer) -> int:
        """The line of that place, or of the nearest thing around it that has one."""
        while pointer and pointer not in self.lines:
            pointer = pointer[:-1]
        return self.lines.get(pointer, 1)


def load_stream(
    data: bytes, path: str, *, limit: int = LIMIT
) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """All documents of a YAML stream and everything that is wrong with it.

    Comments before the first `---` line are no document. `limit` is in bytes. With an error among
    the findings the documents are there as far as they could be read, but not to be relied on.
    """
    findings = _size_and_encoding(data, path, limit)
    if findings:
        return (), findings
    documents = []
    found: list[Finding] = []
    for start, end in _spans(data):
        document, problems = _load_document(data, start, end, path)
        documents.append(document)
        found += problems
    return tuple(documents), tuple(found)


def split_front_matter(
    data: bytes, path: str, *, limit: int = LARGE_LIMIT
) -> tuple[Document | None, str, int, tuple[Finding, ...]]:
    """The YAML between the first two `---` lines, the text after it, and that text's first line.

    The document is None when there is no front matter at all; then the findings say so. `limit` is
    for the whole file; the front matter itself may be as large as any record.
    """
    findings = _size_and_encoding(data, path, limit)
    if findings:
        return None, "", 1, findings
    opening = _SEPARATOR.match(data)
    closing = _SEPARATOR.search(data, opening.end()) if opening else None
    if opening is None or closing is None:
        missing = Finding(
            path,
            1,
            "yaml-front-matter",
            _("the file does not begin with front matter between two `---` lines"),
            _("put `---` on the first line, and `---` again after the last field"),
        )
        return None, "", 1, (missing,)
    document, problems = _load_document(data, opening.end(), closing.start(), path)
    if closing.start() - opening.end() > LIMIT:
        problems = (*problems, _too_large(path, closing.start() - opening.end(), LIMIT))
    body, first_line = data[closing.end() :].decode(), data.count(b"\n", 0, closing.end()) + 1
    return document, body, first_line, (*problems, *_characters(body, path, first_line))


def _size_and_encoding(data: bytes, path: str, limit: int) -> tuple[Finding, ...]:
    """What makes a file unreadable as text; anything after that would be guessing."""
    if len(data) > limit:
        return (_too_large(path, len(data), limit),)
    if data.startswith(b"\xef\xbb\xbf"):
        return (
            Finding(
                path,
                1,
                "yaml-bom",
                _("the file begins with a byte-order mark"),
                _("save it as UTF-8 without a byte-order mark (BOM)"),
            ),
        )
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return (
            Finding(
                path,
                line,
                "yaml-encoding",
                _("the file is not UTF-8: byte {byte} cannot be read").format(
                    byte=f"0x{data[error.start]:02X}"
                ),
                _("save it again with the encoding UTF-8"),
            ),
        )
    return ()


def _too_large(path: str, size: int, limit: int) -> Finding:
    return Finding(
        path,
        1,
        "yaml-too-large",
        _("the file has {size} bytes; at most {limit} are read").format(size=size, limit=limit),
        _("put photographs and papers beside the file, and only their names into it"),
    )


def _spans(data: bytes) -> list[tuple[int, int]]:
    """From where to where each document reaches, without the `---` lines."""
    separators = [match.span() for match in _SEPARATOR.finditer(data)]
    starts = [end for _begin, end in separators]
    ends = [begin for begin, _end in separators] + [len(data)]
    if separators and _ONLY_COMMENTS.match(data, 0, ends[0]):
        del ends[0]
    else:
        starts.insert(0, 0)
    return list(zip(starts, ends, strict=True))


def _load_document(
    data: bytes, start: int, end: int, path: str
) -> tuple[Document, tuple[Finding, ...]]:
    raw = data[start:end]
    first_line = data.count(b"\n", 0, start) + 1
    text = raw.decode()
    unfit = (*_characters(text, path, first_line), *_tabs(text, path, first_line))
    builder = _Builder(path, first_line)
    builder.read(FORBIDDEN.sub("?", text.replace("\r\n", "\n")).replace("\t", " ") if unfit else text)
    # What libyaml stumbles over behind a forbidden character is that character's doing.
    found = [f for f in builder.findings if not (unfit and f.id == "yaml-syntax")]
    return Document(builder.value, builder.lines, start, end, raw), (*unfit, *found)


def _characters(text: str, path: str, first_line: int) -> tuple[Finding, ...]:
    if not FORBIDDEN.search(text):
        return ()
    found = [
        Finding(
            path,
            first_line + place.line - 1,
            "yaml-character",
            _("forbidden invisible character {code} in column {column}").format(
                code=place.code, column=place.column
            ),
            _("delete it; it usually came along with text pasted from elsewhere"),
        )
        for place in invisible_characters(text)
    ]
    return tuple(found[:MAX_CHARACTER_FINDINGS])


def _tabs(text: str, path: str, first_line: int) -> tuple[Finding, ...]:
    if "\t" not in text:
        return ()
    return tuple(
        Finding(
            path,
            first_line + number,
            "yaml-tab",
            _("a tab in column {column}").format(column=line.index("\t") + 1),
            _("use spaces"),
        )
        for number, line in enumerate(text.split("\n"))
        if "\t" in line
    )[:MAX_CHARACTER_FINDINGS]


class _TooDeep(Exception):
    """Nested deeper than any record is; reading stops."""


class _Builder:
    """Build one document's value from libyaml's events, and notice what is not allowed."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.value: Any = None
        self.lines: dict[Pointer, int] = {(): first_line}
        self.findings: list[Finding] = []

    def read(self, text: str) -> None:
        """Read the whole document; afterwards `value`, `lines` and `findings` are filled."""
        try:
            parser = LOADER(text)
        except yaml.YAMLError as error:  # the pure Python reader looks at all characters first
            self._syntax(error)
            return
        try:
            self._document(parser)
        except yaml.YAMLError as error:
            self._syntax(error)
        except _TooDeep:
            pass
        finally:
            parser.dispose()

    def _document(self, parser: Any) -> None:
        parser.get_event()  # the stream begins
        event = parser.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            self._find(
                self.first_line,
                "yaml-empty",
                _("there is nothing in this document"),
                _("fill it in, or delete its `---` line"),
            )
            return
        if event.version or event.tags:
            self._find(
                self.first_line,
                "yaml-directive",
                _("a `%` directive is not allowed"),
                _("delete the line that begins with `%`"),
            )
        self.value = self._node(parser, parser.get_event(), (), 1)
        ending = parser.get_event()
        if ending.explicit or not isinstance(parser.get_event(), yaml.StreamEndEvent):
            self._find(
                self._at(ending),
                "yaml-document-end",
                _("text such as `...` or `--- text` may not end or begin a document"),
                _("separate documents by a line that is exactly `---`"),
            )

    def _node(self, parser: Any, event: Any, pointer: Pointer, depth: int) -> Any:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._decorations(event)
            value: str = event.value
            if event.style:
                if FORBIDDEN.search(value):
                    self._escaped(event)
                return value
            return Plain(value)
        if kind is yaml.AliasEvent:
            self._find(
                self._at(event),
                "yaml-alias",
                _("the alias `*{name}` is not allowed").format(name=event.anchor),
                _("write the value out"),
            )
            return Plain("")
        if event.anchor is not None or event.tag is not None:
            self._decorations(event)
        if depth > MAX_DEPTH:
            self._find(
                self._at(event),
                "yaml-too-deep",
                _("nested deeper than {levels} levels").format(levels=MAX_DEPTH),
                _("no record needs that; compare the example in the guide"),
            )
            raise _TooDeep
        if kind is yaml.MappingStartEvent:
            return self._mapping(parser, pointer, depth)
        return self._sequence(parser, pointer, depth)

    def _sequence(self, parser: Any, pointer: Pointer, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := parser.get_event()) is not yaml.SequenceEndEvent:
            place = (*pointer, len(items))
            self.lines[place] = self._at(event)
            items.append(self._node(parser, event, place, depth + 1))
        return items

    def _mapping(self, parser: Any, pointer: Pointer, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while type(event := parser.get_event()) is not yaml.MappingEndEvent:
            key = self._node(parser, event, pointer, depth + 1)
            line = self._at(event)
            if not self._is_good_key(key, values, line):
                # Its value is still read, for its own findings.
                self._node(parser, parser.get_event(), pointer, depth + 1)
                continue
            name = str(key)
            place = (*pointer, name)
            self.lines[place] = line
            values[name] = self._node(parser, parser.get_event(), place, depth + 1)
        return values

    def _is_good_key(self, key: Any, values: Mapping[str, Any], line: int) -> bool:
        if not isinstance(key, str) or (isinstance(key, Plain) and key in ("", "~", "null")):
            self._find(
                line,
                "yaml-key",
                _("a key must be a word"),
                _("write `key: value`"),
            )
        elif isinstance(key, Plain) and key == "<<":
            self._find(
                line,
                "yaml-merge-key",
                _("the merge key `<<` is not allowed"),
                _("write the fields out"),
            )
        elif key in values:
            self._find(
                line,
                "yaml-duplicate-key",
                _("`{key}` is written twice").format(key=key),
                _("keep one of the two"),
            )
        else:
            return True
        return False

    def _decorations(self, event: Any) -> None:
        if event.anchor is not None:
            self._find(
                self._at(event),
                "yaml-anchor",
                _("the anchor `&{name}` is not allowed").format(name=event.anchor),
                _("delete it, or put the text in quotation marks"),
            )
        if event.tag is not None:
            self._find(
                self._at(event),
                "yaml-tag",
                _("the tag `{tag}` is not allowed").format(tag=event.tag),
                _("delete it, or put the text in quotation marks"),
            )

    def _escaped(self, event: Any) -> None:
        for place in invisible_characters(event.value):
            self._find(
                self._at(event),
                "yaml-character",
                _("forbidden invisible character {code}, written as an escape").format(
                    code=place.code
                ),
                _("delete it; it usually came along with text pasted from elsewhere"),
            )

    def _at(self, event: Any) -> int:
        return self.first_line + int(event.start_mark.line)

    def _find(self, line: int, finding_id: str, message: str, way_out: str) -> None:
        self.findings.append(Finding(self.path, line, finding_id, message, way_out))

    def _syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        line = self.first_line + (mark.line if mark else 0)
        message, way_out = explain(error)
        self._find(line, "yaml-syntax", message, way_out)


def explain(error: yaml.YAMLError) -> tuple[str, str]:
    """What libyaml (or PyYAML) stumbled over, as a sentence and a way out."""
    problem = str(getattr(error, "problem", None) or error)
    opened = getattr(error, "context_mark", None)
    context = str(getattr(error, "context", None) or "")
    if "mapping values" in problem:
        return (
            _("a second `: ` on the line, or a line that is indented too far"),
            _("put the text in quotation marks, or align it with the line above"),
        )
    if "cannot start any token" in problem:
        return (
            _("a value may not begin with `@`, a backtick or `%`"),
            _("put the text in quotation marks"),
        )
    if "quoted scalar" in context:
        return (
            _("a quotation mark is opened here or above, and not closed in this document"),
            _("add the closing quotation mark, or write \\\" inside the text"),
        )
    if "flow" in context:
        return (
            _("a bracket or brace is opened and not closed, or a comma is missing"),
            _("close it with `]` or `}}`, and put text with commas in quotation marks"),
        )
    if "block" in context or "expected key" in problem or "simple key" in (problem + context):
        return (
            _("this line does not fit the lines around it"),
            _("align it with its neighbours, write `key: value`, and quote text of several lines"),
        )
    del opened
    return (
        _("not readable as YAML: {problem}").format(problem=problem),
        _("put text in quotation marks and align lines that belong together"),
    )
