"""The story of one request, told from its record: every action has words, and lies are told too."""

import json
from collections.abc import Sequence
from datetime import datetime

import pytest

from pipeline.commands import (
    accept,
    bypass,
    confirm,
    dispose,
    explain,
    join,
    pause,
    resume,
    review,
    second_look,
    split,
)
from pipeline.commands.step import Transcript
from pipeline.errors import NotFound
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk
from tests.support.office import (
    ARTICLE,
    DEPUTY,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    Office,
    Stage,
    article,
    article_files,
)

RECORD = f"requests/2026/{NUMBER[5:]}.yaml"
ONE = f"{NUMBER}.1"


def told(office: Office, number: str = NUMBER, person: str = KABID) -> str:
    """The story on one line, as it is printed otherwise."""
    return " ".join(explain.run(office[person], number).split())


def paragraph(office: Office, seq: int, number: str = NUMBER) -> dict[str, object]:
    """What programs are given of one statement."""
    found: dict[str, object] = explain.as_data(office[KABID], number)["statements"][seq - 1]
    return found


def test_a_published_request_is_told_from_the_letter_to_the_report(published_desk: Desk) -> None:
    office = published_desk.office
    lines = explain.run(office[KABID], NUMBER).splitlines()
    assert lines[:2] == ["Riwayat permintaan 2026-0118", "=" * 72]
    assert "Keadaan:   disetujui tayang; tayang" in lines
    assert [line for line in lines if line[:4].strip().rstrip(".").isdigit()] == [
        "  1. Senin, 2 November 2026 pukul 08.30 WIT",
        "  2. Senin, 2 November 2026 pukul 09.00 WIT",
        "  3. Senin, 2 November 2026 pukul 09.30 WIT",
        "  4. Senin, 2 November 2026 pukul 13.30 WIT",
        "  5. Senin, 2 November 2026 pukul 14.30 WIT",
        "  6. Senin, 2 November 2026 pukul 14.40 WIT",
        "  7. Senin, 2 November 2026 pukul 14.40 WIT",
        "  8. Senin, 2 November 2026 pukul 14.40 WIT",
        "  9. Senin, 2 November 2026 pukul 14.40 WIT",
    ]
    story = told(office)
    for sentence in (
        "Fadila Samadara, S.I.Kom. (Petugas Seksi PIKS) mengagendakan surat permintaan publikasi"
        " dari Dinas Pertanian dengan nomor 118/PIKS/XI/2026.",
        "Bukti: ditandatangani dengan kuncinya sendiri; pernyataan",
        f"lewat komit {office.main[:10]}.",
        "Terlihat tayang di https://siar.example/2026/11/02-panen-raya-contoh/ dengan sidik",
        "Surel diterima server pengirim surat, Dinas Pertanian.",
        "Berita di sana sama persis, huruf demi huruf, dengan yang disetujui",
        "Yang terakhir terlihat tayang adalah naskah itu juga.",
    ):
        assert sentence in story


def test_nothing_is_wider_than_the_terminal(
    published_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = explain.run(published_desk.office[KASI], NUMBER).splitlines()
    assert [line for line in lines if len(line) > 60 and "https://" not in line] == []


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.DRAFTING, Stage.IN_REVIEW, Stage.APPROVED])
def test_what_is_open_is_told_up_to_where_it_stands(desk_at: DeskAt, stage: Stage) -> None:
    office = desk_at(stage).office
    story = told(office)
    assert f"ada di cabang request/{NUMBER}, belum masuk ke cabang utama." in story
    data = explain.as_data(office[KABID], NUMBER)
    assert data["holds"]
    assert {statement["commit"] for statement in data["statements"]} == {None}


def test_programs_are_given_the_same_story(published_desk: Desk) -> None:
    office = published_desk.office
    data = json.loads(json.dumps(explain.as_data(office[KABID], NUMBER)))
    assert (data["state"], data["marks"], data["holds"]) == ("approved", ["live"], True)
    first = data["statements"][0]
    assert (first["by"], first["title"], first["evidence"], first["counts"]) == (
        OFFICER, "Petugas Seksi PIKS", "own_key", True,
    )  # fmt: skip
    assert {statement["commit"] for statement in data["statements"]} == {office.main}
    assert len(data["seen"]) == 4


