"""The press: whatever becomes of Pelican in there, whoever gave the order is told in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import SiarError
from pipeline.site import plan
from pipeline.site.build import SetChange, Workshop, build_all, build_change
from pipeline.site.plan import SORTS, Page
from pipeline.site.press import Press
from pipeline.site.source import lay_out
from tests.site.support import Office, agency, make_office, theme_files
from tests.site.test_build import FOLDER, article

PLACE = FOLDER.removeprefix("content/")


def an_office(folder: Path, *more: bytes, **files: bytes) -> Office:
    """An office with one article, and lines added to its configuration."""
    configuration = theme_files()["pelicanconf.py"] + b"".join(b"\n" + line for line in more)
    named = {f"theme/templates/{name}.html": data for name, data in files.items()}
    whole = {f"{FOLDER}/index.md": article(), "pelicanconf.py": configuration, **named}
    return make_office(folder, whole)


@contextmanager
def at_work(office: Office, folder: Path) -> Iterator[tuple[Press, list[bytes]]]:
    """A press that has begun a job, and the text of the office's article, which is laid out."""
    source, output = folder / "source", folder / "output"
    source.mkdir(parents=True)
    output.mkdir()
    texts = lay_out(office.repository, office.published(), source)
    with Press() as press:
        press.dress(office.repository, office.commit, agency())
        press.begin(source, output)
        yield press, texts


def refused(office: Office) -> SiarError:
    """What is said when this office's site is built."""
    with Press() as press, pytest.raises(SiarError) as caught:
        build_all(office.workshop(press), office.published())
    return caught.value


def test_one_press_builds_many_sites_and_each_looks_like_its_own(tmp_path: Path) -> None:
    first = an_office(tmp_path / "satu")
    second = an_office(tmp_path / "dua", about=b"tentang yang lain")
    with Press() as press:
        one = build_all(first.workshop(press), first.published())
        two = build_all(second.workshop(press), second.published())
        again = build_all(first.workshop(press), first.published())
    assert one == again
    about = [(office.repository.read(tree, "tentang/index.html") or b"") for office, tree in
             ((first, one), (second, two))]  # fmt: skip
    assert b"Tentang Kabar Contoh" in about[0]
    assert about[1] == b"tentang yang lain"


def test_what_was_read_in_one_job_is_forgotten_in_the_next(tmp_path: Path) -> None:
    office = an_office(tmp_path / "repo")
    published = office.published()
    shop_files = {f"{FOLDER}/index.md": article(body="Teks yang lain.\n")}
    other = make_office(tmp_path / "lain", shop_files)
    with Press() as press:
        before = build_all(office.workshop(press), published)
        build_all(other.workshop(press), other.published())
        # The feed's texts are read again, and not taken from the other office's site.
        new = published[0].__class__(**{**vars(published[0]), "folder": f"{FOLDER}-b"})
        after = build_change(office.workshop(press), before, SetChange((), (new,)))
    feed = office.repository.read(after, "atom.xml") or b""
    assert feed.count(b"Isi berita.") == 2


def test_a_configuration_may_print(tmp_path: Path) -> None:
    office = an_office(tmp_path / "repo", b"import sys", b"print('{}')", b"sys.stdout.flush()")
    with Press() as press:
        build_all(office.workshop(press), office.published())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"import os, sys; print('aduh', file=sys.stderr, flush=True); os._exit(3)", "aduh"),
        (b"raise SystemExit('cukup')", "cukup"),
        (b"1 / 0", "ZeroDivisionError: division by zero"),
        (b"x = [0] * (1 << 40)", "MemoryError: "),
    ],
)
def test_a_configuration_that_breaks_is_told(tmp_path: Path, line: bytes, why: str) -> None:
    error = refused(an_office(tmp_path / "repo", line))
    assert error.message == f"the site could not be built: {why}"
    assert error.hint == "nothing was published; the live site is as it was"


def test_a_press_that_failed_does_nothing_more(tmp_path: Path) -> None:
    office = an_office(tmp_path / "repo", about=b"{{ newsroom.titel }}")
    with Press() as press:
        for _time in range(2):
            with pytest.raises(SiarError, match="the site could not be built"):
                build_all(office.workshop(press), office.published())


def test_two_pages_of_one_address_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = an_office(tmp_path / "repo")
    sorts = {**SORTS, "contact": SORTS["contact"]._replace(address=SORTS["about"].address)}
    monkeypatch.setattr(plan, "SORTS", sorts)
    assert refused(office).message == "two pages have one address: tentang/index.html"


def test_an_article_that_was_not_read_stands_nowhere_in_full(tmp_path: Path) -> None:
    office = an_office(tmp_path / "repo")
    with at_work(office, tmp_path / "satu") as (press, texts):
        (card,) = press.read(office.published(), texts)
    with at_work(office, tmp_path / "dua") as (press, _), pytest.raises(SiarError) as caught:
        values = {"story": card, "newer": None, "older": None, "related": ()}
        press.write([Page(card.path, "article", values)])
    assert "has no attribute" in caught.value.message


def test_a_press_that_is_not_used_leaves_nothing(tmp_path: Path) -> None:
    press = Press()
    folder = Path(press._folder.name)
    assert folder.is_dir()
    press.close()
    assert not folder.exists()


def test_pages_are_given_what_they_show_and_nothing_of_the_settings(tmp_path: Path) -> None:
    office = an_office(tmp_path / "repo", b"RAHASIA = 'kenari'", about=b"{{ RAHASIA }}")
    assert refused(office).message == (
        "the site could not be built: UndefinedError: 'RAHASIA' is undefined"
    )


def test_a_change_is_built_in_a_workshop_of_any_earlier_site(tmp_path: Path) -> None:
    office = an_office(tmp_path / "repo")
    with Press() as press:
        shop = Workshop(office.repository, press, office.commit, agency())
        empty = build_all(shop, [])
        full = build_change(shop, empty, SetChange((), tuple(office.published())))
        assert full == build_all(shop, office.published())
        assert build_change(shop, full, SetChange((FOLDER,), ())) == empty
