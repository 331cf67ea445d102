"""Questions asked of a history: what came before what, what it brought, and what it holds."""

from pipeline.errors import SiarError
from pipeline.lineage import Lineage, Logged
from pipeline.store import Store


class History(Store):
    """The objects of a repository, and how its commits follow each other."""

    # The line that was asked for last: whoever asks for main asks for its beginning, too.
    _line: Lineage | None = None

    def first_parents(self, tip: str, since: str | None = None) -> list[str]:
        """The first-parent line up to `tip`, oldest first, without `since` and what is before."""
        scope = [tip] if since is None else [tip, f"^{since}"]
        return self.run("rev-list", "--first-parent", "--reverse", *scope).split()

    def mainline(self, tip: str, since: str, touching: str | None = None) -> list[Logged]:
        """The first-parent line from `since` (not included) to `tip`, oldest first.

        What a commit changed is held against its first parent. With `touching`, only the commits
        that changed this path, each with everything it changed.
        """
        if tip == since:
            return []
        kept = self._line
        if kept is None or kept.since != since or tip not in kept.line:
            kept = self._line = Lineage(self, tip, since, first_parent=True)
        return list(kept.steps(touching, until=tip))

    def commits(self, tip: str, *without: str, touching: str | None = None) -> list[str]:
        """All commits reachable from `tip` and not from `without`, oldest first."""
        words = ["rev-list", "--reverse", "--topo-order", tip, *(f"^{oid}" for oid in without)]
        if touching is not None:
            words += ["--full-history", "--", touching]
        return self.run(*words).split()

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `older` is `newer` or one of its forebears."""
        return self.run("rev-list", "--count", older, f"^{newer}").strip() == "0"

    def merge_base(self, one: str, other: str) -> str | None:
        """The youngest commit that both come from; None when they have nothing in common."""
        try:
            return self.run("merge-base", one, other).strip()
        except SiarError:
            return None

    def merged_tree(self, one: str, other: str) -> str | None:
        """The tree that Git's own merge of two commits gives; None where both changed one thing."""
        try:
            return self.run("merge-tree", "--write-tree", "--no-messages", one, other).strip()
        except SiarError:
            return None

    def beginning(self, tip: str) -> str:
        """The commit that the first-parent line up to `tip` begins with."""
        return self.run("rev-list", "--first-parent", "--max-parents=0", tip).strip()

    def roots(self, tip: str) -> list[str]:
        """The commits without parents that `tip` comes from."""
        return self.run("rev-list", "--max-parents=0", tip).split()

    def changed_paths(self, base: str, head: str) -> list[str]:
        """Paths that differ between two commits; a rename counts as both of its paths."""
        return list(self.differences(base, head))

    def holding(self, commit: str, text: str, below: str) -> list[str]:
        """Files below a folder of a commit in which this text stands."""
        try:
            listed = self.run("grep", "-l", "-z", "-F", "-e", text, commit, "--", below)
        except SiarError:  # Git's way of saying that there are none
            return []
        return [name.partition(":")[2] for name in listed.split("\0") if name]
