"""Articles older than the procedure: which there are is known without opening their folders."""

from pathlib import Path

import pytest

from pipeline import tree_reader
from pipeline.forge.verified import ImportedArticles
from pipeline.objects import BadObject
from pipeline.repository import Repository
from tests.support.objects_read import objects_read
from tests.support.office import article
from tests.test_repository import commit

MONTH = "content/2026/11"
STRAY = {"content/a.md": b"x", f"{MONTH}/b.md": b"x", "theme/a/b/c/d.css": b"x"}


@pytest.fixture
def shared(tmp_path: Path) -> Repository:
    """An empty bare repository."""
    return Repository.create(tmp_path / "kantor.git", bare=True)


def folders(count: int) -> list[str]:
    return [f"{MONTH}/{1 + place % 28:02}-b{place}" for place in range(count)]


def founded(repository: Repository, count: int) -> str:
    texts = {f"{folder}/index.md": article() for folder in folders(count)}
    deeper = {f"{MONTH}/01-b0/versions/1.md": b"x"}
    return commit(repository, {**texts, **deeper, **STRAY})


def test_they_are_the_folders_below_a_month(shared: Repository) -> None:
    root = founded(shared, 5)
    found = ImportedArticles(shared, root)
    assert found.trees == {folder: shared.tree_id(root, folder) for folder in sorted(folders(5))}
    assert {folder: found.tree(folder) for folder in found.trees} == found.trees


@pytest.mark.parametrize(
    "folder",
    ["content", MONTH, f"{MONTH}/b.md", f"{MONTH}/01-b0/versions", f"{MONTH}/02-c", "theme"],
)
def test_nothing_else_is_one(shared: Repository, folder: str) -> None:
    found = ImportedArticles(shared, founded(shared, 2))
    assert found.tree(folder) is None
    assert folder not in found.trees
    assert found.read([folder]) == ()


def test_what_was_imported_since_is_right_where_it_was_brought(shared: Repository) -> None:
    root = founded(shared, 2)
    one, other = folders(2)
    later = commit(shared, {f"{one}/index.md": b"lain", f"{other}/index.md": None}, root)
    found = ImportedArticles(shared, root, {one: later, other: later})
    assert found.trees == {one: shared.tree_id(later, one)}
    assert found.tree(other) is None
    assert found.trees[one] != shared.tree_id(root, one)


def test_without_a_root_there_is_none(shared: Repository) -> None:
    found = ImportedArticles(shared, None)
    assert (found.trees, found.tree(folders(1)[0]), len(found)) == ({}, None, 0)


def test_listing_them_opens_none(shared: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for size in (20, 200):
        root = founded(shared, size)
        repository = Repository.open(shared.folder)
        with monkeypatch.context() as patch:
            read = objects_read(repository, patch)
            assert len(ImportedArticles(repository, root).trees) == size
            counts.append(len(read))
    assert counts[0] == counts[1]


def test_there_is_an_end_to_what_is_listed(
    shared: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = founded(shared, 9)
    monkeypatch.setattr(tree_reader, "MOST_LISTED", 8)
    with pytest.raises(BadObject, match="more files and folders than can be looked through"):
        assert ImportedArticles(shared, root).trees
