"""A site is the same, however many presses make it, and whoever of them fails says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import SiarError
from pipeline.site.build import build_all
from pipeline.site.press import Press
from pipeline.site.workers import MOST, WORTH_A_PRESS, fitting
from tests.site.support import Office, front_matter, make_office, painting


def articles(count: int = 14) -> dict[str, bytes]:
    """Articles of two years, one of them with a photograph."""
    files = {}
    for place in range(count):
        day = f"{2025 + place % 2}-1{place % 3}-{place + 1:02d}"
        folder = f"content/{day[:7].replace('-', '/')}/{day[8:]}-berita-{place}"
        files[f"{folder}/index.md"] = front_matter(
            title=f"Berita {place}", date=f'"{day}"', agency=f"Dinas {place % 3}",
            topics="[ekonomi]", summary=f"Ringkasan {place}",
            **({"photos": "[{file: a.jpg, caption: K, credit: H, alt: A}]"} if place == 5 else {}),
        )  # fmt: skip
        if place == 5:
            files[f"{folder}/a.jpg"] = painting(1, 700, 40)
    return files


def built(office: Office, presses: int, bodies: Path | None = None) -> str:
    """The tree of the whole site."""
    with Press() as press:
        shop = replace(office.workshop(press), presses=presses, bodies=bodies)
        return build_all(shop, office.published())


def test_one_press_and_three_make_the_same_site(tmp_path: Path) -> None:
    office = make_office(tmp_path / "repo", articles())
    tree = built(office, 1)
    assert built(office, 3) == tree
    assert len(office.repository.tree(tree, "2025/11")) > 1
    assert built(office, 3, tmp_path / "teks") == tree


def test_more_presses_than_articles_do_no_harm(tmp_path: Path) -> None:
    office = make_office(tmp_path / "repo", articles(2))
    assert built(office, 3) == built(office, 1)
    empty = make_office(tmp_path / "kosong", {})
    assert built(empty, 2) == built(empty, 1)


def test_the_first_article_that_is_wrong_is_told_whoever_read_it(tmp_path: Path) -> None:
    files = articles()
    for name in [name for name in sorted(files) if name.endswith(".md")][7:10:2]:
        files[name] = files[name].replace(b"Isi berita.", b"![x](tidak-ada.jpg)")
    office = make_office(tmp_path / "repo", files)
    wrong = sorted(name for name, data in files.items() if b"tidak-ada" in data)
    with pytest.raises(SiarError) as caught:
        built(office, 3)
    assert caught.value.message.startswith(f"{wrong[0]}: the text shows the picture")


def test_a_press_is_started_where_it_is_worth_it() -> None:
    assert fitting(0) == fitting(WORTH_A_PRESS) == 1
    assert 1 <= fitting(100 * WORTH_A_PRESS) <= MOST
