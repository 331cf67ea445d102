"""The verbs of the table's remaining rows, said on the branch of an open request."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.commands import bypass, merge
from pipeline.errors import Exit
from pipeline.record import agenda
from pipeline.record.digest import sha256
from pipeline.record.workflow import State
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, refusal
from tests.support.office import (
    ARTICLE,
    DEPUTY,
    DISPOSED_AT,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    Stage,
    article,
    photo,
)

PHONE = b"Warga dapat menghubungi 0812-3456-7890 (contoh).\n"
CALL = article() + b"\n" + PHONE


def received(desk_at: DeskAt) -> Desk:
    """A letter just received."""
    desk = desk_at(Stage.RECEIVED)
    desk.office.at(DISPOSED_AT)
    return desk


# --- rectify ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("rectify", NUMBER, "--set", "letter.number", "005/9/CONTOH/2026",
         "--set", "activity.where", "Desa Contoh Dua", "--reason", "salah ketik"),
        ("betulkan", NUMBER, "--isi", "letter.number", "005/9/CONTOH/2026",
         "--isi", "activity.where", "Desa Contoh Dua", "--alasan", " salah ketik "),
    ],
)  # fmt: skip
def test_a_field_is_corrected_and_its_old_value_stays(
    desk_at: DeskAt, words: tuple[str, ...]
) -> None:
    desk = received(desk_at)
    before = desk.request()
    said = desk.siar(OFFICER, *words)
    assert said == (
        Exit.OK,
        "letter.number: 005/1/CONTOH/2026 → 005/9/CONTOH/2026\n"
        "activity.where: Desa Contoh → Desa Contoh Dua\n",
        "",
    )
    after = desk.request()
    assert (after.letter.number, after.activity.where) == ("005/9/CONTOH/2026", "Desa Contoh Dua")
    assert after.documents[:-1] == before.documents
    assert b"005/1/CONTOH/2026" in after.documents[0]
    assert desk.last().data["reason"] == "salah ketik"


def test_a_field_that_was_empty_is_shown_as_such(desk_at: DeskAt) -> None:
    desk = received(desk_at)
    said = desk.siar(
        OFFICER, "rectify", NUMBER, "--set", "sender.phone", "0211234", "--reason", "x"
    )
    assert said.out == "sender.phone: – → 0211234\n"


@pytest.mark.parametrize(
    ("fields", "exit_code", "sentence", "way_out"),
    [
        ((), Exit.USAGE, "no field is named",
         'write --set letter.subject "Panen raya kopi" for each wrong field'),
        (("letter.colour", "x"), Exit.PROBLEMS, "letter.colour is no field of a letter",
         "choose from: letter.number, letter.date, letter.received, letter.subject,"
         " letter.urgency, letter.security, letter.srikandi, letter.kept_at, sender.agency,"
         " sender.contact, sender.email, sender.phone, activity.what, activity.who,"
         " activity.when, activity.where, activity.why, activity.how"),
        (("letter.number", "005/1/CONTOH/2026"), Exit.PROBLEMS,
         "letter.number is `005/1/CONTOH/2026` already",
         "name the field that is wrong, and what it should say"),
        (("letter.date", "2026-10-30"), Exit.PROBLEMS,
         "letter.date is `2026-10-30` already",
         "name the field that is wrong, and what it should say"),
    ],
)  # fmt: skip
def test_a_correction_that_corrects_nothing_is_refused(
    desk_at: DeskAt, fields: tuple[str, ...], exit_code: Exit, sentence: str, way_out: str
) -> None:
    desk = received(desk_at)
    before = desk.refs()
    words = ("--set", *fields) if fields else ()
    said = desk.siar(OFFICER, "rectify", NUMBER, *words, "--reason", "x")
    assert said == (exit_code, "", refusal(sentence, way_out))
    assert desk.refs() == before


@pytest.mark.parametrize(
    ("field", "value", "finding"),
    [
        ("letter.date", "30-10-2026", "schema-date]"),
        ("sender.email", "bukan surel", "schema-email]"),
        ("letter.urgency", "cepat", "schema-choice]"),
        ("letter.security", "rahasia", "request-secret-scan]"),
        ("activity.what", "", "schema"),
    ],
)
def test_a_corrected_letter_is_a_right_one(
    desk_at: DeskAt, field: str, value: str, finding: str
) -> None:
    desk = received(desk_at)
    before = desk.refs()
    said = desk.siar(OFFICER, "rectify", NUMBER, "--set", field, value, "--reason", "x")
    assert said.exit == Exit.PROBLEMS
    assert f"error[{finding}" in said.err
    assert desk.refs() == before


def test_nothing_is_corrected_while_the_article_waits_for_the_kasi(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    words = ("--set", "letter.subject", "Lain", "--reason", "x")
    assert desk.siar(OFFICER, "rectify", NUMBER, *words) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"the article of {NUMBER} is being corrected",
            "first ask for changes with `siar review`, then correct the field",
        ),
    )


# --- redispose, reassign, fact-check ------------------------------------------------------------

RECORDED: list[tuple[Stage, str, tuple[str, ...], str, State, dict[str, Any]]] = [
    (
        Stage.DRAFTING, KABID,
        ("redispose", NUMBER, "--to", KASI, "--urgency", "segera", "-i", "liput_kegiatan",
         "--note", "Dimajukan", "--due", "2026-11-04", "--reason", "acara dimajukan"),
        f"{NUMBER} was forwarded to kasi-piks\n", State.DISPOSITIONED,
        {"to": KASI, "urgency": "segera", "instructions": ["liput_kegiatan"],
         "note": "Dimajukan", "due": "2026-11-04", "reason": "acara dimajukan"},
    ),
    (
        Stage.DRAFTING, KABID,
        ("disposisi-ulang", NUMBER, "--kepada", KASI, "--alasan", "acara dimajukan"),
        f"{NUMBER} was forwarded to kasi-piks\n", State.DISPOSITIONED,
        {"to": KASI, "urgency": "biasa", "instructions": [], "note": "",
         "reason": "acara dimajukan"},
    ),
    (
        Stage.DRAFTING, KASI,
        ("reassign", NUMBER, "--officer", OTHER_OFFICER, "--reason", "cuti", "--began", "09:50"),
        f"petugas-2 goes on with {NUMBER}\n", State.DRAFTING,
        {"officer": OTHER_OFFICER, "reason": "cuti", "began": "2026-11-02T09:50:00+09:00"},
    ),
    (
        Stage.IN_REVIEW, KASI,
        ("alihkan", NUMBER, "--petugas", OTHER_OFFICER, "--alasan", "cuti"),
        f"petugas-2 goes on with {NUMBER}\n", State.IN_REVIEW,
        {"officer": OTHER_OFFICER, "reason": "cuti"},
    ),
    (
        Stage.IN_REVIEW, OFFICER,
        ("fact-check", NUMBER, "--source", "Dinas Contoh", "--answer", "angka benar",
         "--at", "13:00"),
        "the answer of Dinas Contoh is on record\n", State.IN_REVIEW,
        {"source": "Dinas Contoh", "answer": "angka benar", "at": "2026-11-02T13:00:00+09:00"},
    ),
    (
        Stage.DRAFTING, OFFICER,
        ("cek-fakta", NUMBER, "--sumber", "Dinas Contoh", "--jawaban", " angka benar "),
        "the answer of Dinas Contoh is on record\n", State.DRAFTING,
        {"source": "Dinas Contoh", "answer": "angka benar", "at": "2026-11-02T10:00:00+09:00"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "person", "words", "told", "state", "data"), RECORDED)
def test_a_verb_records_what_it_was_told(
    desk_at: DeskAt, stage: Stage, person: str, words: tuple[str, ...], told: str, state: State,
    data: dict[str, Any],
) -> None:  # fmt: skip
    desk = desk_at(stage)
    assert desk.siar(person, *words) == (Exit.OK, told, "")
    assert desk.request().state is state
    assert dict(desk.last().data) == data


def test_a_new_disposition_counts_and_the_one_before_stays_readable(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.siar(KABID, "redispose", NUMBER, "--to", KASI, "--urgency", "segera", "--reason", "x")
    assert desk.request().summary["disposition"] == {
        "status": "forwarded", "to": KASI, "urgency": "segera", "instructions": [], "note": "",
    }  # fmt: skip
    assert desk.request().history[1].data["urgency"] == "biasa"


REFUSED: list[tuple[Stage, str, tuple[str, ...], Exit, str, str]] = [
    (
        Stage.DRAFTING, KABID, ("redispose", NUMBER, "--to", "siapa", "--reason", "x"),
        Exit.PROBLEMS, "siapa is nobody of the roster",
        "choose one of: petugas-1, petugas-2, kasi-piks, kabid-piks, sekretaris, pengelola",
    ),
    (
        Stage.DRAFTING, KABID, ("redispose", NUMBER, "--to", KASI, "--reason", " "),
        Exit.USAGE, "the reason is empty", "give it with --reason: it stays on record",
    ),
    (
        Stage.DRAFTING, KASI, ("reassign", NUMBER, "--officer", KABID, "--reason", "x"),
        Exit.PROBLEMS, "kabid-piks is no officer today", "choose one of: petugas-1, petugas-2",
    ),
    (
        Stage.DRAFTING, KASI, ("reassign", NUMBER, "--officer", OFFICER, "--reason", "x"),
        Exit.PROBLEMS, "petugas-1 is the officer already", "name another officer",
    ),
    (
        Stage.DRAFTING, OFFICER, ("fact-check", NUMBER, "--source", " ", "--answer", "x"),
        Exit.USAGE, "it is not said who answered what", "give both --source and --answer",
    ),
    (
        Stage.DRAFTING, OFFICER,
        ("fact-check", NUMBER, "--source", "x", "--answer", "y", "--scan", "tiada.jpg"),
        Exit.PROBLEMS, "cannot read tiada.jpg: No such file or directory",
        "check the name; the file must exist and be readable",
    ),
    (
        Stage.DRAFTING, KASI, ("bypass", NUMBER, "--reason", "banjir"), Exit.PROBLEMS,
        "cannot bypass a request that is drafting",
        "from here you can: complete, rectify, redispose, note, reassign, split, join, submit,"
        " fact_check, exempt, pause, void, confirm",
    ),
    (
        Stage.DRAFTING, OFFICER, ("takedown", NUMBER, "--reason", "x"), Exit.PROBLEMS,
        "Fadila Samadara, S.I.Kom. may not do this: it is for section_head, division_head",
        "today that is Yusran Malakaya, S.Sos., M.Si.; Dra. Hartini Laranuku, M.Si.",
    ),
    (
        Stage.DRAFTING, KASI, ("takedown", NUMBER, "--reason", "x"), Exit.PROBLEMS,
        "no edition of this was published, so there is nothing to hide",
        "ask for changes with `siar review`, or close the request with `siar void`",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "person", "words", "exit_code", "sentence", "way_out"), REFUSED)
def test_words_that_make_no_decision_are_refused_with_the_way_out(
    desk_at: DeskAt, stage: Stage, person: str, words: tuple[str, ...], exit_code: Exit,
    sentence: str, way_out: str,
) -> None:  # fmt: skip
    desk = desk_at(stage)
    before = desk.refs()
    assert desk.siar(person, *words) == (exit_code, "", refusal(sentence, way_out))
    assert desk.refs() == before


def test_the_scan_of_an_answer_is_registered_under_a_name_of_its_own(
    desk_at: DeskAt, tmp_path: Path
) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    scan = tmp_path / "Jawaban Dinas.JPG"
    scan.write_bytes(photo("white"))
    words = ("--source", "Dinas Contoh", "--answer", "benar", "--scan", str(scan))
    desk.office.arm()
    for name in ("cek-fakta.jpg", "cek-fakta-2.jpg"):
        assert desk.siar(OFFICER, "fact-check", NUMBER, *words).exit == Exit.OK
        data = desk.last().data
        assert (data["scan"], data["scan_sha256"]) == (f"0118/{name}", sha256(photo("white")))
        assert desk.paper(f"requests/2026/0118/{name}") == photo("white")
    # What the source said touches no byte of the article: it is approved as it was submitted.
    assert desk.siar(KASI, "approve", NUMBER).exit == Exit.OK


# --- exempt -------------------------------------------------------------------------------------

EXEMPT = ("exempt", NUMBER, "--finding", "personal-phone", "--reason", "nomor layanan")


def with_phone(desk_at: DeskAt) -> Desk:
    """A draft with a telephone number in it, pushed."""
    desk = desk_at(Stage.DRAFTING)
    desk.office.write(files={f"{ARTICLE}/index.md": CALL})
    return desk


def test_a_finding_that_was_allowed_is_only_told(desk_at: DeskAt) -> None:
    desk = with_phone(desk_at)
    assert desk.siar(OFFICER, "submit", NUMBER).exit == Exit.PROBLEMS
    desk.office.arm()
    assert desk.siar(KASI, *EXEMPT) == (
        Exit.OK,
        f"personal-phone is allowed in {NUMBER} as long as nobody changes the text\n",
        "",
    )
    said = desk.siar(OFFICER, "check", NUMBER)
    assert said.exit == Exit.OK
    assert "warning[personal-phone]" in said.out
    assert "help: it was allowed in this text with `siar exempt`" in said.out
    assert desk.siar(OFFICER, "submit", NUMBER).exit == Exit.OK


def test_an_allowance_ends_with_the_bytes_it_was_for(desk_at: DeskAt) -> None:
    desk = with_phone(desk_at)
    desk.siar(KASI, *EXEMPT)
    desk.office.write(files={f"{ARTICLE}/index.md": CALL + b"\nSatu kalimat lagi.\n"})
    said = desk.siar(OFFICER, "submit", NUMBER)
    assert said.exit == Exit.PROBLEMS
    assert "error[personal-phone]" in said.err


def test_what_was_allowed_while_it_is_corrected_names_the_bytes_that_were_submitted(
    desk_at: DeskAt,
) -> None:
    desk = with_phone(desk_at)
    desk.siar(KASI, *EXEMPT)
    desk.siar(OFFICER, "submit", NUMBER)
    assert desk.siar(KASI, "izinkan", NUMBER, "--temuan", "personal-phone", "--alasan", "x") == (
        Exit.PROBLEMS,
        "",
        refusal(
            "personal-phone is allowed in this text already",
            "the officer hands it in with `siar submit`",
        ),
    )
    assert desk.last().data["digest"] == desk.request().history[-2].data["digest"]


@pytest.mark.parametrize(
    ("finding", "sentence", "way_out"),
    [
        ("personal-nik", "the checks do not find personal-nik in this text",
         "what can be allowed in it: personal-phone"),
        ("article-html", "the checks do not find article-html in this text",
         "what can be allowed in it: personal-phone"),
    ],
)  # fmt: skip
def test_only_what_is_found_is_allowed(
    desk_at: DeskAt, finding: str, sentence: str, way_out: str
) -> None:
    desk = with_phone(desk_at)
    before = desk.refs()
    said = desk.siar(KASI, "exempt", NUMBER, "--finding", finding, "--reason", "x")
    assert said == (Exit.PROBLEMS, "", refusal(sentence, way_out))
    assert desk.refs() == before


def test_a_finding_about_the_craft_is_not_allowed_but_mended(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.office.write(files={f"{ARTICLE}/index.md": article() + b"\n<blink>x</blink>\n"})
    said = desk.siar(KASI, "exempt", NUMBER, "--finding", "article-html", "--reason", "x")
    assert said == (
        Exit.PROBLEMS,
        "",
        refusal(
            "`exempt` is not for the finding article-html",
            "mend the text; only findings of personal or excluded data can be allowed",
        ),
    )


# --- bypass and confirm -------------------------------------------------------------------------


@pytest.mark.parametrize("who", [KASI, KABID])
def test_an_emergency_is_on_main_and_says_that_somebody_has_to_look(
    desk_at: DeskAt, who: str
) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.office.arm()
    said = desk.siar(who, "terbit-darurat", NUMBER, "--alasan", "peringatan banjir")
    assert said == (
        Exit.OK,
        f"{NUMBER} is on main; next: siar publish\n"
        f"another head looks at it: siar second-look {NUMBER}\n",
        "",
    )
    request = desk.request()
    assert (request.state, request.summary["awaiting_look"]) == (State.APPROVED, "bypass")
    assert desk.last().data["reason"] == "peringatan banjir"
    other = KABID if who == KASI else KASI
    words = ("--uphold", "--note", "isi benar")
    assert desk.siar(other, "second-look", NUMBER, *words).exit == Exit.OK
    assert "awaiting_look" not in desk.request().summary


def test_an_emergency_needs_nobody_elses_approval(desk_at: DeskAt) -> None:
    # For this topic the division head's approval is asked for, too.
    desk = desk_at(Stage.DRAFTING)
    text = article().replace(b"topics: [pertanian]", b"topics: [kesehatan]")
    desk.office.write(files={f"{ARTICLE}/index.md": text})
    desk.office.submit()
    assert desk.siar(KASI, "bypass", NUMBER, "--reason", "wabah").exit == Exit.OK
    assert desk.fresh().read("refs/heads/main", agenda.request_path(NUMBER)) is not None


def test_an_emergency_that_was_cut_off_is_gone_on_with(
    desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    with monkeypatch.context() as cut:
        cut.setattr(merge, "run", _lost)
        with pytest.raises(KeyboardInterrupt):
            bypass.run(desk.office[KASI], NUMBER, reason="banjir")
    recorded = len(desk.request().history)
    assert desk.siar(KASI, "bypass", NUMBER, "--reason", "banjir").exit == Exit.OK
    assert len(desk.request().history) == recorded
    assert desk.fresh().read("refs/heads/main", agenda.request_path(NUMBER)) is not None


def _lost(*_words: object) -> str:
    raise KeyboardInterrupt


def test_who_approved_usually_does_not_bypass_afterwards(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.APPROVED)
    said = desk.siar(KASI, "bypass", NUMBER, "--reason", "x")
    assert said.exit == Exit.PROBLEMS
    assert said.err.startswith("siar: cannot bypass a request that is approved\n")


def test_a_disposition_typed_in_is_confirmed_by_who_made_it_and_nobody_else(
    desk_at: DeskAt,
) -> None:
    desk = received(desk_at)
    paper = ("--decided-by", KABID, "--decided-at", "08:55", "--channel", "lisan")
    desk.siar(OFFICER, "dispose", NUMBER, "--to", KASI, *paper)
    desk.office.arm()
    said = desk.siar(KASI, "confirm", NUMBER, "2")
    assert said == (
        Exit.PROBLEMS,
        "",
        refusal("kasi-piks cannot confirm what kabid-piks decided", "only kabid-piks confirms it"),
    )
    assert desk.siar(KABID, "confirm", NUMBER, "2") == (
        Exit.OK, f"statement 2 of {NUMBER} is confirmed\n", "",
    )  # fmt: skip
    assert desk.last().data == {"statement": desk.request().history[1].digest}
    assert desk.request().state is State.DISPOSITIONED


def test_a_deputy_looks_again_when_the_office_has_no_other_head(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.siar(KABID, "bypass", NUMBER, "--reason", "banjir")
    # The deputy's term is in November 2026, from the 16th.
    desk.office.at("2026-11-17T09:00:00+09:00")
    said = desk.siar(DEPUTY, "second-look", NUMBER, "--uphold", "--note", "isi benar")
    assert said.exit == Exit.OK, said
    assert desk.last().by == DEPUTY
