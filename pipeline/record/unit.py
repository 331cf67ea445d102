"""A unit: one request with its papers and its article, and everything that must hold of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.binding import (
    ArticleBytes,
    Held,
    binding_findings,
    first_difference,
    version_findings,
)
from pipeline.record.digest import REGULAR, FileEntry, document_digest, unit_digest
from pipeline.record.finding import Finding, has_errors
from pipeline.record.front_matter import render
from pipeline.record.keeping import local_files
from pipeline.record.labels import named
from pipeline.record.loading import load_article, load_request
from pipeline.record.path_names import name_findings
from pipeline.record.problem import Problem
from pipeline.record.replay import Case, replay, summary
from pipeline.record.request import Request
from pipeline.record.statement import statement_entry
from pipeline.record.strict_yaml import Document, load_stream
from pipeline.record.vouching import RECORDER, vouching_problems
from pipeline.record.workflow import FINAL, State

__all__ = ["RECORDER", "Checked", "Unit", "check_unit"]


@dataclass(frozen=True)
class Unit:
    """The bytes of one request: its file, its papers, and its article's folder and files.

    `texts` holds the bytes of the article's Markdown files by path; `mode` is that of its file.
    """

    number: str
    data: bytes
    papers: tuple[FileEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()
    texts: Mapping[str, bytes] | None = None
    mode: str = REGULAR

    @property
    def path(self) -> str:
        """Where its request file stands."""
        return agenda.request_path(self.number)

    @property
    def bytes(self) -> ArticleBytes:
        """Its article."""
        return ArticleBytes(self.files, self.texts or {})


@dataclass(frozen=True)
class Checked:
    """A unit as it was found: what could be read of it, and what is wrong."""

    request: Request | None
    case: Case
    article: Article | None
    digest: str | None
    findings: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing stops it."""
        return self.request is not None and not has_errors(self.findings)


def check_unit(
    unit: Unit,
    *,
    root: str,
    agency: Agency,
    former: Unit | None,
    settled: Unit | None = None,
) -> Checked:
    """Everything that must hold of a unit, whoever wrote it; `former` is the same unit before.

    `agency` is agency.yaml as of the commit before, so that nobody loosens the rules for himself.
    `settled` is the unit as main last verified it: who signed what it holds is not asked again.
    """
    request, findings = load_request(unit.path, unit.data, root=root)
    if request is None:
        return Checked(None, Case(), None, None, tuple(findings))
    place = _Place(unit)
    case, problems = replay(request.history)
    found = [*findings, *(place.of_problem(problem) for problem in problems)]
    found += _form_findings(unit, request)
    found += _number_findings(unit, request, place)
    known = _settled(request, settled, root)
    vouched = vouching_problems(request.history, known, agency.roster, request.number)
    found += (place.of_problem(problem) for problem in vouched)
    found += _summary_findings(request, case, place)
    found += _document_findings(request, place)
    found += _growth_findings(request, former, root, place)
    found += _paper_findings(unit, request, place)
    found += name_findings(entry.path for entry in (*unit.papers, *unit.files))
    article, more = _article_findings(unit, case, place)
    digest = unit_digest(unit.files, request.documents) if unit.files else None
    found += [*more, *binding_findings(unit.bytes, case, digest, former.bytes if former else None)]
    before = _loaded(settled, root)
    if settled is not None and before is not None:
        kept = Held(before.history, settled.bytes)
        found += version_findings(request.history, unit.bytes, case, kept)
    return Checked(request, case, article, digest, tuple(found))


def _settled(request: Request, settled: Unit | None, root: str) -> int:
    """How many statements main has verified already: those that stand there just so."""
    before = _loaded(settled, root)
    kept = zip(request.history, before.history if before else (), strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0].digest == pair[1].digest, kept))


def _loaded(unit: Unit | None, root: str) -> Request | None:
    if unit is None:
        return None
    return load_request(unit.path, unit.data, root=root, validate=False)[0]


