"""Read YAML strictly: plain nesting of strings, and a finding with its line for anything else.

Every scalar stays the string it is; one without quotes is a `Plain`, so that a schema may type it.
A document is the bytes after its `---` line up to the next such line or the end of the file.
"""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

from pipeline.i18n import _
from pipeline.record.finding import Finding, Severity
from pipeline.record.look_alikes import is_suspect, mixed_findings
from pipeline.record.text import FORBIDDEN, invisible_characters
from pipeline.record.yaml_events import MAX_DEPTH, MAX_FINDINGS, Builder, Plain, Pointer

__all__ = [
    "LARGE_LEVELS",
    "LARGE_LIMIT",
    "LIMIT",
    "MAX_DEPTH",
    "Document",
    "Plain",
    "Pointer",
    "load_stream",
    "raw_documents",
    "split_front_matter",
]

LIMIT = 64 * 1024
LARGE_LIMIT = 1024 * 1024
# agency.yaml: what a retired key of a person of the roster had signed is one level further down.
LARGE_LEVELS = MAX_DEPTH + 1
MAX_DOCUMENTS = 200

_SEPARATOR = re.compile(rb"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
# Possessive: a comment ends in one way only, or a hundred of them would be tried in 2^100 ways.
_ONLY_COMMENTS = re.compile(rb"(?:[ \t]*+(?:#[^\n]*+)?+\r?+\n)*+[ \t]*+(?:#[^\n]*+)?+\Z")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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
        return self.lines[pointer]


def load_stream(
    data: bytes, path: str, *, limit: int = LIMIT, levels: int = MAX_DEPTH
) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """All documents of a YAML stream and everything that is wrong with it.

    Comments before the first `---` line are no document. `limit` is in bytes. With an error among
    the findings, the documents are there as far as they could be read, and not to be relied on.
    """
    problem = _unreadable(data, path, limit)
    if problem:
        return (), (problem,)
    documents: list[Document] = []
    findings: list[Finding] = []
    for start, end in _spans(data):
        if len(documents) == MAX_DOCUMENTS:
            findings.append(_too_many_documents(data, start, path))
            break
        document, problems = _load_document(data, start, end, path, levels)
        documents.append(document)
        findings += problems
    return tuple(documents), tuple(findings)


def raw_documents(data: bytes) -> tuple[bytes, ...]:
    """The bytes of each document of a stream, whatever is in them."""
    return tuple(data[start:end] for start, end in _spans(data))


def split_front_matter(
    data: bytes, path: str, *, limit: int = LARGE_LIMIT
) -> tuple[Document | None, str, int, tuple[Finding, ...]]:
    """The YAML between the first two `---` lines, the text after it, and that text's first line.

    The document is None when there is no front matter at all; then the findings say so. `limit` is
    in bytes and for the whole file; the front matter itself may be as large as any record.
    """
    problem = _unreadable(data, path, limit)
    opening = _SEPARATOR.match(data)
    closing = _SEPARATOR.search(data, opening.end()) if opening else None
    if problem is None and (opening is None or closing is None):
        problem = Finding(
            path,
            1,
            "yaml-front-matter",
            _("the file does not begin with front matter between two `---` lines"),
            _("put `---` on the first line, and `---` again after the last field"),
        )
    elif problem is None and opening and closing and closing.start() - opening.end() > LIMIT:
        problem = _too_large(path, closing.start() - opening.end(), LIMIT)
    if problem or opening is None or closing is None:
        return None, "", 1, (problem,) if problem else ()
    document, found = _load_document(data, opening.end(), closing.start(), path)
    body, first_line = data[closing.end() :].decode(), _line_at(data, closing.end())
    return document, body, first_line, (*found, *_characters(body, path, first_line))


def _unreadable(data: bytes, path: str, limit: int) -> Finding | None:
    """Why a file cannot be read as text at all: anything found after that would be guessing."""
    if len(data) > limit:
        return _too_large(path, len(data), limit)
    if data.startswith(_BYTE_ORDER_MARK):
        return Finding(
            path,
            1,
            "yaml-bom",
            _("the file begins with a byte-order mark"),
            _("save it as UTF-8 without a byte-order mark (BOM)"),
        )
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return Finding(
            path,
            _line_at(data, error.start),
            "yaml-encoding",
            _("the file is not UTF-8: the byte {byte} makes no sense here").format(
                byte=f"0x{data[error.start]:02X}"
            ),
            _("save it again with the encoding UTF-8"),
        )
    return None


def _too_large(path: str, size: int, limit: int) -> Finding:
    return Finding(
        path,
        1,
        "yaml-too-large",
        _("{size} bytes are more than the {limit} that are read").format(size=size, limit=limit),
        _("put photographs and papers beside the file, and only their names into it"),
    )


def _too_many_documents(data: bytes, start: int, path: str) -> Finding:
    return Finding(
        path,
        _line_at(data, start) - 1,
        "yaml-too-many-documents",
        _("more than {limit} documents in one file").format(limit=MAX_DOCUMENTS),
        _("restore the file as it was"),
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
    data: bytes, start: int, end: int, path: str, levels: int = MAX_DEPTH
) -> tuple[Document, tuple[Finding, ...]]:
    raw = data[start:end]
    text, first_line = raw.decode(), _line_at(data, start)
    characters = _characters(text, path, first_line)
    mixed = [f for f in characters if f.severity is Severity.WARNING]
    unfit = (*characters[: len(characters) - len(mixed)], *_tabs(text, path, first_line))
    builder = Builder(path, first_line, levels)
    builder.read(_legible(text) if unfit else text)
    # What the parser stumbles over near such a character is that character's doing.
    found = [f for f in builder.findings if not (unfit and f.id == "yaml-syntax")]
    findings = (*unfit, *found, *mixed, *builder.warnings)
    return Document(builder.value, builder.lines, start, end, raw), findings


def _legible(text: str) -> str:
    """`text` with something harmless in each unfit place, to look for what else is wrong."""
    return FORBIDDEN.sub("?", text.replace("\r\n", "\n")).replace("\t", " ")


def _characters(text: str, path: str, first_line: int) -> tuple[Finding, ...]:
    """Forbidden characters, and (as warnings) words of several alphabets."""
    if not is_suspect(text):
        return ()
    forbidden = (
        Finding(
            path,
            first_line + place.line - 1,
            "yaml-character",
            _("forbidden invisible character {code} in column {column}").format(
                code=place.code, column=place.column
            ),
            _("delete it; it usually came along with text pasted from elsewhere"),
        )
        for place in islice(invisible_characters(text), MAX_FINDINGS)
    )
    return (*forbidden, *mixed_findings(text, path, first_line))


def _tabs(text: str, path: str, first_line: int) -> tuple[Finding, ...]:
    if "\t" not in text:
        return ()
    lines = ((number, line) for number, line in enumerate(text.split("\n")) if "\t" in line)
    return tuple(
        Finding(
            path,
            first_line + number,
            "yaml-tab",
            _("a tab in column {column}").format(column=line.index("\t") + 1),
            _("use spaces"),
        )
        for number, line in islice(lines, MAX_FINDINGS)
    )


def _line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
