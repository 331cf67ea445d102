"""The gate of plain Git: what a push may do to the shared repository, decided before refs move.

It runs in the bare repository's `pre-receive` hook, inside Git's quarantine: nothing that is
refused here is ever seen by anybody else.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.errors import BadInput
from pipeline.forge.agenda_rule import newest_main, tag_findings
from pipeline.forge.changes import check_proposal, version_of
from pipeline.forge.family import family_findings
from pipeline.forge.judging import contributor_findings
from pipeline.forge.signers import signer_of
from pipeline.forge.units import article_folder, owners, read_agency, unit_at
from pipeline.forge.verification import continue_main
from pipeline.forge.walk import Touched, authors
from pipeline.i18n import _
from pipeline.ledger import BRANCH as LEDGER
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding
from pipeline.record.loading import load_request
from pipeline.record.statement import Statement
from pipeline.record.strict_yaml import load_stream
from pipeline.record.text import shortened
from pipeline.record.unit import Unit, check_unit
from pipeline.record.workflow import State
from pipeline.repository import ZERO, Repository

MAIN, SITE = "main", "site"
_OBJECT_ID = re.compile(r"[0-9a-f]{40}")
CLOCK_SECONDS = 120


class Push(NamedTuple):
    """One line of a push: the ref and its commits before and after; None when there is none."""

    ref: str
    old: str | None
    new: str | None

    @property
    def branch(self) -> str:
        """The branch's name, or "" for another kind of ref."""
        prefix = "refs/heads/"
        return self.ref.removeprefix(prefix) if self.ref.startswith(prefix) else ""


class Scene(NamedTuple):
    """What a decision about a push looks at."""

    repository: Repository
    root: str
    main: str
    agency: Agency
    pushes: tuple[Push, ...]
    now: datetime

    @property
    def changes(self) -> list[str]:
        """The branches of open changes."""
        prefix = "refs/heads/"
        return [ref.removeprefix(prefix) for ref in self.repository.refs(f"{prefix}change/")]

    @property
    def mains(self) -> list[str]:
        """What main is, and what it would be after this push."""
        return [self.main, *(p.new for p in self.pushes if p.branch == MAIN and p.new)]


def parse_pushes(lines: Iterable[str]) -> tuple[Push, ...]:
    """What Git writes to a `pre-receive` hook: `old new ref`, a line each."""
    return tuple(_parsed(line.rstrip("\r\n")) for line in lines if line.strip())


def _parsed(line: str) -> Push:
    old, _space, rest = line.partition(" ")
    new, _space, ref = rest.partition(" ")
    if not (_OBJECT_ID.fullmatch(old) and _OBJECT_ID.fullmatch(new) and ref):
        raise BadInput(
            _("this is no line of a push: {line}").format(line=shortened(line, 200)),
            hint=_("the hook is for Git to call, not for people"),
        )
    return Push(ref, None if old == ZERO else old, None if new == ZERO else new)


def check_pushes(
    repository: Repository, pushes: Sequence[Push], *, root: str, now: datetime
) -> tuple[Finding, ...]:
    """Everything wrong with a push; empty when it may go in. `now` is the gate's own clock."""
    main = repository.resolve("refs/heads/main")
    if main is None:
        return (_refusal("refs/heads/main", "push-main", _("the shared repository is empty")),)
    scene = Scene(repository, root, main, read_agency(repository, main), tuple(pushes), now)
    return tuple(finding for push in pushes for finding in _rule_for(push)(scene, push))


def _rule_for(push: Push) -> Callable[[Scene, Push], Iterable[Finding]]:
    if push.ref.startswith(agenda.TAG_PREFIX):
        return _agenda_tag
    if push.branch.startswith("request/") and agenda.is_number(push.branch[len("request/") :]):
        return _request_branch
    if version_of(push.branch) is not None:
        return _change_branch
    return {MAIN: _main, LEDGER: _ledger, SITE: _site}.get(push.branch, _stranger)


def _refusal(ref: str, rule: str, message: str, help_: str = "") -> Finding:
    return Finding(
        ref, 1, rule, message, help_ or _("nothing was changed; use the commands of siar")
    )


def _stranger(scene: Scene, push: Push) -> Iterator[Finding]:
    yield _refusal(
        push.ref,
        "push-ref",
        _("only requests, main, the ledger, the site and agenda numbers are kept here"),
    )


def _agenda_tag(scene: Scene, push: Push) -> Iterator[Finding]:
    return tag_findings(
        scene.repository,
        push.ref,
        push.old,
        push.new,
        arriving={other.ref: other.new for other in scene.pushes},
        series=scene.agency.agenda,
        mains=scene.mains,
        root=scene.root,
    )