def test_a_decision_on_paper_is_told_with_its_scan_until_it_is_confirmed(desk_at: DeskAt) -> None:
    office = desk_at(Stage.RECEIVED).office
    office.at("2026-11-02T09:00:00+09:00")
    decided = datetime.fromisoformat("2026-11-02T08:45:00+09:00")
    paper = Transcript(KABID, decided, "kertas", "lembar.pdf", b"%PDF-1.4 CONTOH")
    dispose.run(
        office[OFFICER], NUMBER, to=KASI, urgency="segera", instructions=("buat_naskah",),
        note="Mohon segera", due="2026-11-04", paper=paper,
    )  # fmt: skip
    story = told(office)
    assert "2. Senin, 2 November 2026 pukul 08.45 WIT" in story
    assert (
        "sifat segera. Instruksi: Buat naskah siaran pers. Catatan: “Mohon segera”. Batas waktu"
        " 4 November 2026."
    ) in story
    assert "diputuskan di luar sistem (kertas); diketik dan ditandatangani oleh Fadila" in story
    assert "Pindaian 0118/lembar.pdf, SHA-256" in story
    assert "Belum dikonfirmasi oleh Dra. Hartini Laranuku, M.Si. →" in story
    assert "Masih harus dikonfirmasi oleh yang memutuskan: butir 2." in story
    assert paragraph(office, 2)["unconfirmed"] is True
    confirm.run(office[KABID], NUMBER, 2)
    assert paragraph(office, 2)["confirmed_by"] == 3
    assert "(butir 3)." in told(office)


def test_a_deputy_is_told_with_the_order(desk_at: DeskAt) -> None:
    office = desk_at(Stage.RECEIVED).office
    (term,) = [t for t in office.person(DEPUTY).terms if t.acting]
    office.at(f"{term.since.isoformat()}T10:00:00+09:00")
    office.dispose(person=DEPUTY)
    assert f"({term.acting} {term.title}, surat perintah {term.order})" in told(office)
    said = paragraph(office, 2)
    assert (said["acting"], said["order"]) == (term.acting, term.order)


def test_rounds_pauses_and_an_emergency_are_told(desk_at: DeskAt) -> None:
    office = desk_at(Stage.DRAFTING).office
    office.at("2026-11-02T11:00:00+09:00")
    pause.run(office[OFFICER], NUMBER, waiting_for="data Dinas Pertanian", reason="angka belum ada")
    resume.run(office[OFFICER], NUMBER, reason="data sudah datang")
    office.at("2026-11-02T13:30:00+09:00")
    office.submit()
    category = next(iter(office[KASI].agency.correction_categories))
    review.request_changes(office[KASI], NUMBER, note="Perbaiki angka", category=category)
    office.write(files=article_files(text=article(title="Petani Contoh Panen Kopi")))
    office.submit()
    bypass.run(office[KABID], NUMBER, reason="peringatan banjir")
    story = told(office)
    assert "menunda perhitungan waktu, menunggu data Dinas Pertanian. Alasan: “angka belum" in story
    assert "meminta perbaikan, putaran 1 (Data dan angka): “Perbaiki angka”." in story
    assert "menetapkan terbit darurat bagi naskah dengan sidik" in story
    assert "Terbit darurat pada butir 9 belum ditinjau ulang oleh pejabat lain." in story
    second_look.run(office[KASI], NUMBER, verdict="upheld", note="sudah diperiksa")
    story = told(office)
    assert "meninjau ulang terbit darurat dan menyatakannya tepat: “sudah diperiksa”." in story
    assert "belum ditinjau ulang" not in story


def test_a_family_is_told_on_both_sides(desk_at: DeskAt) -> None:
    office = desk_at(Stage.DRAFTING).office
    office.at("2026-11-02T13:30:00+09:00")
    split.run(office[KASI], NUMBER, ("panen raya", "bazar kopi"), reason="dua kegiatan")
    other = office.receive()
    office.dispose(other)
    join.run(office[KASI], other, ONE, reason="acara yang sama")
    letter = told(office)
    assert "Keadaan: dipecah menjadi 2026-0118.1 dan 2026-0118.2" in letter
    assert "Bagian 2026-0118.2, bazar kopi: didisposisi." in letter
    part = told(office, ONE)
    assert "Bagian dari surat 2026-0118: Publikasi panen raya (CONTOH);" in part
    assert "Surat 2026-0119 disatukan dengan permintaan ini." in part
    assert "Keadaan: disatukan dengan 2026-0118.1" in told(office, other)
    for number in (NUMBER, ONE, other):
        assert explain.as_data(office[KABID], number)["holds"]


