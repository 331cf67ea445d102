"""Decide whether a push may move the branch of an open request."""

from collections.abc import Iterator, Sequence

from pipeline.forge.agenda_rule import newest_main
from pipeline.forge.family import family_findings
from pipeline.forge.keeping import keeping_findings
from pipeline.forge.push import MAIN, Push, Scene, line_findings, refusal
from pipeline.forge.units import article_folder, owners, unit_at
from pipeline.forge.walk import authors
from pipeline.forge.witness import contributor_findings
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.finding import Finding
from pipeline.record.loading import load_request
from pipeline.record.replay import replay
from pipeline.record.statement import Statement
from pipeline.record.strict_yaml import load_stream
from pipeline.record.unit import Unit, check_unit
from pipeline.record.workflow import State
from pipeline.repository import Repository

CLOCK_SECONDS = 120


def branch_findings(scene: Scene, push: Push) -> Iterator[Finding]:
    """What is wrong with it: its path, its record, its signatures and the times it names."""
    number = push.branch.removeprefix("request/")
    repository = scene.repository
    if push.new is None:
        if not _is_over(scene, push.old or "", number):
            yield refusal(
                push.ref,
                "push-delete",
                _("an open request is not deleted"),
                _("close it with `siar void`, or merge it with `siar merge`"),
            )
        return
    yield from line_findings(scene, push)
    # What main has become since the branch left it is none of the branch's doing.
    left = newest_main(repository, scene.mains, push.new)
    folders, found = _owned_folders(repository, left, push.new, number)
    yield from found
    former = unit_at(repository, push.old or scene.main, number)
    unit = unit_at(repository, push.new, number)
    if unit is not None and not unit.files and folders:  # not submitted yet
        unit = unit_at(repository, push.new, number, article=folders[0])
    if unit is None:
        yield refusal(
            push.ref,
            "request-missing",
            _("there is no {path} on this branch").format(path=agenda.request_path(number)),
            _("begin with `siar receive`"),
        )
        return
    tag = agenda.tag(number)
    tagged = repository.resolve(tag) or next((p.new for p in scene.pushes if p.ref == tag), None)
    if tagged is None or not repository.is_ancestor(tagged, push.new):
        yield refusal(
            push.ref,
            "agenda-tag",
            _("request {number} was not entered in the agenda").format(number=number),
            _("begin with `siar receive`, which takes the number"),
        )
    settled = unit_at(repository, scene.main, number)
    checked = check_unit(unit, root=scene.root, agency=scene.agency, former=former, settled=settled)
    yield from checked.findings
    if checked.request is None:
        return
    known = _known(scene, former)
    yield from _clock_findings(scene, unit, checked.request.history, known)
    yield from keeping_findings(unit, checked.request, known, {scene.agency.papers})
    yield from family_findings(repository, left, push.new, number, checked.request, checked.case)
    if checked.case.state in (State.IN_REVIEW, State.APPROVED):
        authored = authors(repository, scene.main, push.new)
        yield from contributor_findings(repository, authored, checked, scene.agency.roster)


def _known(scene: Scene, former: Unit | None) -> int:
    """How many statements were there before."""
    if former is None:
        return 0
    before, _findings = load_request(former.path, former.data, root=scene.root, validate=False)
    return len(before.history) if before else 0


def _clock_findings(
    scene: Scene, unit: Unit, history: Sequence[Statement], known: int
) -> Iterator[Finding]:
    path, data = unit.path, unit.data
    for place, statement in enumerate(history[known:], start=known):
        skew = abs((statement.at - scene.now).total_seconds())
        if skew > CLOCK_SECONDS:
            yield Finding(
                path,
                load_stream(data, path)[0][0].line(("history", place)),
                "statement-clock",
                _("statement {seq} says {said}, but here it is {now}").format(
                    seq=statement.seq,
                    said=statement.at.isoformat(),
                    now=scene.now.astimezone(scene.agency.zone).isoformat(),
                ),
                _("set the clock of the machine it was written on, and decide again"),
            )


def _owned_folders(
    repository: Repository, base: str, new: str, number: str
) -> tuple[list[str], list[Finding]]:
    """The article's folder that a branch brings, and what it may not: other paths, other articles.

    A folder that is on main already belongs to whoever brought it there.
    """
    numbers, folders, others = owners(repository.changed_paths(base, new))
    own = article_folder(repository.read(base, agenda.request_path(number)) or b"", number)
    brought = sorted(f for f in folders if f == own or repository.tree_id(base, f) is None)
    strange = [*others, *(agenda.request_path(other) for other in sorted(numbers - {number}))]
    strange += [f"{folder}/index.md" for folder in sorted(folders - set(brought))]
    found = [
        Finding(
            path,
            1,
            "unit-path",
            _("does not belong to request {number}").format(number=number),
            _("this branch carries one request's file, papers and article, and nothing else"),
        )
        for path in strange
    ]
    if len(brought) > 1:
        found.append(
            Finding(
                f"{brought[-1]}/index.md",
                1,
                "unit-path",
                _("one request, one article, but here are several: {folders}").format(
                    folders=", ".join(brought)
                ),
                _("keep one of these folders"),
            )
        )
    return brought, found


def _is_over(scene: Scene, tip: str, number: str) -> bool:
    """Whether main has all of the branch, and nobody has anything to decide on it any more.

    What main is to say is asked: a request may be closed and merged in the very push that ends it.
    """
    repository, path = scene.repository, agenda.request_path(number)
    mains = [scene.main, *(push.new for push in scene.pushes if push.branch == MAIN and push.new)]
    request, _findings = load_request(
        path, repository.read(mains[-1], path) or b"", root=scene.root, validate=False
    )
    if request is not None and replay(request.history)[0].is_open:
        return False
    return any(repository.is_ancestor(tip, main) for main in mains)
