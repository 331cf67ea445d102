"""Nothing is put live that shows what is not public, and words that are public alarm nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.commands import publish, scanning, showing, takedown, verifying
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import BadInput, Exit
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH, site_at
from pipeline.site.deploy import CURRENT
from pipeline.site.manifest import Manifest
from tests.commands.published import published_office
from tests.forge.test_verification import second_article
from tests.support.office import ARTICLE, IMPORTED, KABID, NUMBER, Office, article, article_files

LATER = "2026-11-04T09:00:00+09:00"
DRAFT = "content/2026/11/04-rapat-tertutup-contoh"
PAGE = f"{IMPORTED.removeprefix('content/')}/index.html"
TITLE = "Rapat Tertutup & 'Rahasia' Contoh"
SUMMARY = "Ringkasan yang belum boleh dibaca siapa pun di luar kantor contoh ini sampai terbit."


def draft(number: str) -> bytes:
    """An article that only its office may see."""
    text = article(number, f'"{TITLE}"').decode().replace("2026-11-02", "2026-11-04")
    head = text.split("summary: ")[1].split("\n")[0]
    text = text.replace(head, SUMMARY).replace("Gambar satu warna", "Gambar ruang rapat rahasia")
    return text.replace("foto.jpg", "denah-ruang.jpg").encode()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with one article live, and one that is being written."""
    found = published_office(tmp_path / "kantor")
    found.at(LATER)
    number = found.receive(subject="Surat kedua (CONTOH)")
    found.dispose(number)
    found.accept(number)
    files = article_files(DRAFT, draft(number))
    files[f"{DRAFT}/denah-ruang.jpg"] = files.pop(f"{DRAFT}/foto.jpg")
    found.write(number, files=files)
    return found


def scene(office: Office) -> Context:
    return Context(Repository.open(office.bare.folder), Quiet())


def look(ctx: Context, files: dict[str, bytes]) -> None:
    """Look at a site in which some files are otherwise."""
    repository, shown = ctx.repository, site_at(ctx.repository)
    assert shown is not None
    plan = showing.plan(verifying.verify(ctx), ctx.now())
    blobs: dict[str, str | None] = {
        name: repository.write_blob(data) for name, data in files.items()
    }
    made = Manifest(repository.write_tree(shown.tree, blobs), ctx.main)
    scanning.check(ctx, plan, showing.work(ctx, plan), made)


SHOWN = {
    "title": b"<h1>Rapat Tertutup &amp; &#39;Rahasia&#39; Contoh</h1>",
    "title in JSON": b'{"title":"Rapat Tertutup & \'Rahasia\' Contoh"}',
    "summary": SUMMARY.encode(),
    "address": b'<a href="/2026/11/04-rapat-tertutup-contoh/">x</a>',
    "number": b"Nomor 2026-0119.",
    "photograph": b'<img src="denah-ruang.jpg">',
    "alternative text": b'<img alt="Gambar ruang rapat rahasia, tanpa orang di dalamnya">',
}


@pytest.mark.parametrize("data", SHOWN.values(), ids=SHOWN)
def test_what_is_being_written_is_found_wherever_it_stands(office: Office, data: bytes) -> None:
    ctx = scene(office)
    for name in (PAGE, "atom.xml", ".siar/set/2026/11.jsonl"):
        with pytest.raises(
            BadInput, match=r"would show what is not public of 2026-0119: "
        ) as caught:
            look(ctx, {name: data})
        assert caught.value.message.startswith(f"{name} would show")
    assert caught.value.hint == (
        "nothing was put live, and the live site is as it was; see which article or page says"
        " this, and take it out there"
    )


@pytest.mark.parametrize(
    "name", ["2026/11/04-rapat-tertutup-contoh/index.html", "gambar/denah-ruang.jpg"]
)
def test_an_address_says_too_much_by_itself(office: Office, name: str) -> None:
    with pytest.raises(BadInput):
        look(scene(office), {name: b"\xff\xd8"})


