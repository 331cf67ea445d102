"""Where papers and contacts may be kept: as agency.yaml said while their request was open."""

from collections.abc import Collection, Iterator

from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding
from pipeline.record.keeping import Keeping, Kept, brought
from pipeline.record.registers import load_agency
from pipeline.record.request import Request
from pipeline.record.strict_yaml import load_stream
from pipeline.record.unit import Unit
from pipeline.repository import Repository


def keeping_findings(
    unit: Unit, request: Request, known: int, allowed: Collection[Keeping]
) -> Iterator[Finding]:
    """What statements after the first `known` brought that is kept in none of the `allowed` ways.

    What was judged before stays as it is: agency.yaml says where new papers go.
    """
    wrong = [told for told in brought(request, known) if told[1].keeping not in allowed]
    front = load_stream(unit.data, unit.path)[0][0] if wrong else None
    for place, kept in wrong:
        yield Finding(
            unit.path,
            front.line(("history", place)) if front else 1,
            "paper-local",
            _sentence(kept),
            _("bring it again with this program, which puts it where agency.yaml says"),
        )


def _sentence(kept: Kept) -> str:
    if kept.keeping is Keeping.LOCAL:
        return _("{path} is not in Git, but agency.yaml keeps papers in the repository").format(
            path=kept.path
        )
    if kept.path:
        return _("{path} is in Git, but agency.yaml says `papers: local`").format(path=kept.path)
    return _("the sender's contacts are in Git, but agency.yaml says `papers: local`")


def allowed_since(
    repository: Repository, parent: str, commit: str, agency: Agency
) -> frozenset[Keeping]:
    """Every way in which agency.yaml wanted papers kept while a branch was open.

    From where the branch of the merge `commit` left main up to the merge's first parent, whose
    agency.yaml is `agency`: what was brought before a change was brought as it should be.
    """
    line: list[str] = []
    for merged in repository.commit_info(commit).parents[1:]:
        words = ("rev-list", "--first-parent", "--boundary", parent, f"^{merged}")
        line += repository.run(*words).split()
    texts = {repository.read(oid.removeprefix("-"), AGENCY) or b"" for oid in line}
    found = (load_agency(text)[0] for text in texts)
    return frozenset({agency.papers, *(then.papers for then in found if then)})
