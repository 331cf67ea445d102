"""Put the website on a web server over SSH, by rsync alone: no command is ever run there.

FOLDER/slots/a/, slots/b/   the site that is live and the one before, each whole
FOLDER/slots/a.commit       which commit of the branch `site` a slot holds
FOLDER/current              a link to the slot that is live; the web server serves this

What differs between what a slot holds and what it is to hold is sent, and nothing else. Where a
server cannot serve through a link, the destination ends with `/`: then the files lie in the folder
itself, each one put in place when all have come, and their note is `.well-known/siar.commit`.
"""

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.objects import FOLDER
from pipeline.repository import Repository
from pipeline.site.branch import laid_out
from pipeline.site.deploy import CURRENT, RELEASES
from pipeline.site.fence import check_forward
from pipeline.site.manifest import MANIFEST, parse_manifest
from pipeline.site.rsync_line import Line
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
)

_PLACE = r"(?P<path>[\w~/.][\w./~-]*)"
_HOST = r"(?P<user>[\w][\w.-]*)@(?P<host>[\w][\w.-]*)"
_FORMS = (re.compile(f"{_HOST}:{_PLACE}"), re.compile(rf"ssh://{_HOST}:(?P<port>\d+){_PLACE}"))
_NAME = re.compile(r"[\w-]+")
NOTE_IN_PLACE = ".well-known/siar.commit"


class Destination(NamedTuple):
    """A folder of a server; `in_place` when the files lie in the folder itself."""

    host: str
    port: str
    folder: str
    in_place: bool


def destination(text: str) -> Destination:
    """The destination that a setting names. Raises UsageError."""
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None or ".." in found["path"].split("/"):
        raise UsageError(
            _("{text} is not a folder of a server").format(text=text),
            hint="git config siar.rsync situs@server.example:/srv/www/siar",
        )
    path, port = found["path"], found.groupdict().get("port") or ""
    return Destination(
        f"{found['user']}@{found['host']}", port, path.rstrip("/"), path.endswith("/")
    )


def deploy_by_rsync(repository: Repository, commit: str, target: Destination, ssh: str) -> bool:
    """Make the site of a commit the one that is live there; whether that was to do.

    Interrupted at any point, `current` leads to a whole site. Raises TryAgain when the server is
    away, SiarError when it does not take it, and Refused when what is live there is not what the
    commit comes from.
    """
    with tempfile.TemporaryDirectory(prefix="siar-rsync-") as name:
        line = Line(f"{target.host}:{target.folder}", target.host,
                    f"{ssh} -p {target.port}" if target.port else ssh)  # fmt: skip
        kind = _InPlace if target.in_place else _InSlots
        return kind(repository, line, Path(name)).deploy(commit)


class _Place:
    """A folder of a server that shows the website; its files lie at `root`."""

    def __init__(self, repository: Repository, line: Line, folder: Path) -> None:
        self._repository, self._line, self._folder = repository, line, folder

    def _shown(self, there: Path, root: str, commit: str) -> None:
        """Look what is live. Raises Refused where the commit does not come from it."""
        try:
            shown = parse_manifest((there / root / MANIFEST).read_bytes())
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            shown = None
        place = self._line.place
        check_forward(
            self._repository, shown, commit, place=place, file=f"{place}/{root}{MANIFEST}"
        )

    def _fetched(self, *paths: str) -> Path:
        """A folder with these files of the server, as far as it has them."""
        there = self._folder / "there"
        there.mkdir(exist_ok=True)
        self._line.get(paths, there)
        return there

    def _keep_note(self, path: str, note: Note) -> None:
        file = self._folder / "note" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(render_note(note))
        self._line.put(self._folder / "note", [path])

    def _note(self, there: Path, path: str) -> Note:
        try:
            return parse_note((there / path).read_bytes())
        except OSError:
            return ()


