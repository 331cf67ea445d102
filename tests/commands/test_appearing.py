"""What stands at an article's address when it was corrected, withdrawn or taken down."""

from pathlib import Path

import pytest

from pipeline.commands import (
    amend,
    asked,
    publish,
    second_look,
    showing,
    takedown,
    verifying,
    withdraw,
)
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import BadInput, Exit, SiarError, UsageError
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH, site_at
from pipeline.site.build import Workshop, build_all
from pipeline.site.editions import Edition
from pipeline.site.later import pages_only
from pipeline.site.notice import Notice
from pipeline.site.press import Press
from tests.commands.published import published_office
from tests.support.office import ARTICLE, IMPORTED, KABID, KASI, NUMBER, OFFICER, Office, article

PLACE = ARTICLE.removeprefix("content/")
TITLE = "Petani Desa Contoh Panen Raya Kopi"
NEW_TITLE = "Petani Desa Contoh Panen Raya Kopi Kedua"
APPROVED_AT = "2026-11-03T11:00:00+09:00"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published."""
    return published_office(tmp_path / "kantor")


def scene(office: Office) -> Context:
    """The pipeline's own scene."""
    return Context(Repository.open(office.bare.folder), Quiet())


def decide(office: Office, text: bytes | None = None, at: str = APPROVED_AT) -> None:
    """Bring what was begun to main."""
    if text is not None:
        office.write(files={f"{ARTICLE}/index.md": text})
    office.at(at)
    office.submit()
    office.approve()
    office.merge()


def corrected(office: Office, changes: str = "Nama desa dibetulkan.") -> None:
    """The article is corrected: it has another title."""
    amend.run(office[OFFICER], NUMBER, reason="laporan pembaca", changes=changes)
    decide(office, article(title=NEW_TITLE))


def publish_here(office: Office) -> dict[str, bytes]:
    """The site after a run, file by file; it is the one that is made anew."""
    ctx = scene(office)
    assert publish.run(ctx) is Exit.OK
    tip = ctx.repository.shared(BRANCH) or ""
    verification = verifying.verify(ctx)
    made, plan = site_at(ctx.repository), showing.plan(verification, ctx.now())
    told = asked.listed(ctx, verification, plan)
    with Press() as press:
        shop = Workshop(ctx.repository, press, ctx.main, ctx.agency)
        anew = build_all(shop, plan.published, plan.notices, told)
    assert made is not None
    assert pages_only(ctx.repository, made.tree) == anew
    return {entry.path: ctx.repository.blob(entry.oid) for entry in ctx.repository.tree(tip)}


def test_a_correction_keeps_the_moment_and_tells_what_changed(office: Office) -> None:
    (before,) = showing.plan(verifying.verify(scene(office)), scene(office).now()).due
    corrected(office)
    files = publish_here(office)
    ctx = scene(office)
    (after,) = showing.plan(verifying.verify(ctx), ctx.now()).due
    assert after.shown.published_at == before.shown.published_at
    assert after.shown.editions == (Edition(APPROVED_AT, "Nama desa dibetulkan.", "versi/1/"),)
    page = files[f"{PLACE}/index.html"].decode()
    assert "Nama desa dibetulkan." in page
    assert 'href="versi/1/"' in page
    former = files[f"{PLACE}/versi/1/index.html"].decode()
    assert f"<h1>{TITLE}</h1>" in former
    assert NEW_TITLE.encode() not in files[f"{PLACE}/versi/1/index.html"].split(b"<h1>")[1]


def test_a_withdrawn_article_leaves_what_readers_are_told(office: Office) -> None:
    withdraw.run(office[OFFICER], NUMBER, reason="NAMA KORBAN", announcement="Kegiatan dibatalkan.")
    decide(office)
    files = publish_here(office)
    assert [path for path in files if path.startswith(PLACE)] == [f"{PLACE}/index.html"]
    page = files[f"{PLACE}/index.html"].decode()
    assert "Selasa, 3 November 2026, 11.00 WIT" in page
    assert "Kegiatan dibatalkan." in page
    for path, data in files.items():
        assert NUMBER.encode() not in data, path
        assert b"NAMA KORBAN" not in data, path
    assert TITLE not in page  # which the older article of this office has, too
    ctx = scene(office)
    plan = showing.plan(verifying.verify(ctx), ctx.now())
    assert [one.folder for one in plan.published] == [IMPORTED]
    assert plan.notices == (Notice(ARTICLE, APPROVED_AT, True, "Kegiatan dibatalkan."),)


def test_a_takedown_says_no_reason_and_where_the_address_says_too_much_nothing(
    office: Office,
) -> None:
    takedown.run(office[KABID], NUMBER, reason="NAMA KORBAN", no_notice=True)
    files = publish_here(office)
    slug = PLACE.rpartition("/")[2].encode()
    for path, data in files.items():
        assert slug not in path.encode()
        assert slug not in data, path
        assert b"NAMA KORBAN" not in data, path


def test_what_was_taken_down_and_then_corrected_is_not_shown_as_it_was(office: Office) -> None:
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    assert b"sedang ditinjau ulang" in publish_here(office)[f"{PLACE}/index.html"]
    corrected(office)
    files = publish_here(office)
    assert b"Nama desa dibetulkan." in files[f"{PLACE}/index.html"]
    assert not [path for path in files if "versi/" in path]


def test_a_later_run_has_nothing_to_do(office: Office) -> None:
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    publish_here(office)
    ctx = scene(office)
    before = ctx.repository.shared(BRANCH)
    assert publish.run(ctx) is Exit.OK
    assert ctx.repository.shared(BRANCH) == before


def test_a_remark_on_what_is_published_leaves_the_site_as_a_clean_build_has_it(
    office: Office,
) -> None:
    office.at(APPROVED_AT)
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    publish_here(office)
    second_look.run(office[KASI], NUMBER, verdict="upheld", note="tepat")
    publish_here(office)


def test_a_notice_is_read_from_the_site_and_not_from_the_request(office: Office) -> None:
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    publish_here(office)
    ctx = scene(office)
    verification = verifying.verify(ctx)
    told = showing.plan(verification, ctx.now(), showing.known(ctx, verification.tip))
    assert told.notices == showing.plan(verification, ctx.now()).notices


@pytest.mark.parametrize(
    ("text", "number"),
    [("NIK 8201010101900001 dihapus", "8201010101900001"), ("Telepon 0812-3456-7890", "0812")],
)
def test_readers_are_told_no_number_of_a_person(office: Office, text: str, number: str) -> None:
    before = office.bare.refs("refs/heads/")
    with pytest.raises(BadInput) as caught:
        amend.run(office[OFFICER], NUMBER, reason="x", changes=text)
    assert number in caught.value.message
    with pytest.raises(BadInput):
        withdraw.run(office[OFFICER], NUMBER, reason="x", announcement=text)
    assert office.bare.refs("refs/heads/") == before


def test_who_leaves_no_notice_has_nothing_to_announce(office: Office) -> None:
    with pytest.raises(UsageError) as caught:
        withdraw.run(office[OFFICER], NUMBER, reason="x", announcement="Batal.", no_notice=True)
    assert isinstance(caught.value, SiarError)
    assert caught.value.hint == "leave out either --announcement or --no-notice"
