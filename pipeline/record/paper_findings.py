"""What must hold of a request's papers: those that were registered are there, and no others."""

from collections.abc import Iterable, Iterator

from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.digest import FileEntry
from pipeline.record.finding import Finding
from pipeline.record.keeping import local_files
from pipeline.record.labels import named
from pipeline.record.request import Request
from pipeline.record.request_findings import Place
from pipeline.record.workflow import State


def paper_findings(
    request: Request, number: str, papers: Iterable[FileEntry], place: Place
) -> Iterator[Finding]:
    """Every paper is the one that was registered, and lies where the office keeps it."""
    folder = agenda.papers_folder(number).rsplit("/", 1)[0]
    there = {entry.path: entry for entry in papers}
    for path, sha256, pointer in _registered_papers(request):
        entry = there.get(f"{folder}/{path}")
        if entry is None or entry.sha256 != sha256:
            yield place.finding(
                "paper-digest",
                _("{path} is not the file that was registered").format(path=path),
                _("put the registered file back; a newer one is brought with `siar complete`"),
                *pointer,
            )
    local = {f"{folder}/{kept.path}" for kept in local_files(request)}
    for name in sorted(there.keys() & local):
        yield Finding(
            name,
            1,
            "paper-local",
            _("this paper is registered as lying on the office's own server, but is in Git"),
            _("take it away: only its SHA-256 belongs into the repository"),
        )
    named_papers = {f"{folder}/{path}" for path, _sha256, _pointer in _registered_papers(request)}
    for name in sorted(there.keys() - named_papers - local):
        yield Finding(
            name,
            1,
            "paper-unknown",
            _("nobody registered this paper"),
            _("take it away, or bring it with `siar complete`, which names it"),
        )
    if request.missing and State(request.state) in (State.IN_REVIEW, State.APPROVED):
        yield place.finding(
            "request-incomplete",
            _("still missing: {papers}").format(papers=", ".join(map(named, request.missing))),
            _("bring them with `siar complete` before submitting"),
            "state",
        )


def _registered_papers(request: Request) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Path and SHA-256 of every paper in Git, scans of decisions included, and where it is said."""
    for paper in request.attachments:
        if paper.path:
            yield paper.path, paper.sha256, ("number",)
    for index, statement in enumerate(request.history):
        for told in (statement.data, statement.transcribed or {}):
            if "scan_sha256" in told:
                yield told["scan"], told["scan_sha256"], ("history", index)
