"""Questions asked of Git, by name, and the few things written to it (GitPython underneath).

Everything is read from raw objects: replace refs are off, attributes and filters never apply, and
nothing here depends on what a work tree holds. A path is text with `/`; an object id is hex.
"""

import errno
import io
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import git
from git.exc import GitCommandError, InvalidGitRepositoryError, NoSuchPathError
from gitdb.base import IStream

from pipeline.errors import NotFound, SiarError, TryAgain
from pipeline.i18n import _
from pipeline.objects import (
    FILE,
    FOLDER,
    SUBMODULE,
    CommitInfo,
    TreeEntry,
    parse_commit,
    parse_tree,
    render_tree,
)

ORIGIN = "origin"
_OBJECT_ID = re.compile(r"^[0-9a-f]{40}$")
ZERO = "0" * 40
# Refs are locked for an instant; what is older was left by a power cut or a killed process.
STALE_LOCK_SECONDS = 600
LOCK_PAUSES_SECONDS = (0.1, 0.2, 0.4)
_LOCK = re.compile(r"'([^'\n]+\.lock)': File exists")


# Something that signs a commit: bytes in, armoured SSH signature (namespace `git`) out.
Signer = Callable[[bytes], str]


class Update(NamedTuple):
    """One ref to move on the shared repository: from `expected` (None: must not exist) to `new`.

    `new` None deletes the ref.
    """

    ref: str
    new: str | None
    expected: str | None


class Conflict(TryAgain):
    """Somebody else moved the ref first."""


class Locked(TryAgain):
    """Somebody is at work on the same ref at this instant, or was cut off while at it."""


class Refused(SiarError):
    """The gate said no; the message holds what it said."""


