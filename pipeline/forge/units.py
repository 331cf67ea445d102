"""Read units from raw objects of a commit, or from the files of a work tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from pipeline.errors import SiarError
from pipeline.i18n import _
from pipeline.objects import EXECUTABLE, FILE, LINK, SUBMODULE
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.digest import FileEntry, sha256
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_article, load_request
from pipeline.record.media import Outlet
from pipeline.record.registers import load_agency, load_media
from pipeline.record.report_findings import format_text
from pipeline.record.request import Request
from pipeline.record.shapes import is_article_folder
from pipeline.record.unit import Unit
from pipeline.repository import Repository

AGENCY, MEDIA = "agency.yaml", "media.yaml"
CONTENT, REQUESTS = "content/", "requests/"
# So many folders are read together.
AT_ONCE = 200


def read_agency(repository: Repository, commit: str) -> Agency:
    """agency.yaml of a commit. Raises SiarError with all its findings when it is not right."""
    data = repository.read(commit, AGENCY)
    if data is None:
        raise SiarError(
            _("there is no {path} in {commit}").format(path=AGENCY, commit=commit[:10]),
            hint=_("this is not an office's repository; `siar init DIR` makes one"),
        )
    value, findings = load_agency(data)
    if value is None or has_errors(findings):
        raise SiarError(format_text(findings))
    return value


def read_media(repository: Repository, commit: str) -> tuple[Outlet, ...]:
    """media.yaml of a commit. Raises SiarError with all its findings when it is not right."""
    value, findings = load_media(repository.read(commit, MEDIA) or b"")
    if value is None or has_errors(findings):
        raise SiarError(format_text(findings))
    return value


def unit_at(
    repository: Repository, commit: str, number: str, *, article: str | None = None
) -> Unit | None:
    """The unit of a request as it is in a commit; None when it has no request file there.

    `article` overrides the folder that the request's front matter names.
    """
    record, folder_of_papers = agenda.request_path(number), agenda.papers_folder(number) + "/"
    _bring(repository, commit, record, folder_of_papers)
    data = repository.read(commit, record)
    if data is None:
        return None
    request = _request(data, number)
    papers = _entries(repository, commit, folder_of_papers)
    papers += tuple(
        entry for path in _letter_papers(request) for entry in _entries(repository, commit, path)
    )
    folder = article or claimed_folder(request)
    files = _entries(repository, commit, folder + "/") if folder else ()
    texts = {
        entry.path: repository.read(commit, entry.path) or b""
        for entry in files
        if entry.path.endswith(".md") and entry.mode != LINK
    }
    (entry,) = repository.tree(commit, record)
    return Unit(number, data, papers, files, texts, entry.mode)


def article_folder(data: bytes, number: str) -> str | None:
    """The article's folder that a request's front matter names."""
    return claimed_folder(_request(data, number))


def unit_paths(repository: Repository, commit: str, number: str) -> tuple[str, ...]:
    """Where a unit of a commit lies: its record, the folder of its papers, and its article's."""
    record = agenda.request_path(number)
    folder = article_folder(repository.read(commit, record) or b"", number)
    return (record, agenda.papers_folder(number), *([folder] if folder else []))


def _request(data: bytes, number: str) -> Request | None:
    return load_request(agenda.request_path(number), data, root="", validate=False)[0]


def claimed_folder(request: Request | None) -> str | None:
    """The article's folder that a request names, if it is one."""
    claimed = request.article if request else None
    return claimed if claimed and is_article_folder(claimed) else None


def _letter_papers(request: Request | None) -> list[str]:
    """The papers that a part of a split request has of its letter, which keeps them.

    A part's documents are the letter's own bytes, so they name its papers where they lie.
    """
    if request is None or agenda.part_of(request.number) is None:
        return []
    letter = agenda.papers_folder(agenda.whole_of(request.number))
    named = {f"requests/{request.year}/{paper.path}" for paper in request.attachments}
    return sorted(path for path in named if path.startswith(f"{letter}/"))


