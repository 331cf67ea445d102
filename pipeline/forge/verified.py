"""What verification found to be right: units at their last verified bytes, read when asked for."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pipeline.forge.units import CONTENT, article_files, owners, unit_at
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


# Who looks through all of them keeps only some; who asks twice for the same gets it at once.
@lru_cache(maxsize=256)
def _read(repository: Repository, root: str, number: str, commit: str) -> VerifiedUnit:
    unit = unit_at(repository, commit, number)
    data, path = (unit.data, unit.path) if unit else (b"", "")
    request, _findings = load_request(path, data, root=root, validate=False)
    if unit is None or request is None:
        raise KeyError(number)
    case = replay(request.history)[0]
    article = None
    if case.is_public and case.article:
        index = f"{case.article}/index.md"
        article, _findings = load_article(index, (unit.texts or {}).get(index, b""))
    tree = repository.tree_id(commit, article.folder) if article else None
    digest = unit_digest(unit.files, request.documents) if unit.files else None
    return VerifiedUnit(number, commit, request, case, article, tree, digest)


def imported(repository: Repository, root: str, since: Mapping[str, str]) -> Iterator[Imported]:
    """The articles that came with the root, and those imported `since`: folder to commit."""
    _numbers, folders, _others = owners(entry.path for entry in repository.tree(root, CONTENT))
    for folder, commit in sorted({**dict.fromkeys(folders, root), **since}.items()):
        text = repository.read(commit, f"{folder}/index.md")
        article, findings = load_article(f"{folder}/index.md", text or b"")
        tree = repository.tree_id(commit, folder)
        if article is not None and tree is not None and not has_errors(findings):
            files = article_files(repository, commit, folder)
            yield Imported(article, tree, unit_digest(files, ()))
