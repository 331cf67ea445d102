"""The office's own registers as values: agency.yaml with its history, and media.yaml."""

from typing import NamedTuple

from pipeline.i18n import _
from pipeline.record.agency import Agency, parse_agency
from pipeline.record.documents import and_the_rest, built, single, typed_all
from pipeline.record.finding import Finding, has_errors
from pipeline.record.media import Outlet, parse_media
from pipeline.record.remembering import Loaded, remembering
from pipeline.record.statement import Statement, parse_statement
from pipeline.record.strict_yaml import LARGE_LEVELS, LARGE_LIMIT, load_stream

AGENCY_UNIT = "agency"


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
    return _load_agency_file(data, path, root)


@remembering(8)
def _load_agency_file(data: bytes, path: str, root: str) -> Loaded[AgencyFile]:
    documents, found = load_stream(data, path, limit=LARGE_LIMIT, levels=LARGE_LEVELS)
    kinds = ["agency_front_matter", "agency"]
    if has_errors(found):
        return None, and_the_rest(found, documents, kinds, path)
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
    (front, value), problems = typed_all(documents, kinds, path, True)
    if has_errors(problems):
        return None, problems
    from pipeline.record.agency_rules import agency_findings

    problems = tuple(sorted(agency_findings(value, documents[1], path), key=lambda f: f.line))
    if has_errors(problems):
        return None, problems
    file, more = built(
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
    value, document, found = single(data, path, "media", LARGE_LIMIT)
    if document is None:
        return None, found
    from pipeline.record.agency_rules import media_findings

    problems = tuple(media_findings(value, document, path))
    if has_errors(problems):
        return None, problems
    outlets, more = built(lambda: parse_media(value), tuple, path)
    return outlets, (*found, *problems, *more)
