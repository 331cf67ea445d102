"""A unit as a run of commits leaves it: its files by path, and the unit that they make."""

import hashlib
from collections.abc import Iterable, Mapping

from pipeline.forge.units import folder_of, unit_at
from pipeline.lineage import Changed
from pipeline.objects import LINK, SUBMODULE
from pipeline.record import agenda
from pipeline.record.digest import FileEntry
from pipeline.record.unit import Unit
from pipeline.repository import Repository

Files = Mapping[str, Changed]


def after(files: Files, changes: Iterable[Changed]) -> dict[str, Changed]:
    """The files of a unit once these changes are made."""
    changed = {**files, **{change.path: change for change in changes}}
    return {path: change for path, change in changed.items() if change.oid}


def unit_of(repository: Repository, commit: str, number: str, files: Files | None) -> Unit | None:
    """The unit of these files, as they are in `commit`; without files they are looked for there.

    A part of a split letter has papers of its letter, and more than one article is a riddle: then
    too the commit itself is asked.
    """
    folders = {folder for path in files or () if (folder := folder_of(path))}
    if files is None or len(folders) > 1 or agenda.part_of(number) is not None:
        return unit_at(repository, commit, number)
    record = files.get(agenda.request_path(number))
    if record is None or record.mode == SUBMODULE:
        return None
    entries: list[FileEntry] = []
    texts: dict[str, bytes] = {}
    for path, change in sorted(files.items()):
        if change is record:
            continue
        data = b"" if change.mode == SUBMODULE else repository.blob(change.oid)
        entries.append(FileEntry(path, change.mode, len(data), hashlib.sha256(data).hexdigest()))
        if folder_of(path) and path.endswith(".md") and change.mode != LINK:
            texts[path] = data
    return Unit(
        number,
        repository.blob(record.oid),
        tuple(entry for entry in entries if not folder_of(entry.path)),
        tuple(entry for entry in entries if folder_of(entry.path)),
        texts,
        record.mode,
    )
