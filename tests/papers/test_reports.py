"""Minutes and counts in the reports."""

from dataclasses import replace

import pytest

from pipeline.papers.agenda_book import remark
from pipeline.papers.monthly_report import MonthEntry, figures, monthly_data
from pipeline.papers.report import StepRow, step_data, totals
from pipeline.record.workflow import Action
from tests.papers import office, printed
from tests.papers.office import DISPOSE, RECEIVE, statement


def step(no: int, standard: int, waiting: int | None, actual: int | None) -> StepRow:
    return StepRow(no, "kegiatan", "Petugas", "data", standard, waiting, actual, "output", "")


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([step(1, 10, 0, 10)], "Dalam waktu baku; 0 menit lebih cepat."),
        ([step(1, 10, 0, 8), step(2, 15, 5, None)], "Dalam waktu baku; 2 menit lebih cepat."),
        ([step(1, 10, 0, 80)], "Melewati waktu baku 1 jam 10 menit."),
        ([step(1, 10, None, None)], "Belum ada langkah yang terukur."),
        ([], "Belum ada langkah yang terukur."),
    ],
)
def test_only_measured_steps_are_compared(steps: list[StepRow], verdict: str) -> None:
    assert totals(steps)["verdict"] == verdict


def test_overrun_is_shown_with_its_length() -> None:
    assert [step_data(step(4, 120, 0, actual))["over"] for actual in (None, 120, 145)] == [
        "", "", "25 menit",
    ]  # fmt: skip


def test_month_counts_each_request_once() -> None:
    request, live = office.request(), printed.publication()
    entries = [
        MonthEntry(request, [step(1, 10, 0, 30)], live, "Judul", ("pertanian", "kesehatan")),
        MonthEntry(replace(request, number="2026-0043", summary={"state": "drafting"})),
        MonthEntry(replace(request, number="2026-0044", summary={"state": "declined"})),
        MonthEntry(replace(request, number="2026-0045", summary={"state": "returned"})),
    ]
    assert {row["label"]: row["value"] for row in figures(entries)} == {
        "permintaan masuk": "4",
        "berita tayang": "1",
        "sedang berjalan": "2",
        "dikembalikan": "1",
        "ditolak, diarsipkan, batal": "1",
        "kiriman diterima media": "1",
        "melewati waktu baku": "1",
    }
    data = monthly_data(office.agency(), printed.DAY, reversed(entries), office.NOW)
    assert [row["no"] for row in data["rows"]] == ["1", "2", "3", "4"]
    assert data["rows"][0]["agenda"] == "0042/AG/DKIP/2026"
    assert data["by-agency"] == [
        {"label": "Dinas Pertanian Provinsi Contoh", "received": 4, "published": 1}
    ]
    assert [bar["label"] for bar in data["by-topic"]] == ["Kesehatan", "Pertanian dan Pangan"]


@pytest.mark.parametrize(
    ("history", "state", "said"),
    [
        ((RECEIVE,), "received", "Belum didisposisi."),
        ((RECEIVE, DISPOSE), "dispositioned",
         "Diteruskan kepada Rahmat Contoh, S.I.Kom., 23/11/2026. Keadaan: didisposisi."),
        ((RECEIVE, statement(2, Action.DECLINE, "2026-11-23T10:00", "kabid", {"reason": "x"})),
         "declined", "Ditolak, 23/11/2026."),
        ((RECEIVE, DISPOSE), "void", "Batal; nomor tidak dipakai lagi."),
    ],
)  # fmt: skip
def test_remark_of_the_agenda_book(history: tuple[object, ...], state: str, said: str) -> None:
    request = office.request(history=history, summary={"state": state})
    assert remark(office.agency(), request) == said
