"""Requests, forms and articles from the bytes of their files: a value, or why there is none.

Nothing here reads a file: whoever has the bytes (from Git, from disk) names the path they are of.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.i18n import _
from pipeline.record.agenda import is_number
from pipeline.record.article import Article, parse_article
from pipeline.record.documents import and_the_rest, built, single, typed_all
from pipeline.record.finding import Finding, has_errors
from pipeline.record.keeping import kept_by
from pipeline.record.remembering import Loaded, remembering
from pipeline.record.request import Request, parse_received
from pipeline.record.schema import typed
from pipeline.record.shapes import is_article_folder
from pipeline.record.statement import parse_statement
from pipeline.record.strict_yaml import (
    LARGE_LIMIT,
    Document,
    Pointer,
    load_stream,
    split_front_matter,
)


@remembering(32)
def load_request(path: str, data: bytes, *, root: str, validate: bool = True) -> Loaded[Request]:
    """The request in a file, with its statements; `root` is the id of the first commit.

    Without `validate`, for files that were verified before, formats are not checked again.
    """
    documents, found = load_stream(data, path)
    kinds = ["front_matter", "request"] + ["later"] * (len(documents) - 2)
    if has_errors(found):
        return None, and_the_rest(found, documents, kinds, path)
    if len(documents) < 2:
        return None, (_incomplete(path),)
    values, problems = typed_all(documents, kinds, path, validate)
    if has_errors(problems):
        return None, problems
    front, received, *later = values
    problems = (
        *_unfinished(path, data),
        *_secret_scans(path, (received, *later), documents[1:]),
    )
    if has_errors(problems):
        return None, problems
    request, more = built(
        lambda: _request(front, received, later, documents, root),
        lambda: typed_all(documents, kinds, path, True)[1],
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


def load_form(data: bytes, path: str) -> Loaded[Mapping[str, Any]]:
    """What a clerk filled in for `siar receive --from`; fields left blank count as absent."""
    value, document, found = single(data, path, "form", LARGE_LIMIT)
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
    article, more = built(lambda: parse_article(folder, meta, body), tuple, path)
    return article, (*found, *more)


def _incomplete(path: str) -> Finding:
    return Finding(
        path,
        1,
        "request-documents",
        _("a request has front matter and the request as received; one of them is missing"),
        _("restore the file as it was"),
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
