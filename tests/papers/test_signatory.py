"""The signature block of tata naskah dinas."""

from pipeline.papers.signatory import Signatory, sign, spaced_nip
from pipeline.papers.wording import count, day_text, duration, moment, month_text, weekday_text
from pipeline.record.workflow import Role
from tests.papers import office


def test_on_behalf_of_a_higher_office() -> None:
    block = sign(
        office.agency(), Role.SECTION_HEAD, office.NOW, on_behalf_of="Kepala Dinas", above="Sofifi"
    )
    assert block == Signatory(
        "Sofifi", ("a.n. Kepala Dinas", "Kepala Seksi PIKS,"), "Rahmat Contoh, S.I.Kom.",
        "Penata Tk. I (III/d)", "19820304 200801 1 003",
    )  # fmt: skip


def test_vacant_office_leaves_room_to_write() -> None:
    agency = office.agency(roster={"people": []})
    block = sign(agency, Role.SECTION_HEAD, office.NOW)
    assert block == Signatory("", ("Kepala Seksi,",))


def test_nip_of_another_length_is_left_as_it_is() -> None:
    assert spaced_nip("12345") == "12345"


def test_words_of_dates_and_minutes() -> None:
    agency, at = office.agency(), office.APPROVE.at
    assert day_text(at.date()) == "24 November 2026"
    assert weekday_text(at.date()) == "Selasa, 24 November 2026"
    assert month_text(at.date()) == "November 2026"
    assert moment(agency, at) == "24 November 2026 pukul 09.15 WIT"
    assert [duration(minutes) for minutes in (None, 0, 5, 60, 125, 60_001)] == [
        "–", "0 menit", "5 menit", "1 jam", "2 jam 5 menit", "1.000 jam 1 menit",
    ]  # fmt: skip
    assert count(1234567) == "1.234.567"
