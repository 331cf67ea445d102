"""What verification found to be right: units at their last verified bytes, read when asked for."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.forge.units import CONTENT, article_files, article_folder, claimed_folder, owners
from pipeline.objects import EXECUTABLE, FILE, LINK, Entry
from pipeline.record import agenda
from pipeline.record.article import Article
from pipeline.record.digest import unit_digest
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_article, load_request
from pipeline.record.replay import Case, replay
from pipeline.record.request import Request
from pipeline.repository import Repository


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

    def tree(self, number: str, folder: str) -> str | None:
        """The id of the tree that a folder is where a unit is right."""
        return self._repository.tree_id(self.commits[number], folder)

    def read(self, number: str, path: str) -> bytes | None:
        """A file where a unit is right; None when it has none there."""
        return self._repository.read(self.commits[number], path)

    def bring(self, numbers: Iterable[str]) -> None:
        """Fetch at once what would be fetched one by one when these are read."""
        wanted = list(numbers)
        if not self._repository.is_partial:
            return
        self._repository.bring(self.files[number] for number in wanted)
        texts = (self._text(number) for number in wanted)
        self._repository.bring(entry[1] for entry in texts if entry)

    def _text(self, number: str) -> Entry | None:
        folder = article_folder(self._repository.blob(self.files[number]), number)
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
    """Articles older than the procedure; `commits` says in which commit each folder is right."""

    def __init__(self, repository: Repository, commits: Mapping[str, str]) -> None:
        self._repository, self._commits = repository, commits
        self._read: dict[str, Imported | None] = {}

    @cached_property
    def trees(self) -> dict[str, str]:
        """The id of the tree that each folder is, readable or not."""
        found = {
            folder: self._repository.tree_id(commit, folder)
            for folder, commit in sorted(self._commits.items())
        }
        return {folder: tree for folder, tree in found.items() if tree is not None}

    def read(self, folders: Iterable[str]) -> tuple[Imported, ...]:
        """Those in these folders that can be read."""
        wanted = list(folders)
        new = [folder for folder in wanted if folder not in self._read]
        trees = (self.trees[folder] for folder in new)
        self._repository.bring(e.oid for tree in trees for e in self._repository.tree(tree))
        self._read |= {folder: self._imported(folder) for folder in new}
        return tuple(found for folder in wanted if (found := self._read[folder]))

    def _imported(self, folder: str) -> Imported | None:
        commit, index = self._commits[folder], f"{folder}/index.md"
        article, findings = load_article(index, self._repository.read(commit, index) or b"")
        if article is None or has_errors(findings):
            return None
        files = article_files(self._repository, commit, folder)
        return Imported(article, self.trees[folder], unit_digest(files, ()))

    def __iter__(self) -> Iterator[Imported]:
        return iter(self.read(self.trees))

    def __len__(self) -> int:
        return len(self.read(self.trees))


def imported(repository: Repository, root: str, since: Mapping[str, str]) -> ImportedArticles:
    """The articles that came with the root, and those imported `since`: folder to commit."""
    _numbers, folders, _others = owners(entry.path for entry in repository.tree(root, CONTENT))
    return ImportedArticles(repository, {**dict.fromkeys(folders, root), **since})
