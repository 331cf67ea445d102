"""How agency.yaml, theme and program came to be as they are: each change of main, judged."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.forge.changes import check_change, imported_folders
from pipeline.forge.units import AGENCY
from pipeline.lineage import Logged
from pipeline.record.finding import Finding, has_errors
from pipeline.repository import Repository


@dataclass
class Constitution:
    """The changes that were agreed to, oldest first; `root` is the pinned first commit.

    `base` is the last commit whose agency.yaml is verified; `right` says in which commit a path was
    last changed with agreement. A change that nobody agreed to changes nothing here.
    """

    root: str
    base: str = ""
    right: dict[str, str] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = self.base or self.root

    def judge(
        self,
        repository: Repository,
        parent: str,
        commit: str,
        paths: Iterable[str],
        brought: Iterable[str] | None = None,
    ) -> tuple[Finding, ...]:
        """What is wrong with a change; when nothing is, it is in force from here on."""
        findings = check_change(
            repository, parent, commit, root=self.root, former=self.base, brought=brought
        )
        if not has_errors(findings):
            self.adopt(repository, commit, paths)
        return findings

    def adopt(self, repository: Repository, commit: str, paths: Iterable[str]) -> None:
        """Take over a change that was agreed to."""
        self.base = commit
        self.right |= dict.fromkeys(paths, commit)
        self.imports = imported_folders(repository, commit)

    def older(self, repository: Repository, folders: Iterable[str]) -> frozenset[str]:
        """Which of these folders hold an article that came with the root, or by an import."""
        return frozenset(
            folder
            for folder in folders
            if folder in self.imports or repository.tree_id(self.root, folder)
        )


def constitution_at(repository: Repository, root: str, tip: str) -> Constitution:
    """The constitution at a commit of main, from agency.yaml's own chain alone.

    Only the commits that changed agency.yaml are looked at, so this costs little.
    """
    found = Constitution(root)
    for entry in changes_of_agency(repository, root, tip):
        found.judge(
            repository, entry.parents[0], entry.commit, (change.path for change in entry.changes)
        )
    return found


def changes_of_agency(repository: Repository, root: str, tip: str) -> list[Logged]:
    """The commits of main that changed agency.yaml, oldest first."""
    return repository.mainline(tip, root, touching=AGENCY)
