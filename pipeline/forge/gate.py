"""The gate of plain Git: what a push may do to the shared repository, decided before refs move.

It runs in the bare repository's `pre-receive` hook, inside Git's quarantine: nothing that is
refused here is ever seen by anybody else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from pipeline.forge.agenda_rule import tag_findings
from pipeline.forge.changes import check_proposal
from pipeline.forge.proposal import version_of
from pipeline.forge.push import MAIN, Push, Scene, line_findings, parse_pushes, refusal
from pipeline.forge.request_rule import branch_findings
from pipeline.forge.units import read_agency
from pipeline.forge.verification import continue_main
from pipeline.forge.walk import Touched
from pipeline.i18n import _
from pipeline.ledger import BRANCH as LEDGER
from pipeline.record import agenda
from pipeline.record.finding import Finding
from pipeline.repository import Repository

__all__ = ["Push", "check_pushes", "parse_pushes"]

SITE = "site"


def check_pushes(
    repository: Repository,
    pushes: Sequence[Push],
    *,
    root: str,
    now: datetime,
    main: str | None = None,
) -> tuple[Finding, ...]:
    """Everything wrong with a push; empty when it may go in. `now` is the gate's own clock.

    `main` is the shared main, where that is not this repository's own.
    """
    main = main or repository.resolve("refs/heads/main")
    if main is None:
        return (refusal("refs/heads/main", "push-main", _("the shared repository is empty")),)
    scene = Scene(repository, root, main, read_agency(repository, main), tuple(pushes), now)
    return tuple(finding for push in pushes for finding in _rule_for(push)(scene, push))


def _rule_for(push: Push) -> Callable[[Scene, Push], Iterable[Finding]]:
    if push.ref.startswith(agenda.TAG_PREFIX):
        return _agenda_tag
    if push.branch.startswith("request/") and agenda.is_number(push.branch[len("request/") :]):
        return branch_findings
    if version_of(push.branch) is not None:
        return _change_branch
    return {MAIN: _main, LEDGER: _ledger, SITE: _site}.get(push.branch, _stranger)


def _stranger(scene: Scene, push: Push) -> Iterator[Finding]:
    yield refusal(
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


def _change_branch(scene: Scene, push: Push) -> Iterator[Finding]:
    """A change that waits to be agreed to; it may be given up, too."""
    if push.new is None:
        return
    yield from line_findings(scene, push)
    yield from check_proposal(
        scene.repository,
        scene.main,
        push.new,
        root=scene.root,
        version=version_of(push.branch),
    )


def _main(scene: Scene, push: Push) -> Iterator[Finding]:
    repository = scene.repository
    if push.new is None or push.old is None or not repository.is_ancestor(push.old, push.new):
        yield refusal(push.ref, "push-force", _("main only grows"))
        return
    for commit in repository.first_parents(push.new, push.old):
        parents = repository.commit_info(commit).parents
        if len(parents) != 2:
            yield refusal(
                push.ref,
                "merge-only",
                _("{commit} is not the merge of a request or a change").format(commit=commit[:10]),
                _("requests come to main by `siar merge`, changes by `siar ratify`"),
            )
        else:
            yield from _detour_findings(scene, push, commit, parents[0], parents[1])
    yield from continue_main(repository, push.new, scene.root, push.old).findings
    yield from line_findings(scene, push)


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
        yield from branch_findings(scene, ended[0]._replace(new=merged))
    elif merged not in tips:
        yield refusal(
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
        yield refusal(push.ref, "ledger-gone", _("the ledger is never deleted"))
        return
    yield from line_findings(scene, push)
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
        yield refusal(push.ref, "push-delete", _("the site is never deleted"))
        return
    yield from line_findings(scene, push)