def forged(office: Office, before: bytes, after: bytes) -> None:
    """Main with a word of the record changed past every gate."""
    data = office.bare.read(office.main, RECORD) or b""
    assert before in data
    made = office.commit(KASI, {RECORD: data.replace(before, after)}, office.main)
    office.force(KASI, "refs/heads/main", made)


def test_a_forged_decision_is_told_as_what_it_is(desk_at: DeskAt) -> None:
    office = desk_at(Stage.MERGED).office
    good = office.main
    forged(office, b"data: {officer: petugas-1}", b"data: {officer: petugas-2}")
    story, data = told(office), explain.as_data(office[KABID], NUMBER)
    assert "Riwayat ini tidak terbukti" in story
    assert f"Terakhir terbukti pada komit {good[:10]}; yang disetujui di situ tetap" in story
    assert "Bukti: tidak ada; tanda tangannya bukan milik Yusran Malakaya" in story
    assert [s["counts"] for s in data["statements"]] == [True, True, False, False, False]
    assert [s["commit"] for s in data["statements"]] == [good, good, office.main, good, good]
    assert (data["holds"], "statement-signature" in {f["id"] for f in data["findings"]}) == (
        False, True,
    )  # fmt: skip


def test_an_article_changed_behind_its_request_is_told(desk_at: DeskAt) -> None:
    office = desk_at(Stage.MERGED).office
    made = office.commit(
        KASI, {f"{ARTICLE}/index.md": article(title="Lain sama sekali")}, office.main
    )
    office.force(KASI, "refs/heads/main", made)
    data = explain.as_data(office[KABID], NUMBER)
    assert not data["holds"]
    assert {finding["path"] for finding in data["findings"]} == {f"{ARTICLE}/index.md"}


@pytest.mark.parametrize("number", ["2026-0400", "2026-400", "../etc", "", "2026-0118.1"])
def test_what_is_not_there_is_not_told(desk_at: DeskAt, number: str) -> None:
    office = desk_at(Stage.RECEIVED).office
    with pytest.raises(NotFound) as refused:
        explain.run(office[KABID], number)
    assert refused.value.message == f"there is no request {number}"


def test_whoever_looks_needs_neither_a_name_nor_a_key(desk_at: DeskAt) -> None:
    office = desk_at(Stage.MERGED).office
    clone = office[KABID].repository
    for name in ("siar.person", "siar.key"):
        clone.run("config", "--unset", name)
    assert "Riwayat permintaan 2026-0118" in told(office)


def test_the_command_tells_it_and_its_exit_code_says_whether_it_holds(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.MERGED)
    said = desk.siar(KABID, "verify", "--explain", NUMBER)
    assert (said.exit, said.err) == (0, "")
    assert said.out.startswith("Riwayat permintaan 2026-0118\n")
    forged(desk.office, b"officer: petugas-1}", b"officer: petugas-2}")
    said = desk.siar(KABID, "verify", "--explain", NUMBER, "--format", "json")
    assert (said.exit, json.loads(said.out)["holds"]) == (1, False)


def words_of(office: Office) -> Sequence[str]:
    """Every sentence of a story."""
    return [str(s["told"]) for s in explain.as_data(office[KABID], NUMBER)["statements"]]


def test_an_officer_named_again_is_told(desk_at: DeskAt) -> None:
    office = desk_at(Stage.RECEIVED).office
    office.dispose()
    accept.run(
        office[KASI], NUMBER, officer=OFFICER,
        coordinated={
            "with": "Dinas Pertanian", "channel": "telepon", "at": "2026-11-02T09:00:00+09:00",
            "agreed": "data dikirim besok",
        },
    )  # fmt: skip
    assert words_of(office)[2].endswith(
        "Koordinasi dengan Dinas Pertanian lewat telepon, Senin, 2 November 2026 pukul 09.00 WIT;"
        " disepakati: “data dikirim besok”."
    )
