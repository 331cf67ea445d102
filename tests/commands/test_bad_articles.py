"""Articles that no site may be built from: told before anything is built, and what is live stays.

Each is brought to main past every gate, as an administrator could.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.errors import Exit
from tests.commands.desk import Desk
from tests.site.test_images import claiming
from tests.support.office import ARTICLE, MAINTAINER, article, article_files

TEXT, PHOTO = f"{ARTICLE}/index.md", f"{ARTICLE}/foto.jpg"
Files = Mapping[str, bytes | None]


def changed(old: bytes, new: bytes) -> Files:
    """The published article with some of its bytes otherwise."""
    assert old in article()
    return {TEXT: article().replace(old, new)}


BOMB = claiming(20000, 20000) + bytes(49_000)
# What is brought to main, and which finding of `siar check` tells it.
CASES: Mapping[str, tuple[Files, str]] = {
    "two articles with one address": (
        {f"{ARTICLE}/Index.md": article(), f"{ARTICLE.title()}/index.md": article()},
        "path-name",
    ),
    "a missing image": ({PHOTO: None}, "photo-missing"),
    "an image of 400 megapixels": ({PHOTO: BOMB}, "photo-pixels"),
    "broken front matter": (changed(b"topics: [pertanian]", b"topics: [pertanian"), "yaml-syntax"),
    "a title with a script": (
        changed(b"title: ", b"title: <script>alert(1)</script> "),
        "article-html",
    ),
    "a body of 5 MB": (
        changed(b"\n---\n", b"\n---\n" + b"Kalimat contoh. " * 330_000),
        "yaml-too-large",
    ),
    "an article that is gone": (dict.fromkeys(article_files()), "article-missing"),
    "a topic that leads elsewhere": (
        changed(b"[pertanian]", b'["../../etc"]'),
        "schema-label-id",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_and_what_is_live_stays(published_desk: Desk, case: str) -> None:
    files, finding = CASES[case]
    office = published_desk.office
    live, site = contents(office.folder / "situs"), office.bare.resolve("refs/heads/site")
    bad = office.commit(MAINTAINER, files, office.main)
    office.force(MAINTAINER, "refs/heads/main", bad)
    said = published_desk.siar(MAINTAINER, "publish", cwd=office.bare.folder)
    assert said.exit is Exit.PROBLEMS
    assert f"{ARTICLE}/" in said.out + said.err
    assert contents(office.folder / "situs") == live
    assert office.bare.resolve("refs/heads/site") == site
    office[MAINTAINER].repository.run("pull", "--quiet", "origin", "main")
    told = published_desk.siar(MAINTAINER, "check")
    assert told.exit is Exit.PROBLEMS
    assert f"error[{finding}]: " in told.out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that is live."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
