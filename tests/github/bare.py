"""The bare repository behind the forge, by Git's own commands."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

ZERO = "0" * 40
FORGE = ("GitHub", "noreply@github.com")
ASIDE = "refs/forge/new"  # where a commit is made before a branch is moved to it
QUIET = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
}


class Size(NamedTuple):
    """How much a pull request changes."""

    commits: int
    files: int
    additions: int
    deletions: int


class Words(NamedTuple):
    """What a commit says."""

    tree: str
    parents: list[str]
    at: str
    author: str
    author_mail: str
    committed_at: str
    committer: str
    committer_mail: str
    message: str


class Changed(NamedTuple):
    """A file that a pull request adds ("A"), modifies or deletes ("D"), and its lines."""

    kind: str
    path: str
    oid: str
    added: int
    removed: int


class CannotMerge(Exception):
    """Both sides changed the same lines."""


def new_bare(folder: Path) -> Path:
    """An empty bare repository."""
    folder.mkdir(parents=True)
    Bare(folder).run("init", "--quiet", "--bare", "--initial-branch=main", "--template=")
    return folder


class Bare:
    """A bare repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._words: dict[str, Words] = {}
        self._sizes: dict[tuple[str, str], Size] = {}

    def run(
        self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None
    ) -> str:
        """What a Git command says, without the last line's end."""
        done = subprocess.run(
            ["git", "-C", str(self.folder), *words],
            input=stdin,
            env={**os.environ, **QUIET, **(env or {})},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"git {' '.join(words)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def refs(self, below: str = "") -> dict[str, str]:
        """All refs, or those below a prefix: name to object."""
        listed = self.run("for-each-ref", "--format=%(refname) %(objectname)", below or "refs/")
        return dict(line.rsplit(" ", 1) for line in listed.splitlines())

    def is_name(self, ref: str) -> bool:
        """Whether a ref may be called so."""
        try:
            self.run("check-ref-format", ref)
        except RuntimeError:
            return False
        return ref.startswith("refs/")

    def resolve(self, name: str) -> str | None:
        """The commit that a name stands for."""
        try:
            return self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except RuntimeError:
            return None

    def branch(self, name: str) -> str | None:
        """The tip of a branch."""
        return self.tip(f"refs/heads/{name}")

    def tip(self, ref: str) -> str | None:
        """The commit of a branch or the like, read from its file where it has one."""
        try:
            return (self.folder / ref).read_text(encoding="ascii").strip()
        except OSError:
            return self.resolve(ref)

    def entry(self, commit: str, path: str) -> str | None:
        """What a commit has at a path: the id of a file or folder."""
        try:
            return self.run("rev-parse", "--verify", "--quiet", f"{commit}:{path}")
        except RuntimeError:
            return None

    def describe(self, commit: str) -> Words:
        """What a commit says."""
        if commit not in self._words:
            self._words[commit] = self._describe(commit)
        return self._words[commit]

    def _describe(self, commit: str) -> Words:
        told = self.run("show", "-s", "--format=%T%n%P%n%aI%n%an%n%ae%n%cI%n%cn%n%ce%n%B", commit)
        tree, parents, at, name, mail, its_at, its_name, its_mail, message = told.split("\n", 8)
        return Words(
            tree, parents.split(), at, name, mail, its_at, its_name, its_mail, message.strip()
        )

    def read(self, blob: str) -> bytes:
        """The bytes of a file."""
        words = ["git", "-C", str(self.folder), "cat-file", "blob", blob]
        return subprocess.run(words, capture_output=True, check=True).stdout

    def new_commits(self, old: str | None, new: str) -> list[str]:
        """The commits that no branch has yet, and `old` has not."""
        return self.run(
            "rev-list", new, *([f"^{old}"] if old else []), "--not", "--branches"
        ).split()

    def is_unsigned(self, commit: str) -> bool:
        """Whether a commit carries no signature, of whomever."""
        return "\ngpgsig" not in self.run("cat-file", "commit", commit).split("\n\n", 1)[0]

    def is_merge(self, commit: str) -> bool:
        """Whether a commit has more than one parent."""
        return " " in self.run("show", "-s", "--format=%P", commit)

    def set_ref(self, ref: str, new: str | None, old: str | None = None) -> None:
        """Move, make or delete a ref."""
        words = ["update-ref", ref, new] if new else ["update-ref", "-d", ref]
        self.run(*words, *([old] if old else []))

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` contains `older`."""
        try:
            self.run("merge-base", "--is-ancestor", older, newer)
        except RuntimeError:
            return False
        return True

    def merge_base(self, one: str, other: str) -> str | None:
        """Where two lines of history parted."""
        try:
            return self.run("merge-base", one, other)
        except RuntimeError:
            return None

    def size(self, base: str, head: str) -> Size:
        """What lies between two commits."""
        if (base, head) not in self._sizes:
            commits = int(self.run("rev-list", "--count", f"{base}..{head}"))
            lines = self.run("diff", "--numstat", f"{base}...{head}").splitlines()
            numbers = [line.split("\t")[:2] for line in lines]
            added, removed = (
                sum(int(pair[side]) for pair in numbers if pair[side] != "-") for side in (0, 1)
            )
            self._sizes[base, head] = Size(commits, len(numbers), added, removed)
        return self._sizes[base, head]

    def changes(self, base: str, head: str) -> list[Changed]:
        """What changed since the lines parted."""
        words = ("--no-renames", "-z", "--abbrev=40", f"{base}...{head}")
        lines = (line for line in self.run("diff", "--numstat", *words).split("\0") if line)
        counts = {path: (added, removed) for added, removed, path in map(_three, lines)}
        raw = self.run("diff", "--raw", *words).strip("\0").split("\0")
        found = []
        for about, path in zip(raw[::2], raw[1::2], strict=False):
            _old_mode, _mode, old, new, kind = about.split(" ")
            added, removed = (0 if one == "-" else int(one) for one in counts[path])
            found.append(Changed(kind, path, old if kind == "D" else new, added, removed))
        return found

    def commits(self, base: str, head: str) -> list[str]:
        """The commits that `head` has and `base` has not, oldest first."""
        return self.run("rev-list", "--reverse", "--topo-order", f"{base}..{head}").split()

    def newest(self, tip: str, count: int) -> list[str]:
        """The newest commits that a tip comes from."""
        return self.run("rev-list", f"--max-count={count}", tip).split()

    def merged_tree(self, base: str, head: str) -> str:
        """The tree of both; raises CannotMerge."""
        try:
            return self.run("merge-tree", "--write-tree", base, head).splitlines()[0]
        except RuntimeError:
            raise CannotMerge from None

    def commit_files(
        self,
        parent: str | None,
        files: Mapping[str, bytes | None],
        message: str,
        *,
        author: tuple[str, str],
        at: datetime,
    ) -> str:
        """Commit files on top of a commit; None takes a file away. No branch is moved."""
        when = f"{int(at.timestamp())} {at:%z}"
        lines = [
            f"commit {ASIDE}\nmark :1\n".encode(),
            f"author {_ident(author)} {when}\n".encode(),
            f"committer {_ident(FORGE)} {when}\n".encode(),
            _data(message.encode()),
            f"from {parent}\n".encode() if parent else b"",
        ]
        for path, data in files.items():
            name = _quoted(path)
            lines.append(
                f"D {name}\n".encode()
                if data is None
                else f"M 100644 inline {name}\n".encode() + _data(data)
            )
        try:
            stream = b"".join([*lines, b"\nget-mark :1\n"])
            return self.run("fast-import", "--quiet", "--force", stdin=stream)
        finally:
            (self.folder / ASIDE).unlink(missing_ok=True)

    def commit(
        self,
        tree: str,
        parents: Sequence[str],
        message: str,
        *,
        author: tuple[str, str],
        at: datetime,
        committer: tuple[str, str] = FORGE,
    ) -> str:
        """Make a commit, unsigned."""
        moment = at.isoformat()
        env = {
            "GIT_AUTHOR_NAME": author[0],
            "GIT_AUTHOR_EMAIL": author[1],
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_NAME": committer[0],
            "GIT_COMMITTER_EMAIL": committer[1],
            "GIT_COMMITTER_DATE": moment,
        }
        words = [word for parent in parents for word in ("-p", parent)]
        return self.run("commit-tree", tree, *words, "-F", "-", stdin=message.encode(), env=env)

    def rebase(self, base: str, head: str, *, committer: tuple[str, str], at: datetime) -> str:
        """The commits of `head` again, on top of `base`."""
        tip = base
        for commit in self.commits(base, head):
            words = self.describe(commit)
            tree = self._picked(commit, tip, committer, at)
            author = (words.author, words.author_mail)
            tip = self.commit(
                tree, [tip], words.message + "\n", author=author, committer=committer, at=at
            )
        return tip

    def _picked(self, commit: str, tip: str, by: tuple[str, str], at: datetime) -> str:
        """The tree of `tip` with what `commit` changed: both merged as if they parted there."""
        parted = self.commit(f"{commit}^^{{tree}}", [], "base", author=by, at=at)
        sides = [
            self.commit(f"{one}^{{tree}}", [parted], "side", author=by, at=at)
            for one in (tip, commit)
        ]
        return self.merged_tree(*sides)


def _quoted(path: str) -> str:
    for sign, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        path = path.replace(sign, escaped)
    return f'"{path}"'


def _ident(who: tuple[str, str]) -> str:
    # Git itself leaves out what would end a name.
    name, mail = (word.translate(str.maketrans("", "", "<>\n\0")) for word in who)
    return f"{name} <{mail}>"


def _data(data: bytes) -> bytes:
    return f"data {len(data)}\n".encode() + data + b"\n"


def _three(line: str) -> tuple[str, str, str]:
    added, removed, path = line.split("\t", 2)
    return added, removed, path
