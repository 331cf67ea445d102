"""Parts of the website by years, each built somewhere else, and the whole that they are."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands import build
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.parts import Share, Span, shared_out
from pipeline.errors import BadInput, Exit, UsageError
from pipeline.repository import Repository
from tests.commands.desk import Desk
from tests.commands.published import published_office
from tests.forge.test_verification import second_article
from tests.support.office import ARTICLE, IMPORTED, KASI, OFFICER, Office

OLD, NEW = (int(folder.split("/")[1]) for folder in (IMPORTED, ARTICLE))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published beside one of a former year."""
    assert OLD < NEW
    return published_office(tmp_path / "kantor")


def scene(office: Office, clone: str = "") -> Context:
    """The pipeline's own scene, or that in somebody's clone."""
    folder = office.folder / clone if clone else office.bare.folder
    return Context(Repository.open(folder), Quiet())


@pytest.fixture
def both(office: Office, tmp_path: Path) -> list[Path]:
    """The two parts of its website, each built in another clone."""
    files = [tmp_path / "bagian" / "lama.bundle", tmp_path / "bagian" / "baru.bundle"]
    build.run_part(scene(office, KASI), Span(1999, OLD), files[0])
    build.run_part(scene(office, OFFICER), Span(OLD + 1, NEW), files[1])
    return files


def test_the_parts_of_other_machines_are_the_whole(office: Office, both: list[Path]) -> None:
    ctx = scene(office)
    refs = office.bare.refs("refs/")
    joined = build.join(ctx, both)
    assert joined == build.run(ctx)
    assert build.join(ctx, both[::-1]) == joined
    assert office.bare.refs("refs/") == refs


def test_a_part_has_the_pages_of_its_years_alone(office: Office, tmp_path: Path) -> None:
    ctx = scene(office)
    built = build.run_part(ctx, Span(OLD, OLD), tmp_path / "x.bundle")
    assert built.articles == 1
    paths = {entry.path for entry in ctx.repository.tree(built.tree)}
    assert f"{OLD}/index.html" in paths
    assert not [path for path in paths if path.startswith(f"{NEW}/") or path == "index.html"]
    assert ctx.repository.refs("refs/siar/part/") == {}


def test_shares_are_the_whole_and_one_may_be_empty(office: Office, tmp_path: Path) -> None:
    ctx, folder = scene(office), tmp_path / "bagian"
    articles = [
        build.run_part(ctx, Share(place, 4), folder / f"{place}.bundle").articles
        for place in (1, 2, 3, 4)
    ]
    assert articles == [0, 1, 0, 1]
    assert build.join(ctx, [folder]) == build.run(ctx)


@given(
    st.dictionaries(st.integers(1990, 2026).map(str), st.integers(1, 3000)), st.integers(1, 12)
)  # fmt: skip
def test_years_are_shared_out_in_their_order_and_evenly(years: dict[str, int], parts: int) -> None:
    years = dict(sorted(years.items()))
    shares = shared_out(years, parts)
    assert (len(shares), [year for share in shares for year in share]) == (parts, list(years))
    fair, largest = sum(years.values()) / parts, max(years.values(), default=0)
    assert all(sum(years[year] for year in share) <= fair + largest for share in shares)


def test_parts_of_nothing_that_was_kept_are_held_against_what_is_shown(
    office: Office, tmp_path: Path
) -> None:
    for clone, place in ((KASI, 1), (OFFICER, 2)):
        file = tmp_path / "bagian" / f"{place}.bundle"
        build.run_part(scene(office, clone), Share(place, 2), file, is_clean=True)
    ctx = scene(office)
    assert build.compare_joined(ctx, [tmp_path / "bagian"]) == build.compare(ctx)
    with pytest.raises(BadInput) as caught:
        build.join(ctx, [tmp_path / "bagian"])
    assert caught.value.message.endswith("is a part of another website: kept")


def test_parts_of_what_was_kept_prove_nothing(office: Office, both: list[Path]) -> None:
    with pytest.raises(BadInput) as caught:
        build.compare_joined(scene(office), both)
    assert caught.value.message.endswith("is a part of another website: kept")


