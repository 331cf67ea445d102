"""Where each file of the archive lies: a folder per request, under names that Windows can open."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.papers.archive_contents import Archive, ArchivedFile, ArchivedRequest
from pipeline.papers.file_names import LONGEST_TITLE, distinct, legal_name, legal_path

GENERAL_FOLDER = "umum"


@dataclass(frozen=True)
class Placed:
    """Every file by its path; `folders` and `paths` follow the order of the archive's requests.

    `general` are the paths of the files of the whole period.
    """

    files: dict[str, bytes]
    folders: Sequence[str]
    paths: Sequence[Sequence[str]]
    general: Sequence[str]


def place(contents: Archive) -> Placed:
    """The layout of the archive: below data/."""
    files: dict[str, bytes] = {}
    general = _put(files, GENERAL_FOLDER, contents.files)
    folders = distinct(folder_name(request) for request in contents.requests)
    paths = [
        _put(files, folder, request.files)
        for folder, request in zip(folders, contents.requests, strict=True)
    ]
    return Placed(files, folders, paths, general)


def folder_name(request: ArchivedRequest) -> str:
    """`2026-0042 - Panen Raya Kopi di Desa Contoh`."""
    return legal_name(f"{request.number} - {legal_name(request.title, LONGEST_TITLE)}")


def _put(files: dict[str, bytes], folder: str, given: Sequence[ArchivedFile]) -> list[str]:
    paths = distinct(f"{folder}/{legal_path(file.path)}" for file in given)
    files.update({path: file.content for path, file in zip(paths, given, strict=True)})
    return paths
