"""What every page depends on has a name of its own for each part."""

from pathlib import Path

import pytest

from pipeline.site.recipe import PARTS, differs, digest_of, parse_recipe, recipe, render_recipe
from tests.site.support import Office, agency, make_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path / "repo", {"requirements.lock": b"a==1\n"})


def changed(office: Office, path: str, data: bytes) -> str:
    """A commit in which one file is another."""
    repository = office.repository
    tree = repository.write_tree(office.commit, {path: repository.write_blob(data)})
    at = repository.commit_info(office.commit).at
    return repository.commit_tree(tree, [office.commit], "x", author="a <a@b.example>", at=at)


def test_it_names_every_part_and_is_read_as_it_was_written(office: Office) -> None:
    made = recipe(office.repository, office.commit, agency())
    assert made.keys() == PARTS.keys()
    assert parse_recipe(render_recipe(made)) == made
    assert differs(made, made) == ""
    assert len(digest_of(made)) == 64


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("theme/templates/base.html", "the theme"),
        ("theme/static/baru.css", "the theme"),
        ("pelicanconf.py", "pelicanconf.py"),
        ("requirements.lock", "requirements.lock"),
        ("content/2026/11/24-a/index.md", ""),
        ("agency.yaml", ""),
        ("pipeline/program.py", ""),
    ],
)
def test_a_change_is_told_by_its_part(office: Office, path: str, what: str) -> None:
    old = recipe(office.repository, office.commit, agency())
    new = recipe(office.repository, changed(office, path, b"lain\n"), agency())
    assert differs(old, new) == what
    assert (digest_of(old) == digest_of(new)) == (what == "")


def test_of_agency_yaml_only_what_the_public_sees_counts(office: Office) -> None:
    old = recipe(office.repository, office.commit, agency())
    public = recipe(office.repository, office.commit, agency(site={"title": "Kabar Lain"}))
    private = recipe(office.repository, office.commit, agency(mail={"host": "x.example"}))
    assert differs(old, public) == "what agency.yaml says to the public"
    assert differs(old, private) == ""


def test_several_parts_are_told_together() -> None:
    new = dict.fromkeys(PARTS, "1")
    assert differs({**new, "theme": "2", "pictures": "2"}, new) == (
        "the theme, how photographs are encoded"
    )


@pytest.mark.parametrize("data", [None, b"", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_recipe_is_none(data: bytes | None) -> None:
    assert parse_recipe(data) is None