def unit_in_folder(folder: Path, number: str) -> Unit | None:
    """The unit as the files of a work tree are now, links and modes included."""
    path = folder / agenda.request_path(number)
    if not path.is_file():
        return None
    data = path.read_bytes()
    request = _request(data, number)
    papers = _files(folder, agenda.papers_folder(number))
    letter = agenda.papers_folder(agenda.whole_of(number))
    kept = {entry.path: entry for entry in _files(folder, letter)}
    papers += tuple(kept[path] for path in _letter_papers(request) if path in kept)
    article = claimed_folder(request)
    files = _files(folder, article) if article else ()
    texts = {
        entry.path: (folder / entry.path).read_bytes()
        for entry in files
        if entry.path.endswith(".md") and entry.mode != LINK
    }
    return Unit(number, data, papers, files, texts, _mode(path))


def owner_at(repository: Repository, commit: str, folder: str) -> str | None:
    """The request that an article's own front matter names; None for older articles."""
    index = f"{folder}/index.md"
    article, _findings = load_article(index, repository.read(commit, index) or b"")
    return article.request if article else None


def article_files(repository: Repository, commit: str, folder: str) -> tuple[FileEntry, ...]:
    """The files of an article's folder in a commit, as a digest lists them."""
    return _entries(repository, commit, folder + "/")


def all_files(
    repository: Repository, folders: Mapping[str, str]
) -> Iterator[Sequence[tuple[FileEntry, bytes]]]:
    """The files of many folders, given with the ids of their trees: each with its bytes, in order.

    Quicker than one folder after the other; of one folder all files are held at a time.
    """
    waiting = iter(folders.items())
    while part := dict(islice(waiting, AT_ONCE)):
        trees = [*repository.trees(part.values())]
        oids = [entry.oid for entries in trees for entry in entries if entry.mode != SUBMODULE]
        repository.bring(oids)
        blobs = repository.blobs(oids)
        for folder, entries in zip(part, trees, strict=True):
            # What a submodule points at is in another repository.
            held = [(one, b"" if one.mode == SUBMODULE else next(blobs)) for one in entries]
            yield [(_file(f"{folder}/{one.path}", one.mode, data), data) for one, data in held]


def owners(paths: Iterable[str]) -> tuple[set[str], set[str], list[str]]:
    """Sort paths by class: request numbers, article folders, and everything else."""
    numbers, folders, others = set(), set(), []
    for path in paths:
        number, folder = number_of(path), folder_of(path)
        if number:
            numbers.add(number)
        elif folder:
            folders.add(folder)
        else:
            others.append(path)
    return numbers, folders, others


def number_of(path: str) -> str | None:
    """The request that a path below requests/ belongs to: its file or a paper in its folder."""
    parts = path.split("/")
    if parts[0] + "/" != REQUESTS or len(parts) < 3:
        return None
    found = f"{parts[1]}-{parts[2].removesuffix('.yaml') if len(parts) == 3 else parts[2]}"
    is_its_own = len(parts) > 3 or path == agenda.request_path(found)
    return found if agenda.is_number(found) and is_its_own else None


def folder_of(path: str) -> str | None:
    """The article's folder that a path below content/ lies in: `content/2026/11/24-slug`."""
    parts = path.split("/")
    return "/".join(parts[:4]) if parts[0] + "/" == CONTENT and len(parts) > 4 else None


def _bring(repository: Repository, commit: str, *places: str) -> None:
    """Fetch at once what a clone without files would fetch file by file."""
    repository.bring(
        entry.oid
        for place in places
        for entry in repository.tree(commit, place)
        if entry.mode != SUBMODULE
    )


def _entries(repository: Repository, commit: str, prefix: str) -> tuple[FileEntry, ...]:
    _bring(repository, commit, prefix)
    found = []
    for path, mode, oid in repository.tree(commit, prefix):
        # What a submodule points at is in another repository.
        data = b"" if mode == SUBMODULE else repository.blob(oid)
        found.append(_file(path, mode, data))
    return tuple(found)


def _file(path: str, mode: str, data: bytes) -> FileEntry:
    return FileEntry(path, mode, len(data), sha256(data))


def _files(folder: Path, below: str) -> tuple[FileEntry, ...]:
    found = []
    for path in sorted((folder / below).rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        link = path.is_symlink()
        data = str(path.readlink()).encode() if link else path.read_bytes()
        name = path.relative_to(folder).as_posix()
        found.append(_file(name, _mode(path), data))
    return tuple(found)


def _mode(path: Path) -> str:
    """How Git would keep the file."""
    if path.is_symlink():
        return LINK
    return EXECUTABLE if path.stat().st_mode & 0o100 else FILE
