"""`siar preview`: whose bytes it shows, where it puts them, and what it never does."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from pipeline.commands import publish, serve
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import Exit
from pipeline.i18n import agency_text
from tests.commands.desk import Desk, refusal
from tests.site.test_browser import FLAGS
from tests.support.office import (
    ARTICLE,
    KASI,
    NUMBER,
    OFFICER,
    Stage,
    article,
    article_files,
)
from tests.support.programs import need

DeskAt = Callable[[Stage], Desk]
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def text(folder: Path) -> str:
    """The page of a preview."""
    return (folder / "index.html").read_text(encoding="utf-8")


def titled(title: str) -> dict[str, bytes]:
    """The article's files under another title."""
    return article_files(text=article(title=title))


def standing(sentence: str, state: str) -> str:
    """What the page says of how its text stands."""
    return agency_text(sentence).format(number=NUMBER, state=state)


HANDED_IN = (
    "Request {number}, {state}. This is exactly what was handed in; "
    "an approval that quotes the digest below is of this text and no other."
)
NOT_YET = "Request {number}, {state}. This text was not handed in yet."
ANOTHER = (
    "Request {number}, {state}. This text is not what was handed in last; "
    "it can be approved once it was handed in again."
)


def test_the_page_names_the_digest_that_an_approval_would(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    before, target = desk.refs(), tmp_path / "sini"
    said = desk.siar(KASI, "preview", NUMBER, "--to", str(target))
    submitted = desk.last().data["digest"]
    assert (said.exit, said.err) == (Exit.OK, "")
    assert said.out.endswith(f"{NUMBER}: open {target / 'index.html'}\n  {submitted}\n")
    assert DIGEST.findall(text(target)) == [submitted]
    assert standing(HANDED_IN, "menunggu koreksi") in text(target)
    desk.siar(KASI, "approve", NUMBER)
    assert desk.last().data["digest"] == submitted
    assert before.keys() <= {*desk.refs(), f"refs/heads/request/{NUMBER}"}


def test_nothing_is_recorded_and_nothing_is_to_be_handed_in(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    refs = desk.refs()
    assert desk.siar(OFFICER, "pratinjau", NUMBER).exit == Exit.OK
    folder = desk.clone(OFFICER) / f"pratinjau-{NUMBER}"
    assert standing(NOT_YET, "sedang ditulis") in text(folder)
    assert desk.refs() == refs
    assert desk.office[OFFICER].repository.work_tree_changes() == []


def test_words_in_the_work_tree_are_shown_before_they_are_pushed(
    desk_at: DeskAt, tmp_path: Path
) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.siar(KASI, "review", NUMBER)
    index = desk.clone(KASI) / ARTICLE / "index.md"
    index.write_bytes(article(title="Judul Kasi"))
    desk.siar(KASI, "preview", NUMBER, "--to", str(tmp_path / "kasi"))
    assert "<h1>Judul Kasi</h1>" in text(tmp_path / "kasi")
    assert standing(ANOTHER, "menunggu koreksi") in text(tmp_path / "kasi")
    desk.siar(OFFICER, "preview", NUMBER, "--to", str(tmp_path / "petugas"))
    assert "Judul Kasi" not in text(tmp_path / "petugas")


def test_a_commit_is_shown_as_it_was(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.DRAFTING)
    old = desk.office.tip()
    desk.office.write(files=titled("Judul baru"))
    desk.siar(OFFICER, "preview", NUMBER, "--commit", old, "--to", str(tmp_path / "lama"))
    desk.siar(OFFICER, "preview", NUMBER, "--to", str(tmp_path / "baru"))
    assert "Judul baru" not in text(tmp_path / "lama")
    assert "<h1>Judul baru</h1>" in text(tmp_path / "baru")
    said = desk.siar(OFFICER, "preview", NUMBER, "--commit", "tidak-ada")
    assert said.exit == Exit.PROBLEMS
    assert said.err.startswith("siar: there is no commit tidak-ada here\n")


def test_the_open_work_tree_is_shown_whatever_branch_it_is(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    clone = desk.office[OFFICER].repository
    clone.run("switch", "--quiet", "--detach", desk.office.tip())
    (clone.folder / ARTICLE / "index.md").write_bytes(article(title="Belum disimpan"))
    desk.siar(OFFICER, "preview", NUMBER, "--open-work-tree", "--to", str(tmp_path / "sini"))
    assert "<h1>Belum disimpan</h1>" in text(tmp_path / "sini")


# --- what a pull request changes ---------------------------------------------------------------


def detached(desk: Desk, tip: str) -> None:
    """A clone as a forge's runner has it: a commit, no branch, and nobody to ask any more."""
    clone = desk.office[OFFICER].repository
    clone.fetch()
    clone.run("switch", "--quiet", "--detach", tip)
    clone.run("config", "remote.origin.url", str(desk.office.folder / "tidak-ada"))
    clone.run("config", "--unset", "user.signingkey")


def test_what_is_checked_out_is_enough_to_know_the_request(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    detached(desk, desk.office.tip())
    said = desk.siar(OFFICER, "preview", "--changed", "--to", str(tmp_path / "sini"))
    assert (said.exit, said.err) == (Exit.OK, "")
    assert "<h1>Petani Desa Contoh Panen Raya Kopi</h1>" in text(tmp_path / "sini")


def test_the_branch_that_a_forge_names_is_the_request(
    desk_at: DeskAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    detached(desk, desk.office.tip())
    monkeypatch.setenv("GITHUB_HEAD_REF", f"request/{NUMBER}")
    assert desk.siar(OFFICER, "preview", "--changed", "--to", str(tmp_path / "a")).exit == Exit.OK
    for strange in (f"x/request/{NUMBER}", "request/../main", "request/", f"request/{NUMBER}\n"):
        monkeypatch.setenv("GITHUB_HEAD_REF", strange)
        said = desk.siar(OFFICER, "preview", "--changed", "--to", str(tmp_path / "b"))
        assert (said.exit, said.err) == (Exit.OK, ""), strange


def test_without_an_article_there_is_nothing_to_show(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.RECEIVED)
    nothing = (Exit.OK, "no article was changed here: there is nothing to show\n", "")
    assert desk.siar(OFFICER, "preview", "--changed") == nothing
    detached(desk, desk.office.tip())
    assert desk.siar(OFFICER, "preview", "--changed", "--to", str(tmp_path / "x")) == nothing
    assert not (tmp_path / "x").exists()


def test_several_requests_have_a_folder_each(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.DRAFTING)
    second = desk.office.receive(subject="Surat kedua (CONTOH)")
    desk.office.dispose(second)
    desk.office.accept(second)
    folder = "content/2026/11/02-berita-kedua-contoh"
    files = article_files(folder, article(second, "Berita kedua"))
    both = desk.office.write(second, files=files)
    first = desk.office.tip()
    merged = desk.office.commit(OFFICER, {}, first, both)
    clone = desk.office[OFFICER].repository
    listed = {entry.path: entry.oid for entry in clone.tree(both) if second[5:] in entry.path}
    listed |= {entry.path: entry.oid for entry in clone.tree(both, folder + "/")}
    merged = clone.commit_tree(
        clone.write_tree(first, dict(listed)), [first, both], "both",
        author="x <x@siar.example>", at=desk.office[OFFICER].now(),
    )  # fmt: skip
    detached(desk, merged)
    said = desk.siar(OFFICER, "preview", "--changed", "--to", str(tmp_path / "sini"))
    assert (said.exit, said.err) == (Exit.OK, "")
    assert "<h1>Berita kedua</h1>" in text(tmp_path / "sini" / second)
    assert "<h1>Petani Desa Contoh" in text(tmp_path / "sini" / NUMBER)


# --- bad input ---------------------------------------------------------------------------------

UNREADABLE = {
    "not YAML": b"---\ntitle: [x\n---\nIsi.\n",
    "no front matter": b"Isi.\n",
    "nothing": b"",
    "not UTF-8": b"---\ntitle: \xff\n---\n",
    "a field is missing": b"---\ntitle: Judul\n---\nIsi.\n",
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_an_article_that_cannot_be_read_has_its_findings_on_the_page(
    desk_at: DeskAt, tmp_path: Path, data: bytes
) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.office.write(files={f"{ARTICLE}/index.md": data})
    said = desk.siar(OFFICER, "preview", NUMBER, "--to", str(tmp_path / "sini"))
    assert said.exit == Exit.PROBLEMS
    assert "the article cannot be read; the page says why" in said.out
    assert re.search(r"index\.md:\d+: error\[", said.out)
    assert DIGEST.search(text(tmp_path / "sini"))


BROKEN = {
    "photograph missing": {f"{ARTICLE}/index.md": article()},
    "photograph that is none": {f"{ARTICLE}/index.md": article(), f"{ARTICLE}/foto.jpg": b"x"},
    "HTML": article_files(text=article() + b"\n<script>alert(1)</script>\n"),
    "picture of nobody": article_files(text=article() + b"\n![x](../../rahasia.jpg)\n"),
    "too many brackets": article_files(text=article() + b"[" * 2000 + b"\n"),
}


@pytest.mark.parametrize("files", BROKEN.values(), ids=BROKEN)
def test_an_article_with_mistakes_is_shown_with_them(
    desk_at: DeskAt, tmp_path: Path, files: dict[str, bytes]
) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.office.write(files={f"{ARTICLE}/foto.jpg": None, **files})  # type: ignore[dict-item]
    said = desk.siar(OFFICER, "preview", NUMBER, "--to", str(tmp_path / "sini"))
    assert (said.exit, said.err) == (Exit.OK, "")
    shown = text(tmp_path / "sini")
    assert "<h1>Petani Desa Contoh" in shown and "<script" not in shown


def test_the_theme_of_a_branch_is_never_run(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.DRAFTING)
    proof = tmp_path / "jalan"
    evil = f"open({str(proof)!r}, 'w')\n".encode()
    desk.office.write(files={**article_files(), "pelicanconf.py": evil})
    assert desk.siar(OFFICER, "preview", NUMBER, "--to", str(tmp_path / "sini")).exit == Exit.OK
    assert not proof.exists()


def test_it_never_goes_where_the_website_lies(
    desk_at: DeskAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(Stage.DRAFTING)
    monkeypatch.setenv("SIAR_DEPLOY", str(tmp_path / "www"))
    target = tmp_path / "www" / "current" / "2026"
    said = desk.siar(OFFICER, "preview", NUMBER, "--to", str(target))
    assert said.err == refusal(
        f"{target} is where the published website lies",
        "name another folder with --to: a preview is never published",
    )
    assert not target.exists()


def test_a_folder_with_something_else_is_left_alone(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.DRAFTING)
    (tmp_path / "surat.txt").write_text("penting")
    said = desk.siar(OFFICER, "preview", NUMBER, "--to", str(tmp_path))
    assert said.exit == Exit.PROBLEMS
    assert said.err.startswith(f"siar: {tmp_path} holds something else than a preview\n")
    assert (tmp_path / "surat.txt").read_text() == "penting"


@pytest.mark.parametrize(
    "words",
    [(), (NUMBER, "--changed"), ("--changed", "--commit", "HEAD"),
     ("--changed", "--open-work-tree"), (NUMBER, "--commit", "HEAD", "--open-work-tree")],
)  # fmt: skip
def test_words_that_do_not_go_together_are_refused(desk_at: DeskAt, words: tuple[str, ...]) -> None:
    assert desk_at(Stage.DRAFTING).siar(OFFICER, "preview", *words).exit == Exit.USAGE


def test_a_request_without_an_article_has_no_page(desk_at: DeskAt) -> None:
    said = desk_at(Stage.RECEIVED).siar(OFFICER, "preview", NUMBER)
    assert said.err == refusal(
        f"request {NUMBER} has no article yet", f"begin with `siar draft {NUMBER}`"
    )


def test_published_after_a_preview_the_site_knows_nothing_of_it(
    published_desk: Desk, tmp_path: Path
) -> None:
    desk = published_desk
    second = desk.office.receive(subject="Surat kedua (CONTOH)")
    desk.office.dispose(second)
    desk.office.accept(second)
    folder = "content/2026/11/02-belum-terbit-contoh"
    desk.office.write(second, files=article_files(folder, article(second, "Belum terbit")))
    publish.run(desk.office.pipeline)  # its number, and where it is
    assert desk.siar(OFFICER, "preview", second, "--to", str(tmp_path / "p")).exit == Exit.OK
    assert "<h1>Belum terbit</h1>" in text(tmp_path / "p")
    assert "Panen Raya" not in text(tmp_path / "p")
    site = desk.office.folder / "situs"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    publish.run(desk.office.pipeline)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    assert not [path for path, data in before.items() if b"Belum terbit" in data]


@pytest.mark.browser
def test_a_reviewer_opens_the_draft_in_the_look_of_the_site(desk_at: DeskAt) -> None:
    desk, chromium = desk_at(Stage.IN_REVIEW), need("chromium")
    ctx = Context(desk.fresh(), Quiet())
    said: list[str] = []
    asked: list[str] = []
    with serve.draft(ctx, NUMBER) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.locator("h1").inner_text() in article().decode()
        assert page.locator(".pratinjau").is_visible()
        assert page.locator("meta[name=robots]").get_attribute("content") == (
            "noindex, nofollow, noarchive"
        )
        assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
        # The style sheet of the site is there, too.
        assert page.evaluate("getComputedStyle(document.querySelector('.menu ul')).display") == (
            "flex"
        )
        browser.close()
    assert said == []
    assert [url for url in asked if not url.startswith(address)] == []
    assert not list(Path(tempfile.gettempdir()).glob("siar-preview-*/page/index.html"))


def test_a_draft_that_is_not_there_is_not_served(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    said = desk.siar(KASI, "serve", "2026-9999")
    assert said.exit is not Exit.OK
    assert "2026-9999" in said.err
