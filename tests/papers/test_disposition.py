"""The disposition sheet says who decided what, and who typed it."""

from dataclasses import replace

from pipeline.papers.disposition import disposition_data
from pipeline.papers.frame import PaperData
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from tests.papers import office
from tests.papers.office import DISPOSE, NOW, RECEIVE, statement

TRANSCRIBED = {
    "decided_at": "2026-11-23T09:50:00+09:00", "channel": "kertas",
    "scan": "0042/disposisi.pdf", "scan_sha256": "4" * 64,
}  # fmt: skip
TYPED = replace(DISPOSE, signer="petugas", data={**DISPOSE.data, "transcribed": TRANSCRIBED})


def sheet(*history: Statement, **options: bool) -> PaperData:
    request = office.request(history=(RECEIVE, *history))
    return disposition_data(office.agency(), request, NOW, **options)


def chosen(rows: object) -> list[str]:
    assert isinstance(rows, list)
    return [row["label"] for row in rows if row["chosen"]]


def test_without_a_decision_only_the_letter_is_filled_in() -> None:
    data = sheet()
    assert data["note"] == data["due"] == data["decision"] == ""
    assert chosen(data["forwarded"]) == chosen(data["instructions"]) == []
    assert chosen(data["security"]) == chosen(data["urgency"]) == ["Biasa"]
    assert data["signatory"]["above"] == "Sofifi, " + "." * 24


def test_blank_leaves_a_decision_out_that_was_made_already() -> None:
    assert sheet(DISPOSE, blank=True) == sheet()


def test_blank_without_a_request_has_nothing_ticked() -> None:
    data = disposition_data(office.agency(), None, NOW)
    assert set(data["letter"].values()) == {""}
    assert chosen(data["security"]) == chosen(data["urgency"]) == []


def test_urgency_is_the_division_heads_judgement() -> None:
    assert chosen(sheet(DISPOSE)["urgency"]) == ["Segera"]


def test_last_disposition_counts() -> None:
    change = {"to": "petugas", "instructions": [], "note": "Ganti", "reason": "Cuti"}
    again = statement(3, Action.REDISPOSE, "2026-11-24T08:00", "kabid", change)
    data = sheet(DISPOSE, again)
    assert chosen(data["forwarded"]) == ["Pranata Humas (Nurul Contoh, A.Md.)"]
    assert (data["decision"], data["note"]) == ("Diteruskan (disposisi ulang).", "Ganti\nCuti")


def test_returned_letter_says_what_is_missing() -> None:
    why = {"reason": "Data belum ada.", "missing": ["data produksi", "foto"]}
    returned = statement(2, Action.RETURN, "2026-11-23T10:00", "kabid", why)
    data = sheet(returned)
    assert data["decision"] == "Dikembalikan untuk dilengkapi."
    assert data["note"] == "Data belum ada.\nYang belum lengkap: data produksi, foto"
    assert data["due"] == "–"


def test_typed_in_from_paper_is_marked_until_confirmed() -> None:
    typed = "Diketik oleh Nurul Contoh, A.Md. dari disposisi kertas"
    assert sheet(TYPED)["remarks"] == [f"{typed}, belum dikonfirmasi."]
    confirm = statement(3, Action.CONFIRM, "2026-11-24T08:00", "kabid",
                        {"statement": TYPED.digest}, role=Role.DIVISION_HEAD)  # fmt: skip
    assert sheet(TYPED, confirm)["remarks"] == [
        f"{typed} tanggal 23 November 2026 pukul 09.50 WIT."
    ]
    elsewhere = replace(confirm, data={"statement": RECEIVE.digest})
    for other in (replace(confirm, by="kasi"), elsewhere):
        assert sheet(TYPED, other)["remarks"] == [f"{typed}, belum dikonfirmasi."]


def test_typed_in_by_who_decided_it_needs_no_confirmation() -> None:
    (remark,) = sheet(replace(TYPED, signer=TYPED.by))["remarks"]
    assert remark.endswith(" tanggal 23 November 2026 pukul 09.50 WIT.")


def test_deputy_signs_as_deputy() -> None:
    people = [
        {**office.PEOPLE[0], "terms": [office.term("division_head", "Kepala Bidang PIKS",
                                                   until="2026-11-20")]},
        {**office.PEOPLE[1], "terms": [office.term("division_head", "Kepala Bidang PIKS",
                                                   acting="Plh.", order="800/12/2026")]},
    ]  # fmt: skip
    agency = office.agency(roster={"people": people})
    request = office.request(history=(RECEIVE, replace(DISPOSE, by="kasi")))
    signatory = disposition_data(agency, request, NOW)["signatory"]
    assert signatory["office"] == ("Plh. Kepala Bidang PIKS,",)
    assert signatory["name"] == "Rahmat Contoh, S.I.Kom."