class _Place:
    """Finds lines only when something is wrong: most files are fine."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._front: Document | None = None

    def line(self, *pointer: str | int) -> int:
        if self._front is None:
            (self._front, *_others), _findings = load_stream(self._unit.data, self._unit.path)
        return self._front.line(pointer)

    def finding(self, rule: str, message: str, help_: str, *pointer: str | int) -> Finding:
        return Finding(self._unit.path, self.line(*pointer), rule, message, help_)

    def of_problem(self, problem: Problem) -> Finding:
        place = ("history", problem.seq - 1) if problem.seq else ("history",)
        return self.finding(problem.id, problem.message, problem.help, *place)


def _form_findings(unit: Unit, request: Request) -> Iterator[Finding]:
    """The front matter has one form: nothing stands between its lines that nobody signed."""
    history = [statement_entry(statement) for statement in request.history]
    expected = render({**request.summary, "history": history}, request.documents)
    if unit.data != expected:
        yield Finding(
            unit.path,
            first_difference(expected, unit.data),
            "front-matter-form",
            _("this line is not written as the program writes it"),
            _("undo the edit: this part is written by the commands of siar only"),
        )


def _number_findings(unit: Unit, request: Request, place: _Place) -> Iterator[Finding]:
    if request.number != unit.number:
        yield place.finding(
            "request-number",
            _("the number is {number}, but the file is that of {expected}").format(
                number=request.number, expected=unit.number
            ),
            _("undo the edit: numbers are given by `siar receive` and never change"),
            "number",
        )
    if request.letter.received.year != request.year:
        yield place.finding(
            "request-year",
            _("received in {year}, but numbered in {numbered}").format(
                year=request.letter.received.year, numbered=request.year
            ),
            _("the agenda number runs by the year of receipt: register the letter again"),
            "number",
        )


def _summary_findings(request: Request, case: Case, place: _Place) -> Iterator[Finding]:
    true = summary(request.number, case)
    claimed = dict(request.summary)
    for key in dict.fromkeys((*true, *claimed)):
        if claimed.get(key) == true.get(key) or case.state is None:
            continue
        yield place.finding(
            "state-history",
            _("{key} is {claimed}, but the history leads to {true}").format(
                key=key, claimed=_shown(claimed.get(key)), true=_shown(true.get(key))
            ),
            _("undo the edit: this part is written by the commands of siar only"),
            key,
        )


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "`" + ", ".join(f"{key}: {item}" for key, item in value.items()) + "`"
    return _("nothing") if value is None else f"`{value}`"


def _document_findings(request: Request, place: _Place) -> Iterator[Finding]:
    """Each document is named by the statement that brought it, so that none is slipped in."""
    named: list[str] = []
    for statement in request.history:
        if "documents" in statement.data:
            named += statement.data.get("documents", ())
        elif "document" in statement.data:
            named.append(statement.data["document"])
    if named != [document_digest(document) for document in request.documents]:
        yield place.finding(
            "request-immutable",
            _("the request is not what was registered: its documents were changed"),
            _("undo the edit: what was registered never changes"),
            "number",
        )


def _growth_findings(
    request: Request, former: Unit | None, root: str, place: _Place
) -> Iterator[Finding]:
    before = _loaded(former, root)
    if before is None:
        return
    kept = [statement.digest for statement in request.history[: len(before.history)]]
    if kept != [statement.digest for statement in before.history]:
        yield place.finding(
            "history-shrunk",
            _("statements that were there before are missing or changed"),
            _("a history only grows: fetch the branch again and repeat your step"),
            "history",
        )


def _paper_findings(unit: Unit, request: Request, place: _Place) -> Iterator[Finding]:
    folder = agenda.papers_folder(unit.number).rsplit("/", 1)[0]
    there = {entry.path: entry for entry in unit.papers}
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
    modes = [(entry.path, entry.mode) for entry in (*unit.papers, *unit.files)]
    for path, mode in ((unit.path, unit.mode), *modes):
        if mode != REGULAR:
            yield Finding(
                path,
                1,
                "unit-mode",
                _("not an ordinary file (mode {mode})").format(mode=mode),
                _("links, programs and submodules are refused: put the file itself there"),
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


def _article_findings(
    unit: Unit, case: Case, place: _Place
) -> tuple[Article | None, Iterable[Finding]]:
    ended = case.state in FINAL or case.is_divided
    if case.article is None or (ended and not unit.files):
        return None, ()
    path = f"{case.article}/index.md"
    text = (unit.texts or {}).get(path)
    if text is None:
        return None, [
            place.finding(
                "article-missing",
                _("its article {path} is not there").format(path=path),
                _("put it back; an article that was handed in is not removed by hand"),
                "article",
            )
        ]
    article, findings = load_article(path, text)
    found = list(findings)
    if article is not None and article.request != unit.number:
        found.append(
            Finding(
                path,
                2,
                "article-request",
                _("the article names request {named}, not {number}").format(
                    named=article.request, number=unit.number
                ),
                _('write `request: "{number}"` in its front matter').format(number=unit.number),
            )
        )
    return article, found
