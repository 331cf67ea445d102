"""Units read from a commit and from a work tree: the same bytes, the same digest."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import SiarError
from pipeline.forge.units import (
    article_files,
    folder_of,
    number_of,
    owners,
    read_agency,
    read_media,
    unit_at,
    unit_in_folder,
)
from pipeline.repository import Repository
from tests.forge.conftest import Opening
from tests.support.office import ARTICLE, NUMBER, OFFICER, Stage


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("requests/2026/0042.yaml", "2026-0042"),
        ("requests/2026/10000.yaml", "2026-10000"),
        ("requests/2026/0042/surat.pdf", "2026-0042"),
        ("requests/2026/0042/dalam/surat.pdf", "2026-0042"),
        ("requests/2026/0042.1.yaml", "2026-0042.1"),
        ("requests/2026/0042.1/foto.jpg", "2026-0042.1"),
        ("requests/2026/0042.01.yaml", None),
        ("requests/2026/0042.1.1/foto.jpg", None),
        ("requests/2026/0042.yaml.yaml", None),
        ("requests/2026/0042", None),
        ("requests/2026/42.yaml", None),
        ("requests/2026/00042.yaml", None),
        ("requests/2026/0042.yml", None),
        ("requests/2026/0042.yaml/x", None),
        ("requests/26/0042.yaml", None),
        ("requests/README.md", None),
        ("Requests/2026/0042.yaml", None),
        ("content/2026/0042.yaml", None),
    ],
)
def test_which_request_a_path_belongs_to(path: str, number: str | None) -> None:
    assert number_of(path) == number


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("content/2026/11/24-panen/index.md", "content/2026/11/24-panen"),
        ("content/2026/11/24-panen/versions/1.md", "content/2026/11/24-panen"),
        ("content/2026/11/24-panen", None),
        ("content/index.md", None),
        ("contents/2026/11/24-panen/index.md", None),
    ],
)
def test_which_article_a_path_belongs_to(path: str, folder: str | None) -> None:
    assert folder_of(path) == folder


def test_paths_are_sorted_by_whose_they_are() -> None:
    paths = ["requests/2026/0042.yaml", "requests/2026/0042/x", "content/2026/11/24-a/index.md"]
    paths += ["agency.yaml", "content/x", "requests/2026/0043/y"]
    assert owners(paths) == (
        {"2026-0042", "2026-0043"},
        {"content/2026/11/24-a"},
        ["agency.yaml", "content/x"],
    )
    assert owners([]) == (set(), set(), [])


def test_a_unit_is_the_same_in_a_commit_and_in_its_work_tree(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    clone = office[OFFICER].repository
    clone.run("switch", "--quiet", "--create", "lihat", office.tip())
    there = unit_at(clone, "HEAD", NUMBER)
    assert there is not None
    assert unit_in_folder(clone.folder, NUMBER) == there
    assert [entry.path for entry in there.files] == [f"{ARTICLE}/foto.jpg", f"{ARTICLE}/index.md"]
    assert set(there.texts or ()) == {f"{ARTICLE}/index.md"}
    assert len(there.papers) == 4
    assert article_files(clone, "HEAD", ARTICLE) == there.files


def test_a_work_tree_is_read_with_links_modes_and_hidden_files(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    clone = office[OFFICER].repository
    clone.run("switch", "--quiet", "--create", "lihat", office.tip())
    folder = clone.folder / ARTICLE
    (folder / "foto.jpg").chmod(0o755)
    (folder / "tautan.md").symlink_to("/etc/hostname")
    (folder / ".gitattributes").write_text("* ident\n")
    (folder / "versions").mkdir()
    (folder / "versions" / "1.md").write_text("lama\n")
    (folder / "kosong").write_bytes(b"")
    clone.run("add", "--force", ".")
    clone.run("commit", "--quiet", "--no-gpg-sign", "-m", "coba")
    assert unit_in_folder(clone.folder, NUMBER) == unit_at(clone, "HEAD", NUMBER)


def test_what_is_not_there_is_no_unit(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    assert unit_at(office.bare, office.main, NUMBER) is None
    assert unit_in_folder(office[OFFICER].repository.folder, NUMBER) is None


def commit_of(folder: Path, files: dict[str, bytes]) -> tuple[Repository, str]:
    """A repository with one commit."""
    made = Repository.create(folder / "x.git", bare=True)
    tree = made.write_tree(None, {path: made.write_blob(data) for path, data in files.items()})
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return made, made.commit_tree(tree, [], "x", author="C <c@siar.example>", at=at)


def test_a_repository_without_an_agency_is_no_office(tmp_path: Path) -> None:
    made, commit = commit_of(tmp_path, {"a": b"1"})
    with pytest.raises(SiarError) as refused:
        read_agency(made, commit)
    assert refused.value.message == f"there is no agency.yaml in {commit[:10]}"
    assert refused.value.hint == "this is not an office's repository; `siar init DIR` makes one"


def test_registers_that_are_not_right_are_told_with_their_lines(tmp_path: Path) -> None:
    made, commit = commit_of(tmp_path, {"agency.yaml": b"a: 1\na: 2\n", "media.yaml": b"- x\n"})
    with pytest.raises(SiarError, match=r"agency\.yaml:2: error\[yaml-duplicate-key\]: "):
        read_agency(made, commit)
    with pytest.raises(SiarError, match=r"media\.yaml:1: error\["):
        read_media(made, commit)
