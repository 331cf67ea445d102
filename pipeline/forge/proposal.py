"""A change as it was found: what it brings, who wrote it, and what it still needs."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.forge.change_content import document
from pipeline.forge.paths import Kind, classes
from pipeline.forge.signers import own_changes, signer_of
from pipeline.forge.units import AGENCY
from pipeline.record.finding import Finding
from pipeline.record.governance import Change, Lack, Subject, lacks
from pipeline.record.registers import AgencyFile
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement
from pipeline.repository import Repository

PREFIX = "change/"
_BRANCH = re.compile(r"change/([1-9][0-9]{0,8})")


class Proposal(NamedTuple):
    """A change as it was found: against which agency.yaml, and the statements it adds."""

    before: AgencyFile
    after: AgencyFile
    change: Change
    findings: tuple[Finding, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that came with it."""
        return self.after.history[len(self.before.history) :]

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What it still needs."""
        return lacks(self.change, self.statements)


def branch_of(version: int) -> str:
    """`change/7`, where change 7 waits to be agreed to."""
    return f"{PREFIX}{version}"


def version_of(branch: str) -> int | None:
    """7 of `change/7`; None for any other branch."""
    found = _BRANCH.fullmatch(branch)
    return int(found[1]) if found else None


def roster_text(file: AgencyFile) -> dict[str, object]:
    """The roster as it is written."""
    return dict(file.agency.section("roster"))


def subject_of(before: AgencyFile, after: AgencyFile, paths: Iterable[str]) -> Subject:
    """What the change is of: that decides who must agree."""
    if roster_text(before) != roster_text(after):
        return Subject.ROSTER
    return Subject.ARCHIVE if Kind.UNIT in classes(paths) else Subject.PLAIN


def writers_of(
    repository: Repository, brought: Iterable[str], tip: str, paths: set[str], roster: Roster
) -> Iterator[tuple[str, str | None]]:
    """Each commit with one of these paths as no parent of its has it, and who signed it.

    What none of them wrote was taken from somewhere else by whoever made the last one.
    """
    left = set(paths)
    for oid in brought:
        info = repository.commit_info(oid)
        own = own_changes(repository, info) & paths
        if AGENCY in own:
            here = document(repository, oid)
            if any(document(repository, parent) == here for parent in info.parents):
                own.remove(AGENCY)
        if own:
            yield oid, signer_of(info, roster, retired=True)
            left -= own
    if left:
        yield tip, signer_of(repository.commit_info(tip), roster, retired=True)
