"""A repository: its settings, its refs, and what it shares with others.

What its commits are and where they come from is `store`'s and `history`'s.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import git
from git.exc import InvalidGitRepositoryError, NoSuchPathError

from pipeline.errors import NotFound, SiarError
from pipeline.git_words import (
    Conflict,
    Locked,
    Refused,
    out_of_reach,
    overtaken,
    push_failure,
    told,
)
from pipeline.history import History
from pipeline.i18n import _
from pipeline.store import ORIGIN, Signer

__all__ = ["ORIGIN", "ZERO", "Conflict", "Locked", "Refused", "Repository", "Signer", "Update"]

ZERO = "0" * 40
# Refs are locked for an instant; what is older was left by a power cut or a killed process.
STALE_LOCK_SECONDS = 600
LOCK_PAUSES_SECONDS = (0.1, 0.2, 0.4)


class Update(NamedTuple):
    """One ref to move on the shared repository: from `expected` (None: must not exist) to `new`.

    `new` None deletes the ref.
    """

    ref: str
    new: str | None
    expected: str | None


class Repository(History):
    """A repository: somebody's clone of the shared one, or the shared (bare) one itself.

    `moved` counts how often what is shared may have become something else here.
    """

    moved = 0

    # What its own settings were, and of which state of their file.
    _settings: tuple[tuple[int, int, int], Mapping[tuple[str, str], str]] = ((0, 0, 0), {})

    # Whether what is shared was looked at during the one look that is going on, if one is.
    _looked: bool | None = None

    @classmethod
    def open(cls, path: Path) -> "Repository":
        """The repository that `path` is in. Raises NotFound when there is none."""
        try:
            return cls(git.Repo(path, search_parent_directories=True))
        except (InvalidGitRepositoryError, NoSuchPathError):
            raise NotFound(
                _("{path} is not in an office's repository").format(path=path),
                hint=_("go to your clone of it, or make one with `siar init DIR`"),
            ) from None

    @classmethod
    def create(cls, path: Path, *, bare: bool = False) -> "Repository":
        """A new repository at `path`, its first branch being `main`."""
        with told("init"):
            return cls(git.Repo.init(path, mkdir=True, bare=bare, initial_branch="main"))

    @classmethod
    def clone(cls, source: Path, target: Path) -> "Repository":
        """A clone of `source` at `target`."""
        with told("clone"):
            return cls(git.Repo.clone_from(str(source), str(target)))

    @property
    def folder(self) -> Path:
        """The work tree, or the bare repository's own folder."""
        return Path(self._repo.working_tree_dir or self._repo.git_dir)

    @property
    def git_folder(self) -> Path:
        """The folder of Git's own files."""
        return Path(self._repo.common_dir)

    @property
    def is_bare(self) -> bool:
        """Whether it has no work tree."""
        return bool(self._repo.bare)

    @property
    def has_origin(self) -> bool:
        """Whether it is a clone, so that what is shared lives elsewhere."""
        return any(section == f'remote "{ORIGIN}"' for section, _key in self._own)

    def config(self, name: str) -> str | None:
        """The repository's own setting `section.key`; the user's and the system's do not count."""
        section, key = name.split(".", 1)
        return self._own.get((section, key))

    @property
    def _own(self) -> Mapping[tuple[str, str], str]:
        """All of its own settings; their file is read again only when it has become another."""
        there = (self.git_folder / "config").stat()
        version = (there.st_mtime_ns, there.st_size, there.st_ino)
        if self._settings[0] != version:
            with self._repo.config_reader("repository") as reader:
                found = {
                    (section, key): str(value)
                    for section in reader.sections()
                    for key, value in reader.items(section)
                }
            self._settings = (version, found)
        return self._settings[1]

    def set_config(self, settings: Mapping[str, str]) -> None:
        """Write settings `section.key` to the repository's own configuration."""
        with self._repo.config_writer("repository") as writer:
            for name, value in settings.items():
                section, key = name.split(".", 1)
                writer.set_value(section, key, value)

    def refs(self, prefix: str) -> dict[str, str]:
        """Refs below `prefix` (`refs/heads/request/`) with the commit each leads to."""
        listed = self.run(
            "for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", prefix
        )
        fields = [line.split(" ") for line in listed.splitlines()]
        return {name: peeled or oid for name, oid, peeled in fields}

    def shared_ref(self, branch: str) -> str:
        """How the shared repository's branch is called here."""
        return f"refs/remotes/{ORIGIN}/{branch}" if self.has_origin else f"refs/heads/{branch}"

    def shared(self, branch: str) -> str | None:
        """The tip of the shared repository's branch, as last fetched."""
        return self.resolve(self.shared_ref(branch))

    def shared_branches(self, prefix: str) -> dict[str, str]:
        """Shared branches whose name begins with `prefix`, with their tips."""
        start = self.shared_ref("")
        found = self.refs(start + prefix)
        return {name.removeprefix(start): oid for name, oid in found.items()}

    def set_ref(self, ref: str, new: str | None, expected: str | None = None) -> None:
        """Move a local ref in one step, if it is still at `expected` when that is given."""
        words = ["update-ref", "-d", ref] if new is None else ["update-ref", ref, new]
        try:
            self.run(*words, *([expected] if expected else []))
        except SiarError as error:
            raise Conflict(error.message) from None

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Fetch only once, and again when others turn out to be faster or `look_again` is called.

        For a program that runs many verbs, each of which would fetch. What moved meanwhile is found
        by the push, which is refused then.
        """
        former, self._looked = self._looked, False
        try:
            yield
        finally:
            self._looked = former

    def look_again(self) -> None:
        """What is shared was moved, but not from here: the next fetch is a real one."""
        self._looked = None if self._looked is None else False

    def fetch(self) -> None:
        """Bring what is shared here: branches, tags, and that branches were deleted."""
        self.moved += 1
        if self._looked:
            return
        self.clear_stale_locks()
        if not self.has_origin:
            return
        status, _out, err = self.ask("fetch", "--quiet", "--prune", "--tags", ORIGIN)
        if status:
            raise out_of_reach(err)
        self._looked = None if self._looked is None else True

    def clear_stale_locks(self) -> None:
        """Remove the locks of refs that nobody holds any more, which would stay in the way."""
        before = time.time() - STALE_LOCK_SECONDS
        refs = (self.git_folder / "refs").rglob("*.lock")
        for lock in (*refs, *self.git_folder.glob("packed-refs.lock")):
            with suppress(OSError):
                if lock.stat().st_mtime < before:
                    lock.unlink()

    def push(self, updates: Iterable[Update]) -> None:
        """Move refs of the shared repository, all or none, each only if it is where expected.

        Raises Conflict when somebody was faster, Refused when the gate says no, TryAgain when
        the repository is away.
        """
        wanted = list(updates)
        self.moved += 1
        if not self.has_origin:
            self._update_own(wanted)
            return
        words = ["push", "--porcelain", "--atomic", ORIGIN]
        for update in wanted:
            words.append(f"--force-with-lease={update.ref}:{update.expected or ''}")
        words += [f"{update.new or ''}:{update.ref}" for update in wanted]
        for pause_seconds in (*LOCK_PAUSES_SECONDS, None):
            try:
                self._push_once(words, wanted)
                break
            except Locked:
                if pause_seconds is None:
                    raise
                time.sleep(pause_seconds)
            except SiarError:
                self.look_again()
                raise
        for update in wanted:
            self._note_pushed(update)

    def push_elsewhere(
        self, address: str, branch: str, commit: str, environment: Mapping[str, str]
    ) -> str | None:
        """Bring a branch of another repository forward to `commit`; gives where it was before.

        Never by force. Raises Refused when it has another history there, TryAgain when it is away.
        """
        ref = f"refs/heads/{branch}"
        status, out, err = self.ask("ls-remote", "--", address, ref, environment=environment)
        if status:
            raise out_of_reach(err)
        before = out.split("\t")[0].strip() or None
        if before == commit:
            return before
        known = self.resolve(before) if before else None
        # What a partial clone has not, it would fetch one by one while it pushes.
        there = {entry.oid for entry in self.tree(known)} if known else set()
        self.bring(entry.oid for entry in self.tree(commit) if entry.oid not in there)
        words = ("push", "--porcelain", "--", address, f"{commit}:{ref}")
        status, out, err = self.ask(*words, environment=environment)
        if status and "[rejected]" in out:
            raise Refused(
                _("the branch {branch} of {address} has another history than ours").format(
                    branch=branch, address=address
                ),
                hint=_("nothing was changed there; see who wrote to it, or give it an empty one"),
            )
        if status:
            raise push_failure(out, err)
        return before

    def _push_once(self, words: Sequence[str], wanted: Sequence[Update]) -> None:
        status, out, err = self.ask(*words)
        if status:
            failure = push_failure(out, err)
            if isinstance(failure, Refused) and self._is_overtaken(wanted):
                raise overtaken()
            raise failure

    def _is_overtaken(self, updates: Sequence[Update]) -> bool:
        # The gate is asked before Git looks whether a ref is still where it was seen.
        listed = self.run("ls-remote", ORIGIN, *(update.ref for update in updates))
        there = {ref: oid for oid, ref in (line.split("\t") for line in listed.splitlines())}
        return any(there.get(update.ref) != update.expected for update in updates)

    def work_tree_changes(self, *, with_new: bool = True) -> list[str]:
        """Paths that differ between the work tree and the commit checked out, new ones included."""
        new = "--untracked-files=all" if with_new else "--untracked-files=no"
        listed = self.run("status", "--porcelain", "-z", new, "--no-renames")
        return [line[3:] for line in listed.split("\0") if line]

    @property
    def checked_out(self) -> str | None:
        """The branch that the work tree shows; None when detached or bare."""
        if self.is_bare or self._repo.head.is_detached:
            return None
        return str(self._repo.active_branch.name)

    def _update_own(self, updates: Sequence[Update]) -> None:
        lines = [
            f"update {update.ref} {update.new} {update.expected or ZERO}"
            if update.new
            else f"delete {update.ref} {update.expected}"
            for update in updates
        ]
        try:
            self.run(
                "update-ref", "--stdin", stdin="\n".join(["start", *lines, "commit", ""]).encode()
            )
        except SiarError as error:
            raise Conflict(error.message) from None

    def _note_pushed(self, update: Update) -> None:
        if update.ref.startswith("refs/heads/"):
            mirror = self.shared_ref(update.ref.removeprefix("refs/heads/"))
            if update.new or self.resolve(mirror):
                self.set_ref(mirror, update.new)
        elif update.new:
            self.set_ref(update.ref, update.new)
