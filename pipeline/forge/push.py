"""A push and the scene it comes into: what every rule of the gate looks at."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from pipeline.errors import BadInput
from pipeline.forge.signers import signer_of
from pipeline.i18n import _
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding
from pipeline.record.text import shortened
from pipeline.repository import ZERO, Repository

MAIN = "main"
_OBJECT_ID = re.compile(r"[0-9a-f]{40}")


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


def refusal(ref: str, rule: str, message: str, help_: str = "") -> Finding:
    """A finding about a ref as a whole."""
    return Finding(
        ref, 1, rule, message, help_ or _("nothing was changed; use the commands of siar")
    )


def line_findings(scene: Scene, push: Push) -> Iterator[Finding]:
    """The branch moves forward only, by commits that people of the roster have signed."""
    repository = scene.repository
    if push.old and push.new and not repository.is_ancestor(push.old, push.new):
        yield refusal(
            push.ref,
            "push-force",
            _("this push would throw away what others have done"),
            _("fetch the branch and repeat your step on top of it"),
        )
        return
    known = [oid for oid in (push.old, scene.main) if oid]
    for oid in repository.commits(push.new or "", *known):
        if signer_of(repository.commit_info(oid), scene.agency.roster) is None:
            yield refusal(
                push.ref,
                "commit-signature",
                _("{commit} is not signed by anybody of the roster").format(commit=oid[:10]),
                _("commit with the commands of siar, or set Git to sign with your key"),
            )
