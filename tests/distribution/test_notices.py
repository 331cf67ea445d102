"""Who is owed which mail."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from pipeline.distribution.notices import Kind, event_id, required
from tests.distribution.samples import NOW, OUTLETS, ROOT, SEQ, owed, request


def test_every_active_outlet_and_the_sender_are_owed_one_mail() -> None:
    assert [notice.recipient for notice in owed().mails] == [
        "harian-contoh",
        "kabar-contoh",
        "radio-contoh",
        "sender",
    ]
    assert owed().by_hand == ()


def test_an_outlet_that_ended_is_owed_nothing() -> None:
    ended = replace(OUTLETS[0], ended=date(2026, 11, 24))
    found = required(ROOT, request(), SEQ, (ended, *OUTLETS[1:]), NOW.date())
    assert [notice.recipient for notice in found.mails][:1] == ["kabar-contoh"]


def test_who_has_no_address_is_told_by_hand() -> None:
    found = owed((replace(OUTLETS[0], email=""), OUTLETS[1]), email="")
    assert [notice.recipient for notice in found.mails] == ["kabar-contoh"]
    assert [notice.recipient for notice in found.by_hand] == ["harian-contoh", "sender"]


def test_the_event_says_what_it_is_of_and_nothing_else() -> None:
    text = f"{ROOT}|2026-0042|9|publication|harian-contoh"
    assert owed().mails[0].event == sha256(text.encode()).hexdigest()
    elsewhere = event_id("00" * 20, "2026-0042", 9, Kind.PUBLICATION, "harian-contoh")
    assert elsewhere != owed().mails[0].event


def test_an_outlet_listed_twice_is_owed_once() -> None:
    assert owed((*OUTLETS, OUTLETS[0])) == owed()