class Repository:
    """A repository: somebody's clone of the shared one, or the shared (bare) one itself."""

    def __init__(self, repo: git.Repo) -> None:
        self._repo = repo
        repo.git.update_environment(GIT_NO_REPLACE_OBJECTS="1", GIT_TERMINAL_PROMPT="0")

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
        with _told("init"):
            return cls(git.Repo.init(path, mkdir=True, bare=bare, initial_branch="main"))

    @classmethod
    def clone(cls, source: Path, target: Path) -> "Repository":
        """A clone of `source` at `target`."""
        with _told("clone"):
            return cls(git.Repo.clone_from(str(source), str(target)))

    # --- where it is -----------------------------------------------------------------------

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
        return any(remote.name == ORIGIN for remote in self._repo.remotes)

    def run(self, *words: str, stdin: bytes | None = None) -> str:
        """What `git WORDS` prints. Raises SiarError with Git's own words when it fails."""
        with _told(words[0]):
            # strip_newline_in_stdout: the last newline only, never a NUL or a trailing space
            return str(
                self._repo.git.execute(
                    ["git", *words],
                    istream=None if stdin is None else _pipe(stdin),
                    strip_newline_in_stdout=False,
                )
            )

    # --- settings --------------------------------------------------------------------------

    def config(self, name: str) -> str | None:
        """The repository's own setting `section.key`; the user's and the system's do not count."""
        section, key = name.split(".", 1)
        with self._repo.config_reader("repository") as reader:
            return str(reader.get(section, key)) if reader.has_option(section, key) else None

    def set_config(self, settings: Mapping[str, str]) -> None:
        """Write settings `section.key` to the repository's own configuration."""
        with self._repo.config_writer("repository") as writer:
            for name, value in settings.items():
                section, key = name.split(".", 1)
                writer.set_value(section, key, value)

    # --- refs and commits ------------------------------------------------------------------

    def resolve(self, name: str) -> str | None:
        """The commit that a ref or id names, if it exists."""
        try:
            return self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
        except SiarError:
            return None

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

    def commit_info(self, oid: str) -> CommitInfo:
        """The commit's own fields, from its raw bytes."""
        return parse_commit(oid, self._object(oid))

    def first_parents(self, tip: str, since: str | None = None) -> list[str]:
        """The first-parent line up to `tip`, oldest first, without `since` and what is before."""
        scope = [tip] if since is None else [tip, f"^{since}"]
        return self.run("rev-list", "--first-parent", "--reverse", *scope).split()

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

    def roots(self, tip: str) -> list[str]:
        """The commits without parents that `tip` comes from."""
        return self.run("rev-list", "--max-parents=0", tip).split()

    # --- trees and blobs -------------------------------------------------------------------

    def blob(self, oid: str) -> bytes:
        """The bytes of a blob."""
        return self._object(oid)

    def read(self, commit: str, path: str) -> bytes | None:
        """The bytes of a file in a commit, or None if it is not there."""
        try:
            _oid, kind, _size, data = self._repo.git.get_object_data(f"{commit}:{path}")
        except ValueError:
            return None
        return bytes(data) if kind in (b"blob", "blob") and "\n" not in path else None

    def tree(self, commit: str, prefix: str = "") -> list[TreeEntry]:
        """Every file below `prefix` (or the file `prefix` itself) in a commit, sorted by path."""
        path = prefix.rstrip("/")
        mode, oid = self._entry(commit, path) or ("", "") if path else (FOLDER, self._top(commit))
        if mode == FOLDER:
            return sorted(self._files(oid, f"{path}/" if path else ""))
        return [self._file(path, mode, oid)] if mode else []

    def tree_id(self, commit: str, folder: str) -> str | None:
        """The id of the tree that a folder is in a commit."""
        found = self._entry(commit, folder)
        return found[1] if found and found[0] == FOLDER else None

    def changed_paths(self, base: str, head: str) -> list[str]:
        """Paths that differ between two commits; a rename counts as both of its paths."""
        listed = self.run("diff-tree", "-r", "-z", "--no-renames", "--name-only", base, head)
        return [path for path in listed.split("\0") if path]

    def write_blob(self, data: bytes) -> str:
        """Store a blob and give its id."""
        return self._store("blob", data)

    def write_tree(self, base: str | None, changes: Mapping[str, str | None]) -> str:
        """The tree of commit (or tree) `base` with paths set to blob ids, or removed (None).

        Only the folders on the way to the changes are read and written.
        """
        base_tree = None if base is None else self._top(base)
        return self._changed_tree(base_tree, changes) or self._store("tree", b"")

    def commit_tree(
        self,
        tree: str,
        parents: Sequence[str],
        message: str,
        *,
        author: str,
        at: datetime,
        sign: Signer | None = None,
    ) -> str:
        """Store a commit; `author` is `Name <mail>`, `sign` gives an armoured SSH signature."""
        stamp = f"{author} {int(at.timestamp())} {at.strftime('%z') or '+0000'}"
        head = [f"tree {tree}", *(f"parent {oid}" for oid in parents)]
        head += [f"author {stamp}", f"committer {stamp}"]
        body = f"\n\n{message.rstrip()}\n"
        unsigned = "\n".join(head) + body
        if sign is None:
            return self._store("commit", unsigned.encode())
        armour = sign(unsigned.encode()).rstrip("\n").replace("\n", "\n ")
        return self._store("commit", ("\n".join([*head, f"gpgsig {armour}"]) + body).encode())

    def set_ref(self, ref: str, new: str | None, expected: str | None = None) -> None:
        """Move a local ref in one step, if it is still at `expected` when that is given."""
        words = ["update-ref", "-d", ref] if new is None else ["update-ref", ref, new]
        try:
            self.run(*words, *([expected] if expected else []))
        except SiarError as error:
            raise Conflict(error.message) from None

    # --- the shared repository -------------------------------------------------------------

    def fetch(self) -> None:
        """Bring what is shared here: branches, tags, and that branches were deleted."""
        self.clear_stale_locks()
        if not self.has_origin:
            return
        status, _out, err = self._repo.git.execute(
            ["git", "fetch", "--quiet", "--prune", "--tags", ORIGIN],
            with_extended_output=True, with_exceptions=False,
        )  # fmt: skip
        if status:
            raise _out_of_reach(str(err))

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
        for update in wanted:
            self._note_pushed(update)

    def _push_once(self, words: Sequence[str], wanted: Sequence[Update]) -> None:
        status, out, err = self._repo.git.execute(
            ["git", *words], with_extended_output=True, with_exceptions=False
        )
        if status:
            failure = _push_failure(str(out), str(err))
            if isinstance(failure, Refused) and self._is_overtaken(wanted):
                raise _overtaken()
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

    # --- inside ----------------------------------------------------------------------------

    def _top(self, commit: str) -> str:
        """The tree of a commit, given by id or by any name of it."""
        oid = commit if _OBJECT_ID.match(commit) else self.resolve(commit)
        if oid is None:
            raise NotFound(_("there is no commit {name}").format(name=commit))
        return self._tree_of(oid)

    @lru_cache(maxsize=1024)  # noqa: B019 — a repository lives as long as the command
    def _tree_of(self, oid: str) -> str:
        raw = self._object(oid)
        return raw[5:45].decode() if raw.startswith(b"tree ") else oid

    @lru_cache(maxsize=8192)  # noqa: B019
    def _listing(self, tree: str) -> dict[str, tuple[str, str]]:
        return dict(parse_tree(self._object(tree)))

    def _entry(self, commit: str, path: str) -> tuple[str, str] | None:
        """Mode and id of what is at a path of a commit."""
        mode, oid = FOLDER, self._top(commit)
        for name in path.split("/"):
            if mode != FOLDER or name not in (listing := self._listing(oid)):
                return None
            mode, oid = listing[name]
        return mode, oid

    def _files(self, tree: str, prefix: str) -> Iterator[TreeEntry]:
        for name, (mode, oid) in self._listing(tree).items():
            if mode == FOLDER:
                yield from self._files(oid, f"{prefix}{name}/")
            else:
                yield self._file(prefix + name, mode, oid)

    def _file(self, path: str, mode: str, oid: str) -> TreeEntry:
        # What a submodule points at is in another repository.
        return TreeEntry(path, mode, oid, 0 if mode == SUBMODULE else self._size(oid))

    @lru_cache(maxsize=65536)  # noqa: B019
    def _size(self, oid: str) -> int:
        return int(self._repo.odb.info(bytes.fromhex(oid)).size)

    def _object(self, oid: str) -> bytes:
        try:
            return bytes(self._repo.odb.stream(bytes.fromhex(oid)).read())
        except ValueError:
            raise NotFound(_("the object {oid} is not in this clone").format(oid=oid)) from None

    def _store(self, kind: str, data: bytes) -> str:
        stream = IStream(kind.encode(), len(data), io.BytesIO(data))
        with _told("hash-object"):
            return str(self._repo.odb.store(stream).hexsha.decode())

    def _changed_tree(self, tree: str | None, changes: Mapping[str, str | None]) -> str | None:
        entries = dict(self._listing(tree)) if tree else {}
        below: dict[str, dict[str, str | None]] = {}
        for path, oid in changes.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = oid
            elif oid is None:
                entries.pop(name, None)
            else:
                entries[name] = (FILE, oid)
        for name, inner in below.items():
            mode, oid = entries.get(name, ("", ""))
            made = self._changed_tree(oid if mode == FOLDER else None, inner)
            if made is None:
                entries.pop(name, None)
            else:
                entries[name] = (FOLDER, made)
        return self._store("tree", render_tree(entries)) if entries else None

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


