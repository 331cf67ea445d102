"""A unit: one request with its papers and its article, and everything that must hold of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.binding import (
    ArticleBytes,
    Held,
    binding_findings,
    version_findings,
)
from pipeline.record.digest import REGULAR, FileEntry, unit_digest
from pipeline.record.finding import Finding, has_errors
from pipeline.record.loading import load_article, load_request
from pipeline.record.paper_findings import paper_findings
from pipeline.record.path_names import name_findings
from pipeline.record.replay import Case, replay
from pipeline.record.request import Request
from pipeline.record.request_findings import (
    Place,
    document_findings,
    form_findings,
    growth_findings,
    number_findings,
    summary_findings,
)
from pipeline.record.vouching import RECORDER, vouching_problems
from pipeline.record.workflow import FINAL

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
    place = Place(unit.path, unit.data)
    case, problems = replay(request.history)
    found = [*findings, *(place.of_problem(problem) for problem in problems)]
    found += form_findings(request, place)
    found += number_findings(request, unit.number, place)
    before = _loaded(settled, root)
    known = _settled(request, before)
    vouched = vouching_problems(request.history, known, agency.roster, request.number)
    found += (place.of_problem(problem) for problem in vouched)
    found += summary_findings(request, case, place)
    found += document_findings(request, place)
    found += growth_findings(request, _loaded(former, root), place)
    found += paper_findings(request, unit.number, unit.papers, place)
    found += _mode_findings(unit)
    found += name_findings(entry.path for entry in (*unit.papers, *unit.files))
    article, more = _article_findings(unit, case, place)
    digest = unit_digest(unit.files, request.documents) if unit.files else None
    found += [*more, *binding_findings(unit.bytes, case, digest, former.bytes if former else None)]
    if settled is not None and before is not None:
        kept = Held(before.history, settled.bytes)
        found += version_findings(request.history, unit.bytes, case, kept)
    return Checked(request, case, article, digest, tuple(found))


def _settled(request: Request, before: Request | None) -> int:
    """How many statements main has verified already: those that stand there just so."""
    kept = zip(request.history, before.history if before else (), strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0].digest == pair[1].digest, kept))


def _loaded(unit: Unit | None, root: str) -> Request | None:
    if unit is None:
        return None
    return load_request(unit.path, unit.data, root=root, validate=False)[0]


def _mode_findings(unit: Unit) -> Iterator[Finding]:
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


def _article_findings(
    unit: Unit, case: Case, place: Place
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
