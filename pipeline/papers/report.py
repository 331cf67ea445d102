"""The report of public-opinion management for one request, SOP row 8: its own table filled in."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.publication import Publication, told_rows
from pipeline.papers.signatory import place_and_day, sign
from pipeline.papers.standing import emergency, standing, unlooked
from pipeline.papers.wording import (
    ORIGINS,
    day_text,
    duration,
    local_day,
    moment,
)
from pipeline.record.agency import Agency
from pipeline.record.agenda import printed
from pipeline.record.request import Request
from pipeline.record.workflow import Role

TITLE = "Laporan Hasil Kegiatan Pengelolaan Opini Publik"
HOW_COUNTED = (
    "Cara menghitung: menit kerja kantor menurut jam kerja, hari libur nasional dan cuti bersama"
    " ({zone}). Waktu tunggu adalah waktu sejak langkah sebelumnya selesai sampai dikerjakan; waktu"
    " nyata adalah waktu pengerjaan, yang dibandingkan dengan waktu baku. Masa tunda (menunggu"
    " pihak lain) tidak dihitung. Tanda – berarti tidak terukur."
)


class StepRow(NamedTuple):
    """A row of the SOP as it went: minutes are working minutes, None is not measured."""

    no: int
    activity: str
    role_label: str
    needs: str
    standard: int
    waiting: int | None
    actual: int | None
    output: str
    note: str


def report_data(
    agency: Agency,
    request: Request,
    steps: Sequence[StepRow],
    now: datetime,
    *,
    title: str = "",
    publication: Publication | None = None,
) -> PaperData:
    """The report as of `now`; `title` is the article's, "" as long as there is none."""
    number, day = agenda_number(agency, request), local_day(agency, now)
    sop = agency.section("sop")
    return {
        **frame(agency, TITLE, day, foot=f"{TITLE} · No. agenda {number}"),
        "zone": agency.zone_label,
        "sop": {"number": sop["number"], "title": sop["title"]},
        "about": _about(agency, request, number),
        "outcome": _outcome(agency, request, title, publication),
        "steps": [step_data(step) for step in steps],
        "totals": totals(steps),
        "told": told_rows(agency, publication) if publication else [],
        "how-counted": HOW_COUNTED.format(zone=agency.zone_label),
        "basis": basis(agency),
        "acknowledged": sign(agency, Role.SECTION_HEAD, now, above="Mengetahui").data(),
        "signatory": sign(agency, Role.OFFICER, now, above=place_and_day(agency, day)).data(),
    }


def step_data(step: StepRow) -> PaperData:
    """A row for the template; `over` says by how much it took longer than the standard."""
    over = 0 if step.actual is None else step.actual - step.standard
    return {
        "no": str(step.no),
        "activity": step.activity,
        "role": step.role_label,
        "needs": step.needs,
        "standard": duration(step.standard),
        "waiting": duration(step.waiting),
        "actual": duration(step.actual),
        "over": duration(over) if over > 0 else "",
        "output": step.output,
        "note": step.note,
    }


def totals(steps: Sequence[StepRow]) -> PaperData:
    """The sums, and how the measured steps compare with the standard of these same steps."""
    measured = [step for step in steps if step.actual is not None]
    actual = sum(step.actual or 0 for step in measured)
    difference = sum(step.standard for step in measured) - actual
    if not measured:
        verdict = "Belum ada langkah yang terukur."
    elif difference >= 0:
        verdict = f"Dalam waktu baku; {duration(difference)} lebih cepat."
    else:
        verdict = f"Melewati waktu baku {duration(-difference)}."
    return {
        "standard": duration(sum(step.standard for step in steps)),
        "waiting": duration(sum(step.waiting or 0 for step in steps)),
        "actual": duration(actual) if measured else "–",
        "verdict": verdict,
    }


def basis(agency: Agency) -> list[PaperData]:
    """The head of the SOP where it belongs: what it rests on, warns of and has recorded."""
    sop = agency.section("sop")
    listed = (
        ("Dasar hukum", "; ".join(sop.get("legal_basis", ()))),
        ("Peringatan", sop.get("warning", "")),
        ("Pencatatan", sop.get("records", "")),
    )
    return [{"label": label, "value": value} for label, value in listed if value]


def _about(agency: Agency, request: Request, number: str) -> list[PaperData]:
    letter = request.letter
    rows = (
        ("No. agenda", number),
        ("Asal", ORIGINS[request.origin]),
        ("Pengirim", request.sender.agency),
        ("Nomor, tanggal surat", f"{letter.number}, {day_text(letter.date)}"),
        ("Diterima", moment(agency, letter.received)),
        ("Hal", request.subject),
    )
    return [{"label": label, "value": value} for label, value in rows]


def _outcome(
    agency: Agency, request: Request, title: str, publication: Publication | None
) -> list[PaperData]:
    rows: list[PaperData] = [
        {"label": "Keadaan", "value": standing(request, is_live=publication is not None)},
        {"label": "Judul berita", "value": title or "–"},
    ]
    told = emergency(agency, request)
    if told:
        rows.append({"label": "Terbit darurat", "value": told, "flag": bool(unlooked(request))})
    if publication is None:
        return rows
    day = local_day(agency, publication.at)
    count = publication.press_release_number
    release = "–" if count is None else printed(agency.press_release, count, day)
    return [
        *rows,
        {"label": "Tayang", "value": moment(agency, publication.at)},
        {"label": "Alamat", "value": publication.url, "href": publication.url},
        {"label": "Nomor siaran pers", "value": release},
        {"label": "Media diberi tahu", "value": _outlets(publication)},
    ]


def _outlets(publication: Publication) -> str:
    accepted = publication.counted("accepted", "whatsapp", "surat")
    return f"{accepted} dari {len(publication.outlets)} media"