def _pipe(data: bytes) -> BinaryIO:
    # A real file, as the child process reads from its descriptor; it goes when it is collected.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    file.write(data)
    file.seek(0)
    return cast(BinaryIO, file)


def _overtaken() -> Conflict:
    return Conflict(
        _("somebody else changed it at the same moment"), hint=_("run the command again")
    )


def _push_failure(out: str, err: str) -> SiarError:
    said = [
        line.removeprefix("remote:").removeprefix(" ").rstrip()
        for line in err.splitlines()
        if line.startswith("remote:")
    ]
    if "[remote rejected]" in out and "hook declined" in out:
        # The gate is a `siar` too, and says so; once is enough.
        words = "\n".join(line for line in said if line).removeprefix("siar: ")
        return Refused(words or err.strip())
    if "(unpacker error)" in out:
        return SiarError(
            _("the office's repository could not keep it: {why}").format(
                why="\n".join(said) or err.strip()
            ),
            hint=_("nothing was changed; tell whoever looks after the server"),
        )
    if "[rejected]" in out or "[remote rejected]" in out:
        return _known(err) or _overtaken()
    return _out_of_reach(err)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn the failure of a `git WHAT` into a sentence."""
    try:
        yield
    except GitCommandError as error:
        said = str(error.stderr).strip().removeprefix("stderr: '").removesuffix("'").strip()
        raise _known(said) or SiarError(
            _("Git could not {what}: {said}").format(what=what, said=said or _("it was cut off")),
            hint="" if said else _("nothing was half written; mend this and run the command again"),
        ) from None


def _known(err: str) -> SiarError | None:
    """What is told of a trouble that has a way out of its own; None for any other."""
    if os.strerror(errno.ENOSPC) in err:
        return SiarError(
            _("the disk is full"),
            hint=_("nothing was half written; make room and run the command again"),
        )
    if found := _LOCK.search(err):
        return Locked(
            _("another command is at work there, or was cut off: {path}").format(path=found[1]),
            hint=_("run the command again in ten minutes; if it is still so, remove that file"),
        )
    return None


def _out_of_reach(err: str) -> SiarError:
    """Of what Git says, the first line is the reason; the others are advice on other matters."""
    if known := _known(err):
        return known
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    why = lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else _("it was cut off")
    return TryAgain(
        _("the office's repository cannot be reached: {why}").format(why=why),
        hint=_("nothing was changed; check the connection and run the command again"),
    )
