"""What `siar status` says of requests that main holds already: due later, or still owed."""

from datetime import datetime

import pytest

from pipeline.commands import bypass, confirm, dispose, second_look, status
from pipeline.commands.pending import pending
from pipeline.commands.step import Transcript
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk
from tests.support.office import (
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    Office,
    Stage,
    article,
    article_files,
)

AT_SEVEN = article().replace(
    b'date: "2026-11-02"\n', b'date: "2026-11-02"\npublish_at: "2026-11-05T07:00:00+09:00"\n'
)


def numbers(office: Office) -> tuple[list[str], list[str], list[str]]:
    """What is due later, not looked at again, and not confirmed."""
    office[KASI].repository.fetch()
    found = pending(office[KASI])
    return (
        [item.entry.request.number for item in found.scheduled],
        [entry.request.number for entry in found.unlooked],
        [entry.request.number for entry in found.unconfirmed],
    )


def test_an_approved_article_waits_for_its_hour(
    desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    desk = desk_at(Stage.DRAFTING)
    office = desk.office
    office.at("2026-11-02T13:00:00+09:00")
    office.write(files=article_files(text=AT_SEVEN))
    office.submit()
    office.approve()
    office.merge()
    office.at("2026-11-04T10:00:00+09:00")
    (row,) = status.run(office[KASI]).rows
    assert row.waiting_for == "jadwal tayang Kamis, 5 November 2026 pukul 07.00 WIT"
    assert (row.used, row.is_over) == (0, False)
    office.at("2026-11-06T10:00:00+09:00")
    (row,) = status.run(office[KASI]).rows
    assert (row.waiting_for, row.is_over) == ("", True)
    assert "  Sistem  " in desk.siar(KASI, "status").out


def test_what_is_live_owes_nothing(published_desk: Desk) -> None:
    assert numbers(published_desk.office) == ([], [], [])


def test_an_emergency_is_shown_until_somebody_looked_again(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    office = desk.office
    bypass.run(office[KABID], NUMBER, reason="peringatan banjir")
    assert numbers(office)[1] == [NUMBER]
    line = "2026-0118: terbit darurat, not looked at again yet: siar second-look 2026-0118\n"
    assert line in desk.siar(KASI, "status").out
    second_look.run(office[KASI], NUMBER, verdict="upheld", note="sudah tepat")
    assert numbers(office)[1] == []
    assert line not in desk.siar(KASI, "status").out


def test_a_decision_on_paper_is_shown_until_it_is_confirmed(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    office = desk.office
    office.at("2026-11-02T09:00:00+09:00")
    paper = Transcript(KABID, datetime.fromisoformat("2026-11-02T08:45:00+09:00"), "whatsapp")
    dispose.run(office[OFFICER], NUMBER, to=KASI, urgency="biasa", instructions=(), paper=paper)
    office.accept()
    (row,) = status.run(office[KASI]).rows
    assert row.marks == ("belum dikonfirmasi",)
    office.write()
    office.submit()
    office.approve()
    office.merge()
    assert numbers(office)[2] == [NUMBER]
    line = "2026-0118: Dra. Hartini Laranuku, M.Si. has not confirmed yet: siar confirm 2026-0118\n"
    assert line in desk.siar(KASI, "status").out
    confirm.run(office[KABID], NUMBER, 2)
    office.at("2026-11-03T09:00:00+09:00")
    assert line not in desk.siar(KASI, "status").out
