"""Make records from the bytes of their files: a value, or the findings that say why not.

Nothing here reads a file: whoever has the bytes (from Git, from disk) names the path they are of.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from pipeline.i18n import _
from pipeline.record.agency import Agency, parse_agency
from pipeline.record.agenda import is_number
from pipeline.record.article import Article, parse_article
from pipeline.record.finding import Finding, Severity, has_errors
from pipeline.record.formats import is_article_folder
from pipeline.record.keeping import kept_by
from pipeline.record.media import Outlet, parse_media
from pipeline.record.request import Request, parse_received
from pipeline.record.schema import typed
from pipeline.record.statement import Statement
from pipeline.record.strict_yaml import (
    LARGE_LEVELS,
    LARGE_LIMIT,
    Document,
    Plain,
    Pointer,
    load_stream,
    split_front_matter,
)
from pipeline.record.workflow import Action, Role

AGENCY_UNIT = "agency"
Value = TypeVar("Value")
Loaded = tuple[Value | None, tuple[Finding, ...]]


def load_request(path: str, data: bytes, *, root: str, validate: bool = True) -> Loaded[Request]:
    """The request in a file, with its statements; `root` is the id of the first commit.

    Without `validate`, for files that were verified before, formats are not checked again.
    """
    documents, found = load_stream(data, path)
    kinds = ["front_matter", "request"] + ["later"] * (len(documents) - 2)
    if has_errors(found):
        return None, _and_the_rest(found, documents, kinds, path)
    if len(documents) < 2:
        return None, (_incomplete(path),)
    values, problems = _typed_all(documents, kinds, path, validate)
    if has_errors(problems):
        return None, problems
    front, received, *later = values
    problems = (
        *_unfinished(path, data),
        *_secret_scans(path, (received, *later), documents[1:]),
    )
    if has_errors(problems):
        return None, problems
    request, more = _built(
        lambda: _request(front, received, later, documents, root),
        lambda: _typed_all(documents, kinds, path, True)[1],
        path,
    )
    return request, (*found, *more)


def _request(
    front: Mapping[str, Any],
    received: Mapping[str, Any],
    later: Sequence[Mapping[str, Any]],
    documents: Sequence[Document],
    root: str,
) -> Request:
    if not is_number(front["number"]):
        raise ValueError(front["number"])  # even unchecked: whoever has a request asks its year
    origin, letter, sender, activity, attachments = parse_received(received, later)
    unit = f"request/{front['number']}"
    return Request(
        number=front["number"],
        origin=origin,
        letter=letter,
        sender=sender,
        activity=activity,
        attachments=attachments,
        history=tuple(parse_statement(entry, root=root, unit=unit) for entry in front["history"]),
        documents=tuple(document.raw for document in documents[1:]),
        summary={key: value for key, value in front.items() if key != "history"},
        kept=tuple(kept_by(value) for value in (received, *later)),
    )


def parse_statement(entry: Mapping[str, Any], *, root: str, unit: str) -> Statement:
    """The statement from its (schema-checked) entry of a history."""
    return Statement(
        root=root,
        unit=unit,
        seq=entry["seq"],
        action=Action(entry["action"]),
        at=datetime.fromisoformat(entry["at"]),
        by=entry["by"],
        role=Role(entry["role"]),
        data=entry["data"],
        prev=entry["prev"],
        signer=entry["signer"],
        signature=entry["signature"],
    )


def statement_entry(statement: Statement) -> dict[str, Any]:
    """The entry of a history that `parse_statement` reads back as this statement."""
    return {
        "seq": statement.seq,
        "action": str(statement.action),
        "at": statement.at.isoformat(),
        "by": statement.by,
        "role": str(statement.role),
        "data": dict(statement.data),
        "prev": statement.prev,
        "signer": statement.signer,
        "signature": statement.signature,
    }


class AgencyFile(NamedTuple):
    """agency.yaml: the agency, and who changed what is not a request.

    `version` counts these changes; `document` is the bytes after the front matter.
    """

    agency: Agency
    version: int
    history: tuple[Statement, ...]
    document: bytes


def load_agency(data: bytes, path: str = "agency.yaml") -> Loaded[Agency]:
    """The agency from its stream of two documents."""
    found, problems = load_agency_file(data, path)
    return (found.agency if found else None), problems


def load_agency_file(
    data: bytes, path: str = "agency.yaml", *, root: str = ""
) -> Loaded[AgencyFile]:
    """agency.yaml with its history; `root` is the id of the first commit, for the statements."""
    documents, found = load_stream(data, path, limit=LARGE_LIMIT, levels=LARGE_LEVELS)
    kinds = ["agency_front_matter", "agency"]
    if has_errors(found):
        return None, _and_the_rest(found, documents, kinds, path)
    if len(documents) != 2:
        return None, (
            Finding(
                path,
                1,
                "agency-documents",
                _("agency.yaml needs two documents and has {count}").format(count=len(documents)),
                _("begin with `---`, `version: 1`, `history: []`, `---`, then the agency"),
            ),
        )
    (front, value), problems = _typed_all(documents, kinds, path, True)
    if has_errors(problems):
        return None, problems
    from pipeline.record.agency_rules import agency_findings

    problems = tuple(sorted(agency_findings(value, documents[1], path), key=lambda f: f.line))
    if has_errors(problems):
        return None, problems
    file, more = _built(
        lambda: AgencyFile(
            agency=parse_agency(value),
            version=front["version"],
            history=tuple(
                parse_statement(entry, root=root, unit=AGENCY_UNIT) for entry in front["history"]
            ),
            document=documents[1].raw,
        ),
        tuple,
        path,
    )
    return file, (*found, *problems, *more)


def load_media(data: bytes, path: str = "media.yaml") -> Loaded[tuple[Outlet, ...]]:
    """The register of outlets."""
    value, document, found = _single(data, path, "media", LARGE_LIMIT)
    if document is None:
        return None, found
    from pipeline.record.agency_rules import media_findings

    problems = tuple(media_findings(value, document, path))
    if has_errors(problems):
        return None, problems
    outlets, more = _built(lambda: parse_media(value), tuple, path)
    return outlets, (*found, *problems, *more)


def load_form(data: bytes, path: str) -> Loaded[Mapping[str, Any]]:
    """What a clerk filled in for `siar receive --from`; fields left blank count as absent."""
    value, document, found = _single(data, path, "form", LARGE_LIMIT)
    return (None if document is None else value), found


def load_article(path: str, data: bytes) -> Loaded[Article]:
    """The article in `content/<year>/<month>/<day>-<slug>/index.md`."""
    folder, _slash, name = path.rpartition("/")
    if name != "index.md" or not is_article_folder(folder):
        return None, (
            Finding(
                path,
                1,
                "article-place",
                _("an article does not lie here"),
                _("move it to content/<year>/<month>/<day>-<words-of-the-title>/index.md"),
            ),
        )
    document, body, _line, found = split_front_matter(data, path)
    if document is None or has_errors(found):
        return None, found
    meta, problems = typed(document, "article", path)
    if has_errors(problems):
        return None, problems
    article, more = _built(lambda: parse_article(folder, meta, body), tuple, path)
    return article, (*found, *more)


def _single(
    data: bytes, path: str, schema: str, limit: int
) -> tuple[Any, Document | None, tuple[Finding, ...]]:
    """The value of a file that is one document, and that document unless there are errors."""
    documents, found = load_stream(data, path, limit=limit)
    if has_errors(found):
        return None, None, _and_the_rest(found, documents, [schema], path)
    document = documents[0]
    if len(documents) > 1:
        return None, None, (_too_many(path, documents[1]),)
    if schema == "form":
        document = document._replace(value=without_blanks(document.value))
    value, problems = typed(document, schema, path)
    return value, None if has_errors(problems) else document, (*found, *problems)


def _and_the_rest(
    found: tuple[Finding, ...], documents: Sequence[Document], kinds: Sequence[str], path: str
) -> tuple[Finding, ...]:
    """What is wrong in a file that is refused; a key that stands twice hides nothing else."""
    ids = {finding.id for finding in found if finding.severity is Severity.ERROR}
    if ids != {"yaml-duplicate-key"} or len(documents) != len(kinds):
        return found
    _values, problems = _typed_all(documents, kinds, path, True)
    return tuple(sorted((*found, *problems), key=lambda finding: finding.line))


def without_blanks(value: Any) -> Any:
    """`value` without the fields behind whose colon nothing was written."""
    if isinstance(value, dict):
        return {
            key: without_blanks(item)
            for key, item in value.items()
            if not (isinstance(item, Plain) and item == "")
        }
    return [without_blanks(item) for item in value] if isinstance(value, list) else value


def _typed_all(
    documents: Sequence[Document], schemas: Sequence[str], path: str, validate: bool
) -> tuple[list[Any], tuple[Finding, ...]]:
    values: list[Any] = []
    problems: list[Finding] = []
    for document, schema in zip(documents, schemas, strict=True):
        value, found = typed(document, schema, path, validate=validate)
        values.append(value)
        problems += found
    return values, tuple(problems)


def _built(
    build: Callable[[], Value], explain: Callable[[], tuple[Finding, ...]], path: str
) -> Loaded[Value]:
    """What `build` makes; if it cannot, the findings of `explain`, or at least one."""
    try:
        return build(), ()
    except (KeyError, TypeError, ValueError) as error:
        return None, explain() or (
            Finding(
                path,
                1,
                "record-unreadable",
                _("the record cannot be read: {problem}").format(problem=error),
                _("restore the file as it was, or report this as a fault of the program"),
            ),
        )


def _incomplete(path: str) -> Finding:
    return Finding(
        path,
        1,
        "request-documents",
        _("a request has front matter and the request as received; one of them is missing"),
        _("restore the file as it was"),
    )


def _too_many(path: str, second: Document) -> Finding:
    return Finding(
        path,
        second.line(()) - 1,
        "yaml-documents",
        _("this file holds one document only"),
        _("delete the `---` line in the middle"),
    )


def _unfinished(path: str, data: bytes) -> tuple[Finding, ...]:
    if data.endswith(b"\n"):
        return ()
    return (
        Finding(
            path,
            data.count(b"\n") + 1,
            "request-last-line",
            _("the last line has no end, so nothing can be appended"),
            _("add a line break at the end of the file"),
        ),
    )


def _secret_scans(
    path: str,
    values: Sequence[Mapping[str, Any]],
    documents: Sequence[Document],
) -> tuple[Finding, ...]:
    """Scans of a letter that is secret, or that a later document turned secret."""
    merged: dict[str, Any] = {}
    for value in values:
        merged.update(value.get("letter", {}))
    if merged.get("security", "biasa") == "biasa":
        return ()
    found: list[tuple[Document, Pointer]] = []
    if "kept_at" not in merged:
        found.append((documents[-1], ("letter",)))
    for value, document in zip(values, documents, strict=True):
        for index, paper in enumerate(value.get("attachments", ())):
            if paper["kind"] == "letter" and ("path" in paper or "local" in paper):
                found.append((document, ("attachments", index)))
    return tuple(
        Finding(
            path,
            document.line(pointer),
            "request-secret-scan",
            _("a letter that is not `biasa` is not scanned into Git"),
            _("say in `letter.kept_at` where the paper lies, and delete the attachment"),
        )
        for document, pointer in found
    )