def _request_branch(scene: Scene, push: Push) -> Iterator[Finding]:
    number = push.branch.removeprefix("request/")
    repository = scene.repository
    if push.new is None:
        if not _is_merged(scene, push.old or ""):
            yield _refusal(
                push.ref,
                "push-delete",
                _("an open request is not deleted"),
                _("close it with `siar void`, or merge it with `siar merge`"),
            )
        return
    yield from _history_findings(scene, push)
    # What main has become since the branch left it is none of the branch's doing.
    left = newest_main(repository, scene.mains, push.new)
    folders, found = _owned_folders(repository, left, push.new, number)
    yield from found
    former = unit_at(repository, push.old or scene.main, number)
    unit = unit_at(repository, push.new, number)
    if unit is not None and not unit.files and folders:  # not submitted yet
        unit = unit_at(repository, push.new, number, article=folders[0])
    if unit is None:
        yield _refusal(
            push.ref,
            "request-missing",
            _("there is no {path} on this branch").format(path=agenda.request_path(number)),
            _("begin with `siar receive`"),
        )
        return
    tag = agenda.tag(number)
    tagged = repository.resolve(tag) or next((p.new for p in scene.pushes if p.ref == tag), None)
    if tagged is None or not repository.is_ancestor(tagged, push.new):
        yield _refusal(
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
    yield from _clock_findings(scene, unit, checked.request.history, former)
    yield from family_findings(repository, left, push.new, number, checked.request, checked.case)
    if checked.case.state in (State.IN_REVIEW, State.APPROVED):
        authored = authors(repository, scene.main, push.new)
        yield from contributor_findings(repository, authored, checked, scene.agency.roster)


def _change_branch(scene: Scene, push: Push) -> Iterator[Finding]:
    """A change that waits to be agreed to; it may be given up, too."""
    if push.new is None:
        return
    yield from _history_findings(scene, push)
    yield from check_proposal(
        scene.repository,
        scene.main,
        push.new,
        root=scene.root,
        version=version_of(push.branch),
    )


def _clock_findings(
    scene: Scene, unit: Unit, history: Sequence[Statement], former: Unit | None
) -> Iterator[Finding]:
    path, data, known = unit.path, unit.data, 0
    if former is not None:
        before, _findings = load_request(path, former.data, root=scene.root, validate=False)
        known = len(before.history) if before else 0
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


def _history_findings(scene: Scene, push: Push) -> Iterator[Finding]:
    """The branch moves forward only, by commits that people of the roster have signed."""
    repository = scene.repository
    if push.old and push.new and not repository.is_ancestor(push.old, push.new):
        yield _refusal(
            push.ref,
            "push-force",
            _("this push would throw away what others have done"),
            _("fetch the branch and repeat your step on top of it"),
        )
        return
    known = [oid for oid in (push.old, scene.main) if oid]
    for oid in repository.commits(push.new or "", *known):
        if signer_of(repository.commit_info(oid), scene.agency.roster) is None:
            yield _refusal(
                push.ref,
                "commit-signature",
                _("{commit} is not signed by anybody of the roster").format(commit=oid[:10]),
                _("commit with the commands of siar, or set Git to sign with your key"),
            )


def _main(scene: Scene, push: Push) -> Iterator[Finding]:
    repository = scene.repository
    if push.new is None or push.old is None or not repository.is_ancestor(push.old, push.new):
        yield _refusal(push.ref, "push-force", _("main only grows"))
        return
    for commit in repository.first_parents(push.new, push.old):
        parents = repository.commit_info(commit).parents
        if len(parents) != 2:
            yield _refusal(
                push.ref,
                "merge-only",
                _("{commit} is not the merge of a request or a change").format(commit=commit[:10]),
                _("requests come to main by `siar merge`, changes by `siar ratify`"),
            )
        else:
            yield from _detour_findings(scene, push, commit, parents[0], parents[1])
    yield from continue_main(repository, push.new, scene.root, push.old).findings
    yield from _history_findings(scene, push)


def _detour_findings(
    scene: Scene, push: Push, merge: str, parent: str, merged: str
) -> Iterator[Finding]:
    """Only what came through its branch met the gate's clock, and has a number of the agenda."""
    touched = Touched.by(scene.repository.differences(parent, merge))
    number = touched.number
    if number is None and touched.numbers:
        return  # a mixture, and refused as such
    branches = [agenda.branch(number)] if number else scene.changes
    refs = {f"refs/heads/{branch}" for branch in branches}
    tips = {scene.repository.resolve(ref) for ref in refs}
    tips |= {other.new for other in scene.pushes if other.ref in refs}
    # What is recorded and merged in one push never was the tip of its branch: it is judged as one.
    ended = [p for p in scene.pushes if p.ref in refs and p.old and p.new is None]
    if merged not in tips and number and ended:
        yield from _request_branch(scene, ended[0]._replace(new=merged))
    elif merged not in tips:
        yield _refusal(
            push.ref,
            "merge-branch",
            _("{commit} merges something else than the branch of request {number}").format(
                commit=merge[:10], number=number
            )
            if number
            else _("{commit} merges something else than the branch of a change").format(
                commit=merge[:10]
            ),
            _("push the branch first; then `siar merge` or `siar ratify` brings it to main"),
        )


def _ledger(scene: Scene, push: Push) -> Iterator[Finding]:
    repository = scene.repository
    if push.new is None:
        yield _refusal(push.ref, "ledger-gone", _("the ledger is never deleted"))
        return
    yield from _history_findings(scene, push)
    if push.old is None:
        return
    for path in repository.changed_paths(push.old, push.new):
        before = repository.read(push.old, path) or b""
        if not (repository.read(push.new, path) or b"").startswith(before):
            yield Finding(
                path,
                1,
                "ledger-shrunk",
                _("records of the ledger were changed or removed"),
                _("fetch the ledger and let `siar publish` record again"),
            )


def _site(scene: Scene, push: Push) -> Iterator[Finding]:
    if push.new is None:
        yield _refusal(push.ref, "push-delete", _("the site is never deleted"))
        return
    yield from _history_findings(scene, push)


def _is_merged(scene: Scene, tip: str) -> bool:
    mains = [push.new for push in scene.pushes if push.branch == MAIN and push.new]
    return any(scene.repository.is_ancestor(tip, main) for main in [scene.main, *mains])
