"""What verification found to be right: units at their last verified bytes, read when asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.forge.units import (
    CONTENT,
    all_files,
    article_files,
    article_folder,
    claimed_folder,
    folder_of,
)
from pipeline.objects import EXECUTABLE, FILE, FOLDER, LINK, Entry
from pipeline.record import agenda
from pipeline.record.article import Article
from pipeline.record.digest import FileEntry, unit_digest
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_article, load_request
from pipeline.record.replay import Case, replay
from pipeline.record.request import Request
from pipeline.repository import Repository

# Articles lie so deep below content/: content/2026/11/24-slug.
_DEPTH = 3


class VerifiedUnit(NamedTuple):
    """A finished request at a commit of main where its bytes are right.

    `article` and its `tree` are there where readers are to see it once it is due.
    """

    number: str
    commit: str
    request: Request
    case: Case
    article: Article | None
    tree: str | None
    digest: str | None


class Imported(NamedTuple):
    """An article that is older than the procedure: with the root commit, or imported later."""

    article: Article
    tree: str
    digest: str


class VerifiedUnits(Mapping[str, VerifiedUnit]):
    """Verified units by number; `commits` says in which commit each is right."""

    def __init__(self, repository: Repository, root: str, commits: Mapping[str, str]) -> None:
        self._repository, self._root, self.commits = repository, root, commits

    def __getitem__(self, number: str) -> VerifiedUnit:
        return _read(self._repository, self._root, number, self.commits[number])

    def __iter__(self) -> Iterator[str]:
        return iter(self.commits)

    def __len__(self) -> int:
        return len(self.commits)

    def __contains__(self, number: object) -> bool:
        return number in self.commits  # without reading it

    @cached_property
    def files(self) -> dict[str, str]:
        """The id of each unit's own file, by number."""
        # Most are right in one commit: where the last checkpoint was.
        listed = lru_cache(maxsize=16)(self._repository.listing)
        found = {}
        for number, commit in self.commits.items():
            folder, _slash, name = agenda.request_path(number).rpartition("/")
            entry = listed(commit, folder).get(name)
            if entry is not None:
                found[number] = entry[1]
        return found

    def file(self, number: str) -> str:
        """The id of one unit's own file; no other is looked for."""
        entry = self._repository.entry(self.commits[number], agenda.request_path(number))
        if entry is None:
            raise KeyError(number)
        return entry[1]

    def tree(self, number: str, folder: str) -> str | None:
        """The id of the tree that a folder is where a unit is right."""
        month, _slash, name = folder.rpartition("/")
        mode, oid = self._months(self.commits[number], month).get(name, ("", ""))
        return oid if mode == FOLDER else None

    @cached_property
    def _months(self) -> Callable[[str, str], Mapping[str, Entry]]:
        # Who asks for all of them comes month by month.
        return lru_cache(maxsize=16)(self._repository.listing)

    def read(self, number: str, path: str) -> bytes | None:
        """A file where a unit is right; None when it has none there."""
        return self._repository.read(self.commits[number], path)

    def bring(self, numbers: Iterable[str]) -> None:
        """Fetch at once what would be fetched one by one when these are read."""
        wanted = list(numbers)
        if not self._repository.is_partial:
            return
        self._repository.bring(self.file(number) for number in wanted)
        texts = (self._text(number) for number in wanted)
        self._repository.bring(entry[1] for entry in texts if entry)

    def _text(self, number: str) -> Entry | None:
        folder = article_folder(self._repository.blob(self.file(number)), number)
        return self._repository.entry(self.commits[number], f"{folder}/index.md")


# Who looks through all of them keeps only some; who asks twice for the same gets it at once.
@lru_cache(maxsize=256)
def _read(repository: Repository, root: str, number: str, commit: str) -> VerifiedUnit:
    path = agenda.request_path(number)
    data = repository.read(commit, path) or b""
    request, _findings = load_request(path, data, root=root, validate=False)
    if request is None:
        raise KeyError(number)
    case = replay(request.history)[0]
    article = None
    if case.is_public and case.article:
        index = f"{case.article}/index.md"
        mode, oid = repository.entry(commit, index) or (LINK, "")
        text = repository.blob(oid) if mode in (FILE, EXECUTABLE) else b""
        article, _findings = load_article(index, text)
    tree = repository.tree_id(commit, article.folder) if article else None
    # That these are the bytes that were approved is what was verified; of others none were.
    digest = case.digest if article else _digest(repository, request, commit)
    return VerifiedUnit(number, commit, request, case, article, tree, digest)


def _digest(repository: Repository, request: Request, commit: str) -> str | None:
    folder = claimed_folder(request)
    files = article_files(repository, commit, folder) if folder else ()
    return unit_digest(files, request.documents) if files else None


class ImportedArticles:
    """Articles older than the procedure: with the `root`, or imported `since`, folder to commit.

    Those of the root are listed when somebody asks for all of them.
    """

    def __init__(
        self, repository: Repository, root: str | None, since: Mapping[str, str] = {}
    ) -> None:
        self._repository, self._root, self._since = repository, root, since
        self._read: dict[str, Imported | None] = {}

    def tree(self, folder: str) -> str | None:
        """The id of the tree that a folder is; None where no such article is there."""
        commit = self._commit(folder)
        return self._repository.tree_id(commit, folder) if commit is not None else None

    def _commit(self, folder: str) -> str | None:
        is_one = folder_of(f"{folder}/") == folder
        return self._since.get(folder, self._root if is_one else None)

    @cached_property
    def trees(self) -> dict[str, str]:
        """The id of the tree that each folder is, readable or not."""
        listed = self._repository.at_depth(self._root, CONTENT, _DEPTH) if self._root else {}
        found = {folder: oid for folder, (mode, oid) in listed.items() if mode == FOLDER}
        since = {folder: self.tree(folder) for folder in self._since}
        known = {**found, **since}
        return {folder: tree for folder, tree in sorted(known.items()) if tree is not None}

    def read(self, folders: Iterable[str]) -> tuple[Imported, ...]:
        """Those in these folders that can be read."""
        wanted = list(folders)
        asked = {folder: self.tree(folder) for folder in wanted if folder not in self._read}
        new = {folder: tree for folder, tree in asked.items() if tree is not None}
        held = all_files(self._repository, new)
        for (folder, tree), files in zip(new.items(), held, strict=True):
            self._read[folder] = _imported(folder, tree, files)
        return tuple(found for folder in wanted if (found := self._read.get(folder)))

    def __iter__(self) -> Iterator[Imported]:
        return iter(self.read(self.trees))

    def __len__(self) -> int:
        return len(self.read(self.trees))


def _imported(folder: str, tree: str, files: Sequence[tuple[FileEntry, bytes]]) -> Imported | None:
    """The article of these files; None where it cannot be read."""
    index = f"{folder}/index.md"
    text = next((data for entry, data in files if entry.path == index), b"")
    article, findings = load_article(index, text)
    if article is None or has_errors(findings):
        return None
    return Imported(article, tree, unit_digest((entry for entry, _data in files), ()))
