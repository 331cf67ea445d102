"""A decision is recorded for who may make it, in the state where it may be made, and no other."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import Exit
from pipeline.record.workflow import Action, Role, State
from tests.commands.conftest import DeskAt
from tests.commands.desk import refusal
from tests.support.office import (
    ACCEPTED_AT,
    APPROVED_AT,
    DISPOSED_AT,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    Stage,
    photo,
)

ON_PAPER = ("--decided-by", KABID, "--decided-at", "08:55", "--channel", "kertas")
ROSTER = "petugas-1, petugas-2, kasi-piks, kabid-piks, sekretaris, pengelola"
KABID_ONLY = refusal(
    "{who} may not do this: it is for division_head", "today that is Dra. Hartini Laranuku, M.Si."
)
KASI_ONLY = refusal(
    "{who} may not do this: it is for section_head", "today that is Yusran Malakaya, S.Sos., M.Si."
)
OFFICERS_ONLY = refusal(
    "{who} may not do this: it is for officer",
    "today that is Fadila Samadara, S.I.Kom.; Contoh Petugas Dua",
)
FADILA, YUSRAN = "Fadila Samadara, S.I.Kom.", "Yusran Malakaya, S.Sos., M.Si."


# Each verb: at which stage, by whom, in which words (both languages), what it tells, what is on
# record afterwards.
RECORDED: list[tuple[Stage, str, tuple[str, ...], str, State, dict[str, Any]]] = [
    (
        Stage.RECEIVED, KABID,
        ("dispose", NUMBER, "--to", KASI, "--urgency", "segera", "-i", "buat_naskah",
         "-i", "liput_kegiatan", "--note", "Mohon segera", "--due", "2026-11-05",
         "--began", "08:50"),
        f"{NUMBER} was forwarded to kasi-piks\n", State.DISPOSITIONED,
        {"to": KASI, "urgency": "segera", "instructions": ["buat_naskah", "liput_kegiatan"],
         "note": "Mohon segera", "due": "2026-11-05", "began": "2026-11-02T08:50:00+09:00"},
    ),
    (
        Stage.RECEIVED, KABID,
        ("disposisi", NUMBER, "--kepada", KASI, "--sifat", "biasa", "--instruksi", "buat_naskah",
         "--catatan", "Baik", "--tenggat", "2026-11-05", "--mulai", "08:50"),
        f"{NUMBER} was forwarded to kasi-piks\n", State.DISPOSITIONED,
        {"to": KASI, "urgency": "biasa", "instructions": ["buat_naskah"], "note": "Baik",
         "due": "2026-11-05", "began": "2026-11-02T08:50:00+09:00"},
    ),
    (
        Stage.RECEIVED, KABID,
        ("return", NUMBER, "--reason", "Data belum lengkap", "--missing", "tabel panen"),
        f"{NUMBER} goes back to be completed\n", State.RETURNED,
        {"reason": "Data belum lengkap", "missing": ["tabel panen"]},
    ),
    (
        Stage.RECEIVED, KABID, ("kembalikan", NUMBER, "--alasan", "Belum lengkap"),
        f"{NUMBER} goes back to be completed\n", State.RETURNED,
        {"reason": "Belum lengkap", "missing": []},
    ),
    (
        Stage.RECEIVED, KABID, ("tolak", NUMBER, "--alasan", "Bukan kegiatan daerah"),
        f"{NUMBER} is declined\n{NUMBER} is on main\n", State.DECLINED,
        {"reason": "Bukan kegiatan daerah"},
    ),
    (
        Stage.RECEIVED, KABID, ("arsipkan", NUMBER, "--alasan", "Cukup diketahui"),
        f"{NUMBER} is filed\n{NUMBER} is on main\n", State.FILED, {"reason": "Cukup diketahui"},
    ),
    (
        Stage.RECEIVED, KASI, ("batalkan", NUMBER, "--alasan", "Terdaftar dua kali"),
        f"{NUMBER} is void\n{NUMBER} is on main\n", State.VOID, {"reason": "Terdaftar dua kali"},
    ),
    (
        Stage.DRAFTING, OFFICER, ("catat", NUMBER, " Narasumber bersedia "),
        f"noted on {NUMBER}\n", State.DRAFTING, {"text": "Narasumber bersedia"},
    ),
    (
        Stage.DRAFTING, KASI,
        ("note", NUMBER, "--with", "Dinas Pertanian", "--via", "rapat", "--agreed", "angka BPS"),
        f"noted on {NUMBER}\n", State.DRAFTING,
        {"coordination": {"with": "Dinas Pertanian", "channel": "rapat",
                          "at": "2026-11-02T10:00:00+09:00", "agreed": "angka BPS"}},
    ),
    (
        Stage.DRAFTING, OFFICER,
        ("tunda", NUMBER, "--menunggu", "Dinas Pertanian", "--alasan", "data menyusul",
         "--sampai", "2026-11-04"),
        f"{NUMBER} waits for Dinas Pertanian\n", State.DRAFTING,
        {"waiting_for": "Dinas Pertanian", "reason": "data menyusul", "until": "2026-11-04"},
    ),
    (
        Stage.IN_REVIEW, KASI,
        ("koreksi", NUMBER, "--minta-perbaikan", "--kategori", "data", "--catatan", "Tanpa sumber"),
        f"{NUMBER} goes back to the officer\n", State.CHANGES_REQUESTED,
        {"note": "Tanpa sumber", "category": "data", "round": 1},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "person", "words", "told", "state", "data"), RECORDED)
def test_a_verb_records_what_it_was_told(
    desk_at: DeskAt, stage: Stage, person: str, words: tuple[str, ...], told: str, state: State,
    data: dict[str, Any],
) -> None:  # fmt: skip
    desk = desk_at(stage)
    if stage is Stage.RECEIVED:
        desk.office.at(DISPOSED_AT)
    said = desk.siar(person, *words)
    assert said == (Exit.OK, told, "")
    assert desk.request().state is state
    statement = desk.last()
    assert (statement.by, statement.signer, dict(statement.data)) == (person, person, data)


def test_an_acceptance_names_the_officer_and_what_was_agreed(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.office.at(DISPOSED_AT)
    desk.office.dispose()
    desk.office.at(ACCEPTED_AT)
    said = desk.siar(
        KASI, "tindak-lanjuti", NUMBER, "--petugas", OFFICER,
        "--dengan", "Dinas Pertanian", "--lewat", "telepon", "--sepakat", "data besok",
    )  # fmt: skip
    assert said == (
        Exit.OK,
        f"{NUMBER} is accepted; petugas-1 writes it\nnext: siar draft {NUMBER}\n",
        "",
    )
    assert desk.last().data == {
        "officer": OFFICER,
        "coordination": {
            "with": "Dinas Pertanian",
            "channel": "telepon",
            "at": ACCEPTED_AT,
            "agreed": "data besok",
        },
    }


def test_a_paused_request_goes_on_only_by_resuming(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.siar(OFFICER, "pause", NUMBER, "--waiting-for", "Dinas", "--reason", "data")
    way_out = "from here you can: complete, resume, void, confirm"
    for words in (("submit", NUMBER), ("pause", NUMBER, "--waiting-for", "x", "--reason", "y")):
        said = desk.siar(OFFICER, *words)
        sentence = f"cannot {words[0]} a request that is paused"
        assert said == (Exit.PROBLEMS, "", refusal(sentence, way_out))
    said = desk.siar(OFFICER, "lanjut", NUMBER, "--alasan", "data tiba")
    assert said == (Exit.OK, f"{NUMBER} goes on\n", "")
    assert desk.last().data == {"reason": "data tiba"}
    assert "paused" not in desk.request().summary


# --- decisions typed in from elsewhere -----------------------------------------------------------


def test_a_decision_on_paper_is_on_record_with_its_scan_and_who_typed_it(
    desk_at: DeskAt, tmp_path: Path
) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.office.at(DISPOSED_AT)
    scan = tmp_path / "Lembar Disposisi.JPG"
    scan.write_bytes(photo("white"))
    words = ("--to", KASI, *ON_PAPER, "--scan", str(scan))
    said = desk.siar(OFFICER, "dispose", NUMBER, *words)
    assert said == (Exit.OK, f"{NUMBER} was forwarded to kasi-piks\n", "")
    statement = desk.last()
    assert (statement.by, statement.signer, statement.role) == (
        KABID, OFFICER, Role.DIVISION_HEAD,
    )  # fmt: skip
    assert statement.data["transcribed"] == {
        "decided_at": "2026-11-02T08:55:00+09:00",
        "channel": "kertas",
        "scan": "0118/disposisi.jpg",
        "scan_sha256": hashlib.sha256(photo("white")).hexdigest(),
    }
    assert desk.paper("requests/2026/0118/disposisi.jpg") == photo("white")


def test_a_word_on_the_telephone_needs_no_scan(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.office.at(DISPOSED_AT)
    words = ("--diputus-oleh", KABID, "--diputus-pada", "2026-11-02 08:55", "--saluran", "lisan")
    assert desk.siar(OFFICER, "tolak", NUMBER, "--alasan", "Ganda", *words).exit == Exit.OK
    assert desk.last().data["transcribed"] == {
        "decided_at": "2026-11-02T08:55:00+09:00", "channel": "lisan",
    }  # fmt: skip


TRANSCRIPTS = [
    (
        ("--decided-by", KABID), Exit.USAGE,
        "a decision typed in needs --decided-by, --decided-at and --channel",
        "leave all of them out when you decide yourself",
    ),
    (
        ("--scan", "x.jpg"), Exit.USAGE,
        "a decision typed in needs --decided-by, --decided-at and --channel",
        "leave all of them out when you decide yourself",
    ),
    (
        ON_PAPER, Exit.USAGE,
        "a decision on paper needs its scan", "give the picture with --scan FILE",
    ),
    (
        (*ON_PAPER, "--scan", "tidak-ada.jpg"), Exit.PROBLEMS,
        "cannot read tidak-ada.jpg: No such file or directory",
        "check the name; the file must exist and be readable",
    ),
    (
        ("--decided-by", "siapa", *ON_PAPER[2:]), Exit.USAGE,
        "siapa is nobody of the roster", f"choose one of: {ROSTER}",
    ),
    (
        ("--decided-by", KABID, "--decided-at", "kemarin", "--channel", "lisan"), Exit.PROBLEMS,
        "kemarin is not a time", "write it like 09:15 or 2026-11-23 09:15 (office time)",
    ),
    (
        ("--decided-by", KABID, "--decided-at", "10:00", "--channel", "lisan"), Exit.PROBLEMS,
        "statement 2 was decided after it was typed in",
        "give the moment of the decision with --decided-at",
    ),
    (
        ("--decided-by", KASI, "--decided-at", "08:55", "--channel", "lisan"), Exit.PROBLEMS,
        f"{YUSRAN} may not do this: it is for division_head",
        "today that is Dra. Hartini Laranuku, M.Si.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("options", "exit_code", "sentence", "way_out"), TRANSCRIPTS)
def test_a_transcript_that_is_not_whole_is_refused(
    desk_at: DeskAt, options: tuple[str, ...], exit_code: Exit, sentence: str, way_out: str
) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.office.at(DISPOSED_AT)
    before = desk.refs()
    said = desk.siar(OFFICER, "dispose", NUMBER, "--to", KASI, *options)
    assert said == (exit_code, "", refusal(sentence, way_out))
    assert desk.refs() == before


def test_an_approval_cannot_be_typed_in_for_somebody_else(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    before = desk.refs()
    said = desk.siar(
        OFFICER, "review", NUMBER, "--approve",
        "--decided-by", KASI, "--decided-at", "13:30", "--channel", "lisan",
    )  # fmt: skip
    assert said == (
        Exit.USAGE,
        "",
        refusal(
            "an approval cannot be typed in for somebody else",
            "the head of section approves with a key of their own",
        ),
    )
    assert desk.refs() == before


# --- refusals ------------------------------------------------------------------------------------

WRONG_ROLE = [
    (Stage.RECEIVED, KASI, ("dispose", NUMBER, "--to", KASI), KABID_ONLY, YUSRAN),
    (Stage.RECEIVED, OFFICER, ("return", NUMBER, "--reason", "x"), KABID_ONLY, FADILA),
    (Stage.RECEIVED, OFFICER, ("decline", NUMBER, "--reason", "x"), KABID_ONLY, FADILA),
    (Stage.RECEIVED, OFFICER, ("file", NUMBER, "--reason", "x"), KABID_ONLY, FADILA),
    (Stage.RECEIVED, OFFICER, ("void", NUMBER, "--reason", "x"), KASI_ONLY, FADILA),
    (
        Stage.DRAFTING, KASI, ("pause", NUMBER, "--waiting-for", "x", "--reason", "y"),
        OFFICERS_ONLY, YUSRAN,
    ),
    (Stage.DRAFTING, KASI, ("submit", NUMBER), OFFICERS_ONLY, YUSRAN),
    (
        Stage.IN_REVIEW, OFFICER,
        ("review", NUMBER, "--request-changes", "--category", "data", "--note", "x"),
        KASI_ONLY, FADILA,
    ),
    (Stage.IN_REVIEW, KASI, ("agree", NUMBER), OFFICERS_ONLY, YUSRAN),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "person", "words", "told", "who"), WRONG_ROLE)
def test_who_has_not_the_role_is_told_who_has(
    desk_at: DeskAt, stage: Stage, person: str, words: tuple[str, ...], told: str, who: str
) -> None:
    desk = desk_at(stage)
    before = desk.refs()
    assert desk.siar(person, *words) == (Exit.PROBLEMS, "", told.format(who=who))
    assert desk.refs() == before


FROM_REVIEW = (
    "from here you can: complete, rectify, note, reassign, split, join, request_changes, revise, "
    "agree, approve, fact_check, exempt, pause, void, bypass, confirm"
)
FROM_DRAFTING = (
    "from here you can: complete, rectify, redispose, note, reassign, split, join, submit, "
    "fact_check, exempt, pause, void, confirm"
)
FROM_RECEIVED = (
    "from here you can: complete, rectify, dispose, return, decline, file, note, pause, void, "
    "confirm"
)
WRONG_STATE = [
    (Stage.IN_REVIEW, KABID, ("dispose", NUMBER, "--to", KASI), "dispose", "in_review",
     FROM_REVIEW),
    (Stage.IN_REVIEW, OFFICER, ("submit", NUMBER), "submit", "in_review", FROM_REVIEW),
    (Stage.DRAFTING, KABID, ("decline", NUMBER, "--reason", "x"), "decline", "drafting",
     FROM_DRAFTING),
    (Stage.DRAFTING, KASI, ("review", NUMBER, "--approve"), "approve", "drafting", FROM_DRAFTING),
    (Stage.DRAFTING, OFFICER, ("resume", NUMBER, "--reason", "x"), "resume", "drafting",
     FROM_DRAFTING),
    (Stage.RECEIVED, KASI, ("accept", NUMBER, "--officer", OFFICER), "accept", "received",
     FROM_RECEIVED),
    (Stage.RECEIVED, OFFICER, ("agree", NUMBER), "agree", "received", FROM_RECEIVED),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "person", "words", "action", "state", "way_out"), WRONG_STATE)
def test_in_the_wrong_state_one_is_told_what_is_possible(
    desk_at: DeskAt, stage: Stage, person: str, words: tuple[str, ...], action: str, state: str,
    way_out: str,
) -> None:  # fmt: skip
    desk = desk_at(stage)
    before = desk.refs()
    said = desk.siar(person, *words)
    sentence = f"cannot {action} a request that is {state}"
    assert said == (Exit.PROBLEMS, "", refusal(sentence, way_out))
    assert desk.refs() == before


@pytest.mark.usefixtures("indonesian")
def test_a_refusal_speaks_one_language(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    assert desk.siar(KABID, "disposisi", NUMBER, "--kepada", KASI) == (
        Exit.PROBLEMS,
        "",
        "siar: tindakan disposisi tidak dapat dilakukan selama permintaan menunggu koreksi\n"
        "  jalan keluar: yang dapat dilakukan sekarang: lengkapi, betulkan, catat, alihkan, pecah, "
        "satukan, minta perbaikan, perbaiki, sepakati, setujui, cek fakta, izinkan, tunda, "
        "batalkan, terbit darurat, konfirmasi\n",
    )


CATEGORIES = "data, narasumber, bahasa, struktur, foto, kepatutan, lain"
INSTRUCTIONS = (
    "tanggapan_dan_saran, proses_lebih_lanjut, koordinasi_konfirmasi, buat_naskah, liput_kegiatan, "
    "lengkapi_data, untuk_diketahui, arsipkan"
)
BAD_WORDS = [
    (
        Stage.RECEIVED, KABID, ("dispose", NUMBER, "--to", "siapa"), Exit.PROBLEMS,
        "siapa is nobody of the roster", f"choose one of: {ROSTER}",
    ),
    (
        Stage.RECEIVED, KABID, ("dispose", NUMBER, "--to", KASI, "-i", "kerjakan"), Exit.PROBLEMS,
        "unknown instruction kerjakan", f"choose from: {INSTRUCTIONS}",
    ),
    (
        Stage.RECEIVED, KABID, ("dispose", NUMBER, "--to", KASI, "--due", "2026-02-30"),
        Exit.PROBLEMS, "2026-02-30 is not a date", "write it like 2026-11-30",
    ),
    (
        Stage.DRAFTING, OFFICER,
        ("pause", NUMBER, "--waiting-for", "x", "--reason", "y", "--until", "besok"),
        Exit.PROBLEMS, "besok is not a date", "write it like 2026-11-30",
    ),
    (
        Stage.RECEIVED, KABID, ("decline", NUMBER, "--reason", "  "), Exit.USAGE,
        "the reason is empty", "give it with --reason: it stays on record",
    ),
    (
        Stage.RECEIVED, KABID, ("decline", NUMBER), Exit.USAGE,
        "Missing option '--reason' / '--alasan'.", "siar decline --help",
    ),
    (
        Stage.RECEIVED, KASI, ("accept", NUMBER, "--officer", KABID), Exit.PROBLEMS,
        "kabid-piks is no officer today", "choose one of: petugas-1, petugas-2",
    ),
    (
        Stage.RECEIVED, KASI, ("accept", NUMBER, "--officer", OFFICER, "--with", "Dinas"),
        Exit.USAGE, "a coordination needs --with, --via and --agreed",
        "say with whom, by which channel and what was agreed",
    ),
    (
        Stage.DRAFTING, OFFICER, ("note", NUMBER), Exit.USAGE,
        "there is nothing to note", "give a text, or --with, --via and --agreed",
    ),
    (
        Stage.IN_REVIEW, KASI, ("review", NUMBER, "--request-changes", "--note", "x"), Exit.USAGE,
        "the kind of correction is missing", f"give it with --category: {CATEGORIES}",
    ),
    (
        Stage.IN_REVIEW, KASI,
        ("review", NUMBER, "--request-changes", "--category", "selera", "--note", "x"),
        Exit.PROBLEMS, "unknown category selera", f"choose from: {CATEGORIES}",
    ),
    (
        Stage.IN_REVIEW, KASI, ("review", NUMBER, "--request-changes", "--category", "data"),
        Exit.USAGE, "the note is empty", "say with --note what should change",
    ),
    (
        Stage.RECEIVED, KABID, ("dispose", "2026-0777", "--to", KASI), Exit.PROBLEMS,
        "there is no request 2026-0777", "`siar status` lists the open ones",
    ),
    (
        Stage.RECEIVED, KABID, ("dispose", "0118", "--to", KASI), Exit.PROBLEMS,
        "0118 is not an agenda number",
        "they look like 2026-0042; `siar status` lists the open ones",
    ),
    (
        Stage.MERGED, OFFICER, ("resume", NUMBER, "--reason", "x"), Exit.PROBLEMS,
        f"request {NUMBER} is closed already", "`siar status` lists the open ones",
    ),
    (
        Stage.RECEIVED, KABID, ("perbuat", NUMBER), Exit.USAGE,
        "No such command 'perbuat'.", "siar --help",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "person", "words", "exit_code", "sentence", "way_out"), BAD_WORDS
)
def test_words_that_make_no_decision_are_refused_with_the_way_out(
    desk_at: DeskAt, stage: Stage, person: str, words: tuple[str, ...], exit_code: Exit,
    sentence: str, way_out: str,
) -> None:  # fmt: skip
    desk = desk_at(stage)
    before = desk.refs()
    assert desk.siar(person, *words) == (exit_code, "", refusal(sentence, way_out))
    assert desk.refs() == before


# --- merge ---------------------------------------------------------------------------------------


def test_only_a_finished_request_comes_to_main(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    before = desk.refs()
    assert desk.siar(KASI, "merge", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"{NUMBER} is drafting: it is not finished",
            "main takes what is approved or closed, and what was hidden or recalled at once",
        ),
    )
    assert desk.refs() == before


def test_an_approved_request_comes_to_main_with_its_article_and_loses_its_branch(
    desk_at: DeskAt,
) -> None:
    desk = desk_at(Stage.APPROVED)
    desk.office.at("2026-11-02T14:35:00+09:00")
    assert desk.siar(KASI, "gabung", NUMBER) == (Exit.OK, f"{NUMBER} is on main\n", "")
    shared = desk.fresh()
    assert f"refs/heads/request/{NUMBER}" not in shared.refs("refs/heads/")
    paths = {entry.path for entry in shared.tree("refs/heads/main")}
    assert {"requests/2026/0118.yaml", "content/2026/11/02-panen-raya-contoh/index.md"} <= paths


def test_a_declined_request_comes_to_main_without_an_article(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.office.at(DISPOSED_AT)
    desk.siar(KABID, "decline", NUMBER, "--reason", "Bukan kegiatan")
    assert f"refs/heads/request/{NUMBER}" not in desk.refs()
    paths = {entry.path for entry in desk.fresh().tree("refs/heads/main")}
    assert "requests/2026/0118.yaml" in paths
    assert desk.siar(OTHER_OFFICER, "status") == (Exit.OK, "nothing is open\n", "")


def test_what_the_division_head_must_see_too_is_not_merged_at_once(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    office = desk.office
    article = "content/2026/11/02-panen-raya-contoh/index.md"
    text = (office.pipeline.repository.read(office.tip(), article) or b"").replace(
        b"topics: [pertanian]", b"topics: [kesehatan]"
    )
    office.write(files={article: text})
    office.at("2026-11-02T13:30:00+09:00")
    office.submit()
    office.at(APPROVED_AT)
    assert desk.siar(KASI, "review", NUMBER, "--approve") == (
        Exit.OK, f"{NUMBER} is approved\nstill to approve: division_head\n", "",
    )  # fmt: skip
    assert desk.siar(KABID, "koreksi", NUMBER, "--setujui") == (
        Exit.OK,
        f"{NUMBER} is approved\n{NUMBER} is on main; next: siar publish\n",
        "",
    )
    assert desk.siar(KASI, "verify").exit == Exit.OK


def test_an_action_is_recorded_in_the_role_that_allows_it(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    assert desk.siar(KABID, "review", NUMBER, "--approve").exit == Exit.OK
    assert (desk.last().action, desk.last().role) == (Action.APPROVE, Role.DIVISION_HEAD)
    assert desk.request().state is State.IN_REVIEW  # the head of section has yet to approve


@pytest.mark.parametrize("verb", ["approve", "setujui"])
def test_approving_is_a_verb_of_its_own(desk_at: DeskAt, verb: str) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.office.at("2026-11-02T14:30:00+09:00")
    assert desk.siar(KASI, verb, NUMBER) == (
        Exit.OK,
        f"{NUMBER} is approved\n{NUMBER} is on main; next: siar publish\n",
        "",
    )
    assert f"refs/heads/request/{NUMBER}" not in desk.fresh().refs("refs/heads/")


def test_an_approval_that_was_cut_off_before_its_merge_is_gone_on_with(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.APPROVED)
    desk.office.at("2026-11-02T14:35:00+09:00")
    assert f"{NUMBER} is approved, but not on main yet: siar merge {NUMBER}" in (
        desk.siar(KASI, "status").out
    )
    before = desk.last()
    assert desk.siar(KASI, "review", NUMBER, "--approve").exit == Exit.OK
    assert f"refs/heads/request/{NUMBER}" not in desk.fresh().refs("refs/heads/")
    assert before.action is Action.APPROVE


def test_a_text_that_was_sent_back_is_not_handed_in_again_as_it_is(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.office.at("2026-11-02T14:00:00+09:00")
    words = ("--request-changes", "--category", "data", "--note", "Angka tanpa sumber")
    assert desk.siar(KASI, "review", NUMBER, *words).exit == Exit.OK
    assert desk.siar(OFFICER, "submit", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal(
            "the text is still the one that was sent back",
            "make the changes that were asked for, then hand it in again",
        ),
    )