def test_a_folder_without_parts_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        build.join(scene(office), [tmp_path])
    assert caught.value.message == f"no part has the pages of {OLD}, {NEW}"


def twice(_office: Office, files: list[Path]) -> list[Path]:
    """One part is named a second time."""
    return [*files, files[0]]


def one(_office: Office, files: list[Path]) -> list[Path]:
    """A part is not there."""
    return files[1:]


def later(office: Office, files: list[Path]) -> list[Path]:
    """Something was approved after the parts were made."""
    second_article(office)
    return files


def other(_office: Office, files: list[Path]) -> list[Path]:
    """A file is something else."""
    files[0].write_bytes(b"# v2 git bundle\nbukan bagian\n")
    return files


def cut(_office: Office, files: list[Path]) -> list[Path]:
    """A file did not arrive as a whole."""
    files[0].write_bytes(files[0].read_bytes()[:-40])
    return files


def missing(_office: Office, files: list[Path]) -> list[Path]:
    """A file is not there."""
    files[0].unlink()
    return files


def branch(office: Office, files: list[Path]) -> list[Path]:
    """A file is a bundle, but none of ours."""
    office.bare.run("bundle", "create", "--quiet", str(files[0]), "refs/heads/main")
    return files


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (twice, "lama.bundle has "),
        (one, f"no part has the pages of {OLD}"),
        (later, "lama.bundle is a part of another website: main, shown"),
        (other, "lama.bundle is not a part of a website"),
        (missing, "lama.bundle is not a part of a website"),
        (cut, "lama.bundle is not a part of a website"),
        (branch, "lama.bundle is not a part of a website"),
    ],
)
def test_what_are_not_the_parts_of_one_site_is_refused(
    office: Office,
    both: list[Path],
    change: Callable[[Office, list[Path]], list[Path]],
    message: str,
) -> None:
    files = change(office, both)
    with pytest.raises(BadInput) as caught:
        build.join(scene(office), files)
    assert message in caught.value.message
    assert caught.value.hint


def test_years_without_an_article_make_no_part(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        build.run_part(scene(office), Span(1990, 1999), tmp_path / "x.bundle")
    assert caught.value.hint == f"these are the years: {OLD}, {NEW}"
    assert not (tmp_path / "x.bundle").exists()


def test_parts_are_made_and_joined_by_the_verb(published_desk: Desk, tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("lama.bundle", "baru.bundle")]
    whole = published_desk.siar(KASI, "build").out
    for years, file in zip((f"{OLD}", f"{OLD + 1}-{NEW}"), files, strict=True):
        said = published_desk.siar(KASI, "build", "--years", years, "--to", file)
        assert (said.exit, said.err) == (Exit.OK, "")
    said = published_desk.siar(KASI, "build", "--join", files[0], "--join", files[1])
    assert (said.exit, said.out) == (Exit.OK, whole)


def test_the_verb_holds_parts_against_what_is_shown(published_desk: Desk, tmp_path: Path) -> None:
    whole = published_desk.siar(KASI, "build", "--compare").out
    for place in (1, 2):
        words = ("--years", f"{place}/2", "--to", str(tmp_path / f"{place}.bundle"))
        said = published_desk.siar(KASI, "build", "--compare", *words)
        assert (said.exit, said.err) == (Exit.OK, "")
    said = published_desk.siar(KASI, "build", "--compare", "--join", str(tmp_path))
    assert (said.exit, said.out) == (Exit.OK, whole)


@pytest.mark.parametrize(
    "words",
    [
        ("--years", "2019"),
        ("--to", "x.bundle"),
        ("--years", "dua", "--to", "x.bundle"),
        ("--years", "5/4", "--to", "x.bundle"),
        ("--years", "0/4", "--to", "x.bundle"),
        ("--years", "2026", "--to", "x.bundle", "--join", "x.bundle"),
    ],
)
def test_what_cannot_be_meant_is_refused(published_desk: Desk, words: tuple[str, ...]) -> None:
    assert published_desk.siar(KASI, "build", *words).exit is Exit.USAGE
