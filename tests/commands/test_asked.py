"""Whoever knows a number reads on the website where the request is, and nothing more."""

from pathlib import Path

import pytest

from pipeline.commands import asked, endings, publish, receive, showing, verifying
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import Exit
from pipeline.record import agenda
from pipeline.record.workflow import Action
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH, catalogue_at
from pipeline.site.request_list import RequestList
from pipeline.site.state import REQUESTS
from tests.commands.published import published_office
from tests.support.office import (
    KABID,
    NUMBER,
    OFFICER,
    Office,
    article,
    article_files,
    form,
    write_papers,
)

SECOND, THIRD = "2026-0119", "2026-0120"
SUBJECT = "Rapat tertutup panitia lelang (CONTOH)"
PAGE = "ajukan/index.html"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published, the day after."""
    return published_office(tmp_path / "kantor")


def scene(office: Office) -> Context:
    return Context(Repository.open(office.bare.folder), Quiet())


def told(office: Office) -> dict[str, tuple[str, str]]:
    """Word and day by number, as the next run would tell them."""
    return rows(listed(scene(office)))


def listed(ctx: Context) -> RequestList:
    verification = verifying.verify(ctx)
    return asked.listed(ctx, verification, showing.plan(verification, ctx.now()))


def rows(found: RequestList) -> dict[str, tuple[str, str]]:
    return {number: (word, day) for number, word, day in found.rows}


def shown(office: Office) -> dict[str, tuple[str, str]]:
    """The same as the website tells it."""
    tip = office.bare.shared(BRANCH)
    assert tip
    return rows(catalogue_at(office.bare, tip).requests)


def written(office: Office, publish_at: str = "") -> str:
    """Another request, from the letter to the article that is handed in."""
    number = office.receive(subject=SUBJECT)
    office.dispose(number)
    office.accept(number)
    text = article(number, "Nelayan Desa Contoh Terima Jaring").replace(b"11-02", b"11-04")
    if publish_at:
        text = text.replace(b"summary:", f'publish_at: "{publish_at}"\nsummary:'.encode())
    office.at("2026-11-04T10:00:00+09:00")
    office.write(number, files=article_files("content/2026/11/04-jaring-contoh", text))
    office.submit(number)
    return number


def test_what_is_live_and_what_is_open_is_told(office: Office) -> None:
    number = office.receive(subject=SUBJECT)
    assert told(office) == {
        number: ("diterima", "2026-11-03"),
        NUMBER: ("tayang", "2026-11-02"),
    }
    office.at("2026-11-04T09:00:00+09:00")
    office.dispose(number)
    assert told(office)[number] == ("didisposisi", "2026-11-04")


def test_the_website_tells_it_without_a_word_of_the_letter(office: Office) -> None:
    office.receive(subject=SUBJECT)
    before, ledger = office.bare.shared(BRANCH), office.bare.shared("ledger")
    ctx = scene(office)
    assert publish.run(ctx) is Exit.OK
    after = office.bare.shared(BRANCH)
    assert before
    assert after
    assert shown(office) == told(office)
    changed = {one.path for one in office.bare.changes(before, after)}
    assert changed == {PAGE, REQUESTS, ".well-known/siar.json"}
    page = (office.bare.read(after, PAGE) or b"").decode()
    assert f'<tr id="n{SECOND}">' in page
    assert not [word for word in ("lelang", "Pertanian", "Ibu") if word in page]
    # Nobody is told anything of it, and the next run has nothing to do.
    assert office.bare.shared("ledger") == ledger
    assert publish.run(scene(office)) is Exit.OK
    assert office.bare.shared(BRANCH) == after


def test_no_approval_shows_before_its_time(office: Office) -> None:
    number = written(office, publish_at="2026-12-01T07:00:00+09:00")
    assert told(office)[number] == ("menunggu koreksi", "2026-11-04")
    assert publish.run(scene(office)) is Exit.OK
    before = office.bare.shared(BRANCH)
    office.at("2026-11-05T09:00:00+09:00")
    office.approve(number)
    office.merge(number)
    assert told(office)[number] == ("menunggu koreksi", "2026-11-04")
    assert publish.run(scene(office)) is Exit.OK
    assert office.bare.tree_id(before or "", "ajukan") == office.bare.tree_id(
        office.bare.shared(BRANCH) or "", "ajukan"
    )
    office.at("2026-12-01T08:00:00+09:00")
    assert publish.run(scene(office)) is Exit.OK
    assert shown(office)[number] == ("tayang", "2026-12-01")


def test_what_ended_is_told_for_sixty_days(office: Office) -> None:
    number = office.receive(subject=SUBJECT)
    endings.run(office[KABID], number, Action.DECLINE, reason="bukan kewenangan (contoh)")
    assert told(office)[number] == ("ditolak", "2026-11-03")
    office.at("2027-01-02T09:00:00+09:00")
    newest = office.receive(subject=SUBJECT)
    assert set(told(office)) == {number, newest}
    office.at("2027-01-03T09:00:00+09:00")
    office.dispose(newest)
    assert set(told(office)) == {newest}


def test_nothing_is_told_of_a_secret_letter(office: Office) -> None:
    secret = form(subject=SUBJECT)
    secret["letter"] |= {"security": "rahasia", "kept_at": "lemari besi (contoh)"}
    secret["attachments"] = [one for one in secret["attachments"] if one["kind"] != "letter"]
    receive.run(office[OFFICER], secret, folder=write_papers(office.folder / "surat"))
    other = office.receive(subject=SUBJECT)
    assert other == THIRD
    assert set(told(office)) == {NUMBER, other}


def forged(data: bytes) -> bytes:
    """The record of a request in which a decision is another than was signed."""
    return data.replace(b"urgency: biasa", b"urgency: segera")


@pytest.mark.parametrize("change", [forged, lambda _data: b"\xff", lambda _data: b"---\n{}\n"])
def test_what_does_not_verify_is_left_out(office: Office, change: object) -> None:
    number = office.receive(subject=SUBJECT)
    office.dispose(number)
    assert number in told(office)
    path, tip = agenda.request_path(number), office.tip(number)
    data = office.bare.read(tip, path) or b""
    assert callable(change)
    assert change(data) != data
    office.force(
        KABID, f"refs/heads/request/{number}", office.commit(KABID, {path: change(data)}, tip)
    )
    assert number not in told(office)
    assert publish.run(scene(office)) is Exit.OK


def test_a_branch_that_main_has_overtaken_says_nothing(office: Office) -> None:
    number = office.receive(subject=SUBJECT)
    tip = office.tip(number)
    endings.run(office[KABID], number, Action.DECLINE, reason="bukan kewenangan (contoh)")
    office.merge(number)
    office.bare.set_ref(f"refs/heads/request/{number}", tip)
    assert told(office)[number] == ("ditolak", "2026-11-03")
