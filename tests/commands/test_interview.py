"""`siar receive` asks one question after the other, in Indonesian, until each is answered well."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands import interview, receive
from pipeline.errors import Exit
from tests.commands.conftest import DeskAt
from tests.commands.counter import Counter
from tests.commands.desk import Desk, Script, refusal, scripted
from tests.support.office import OFFICER, Office, Stage

ORIGINS = ("surat permintaan publikasi", "undangan peliputan", "perintah pimpinan")
URGENCIES = ("biasa", "segera", "sangat segera")
SECURITIES = ("biasa", "terbatas", "rahasia", "sangat rahasia")
LETTER = ("005/9/CONTOH/2026", "2026-10-30", "2026-11-02 08:15", "Publikasi (CONTOH)")
SENDER = ("Dinas Contoh", "Bapak Contoh", "humas@dinas.example", "0812-0000-0009")
ACTIVITY = ("Apa", "Siapa", "Kapan", "Di mana", "Mengapa", "Bagaimana")
NO_ADDRESS = "Ini bukan satu alamat surel seperti humas@dinas.example"
PAPERS = ("surat.pdf", "formulir.pdf", "data.pdf")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.at_stage(Stage.RECEIVED, tmp_path / "kantor")


@pytest.fixture(autouse=True)
def _at_the_counter(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(counter.folder)


def answers(
    *,
    origin: str = ORIGINS[0],
    letter: tuple[str, ...] = LETTER,
    scales: tuple[str, ...] = ("segera", "biasa", ""),
    sender: tuple[str, ...] = SENDER,
    papers: tuple[str, ...] = (*PAPERS, ""),
) -> tuple[str, ...]:
    """Good answers to all questions, some of them replaced."""
    return (origin, *letter, *scales, *sender, *ACTIVITY, *papers)


def asked_by(office: Office, *given: str) -> tuple[dict[str, Any], Script]:
    """The form that these answers fill, and the conversation; every answer was asked for."""
    ctx, script = scripted(office, OFFICER, *given)
    filled = dict(interview.ask(ctx))
    assert next(script.unused, None) is None
    return filled, script


def test_the_questions_are_those_of_the_form_in_its_order_with_choices_shown(
    office: Office,
) -> None:
    filled, script = asked_by(
        office, *answers(papers=(*PAPERS, "foto.jpg", "Petani", "Dinas Contoh", ""))
    )
    assert script.asked == [
        ("Asal permintaan", ORIGINS[0], ORIGINS),
        ("Nomor surat, persis seperti tertulis", "", ()),
        ("Tanggal surat (2026-11-20)", "", ()),
        ("Diterima pada (2026-11-23 08:50)", "2026-11-02 08:30", ()),
        ("Perihal", "", ()),
        ("Urgensi", "biasa", URGENCIES),
        ("Keamanan", "biasa", SECURITIES),
        ("Nomor SRIKANDI (kosongkan bila tidak ada)", "", ()),
        ("Pengirim (instansi)", "", ()),
        ("Narahubung", "", ()),
        ("Surel (kosongkan bila tidak ada)", "", ()),
        ("Telepon atau WhatsApp (kosongkan bila tidak ada)", "", ()),
        ("Apa kegiatannya", "", ()),
        ("Siapa yang terlibat", "", ()),
        ("Kapan waktunya", "", ()),
        ("Di mana tempatnya", "", ()),
        ("Mengapa diadakan", "", ()),
        ("Bagaimana jalannya kegiatan", "", ()),
        ("Surat: nama berkas (kosongkan bila menyusul)", "", ()),
        ("Formulir publikasi kegiatan: nama berkas (kosongkan bila menyusul)", "", ()),
        ("Data yang akan dipublikasikan: nama berkas (kosongkan bila menyusul)", "", ()),
        ("Foto, nama berkas (kosongkan bila tidak ada lagi)", "", ()),
        ("Keterangan foto", "", ()),
        ("Pemotret", "", ()),
        ("Foto, nama berkas (kosongkan bila tidak ada lagi)", "", ()),
    ]
    assert script.heard == []
    assert filled["letter"] == {
        "number": "005/9/CONTOH/2026",
        "date": "2026-10-30",
        "received": "2026-11-02T08:15:00+09:00",
        "subject": "Publikasi (CONTOH)",
        "urgency": "segera",
        "security": "biasa",
    }
    assert filled["attachments"] == [
        {"kind": "letter", "file": "surat.pdf"},
        {"kind": "form", "file": "formulir.pdf"},
        {"kind": "data", "file": "data.pdf"},
        {"kind": "photo", "file": "foto.jpg", "caption": "Petani", "credit": "Dinas Contoh"},
    ]


@pytest.mark.parametrize(
    ("place", "bad", "told"),
    [
        (1, "", "Bagian ini harus diisi"),
        (2, "2026-02-30", "Tanggal itu tidak ada; tulis seperti 2026-11-20"),
        (2, "kemarin", "Tanggal itu tidak ada; tulis seperti 2026-11-20"),
        (3, "jam delapan", "Waktu itu tidak ada; tulis seperti 2026-11-23 08:50"),
        (3, "2026-11-02 09:00", "Waktu itu belum tiba"),
        (4, "", "Bagian ini harus diisi"),
        (10, "bukan surel", NO_ADDRESS),
        (10, "a@b.example\nBcc: c@d.example", NO_ADDRESS),
        (12, "", "Bagian ini harus diisi"),
        (18, "tidak-ada.pdf", "Tidak ada berkas bernama tidak-ada.pdf"),
        (21, "tidak-ada.jpg", "Tidak ada berkas bernama tidak-ada.jpg"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_asked_for_again(
    office: Office, place: int, bad: str, told: str
) -> None:
    good = answers()
    filled, script = asked_by(office, *good[:place], bad, *good[place:])
    assert script.heard == [told]
    assert script.asked[place][0] == script.asked[place + 1][0]
    assert filled == asked_by(office, *good)[0]


def test_a_paper_that_follows_later_needs_the_date(office: Office) -> None:
    filled, script = asked_by(
        office, *answers(papers=("surat.pdf", "formulir.pdf", "", "lusa", "2026-11-04", ""))
    )
    assert script.asked[-3][0] == "Menyusul paling lambat tanggal (2026-11-30)"
    assert script.heard == ["Tanggal itu tidak ada; tulis seperti 2026-11-20"]
    assert filled["attachments"] == [
        {"kind": "letter", "file": "surat.pdf"},
        {"kind": "form", "file": "formulir.pdf"},
        {"kind": "data", "due": "2026-11-04"},
    ]


def test_a_sender_without_email_must_leave_a_telephone_number(office: Office) -> None:
    filled, script = asked_by(
        office, *answers(sender=("Dinas Contoh", "Bapak Contoh", "", "", "0812-0000-0009"))
    )
    assert [question for question, *_rest in script.asked[10:13]] == [
        "Surel (kosongkan bila tidak ada)",
        "Telepon atau WhatsApp",
        "Telepon atau WhatsApp",
    ]
    assert filled["sender"] == {
        "agency": "Dinas Contoh",
        "contact": "Bapak Contoh",
        "phone": "0812-0000-0009",
    }


def test_of_a_secret_letter_is_asked_where_it_lies_and_no_scan(office: Office) -> None:
    filled, script = asked_by(
        office,
        *answers(scales=("biasa", "rahasia", "", "lemari besi"), papers=(*PAPERS[1:], "")),
    )
    assert script.asked[8][0] == "Tempat penyimpanan surat aslinya"
    assert filled["letter"]["kept_at"] == "lemari besi"
    assert "letter" not in [item["kind"] for item in filled["attachments"]]


@pytest.mark.parametrize(
    ("origin", "papers"), [(ORIGINS[1], PAPERS[:2]), (ORIGINS[2], PAPERS[1:2])]
)
def test_each_origin_asks_for_its_own_papers(
    office: Office, origin: str, papers: tuple[str, ...]
) -> None:
    filled, _script = asked_by(office, *answers(origin=origin, papers=(*papers, "")))
    assert [item["file"] for item in filled["attachments"]] == list(papers)


def test_what_was_answered_is_what_a_form_would_have_said(office: Office, counter: Counter) -> None:
    ctx, _script = scripted(office, OFFICER, *answers())
    number = receive.run(ctx, interview.ask(ctx), folder=counter.folder)
    assert number == "2026-0119"


class Typing:
    """Somebody at the keyboard who answers every question; `at_last` happens before the last."""

    def __init__(self, lines: Iterable[str], at_last: Callable[[], object]) -> None:
        self._lines, self._at_last = list(lines), at_last

    def readline(self) -> str:
        """The next line; nothing when there are no more, as at Ctrl-D."""
        if len(self._lines) == 1:
            self._at_last()
        return f"{self._lines.pop(0)}\n" if self._lines else ""


def test_the_answers_are_kept_when_the_line_breaks_at_the_end(
    desk_at: DeskAt, counter: Counter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = desk_at(Stage.RECEIVED)
    shared, away = desk.office.bare.folder, tmp_path / "pindah.git"
    monkeypatch.setattr("sys.stdin", Typing(answers(), lambda: shared.rename(away)))
    said = desk.siar(OFFICER, "receive", cwd=counter_clone(desk, counter))
    assert said.exit == Exit.RETRY
    told = "your answers are kept: siar receive --from formulir-20261102-083000.yaml"
    assert said.out.splitlines()[-1].endswith(told)
    away.rename(shared)
    said = desk.siar(OFFICER, "receive", "--from", "formulir-20261102-083000.yaml")
    assert said.out.splitlines()[0] == "entered in the agenda as 2026-0119"
    assert desk.request("2026-0119").letter.number == LETTER[0]


def test_ctrl_d_among_the_questions_ends_in_a_sentence(
    desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(Stage.RECEIVED)
    before = desk.refs()
    monkeypatch.setattr("sys.stdin", Typing(answers()[:4], lambda: None))
    said = desk.siar(OFFICER, "receive")
    assert said.exit == Exit.INTERRUPTED
    assert said.err.endswith(
        refusal("stopped", "what was recorded stays; run the command again to go on")
    )
    assert desk.refs() == before


def counter_clone(desk: Desk, counter: Counter) -> Path:
    """The officer's clone with the counter's papers laid into it."""
    for name in PAPERS:
        shutil.copy(counter.folder / name, desk.clone(OFFICER))
    return desk.clone(OFFICER)
