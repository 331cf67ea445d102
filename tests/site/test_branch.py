"""The branch `site`: one commit per change, without a checkout, only with what changed."""

from datetime import datetime
from pathlib import Path

from pipeline.repository import Repository
from pipeline.site.branch import commit_site, site_at
from pipeline.site.manifest import Built, seal, site_files
from tests.site.support import git

AT = datetime.fromisoformat("2026-11-24T14:05:00+09:00")
AUTHOR = "Siar <siar@siar.example>"


def site_of(folder: Path, files: dict[str, str], commit: str = "c" * 40) -> Built:
    """A site of these files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return seal(folder, commit, [])


def commit(repository: Repository, built: Built) -> str | None:
    """Commit the site as the publisher does."""
    return commit_site(repository, built, message="Terbitkan 2026-0042", author=AUTHOR, at=AT)


def shown(repository: Repository, oid: str) -> dict[str, bytes]:
    """Every file of a commit."""
    return {entry.path: repository.blob(entry.oid) for entry in repository.tree(oid)}


def test_the_branch_holds_exactly_the_site(tmp_path: Path) -> None:
    shared = Repository.create(tmp_path / "bersama.git", bare=True)
    clone = Repository.clone(tmp_path / "bersama.git", tmp_path / "klon")
    first = site_of(tmp_path / "a", {"index.html": "satu", "lama/index.html": "x", "t.css": "t"})
    one = commit(clone, first)
    assert one is not None
    second = site_of(tmp_path / "b", {"index.html": "dua", "baru/index.html": "y", "t.css": "t"})
    two = commit(clone, second)
    assert two is not None
    assert shown(shared, two) == {name: file.read_bytes() for name, file in site_files(second.path)}
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


def test_the_same_site_makes_no_commit(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repo.git", bare=True)
    built = site_of(tmp_path / "a", {"index.html": "satu"})
    assert commit(repository, built) is not None
    assert commit(repository, built) is None


def test_a_commit_that_changed_no_page_makes_no_commit(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repo.git", bare=True)
    commit(repository, site_of(tmp_path / "a", {"index.html": "satu"}, commit="a" * 40))
    assert commit(repository, site_of(tmp_path / "b", {"index.html": "satu"}, "b" * 40)) is None
    shown_site = site_at(repository)
    assert shown_site is not None
    assert shown_site.commit == "a" * 40


def test_a_branch_without_a_manifest_is_filled(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repo.git", bare=True)
    assert site_at(repository) is None
    tree = repository.write_tree(None, {"catatan.txt": repository.write_blob(b"")})
    start = repository.commit_tree(tree, [], "Mulai", author=AUTHOR, at=AT)
    repository.set_ref("refs/heads/site", start)
    made = commit(repository, site_of(tmp_path / "a", {"index.html": "satu"}))
    assert made is not None
    assert sorted(shown(repository, made)) == [".well-known/siar.json", "index.html"]