@pytest.mark.parametrize(
    "data",
    [
        b"Petani Desa Contoh Panen Raya Kopi",  # the title of what is live
        "“Kopi ini sudah dikenal pembeli,”".encode(),  # in both
        b"Kelompok tani di Desa Contoh memanen empat ton kopi pada panen raya pertama mereka.",
        NUMBER.encode(),
        ARTICLE.encode(),
        b"2026-01190 12026-0119 04-rapat-tertutup-contoh-2 rapat tertutup",
        b"Dinas Pertanian",
    ],
)
def test_words_that_are_public_alarm_nobody(office: Office, data: bytes) -> None:
    look(scene(office), {PAGE: data, "atom.xml": data})


def test_a_draft_with_the_very_words_of_what_is_live_alarms_nobody(office: Office) -> None:
    number = office.receive(subject="Surat ketiga (CONTOH)")
    office.dispose(number)
    office.accept(number)
    folder = "content/2026/11/04-panen-lagi-contoh"
    office.write(number, files=article_files(folder, article(number).replace(b"11-02", b"11-04")))
    ctx = scene(office)
    look(ctx, {PAGE: article()})
    with pytest.raises(BadInput):
        look(ctx, {PAGE: b"lihat 04-panen-lagi-contoh"})


def waiting(office: Office) -> None:
    """The article is approved, and its time has not come."""
    (branch,) = office.bare.shared_branches("request/")
    number = branch.removeprefix("request/")
    text = draft(number).replace(b"summary:", b'publish_at: "2026-12-01T07:00:00+09:00"\nsummary:')
    files = article_files(DRAFT, text)
    files[f"{DRAFT}/denah-ruang.jpg"] = files.pop(f"{DRAFT}/foto.jpg")
    office.write(number, files=files)
    office.submit(number)
    office.approve(number)
    office.merge(number)


def smuggled(office: Office) -> None:
    """Somebody brings it to main past everybody."""
    text = draft("2026-0119").replace(b'request: "2026-0119"\n', b"")
    files = {f"{DRAFT}/index.md": text}
    office.force(KABID, "refs/heads/main", office.commit(KABID, files, office.main))
    office.bare.set_ref("refs/heads/request/2026-0119", None)


@pytest.mark.parametrize("act", [waiting, smuggled])
def test_what_waits_or_was_never_approved_is_found(
    office: Office, act: Callable[[Office], None]
) -> None:
    act(office)
    ctx = scene(office)
    for name in ("title", "summary", "address", "alternative text"):
        with pytest.raises(BadInput):
            look(ctx, {PAGE: SHOWN[name]})


def test_what_was_taken_down_is_gone_from_every_page(office: Office) -> None:
    number = second_article(office, "2026-11-05T09:00:00+09:00")
    office.at("2026-11-06T09:00:00+09:00")
    assert publish.run(scene(office)) is Exit.OK
    title = b"Nelayan Desa Contoh Terima Jaring"
    look(scene(office), {PAGE: title})
    takedown.run(office[KABID], number, reason="memuat data pribadi")
    ctx = scene(office)
    with pytest.raises(BadInput, match=r"would show what is not public of content/2026/11/"):
        look(ctx, {PAGE: title})
    assert publish.run(ctx) is Exit.OK
    with pytest.raises(BadInput):
        look(scene(office), {PAGE: title})


def test_a_hit_stops_before_anything_is_live(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = scene(office)
    before = (ctx.repository.shared(BRANCH), (office.folder / "situs" / CURRENT).readlink())

    def built(ctx: Context, *_plan: object, **_how: object) -> Manifest:
        shown = site_at(ctx.repository)
        assert shown is not None
        blob = ctx.repository.write_blob(SHOWN["title"])
        return Manifest(ctx.repository.write_tree(shown.tree, {PAGE: blob}), ctx.main)

    # A build that shows too much is what should never be.
    monkeypatch.setattr(showing, "build", built)
    with pytest.raises(BadInput):
        publish.run(ctx)
    assert before == (
        ctx.repository.shared(BRANCH), (office.folder / "situs" / CURRENT).readlink(),
    )  # fmt: skip
