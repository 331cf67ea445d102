"""Put the site live in a folder: the idle one of two slots is brought to it, then one switch.

TARGET/slots/a/, slots/b/   the site that is live and the one before, each whole
TARGET/slots/a.commit       which commit of the branch `site` a slot holds
TARGET/current              a link to the slot that is live; the web server serves this

Only what differs between what a slot holds and what it is to hold is read or written. A slot that
stopped being live is left as it is until the next site comes: somebody may still be reading there.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import SiarError, TryAgain
from pipeline.files import sync_directory, write_whole
from pipeline.i18n import _, reason
from pipeline.objects import Entry
from pipeline.repository import Repository
from pipeline.site.fence import check_forward
from pipeline.site.manifest import MANIFEST, Manifest, parse_manifest
from pipeline.site.slots import (
    NAMES,
    SLOTS,
    Changes,
    Note,
    begun,
    changes_to,
    note_path,
    other,
    parse_note,
    render_note,
    whole,
)

CURRENT, LOCK = "current", ".lock"
# What an older program left: a folder for each site.
RELEASES = "releases"
# A file that is not in its place yet.
BESIDE = f"{SLOTS}/.new"
# For more files than this it is quicker to have the whole disk written than each of them.
SYNCED_ONE_BY_ONE = 1000


def deploy(repository: Repository, commit: str, target: Path) -> bool:
    """Make `target`/current lead to the site of a commit; whether that was to do.

    Interrupted at any point, `current` leads to a whole site. Raises SiarError when it cannot be
    written (a full disk, say) and Refused when what is live is not what the commit comes from, with
    the old site live.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _locked(target):
            return _Folder(repository, target).deploy(commit)
    except OSError as error:
        raise SiarError(
            _("the site cannot be written to {path}: {why}").format(path=target, why=reason(error)),
            hint=_("the old site is still live; make room or repair the folder, then run it again"),
        ) from None


def live_commit(target: Path) -> str | None:
    """The commit of the branch `site` that is live in `target`, if one is."""
    name = _live_slot(target)
    note = _note(target, name) if name else ()
    return note[0] if len(note) == 1 else None


class _Folder:
    """A folder that shows the website."""

    def __init__(self, repository: Repository, target: Path) -> None:
        self._repository, self._target = repository, target

    def deploy(self, commit: str) -> bool:
        target = self._target
        live = _live_slot(target)
        if live and _note(target, live) == (commit,):
            return False
        shown = self._shown(commit)
        if live:  # nobody reads any more what was live before the last switch
            shutil.rmtree(target / RELEASES, ignore_errors=True)
        slot = other(live)
        # Without a link that leads to one of them, nobody knows who was here.
        former = _note(target, slot) if live else ()
        if former != (commit,):
            self._bring(slot, former, commit, shown)
        self._switch(slot)
        return True

    def _shown(self, commit: str) -> "_Shown":
        """What is live. Raises Refused where the commit does not come from it."""
        place = (self._target / CURRENT).resolve()
        file, there = place / MANIFEST, str(self._target)
        found = check_forward(self._repository, _manifest(file), commit, place=there, file=file)
        return _Shown(self._repository, place, found)

    def _bring(self, name: str, former: Note, commit: str, shown: "_Shown") -> None:
        """Make a slot hold the site of a commit. Its note says at each moment what is true."""
        note, slot = self._target / note_path(name), self._target / SLOTS / name
        changes = changes_to(self._repository, former, commit)
        if changes is None:
            note.unlink(missing_ok=True)
            if slot.exists():
                shutil.rmtree(slot)
            slot.mkdir(parents=True)
            changes = whole(self._repository, commit)
        else:
            write_whole(note, render_note(begun(former, commit)))
        self._change(slot, changes, shown)
        write_whole(note, render_note((commit,)))

    def _change(self, slot: Path, changes: Changes, shown: "_Shown") -> None:
        self._repository.bring(entry[1] for entry in changes.values() if entry)
        synced = len(changes) <= SYNCED_ONE_BY_ONE
        for path in sorted(path for path, entry in changes.items() if entry is None):
            _remove(slot, path)
        for path, entry in sorted(changes.items()):
            if entry is not None:
                self._put(slot / path, entry, shown.file(path, entry), synced=synced)
        if not synced:
            os.sync()
            return
        for folder in _folders(slot, changes):
            sync_directory(folder)

    def _put(self, file: Path, entry: Entry, same: Path | None, *, synced: bool) -> None:
        """Write a file beside its place, then put it there: what others link to never changes."""
        beside = self._target / BESIDE
        beside.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        if same is None or not _linked(same, beside):
            with beside.open("xb") as written:
                written.write(self._repository.blob(entry[1]))
                written.flush()
                if synced:
                    os.fsync(written.fileno())
        beside.replace(file)

    def _switch(self, name: str) -> None:
        beside = self._target / f".{CURRENT}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(f"{SLOTS}/{name}", target_is_directory=True)
        beside.replace(self._target / CURRENT)
        sync_directory(self._target)


class _Shown:
    """What is live: a folder with the site of a commit. Equal files need not lie there twice."""

    def __init__(self, repository: Repository, folder: Path, commit: str | None) -> None:
        self._repository, self._folder, self._commit = repository, folder, commit

    def file(self, path: str, entry: Entry) -> Path | None:
        """The file there with these very bytes, if there is one."""
        if self._commit is None or self._repository.entry(self._commit, path) != entry:
            return None
        file = self._folder / path
        try:
            data = b"" if file.is_symlink() else file.read_bytes()
        except OSError:
            return None
        # Whoever may write to the folder has perhaps changed it since.
        name = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
        return file if name == entry[1] and not file.is_symlink() else None


def _live_slot(target: Path) -> str | None:
    """The slot that `current` leads to; None for none, or for what an older program left."""
    link = target / CURRENT
    if link.is_symlink():
        folder, _slash, name = str(link.readlink()).rpartition("/")
        return name if folder == SLOTS and name in NAMES else None
    if link.exists():
        raise SiarError(
            _("{path} is not the link to a release that it should be").format(path=link),
            hint=_("move it away, then run it again; nothing in it was touched"),
        )
    return None


def _note(target: Path, name: str) -> Note:
    if not (target / SLOTS / name).is_dir():
        return ()
    try:
        return parse_note((target / note_path(name)).read_bytes())
    except FileNotFoundError:
        return ()


def _manifest(file: Path) -> Manifest | None:
    """What a folder says that it shows; None where it says nothing that can be read."""
    try:
        return parse_manifest(file.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _linked(file: Path, beside: Path) -> bool:
    """Whether a file could be given a second name; some disks cannot."""
    try:
        os.link(file, beside)
    except OSError:
        return False
    return True


def _remove(slot: Path, path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    file = slot / path
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        file.unlink()
    for folder in file.parents:
        if folder == slot:
            break
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            break  # something is left in it


def _folders(slot: Path, paths: Iterable[str]) -> Iterator[Path]:
    """The folders that these files lie in, with all above them that are part of the slot."""
    found = {slot}
    for path in paths:
        found.update(folder for folder in (slot / path).parents if folder.is_relative_to(slot))
    yield from (folder for folder in sorted(found, reverse=True) if folder.is_dir())


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One deployment at a time; the lock goes with the process that holds it."""
    with (target / LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TryAgain(
                _("another run is writing the site to {path}").format(path=target),
                hint=_("wait for it to end, then run the command again"),
            ) from None
        yield