class _InSlots(_Place):
    """Two slots, and a link to the one that is live."""

    def deploy(self, commit: str) -> bool:
        manifests = [f"{SLOTS}/{name}/{MANIFEST}" for name in NAMES]
        there = self._fetched(CURRENT, *map(note_path, NAMES), *manifests)
        root = self._root(there)
        live = root.removeprefix(f"{SLOTS}/") if root.startswith(f"{SLOTS}/") else None
        if live and self._note(there, note_path(live)) == (commit,):
            return False
        if root and live is None:  # an older program's
            self._fetched(f"{root}/{MANIFEST}")
        self._shown(there, f"{root}/" if root else f"{CURRENT}/", commit)
        if live:
            self._remove_releases()
        slot = other(live)
        # Without a link that leads to one of them, nobody knows who was there.
        former = self._note(there, note_path(slot)) if live else ()
        if former != (commit,):
            self._bring(slot, former, commit, root)
        self._switch(slot)
        return True

    def _root(self, there: Path) -> str:
        """The folder that is live; empty for none."""
        link = there / CURRENT
        found = str(link.readlink()) if link.is_symlink() else ""
        folder, _slash, name = found.partition("/")
        is_slot = folder == SLOTS and name in NAMES
        return found if is_slot or (folder == RELEASES and _NAME.fullmatch(name)) else ""

    def _bring(self, slot: str, former: Note, commit: str, root: str) -> None:
        """Make a slot hold the site of a commit. Its note says at each moment what is true."""
        changes = changes_to(self._repository, former, commit)
        self._keep_note(note_path(slot), begun(former, commit) if changes is not None else ())
        into = f"{SLOTS}/{slot}/"
        # What is live there already need not come again.
        how = [f"--link-dest=../../{root}"] if root else []
        if changes is None:
            with laid_out(self._repository, commit) as folder:
                self._line.put_all(folder, into, "--delete", *how)
        else:
            with laid_out(self._repository, commit, changes) as folder:
                names = _names(self._repository, commit, changes)
                self._line.put(folder, names, into, "--delete-missing-args", *how)
        self._keep_note(note_path(slot), (commit,))

    def _switch(self, slot: str) -> None:
        link = self._folder / "link" / CURRENT
        link.parent.mkdir()
        link.symlink_to(f"{SLOTS}/{slot}")
        # A link is put in the place of another one in one step.
        self._line.put(link.parent, [CURRENT])

    def _remove_releases(self) -> None:
        """Remove what an older program left; nobody reads it any more."""
        empty = self._folder / "empty"
        empty.mkdir()
        self._line.put(empty, [RELEASES], "", "--delete-missing-args")


class _InPlace(_Place):
    """The folder itself."""

    def deploy(self, commit: str) -> bool:
        there = self._fetched(MANIFEST, NOTE_IN_PLACE)
        note = self._note(there, NOTE_IN_PLACE)
        if note == (commit,):
            return False
        self._shown(there, "", commit)
        changes = changes_to(self._repository, note, commit)
        self._keep_note(NOTE_IN_PLACE, begun(note, commit) if changes is not None else ())
        if changes is None:
            with laid_out(self._repository, commit) as folder:
                kept = f"--exclude=/{NOTE_IN_PLACE}"
                self._line.put_all(folder, "", "--delay-updates", "--delete-after", kept)
        else:
            self._change(commit, changes)
        self._keep_note(NOTE_IN_PLACE, (commit,))
        return True

    def _change(self, commit: str, changes: Changes) -> None:
        with laid_out(self._repository, commit, changes) as folder:
            names = _names(self._repository, commit, changes)
            new = [name for name in names if changes.get(name)]
            self._line.put(folder, new, "", "--delay-updates")
            # A page goes when no page leads to it any more.
            if gone := [name for name in names if name not in new]:
                self._line.put(folder, gone, "", "--delete-missing-args")


def _names(repository: Repository, commit: str, changes: Changes) -> list[str]:
    """What of changed paths is to be sent; a folder that is gone goes as a whole."""
    found: dict[str, None] = {}
    for path, entry in sorted(changes.items()):
        if entry is not None:
            found[path] = None
            continue
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            name = "/".join(parts[:count])
            there = repository.entry(commit, name)
            if there is None:
                found[name] = None
            if there is None or there[0] != FOLDER:
                break
    return list(found)
