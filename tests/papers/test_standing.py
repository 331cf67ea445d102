"""Where a request stands on paper: what others carry on, and what nobody else has looked at yet."""

from typing import Any

import pytest

from pipeline.papers.agenda_book import agenda_book_data, remark
from pipeline.papers.monthly_report import MonthEntry, figures, monthly_data
from pipeline.papers.report import report_data
from pipeline.papers.standing import emergency, standing
from pipeline.record.request import Request
from pipeline.record.workflow import Action, Role
from tests.papers.office import AFTER, HISTORY, NOW, agency, request, statement

BYPASS = statement(
    7, Action.BYPASS, "2026-11-24T09:15", "kabid", {"digest": AFTER, "reason": "peringatan banjir"},
    role=Role.DIVISION_HEAD,
)  # fmt: skip
LOOKED = statement(
    8, Action.SECOND_LOOK, "2026-11-24T10:15", "kasi",
    {"digest": AFTER, "verdict": "upheld", "note": "sudah tepat"},
)  # fmt: skip
TOLD = (
    "oleh Dr. Hj. Salma Contoh, S.Sos., M.Si. (Kepala Bidang Pengelolaan Informasi dan Kapasitas"
    " Sumber Daya), 24 November 2026 pukul 09.15 WIT: peringatan banjir"
)


def stood(**summary: Any) -> Request:
    """The request with this summary beside its history."""
    return request(summary={"number": "2026-0042", "state": "approved", **summary})


@pytest.mark.parametrize(
    ("found", "is_live", "said"),
    [
        (stood(), False, "disetujui tayang"),
        (stood(), True, "tayang"),
        (stood(hidden=True), True, "diturunkan"),
        (stood(kind="ralat"), True, "tayang"),
        (stood(kind="pencabutan"), True, "dicabut"),
        (stood(kind="pencabutan", state="drafting"), True, "tayang"),
        (stood(awaiting_look="bypass"), True, "tayang (terbit darurat, belum ditinjau ulang)"),
        (
            stood(hidden=True, awaiting_look="takedown"),
            True,
            "diturunkan (belum ditinjau ulang)",
        ),
        (
            stood(state="drafting", parts=["2026-0042.1", "2026-0042.2", "2026-0042.3"]),
            False,
            "dipecah menjadi 2026-0042.1, 2026-0042.2 dan 2026-0042.3",
        ),
        (stood(state="drafting", leading="2026-0040"), False, "disatukan dengan 2026-0040"),
    ],
)
def test_where_a_request_stands(found: Request, is_live: bool, said: str) -> None:
    assert standing(found, is_live=is_live) == said


def test_an_emergency_is_told_until_and_after_somebody_looked_again() -> None:
    urgent = stood(awaiting_look="bypass")
    before, after = (*HISTORY[:6], BYPASS), (*HISTORY[:6], BYPASS, LOOKED)
    assert emergency(agency(), request(history=HISTORY)) == ""
    assert emergency(agency(), request(history=before)) == f"{TOLD}; belum ditinjau ulang"
    assert emergency(agency(), request(history=after)) == (
        f"{TOLD}; ditinjau ulang Rahmat Contoh, S.I.Kom., 24/11/2026: dinyatakan tepat"
    )
    flagged = request(history=before, summary=urgent.summary)
    rows = report_data(agency(), flagged, (), NOW)["outcome"]
    assert rows[2] == {
        "label": "Terbit darurat", "value": f"{TOLD}; belum ditinjau ulang", "flag": True
    }  # fmt: skip


def test_the_month_flags_what_nobody_else_has_looked_at() -> None:
    entries = [MonthEntry(stood(awaiting_look="bypass")), MonthEntry(stood())]
    assert figures(entries)[-1] == {"label": "belum ditinjau ulang", "value": "1"}
    rows = monthly_data(agency(), NOW.date().replace(day=1), entries, NOW)["rows"]
    assert [row["flag"] for row in rows] == [True, False]
    assert all(row["label"] != "belum ditinjau ulang" for row in figures(entries[1:]))


def test_parts_are_counted_as_articles_and_not_as_letters() -> None:
    parts = [f"2026-0042.{place}" for place in (1, 2)]
    letter = stood(state="drafting", parts=parts)
    family = [MonthEntry(letter), *(MonthEntry(request(number=number)) for number in parts)]
    told = {row["label"]: row["value"] for row in figures(family)}
    assert (told["permintaan masuk"], told["sedang berjalan"]) == ("1", "2")
    month = monthly_data(agency(), NOW.date().replace(day=1), family, NOW)
    assert [row["received"] for row in month["by-agency"]] == [1]
    book = agenda_book_data(
        agency(), [entry.request for entry in family], NOW.date().replace(day=1), NOW.date(), NOW
    )
    assert len(book["rows"]) == 1
    assert remark(agency(), letter).endswith(
        "Keadaan: dipecah menjadi 2026-0042.1 dan 2026-0042.2."
    )
