"""The branch `site`: one commit per change, without a checkout, only with what changed."""

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.repository import Repository
from pipeline.site.branch import commit_site, site_at
from pipeline.site.manifest import MANIFEST, Manifest, parse_manifest, render_manifest
from tests.site.support import git

AT = datetime.fromisoformat("2026-11-24T14:05:00+09:00")
AUTHOR = "Siar <siar@siar.example>"


def site_of(repository: Repository, files: dict[str, str], commit: str = "c" * 40) -> Manifest:
    """A site of these files."""
    blobs = {name: repository.write_blob(text.encode()) for name, text in files.items()}
    return Manifest(repository.write_tree(None, {**blobs}), commit, main=commit)


def commit(repository: Repository, made: Manifest) -> str | None:
    """Commit the site as the publisher does."""
    return commit_site(repository, made, message="Terbitkan 2026-0042", author=AUTHOR, at=AT)


def shown(repository: Repository, oid: str) -> dict[str, str]:
    """Every file of a commit, but for its manifest."""
    files = {entry.path: repository.blob(entry.oid).decode() for entry in repository.tree(oid)}
    assert files.pop(MANIFEST)
    return files


def test_the_branch_holds_exactly_the_site(tmp_path: Path) -> None:
    shared = Repository.create(tmp_path / "bersama.git", bare=True)
    clone = Repository.clone(tmp_path / "bersama.git", tmp_path / "klon")
    one = commit(
        clone, site_of(clone, {"index.html": "satu", "lama/index.html": "x", "t.css": "t"})
    )
    assert one is not None
    second = {"index.html": "dua", "baru/index.html": "y", "t.css": "t"}
    two = commit(clone, site_of(clone, second))
    assert two is not None
    assert shown(shared, two) == second
    assert shared.commit_info(two).parents == (one,)
    assert shared.changed_paths(one, two) == [
        ".well-known/siar.json",
        "baru/index.html",
        "index.html",
        "lama/index.html",
    ]
    assert shared.commit_info(two).message == "Terbitkan 2026-0042\n"
    assert clone.checked_out == "main"
    assert git(tmp_path / "bersama.git", "fsck", "--strict") == ""


def test_a_site_names_its_tree_and_the_site_before(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repo.git", bare=True)
    first = commit(repository, site_of(repository, {"index.html": "satu"}))
    made = site_of(repository, {"index.html": "dua"})
    second = commit(repository, made)
    assert second is not None
    found = site_at(repository)
    assert found is not None
    assert (found.tree, found.site, found.main) == (made.tree, first, "c" * 40)
    without = repository.write_tree(second, {MANIFEST: None})
    assert without == made.tree


def test_the_same_site_makes_no_commit(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repo.git", bare=True)
    made = site_of(repository, {"index.html": "satu"})
    assert commit(repository, made) is not None
    assert commit(repository, made) is None


def test_a_commit_that_changed_no_page_makes_no_commit(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repo.git", bare=True)
    commit(repository, site_of(repository, {"index.html": "satu"}, commit="a" * 40))
    assert commit(repository, site_of(repository, {"index.html": "satu"}, "b" * 40)) is None
    shown_site = site_at(repository)
    assert shown_site is not None
    assert shown_site.commit == "a" * 40


def test_a_branch_without_a_manifest_is_filled(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repo.git", bare=True)
    assert site_at(repository) is None
    tree = repository.write_tree(None, {"catatan.txt": repository.write_blob(b"")})
    start = repository.commit_tree(tree, [], "Mulai", author=AUTHOR, at=AT)
    repository.set_ref("refs/heads/site", start)
    made = commit(repository, site_of(repository, {"index.html": "satu"}))
    assert made is not None
    assert shown(repository, made) == {"index.html": "satu"}


def test_a_manifest_is_read_as_it_was_written() -> None:
    made = Manifest("1" * 40, "2" * 40, "3" * 40, "4" * 64, "5" * 40, "6" * 40)
    assert parse_manifest(render_manifest(made)) == made


def test_of_an_older_programs_manifest_the_origin_is_known() -> None:
    old = b'{"articles": {}, "commit": "a1", "digest": "sha256:%s", "files": 3, "main": "b2"}'
    found = parse_manifest(old % (b"f" * 64))
    assert (found.tree, found.commit, found.main) == ("f" * 64, "a1", "b2")


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format": 3}', b'{"format": 2}', b'{"commit": 1}'])
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        parse_manifest(data)
