"""A file's documents, each read by its schema: values, or the findings that say why not."""

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.i18n import _
from pipeline.record.finding import Finding, Severity, has_errors
from pipeline.record.remembering import Loaded, Value
from pipeline.record.schema import typed
from pipeline.record.strict_yaml import Document, Plain, load_stream


def typed_all(
    documents: Sequence[Document], schemas: Sequence[str], path: str, validate: bool
) -> tuple[list[Any], tuple[Finding, ...]]:
    """The values of many documents, and what is wrong in any of them."""
    values: list[Any] = []
    problems: list[Finding] = []
    for document, schema in zip(documents, schemas, strict=True):
        value, found = typed(document, schema, path, validate=validate)
        values.append(value)
        problems += found
    return values, tuple(problems)


def and_the_rest(
    found: tuple[Finding, ...], documents: Sequence[Document], kinds: Sequence[str], path: str
) -> tuple[Finding, ...]:
    """What is wrong in a file that is refused; a key that stands twice hides nothing else."""
    ids = {finding.id for finding in found if finding.severity is Severity.ERROR}
    if ids != {"yaml-duplicate-key"} or len(documents) != len(kinds):
        return found
    _values, problems = typed_all(documents, kinds, path, True)
    return tuple(sorted((*found, *problems), key=lambda finding: finding.line))


def single(
    data: bytes, path: str, schema: str, limit: int
) -> tuple[Any, Document | None, tuple[Finding, ...]]:
    """The value of a file that is one document, and that document unless there are errors."""
    documents, found = load_stream(data, path, limit=limit)
    if has_errors(found):
        return None, None, and_the_rest(found, documents, [schema], path)
    document = documents[0]
    if len(documents) > 1:
        return None, None, (_too_many(path, documents[1]),)
    if schema == "form":
        document = document._replace(value=without_blanks(document.value))
    value, problems = typed(document, schema, path)
    return value, None if has_errors(problems) else document, (*found, *problems)


def _too_many(path: str, second: Document) -> Finding:
    return Finding(
        path,
        second.line(()) - 1,
        "yaml-documents",
        _("this file holds one document only"),
        _("delete the `---` line in the middle"),
    )


def without_blanks(value: Any) -> Any:
    """`value` without the fields behind whose colon nothing was written."""
    if isinstance(value, dict):
        return {
            key: without_blanks(item)
            for key, item in value.items()
            if not (isinstance(item, Plain) and item == "")
        }
    return [without_blanks(item) for item in value] if isinstance(value, list) else value


def built(
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
