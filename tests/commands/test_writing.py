"""An article is drafted once, handed in when every check passes, and loses nobody's words."""

import json
from pathlib import Path

import pytest

from pipeline.commands import receive
from pipeline.errors import Exit
from pipeline.record.workflow import Action, State
from pipeline.repository import Repository
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, Said, refusal
from tests.support.office import (
    ACCEPTED_AT,
    APPROVED_AT,
    ARTICLE,
    DISPOSED_AT,
    DRAFTED_AT,
    KASI,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    SUBMITTED_AT,
    Stage,
    article,
    form,
    photo,
)

SCAFFOLD = "content/2026/11/02-panen-raya-kopi-contoh"
LEAD_WARNING = (
    "warning[article-lead-long]: the lead has 70 words, more than 60\n"
    "  help: say what, who, when and where in one or two sentences; the rest comes after it\n"
)
SLOT = "error[article-slot]: a place of the draft is still empty: "
SLOT_HELP = "  help: write the text in its place, or delete the place\n"


def accepted(desk_at: DeskAt) -> Desk:
    """The request is accepted, and nothing is written yet."""
    desk = desk_at(Stage.RECEIVED)
    desk.office.at(DISPOSED_AT)
    desk.office.dispose()
    desk.office.at(ACCEPTED_AT)
    desk.office.accept()
    desk.office.at(DRAFTED_AT)
    return desk


def text_of(desk: Desk, person: str, folder: str = ARTICLE) -> Path:
    """The article in somebody's work tree."""
    return desk.clone(person) / folder / "index.md"


def replace(path: Path, old: bytes, new: bytes) -> None:
    """Change one place of a text."""
    assert path.read_bytes().count(old) == 1
    path.write_bytes(path.read_bytes().replace(old, new))


def opened(desk: Desk, person: str, folder: str) -> Said:
    """What `draft` tells once the article lies in the work tree."""
    path = desk.clone(person) / folder / "index.md"
    return Said(Exit.OK, f"edit {path}\nthen: siar check {NUMBER}, and siar submit {NUMBER}\n", "")


# --- draft ---------------------------------------------------------------------------------------


def test_nothing_is_drafted_before_the_letter_is_accepted(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    before = desk.refs()
    assert desk.siar(OFFICER, "draft", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"{NUMBER} is received: there is nothing to write yet",
            "writing begins after `siar accept`",
        ),
    )
    assert desk.refs() == before


def test_the_scaffold_is_committed_and_lies_in_the_work_tree(desk_at: DeskAt) -> None:
    desk = accepted(desk_at)
    assert desk.siar(OFFICER, "naskah", NUMBER) == opened(desk, OFFICER, SCAFFOLD)
    text = text_of(desk, OFFICER, SCAFFOLD).read_bytes()
    assert text.startswith(b'---\nrequest: "2026-0118"\ntitle: "Panen raya kopi (contoh)"\n')
    assert desk.paper(f"{SCAFFOLD}/index.md") == text
    assert desk.paper(f"{SCAFFOLD}/foto-1.jpg") == photo()
    assert Repository.open(desk.clone(OFFICER)).checked_out == f"request/{NUMBER}"


def test_drafting_again_shows_the_article_and_overwrites_nothing(desk_at: DeskAt) -> None:
    desk = accepted(desk_at)
    desk.siar(OFFICER, "draft", NUMBER)
    text = text_of(desk, OFFICER, SCAFFOLD)
    text.write_bytes(text.read_bytes() + b"kalimat yang belum diajukan\n")
    before = desk.refs()
    assert desk.siar(OFFICER, "draft", NUMBER) == opened(desk, OFFICER, SCAFFOLD)
    assert text.read_bytes().endswith(b"kalimat yang belum diajukan\n")
    assert desk.siar(OTHER_OFFICER, "draft", NUMBER) == opened(desk, OTHER_OFFICER, SCAFFOLD)
    assert desk.refs() == before


def test_the_head_of_section_does_not_begin_the_article(desk_at: DeskAt) -> None:
    desk = accepted(desk_at)
    before = desk.refs()
    assert desk.siar(KASI, "draft", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal(
            "Yusran Malakaya, S.Sos., M.Si. may not do this: it is for officer",
            "today that is Fadila Samadara, S.I.Kom.; Contoh Petugas Dua",
        ),
    )
    assert desk.refs() == before


def test_opening_another_article_leaves_unsaved_words_where_they_are(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.siar(OFFICER, "draft", NUMBER)
    replace(text_of(desk, OFFICER), b"Petani Desa", b"Warga Desa")
    (text_of(desk, OFFICER).parent / "foto-baru.jpg").write_bytes(photo("red"))
    second = desk.office.receive(subject="Surat lain (CONTOH)")
    desk.office.dispose(second)
    desk.office.accept(second)
    said = desk.siar(OFFICER, "draft", second)
    assert said == (
        Exit.PROBLEMS,
        "",
        refusal(
            "here are changes that were not handed in: "
            f"{ARTICLE}/index.md, {ARTICLE}/foto-baru.jpg",
            "hand them in, or put them aside with `git stash -u`; then run this again",
        ),
    )
    assert b"Warga Desa" in text_of(desk, OFFICER).read_bytes()
    Repository.open(desk.clone(OFFICER)).run("stash", "push", "--quiet", "-u")
    assert desk.siar(OFFICER, "draft", second).exit == Exit.OK
    assert Repository.open(desk.clone(OFFICER)).checked_out == f"request/{second}"


# --- check and submit ----------------------------------------------------------------------------

SCAFFOLD_FINDINGS = [
    (6, "error[article-topics]: the article has no topic"),
    (7, f"{SLOT}[[ISI: ringkasan — satu kalimat untuk daftar berita dan surel]]"),
    (10, f"{SLOT}[[ISI: keterangan foto — siapa, apa, di mana, kapan]]"),
    (12, f"{SLOT}[[ISI: teks alternatif — apa yang terlihat, "
         "bagi yang tidak dapat melihatnya]]"),
    (14, f"{SLOT}[[ISI: teras berita — rapikan menjadi satu atau dua kalimat, "
         "lalu hapus tanda ini]]"),
    (16, f"{SLOT}[[ISI: mengapa — jadikan kalimat: apa gunanya bagi warga]]"),
    (18, f"{SLOT}[[ISI: bagaimana — jadikan kalimat: jalannya kegiatan]]"),
    (20, f"{SLOT}[[ISI: kutipan pejabat — kalimatnya persis seperti diucapkan]]"),
    (20, f"{SLOT}[[ISI: kutipan pejabat — nama lengkap dan jabatan]]"),
    (22, f"{SLOT}[[ISI: data pendukung — angka dengan satuan dan sumbernya]]"),
    (24, f"{SLOT}[[ISI: narahubung — nama, jabatan, dan nomor dinas]]"),
]  # fmt: skip


def test_a_scaffold_cannot_be_handed_in_and_every_empty_place_is_told(desk_at: DeskAt) -> None:
    desk = accepted(desk_at)
    desk.siar(OFFICER, "draft", NUMBER)
    before = desk.refs()
    said = desk.siar(OFFICER, "submit", NUMBER)
    told = [line for line in said.err.splitlines() if line.startswith("content/")]
    expected = [f"{SCAFFOLD}/index.md:{line}: {words}" for line, words in SCAFFOLD_FINDINGS]
    assert said.exit == Exit.PROBLEMS
    assert said.err.startswith("siar: the article cannot be handed in yet\n")
    assert said.err.endswith(
        SLOT_HELP + "\n  way out: mend these lines and run the command again\n"
    )
    assert told == expected
    assert desk.refs() == before
    checked = desk.siar(OFFICER, "check", NUMBER)
    assert checked.exit == Exit.PROBLEMS
    assert [line for line in checked.out.splitlines() if line.startswith("content/")] == expected


def test_findings_are_shown_to_programs_as_json_and_to_a_forge_as_annotations(
    desk_at: DeskAt,
) -> None:
    desk = accepted(desk_at)
    desk.siar(OFFICER, "draft", NUMBER)
    said = desk.siar(OFFICER, "periksa", NUMBER, "--bentuk", "json")
    rows = json.loads(said.out)
    assert said.exit == Exit.PROBLEMS
    assert [row["line"] for row in rows] == [line for line, _words in SCAFFOLD_FINDINGS]
    assert rows[1] == {
        "path": f"{SCAFFOLD}/index.md",
        "line": 7,
        "id": "article-slot",
        "message": "a place of the draft is still empty: "
        "[[ISI: ringkasan — satu kalimat untuk daftar berita dan surel]]",
        "help": "write the text in its place, or delete the place",
        "severity": "error",
    }
    said = desk.siar(OFFICER, "check", NUMBER, "--format", "github")
    assert said.out.splitlines()[1] == (
        f"::error file={SCAFFOLD}/index.md,line=7,title=article-slot::a place of the draft is "
        "still empty: [[ISI: ringkasan — satu kalimat untuk daftar berita dan surel]]"
        "%0Ahelp: write the text in its place, or delete the place"
    )


def test_before_there_is_an_article_check_looks_at_the_request_alone(desk_at: DeskAt) -> None:
    desk = accepted(desk_at)
    assert desk.siar(OFFICER, "check", NUMBER) == (Exit.OK, "nothing wrong\n", "")
    assert desk.siar(OFFICER, "submit", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal(f"request {NUMBER} has no article yet", f"begin with `siar draft {NUMBER}`"),
    )


def test_an_article_is_handed_in_from_the_work_tree_with_who_wrote_it(desk_at: DeskAt) -> None:
    desk = accepted(desk_at)
    desk.siar(OFFICER, "draft", NUMBER)
    folder = text_of(desk, OFFICER, SCAFFOLD).parent
    (folder / "foto-1.jpg").rename(folder / "foto.jpg")
    (folder / "index.md").write_bytes(article())
    checked = desk.siar(OFFICER, "check", NUMBER)
    assert checked == (Exit.OK, f"{SCAFFOLD}/index.md:14: {LEAD_WARNING}\n", "")
    desk.office.at(SUBMITTED_AT)
    said = desk.siar(OFFICER, "ajukan", NUMBER, "--mulai", "10:05")
    statement = desk.last()
    digest = statement.data["digest"]
    assert said == (Exit.OK, f"{NUMBER} waits for correction\n  {digest}\n", "")
    assert statement.data == {
        "digest": digest,
        "article": SCAFFOLD,
        "contributors": [OFFICER],
        "began": "2026-11-02T10:05:00+09:00",
    }
    assert desk.paper(f"{SCAFFOLD}/index.md") == article()
    assert desk.paper(f"{SCAFFOLD}/foto-1.jpg") is None
    assert Repository.open(desk.clone(OFFICER)).work_tree_changes() == []


def test_what_is_still_to_follow_keeps_the_article_from_being_handed_in(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    papers = desk.office.folder / "surat"
    desk.office.at(DISPOSED_AT)
    filled = form(subject="Lain (CONTOH)")
    filled["attachments"][2] = {"kind": "data", "due": "2026-11-04"}
    number = receive.run(desk.office[OFFICER], filled, folder=papers)
    desk.office.dispose(number)
    desk.office.accept(number)
    desk.siar(OFFICER, "draft", number)
    said = desk.siar(OFFICER, "submit", number)
    assert said.exit == Exit.PROBLEMS
    assert (
        "requests/2026/0119.yaml:1: error[request-incomplete]: still missing: data\n"
        "  help: bring them with `siar complete` before submitting\n"
    ) in said.err


# --- review, revise, agree, approve --------------------------------------------------------------


def test_the_corrector_sees_the_text_and_what_the_checks_say(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    said = desk.siar(KASI, "review", NUMBER)
    assert (said.exit, said.err) == (Exit.OK, "")
    assert said.out == (
        f"{ARTICLE}/index.md:14: the lead has 70 words, more than 60\n"
        f"the article: {desk.clone(KASI) / ARTICLE}\n"
        f"\n{article().decode()}\n"
        f"then: siar review {NUMBER} --approve, --request-changes or --revise\n"
    )


def test_who_corrects_by_hand_approves_only_after_the_officer_agreed(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.siar(KASI, "review", NUMBER)
    former = desk.last().data["digest"]
    replace(text_of(desk, KASI), b"Petani Desa Contoh Panen", b"Petani Contoh Panen")
    desk.office.at("2026-11-02T14:00:00+09:00")
    said = desk.siar(
        KASI, "koreksi", NUMBER, "--perbaiki", "--kategori", "bahasa", "--catatan", "Judul"
    )
    assert said == (Exit.OK, f"{NUMBER} is revised; the officer agrees next\n", "")
    revised = desk.last().data
    assert revised == {
        "note": "Judul",
        "category": "bahasa",
        "round": 1,
        "before": former,
        "digest": revised["digest"],
        "contributors": [OFFICER, KASI],
    }
    assert revised["digest"] != former
    desk.office.at(APPROVED_AT)
    assert desk.siar(KASI, "review", NUMBER, "--approve") == (
        Exit.PROBLEMS,
        "",
        refusal(
            "kasi-piks wrote part of this text and cannot approve it",
            "somebody else approves, or the officer first says `siar agree`",
        ),
    )
    said = desk.siar(OFFICER, "sepakati", NUMBER)
    assert (said.exit, said.err) == (Exit.OK, "")
    changed, _blank, told = said.out.rpartition("\n\n")
    assert {line[0] for line in changed.splitlines()} == {"-", "+"}
    assert told == f"agreed to the revised text of {NUMBER}\n"
    again = desk.siar(OFFICER, "sepakati", NUMBER)
    assert (again.exit, again.err) == (
        Exit.PROBLEMS,
        refusal("you have agreed to this text already", "the head of section approves it next"),
    )
    assert desk.siar(KASI, "koreksi", NUMBER, "--setujui", "--jangan-gabung") == (
        Exit.OK, f"{NUMBER} is approved\nnext: siar merge {NUMBER}\n", "",
    )  # fmt: skip
    assert desk.last().data == {"digest": revised["digest"]}
    assert desk.siar(KASI, "merge", NUMBER).exit == Exit.OK
    assert Repository.open(desk.clone(KASI)).checked_out == "main"


def test_an_approval_brings_the_article_to_main_at_once(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.office.at(APPROVED_AT)
    assert desk.siar(KASI, "review", NUMBER, "--approve", "--began", "14:00") == (
        Exit.OK, f"{NUMBER} is approved\n{NUMBER} is on main; next: siar publish\n", "",
    )  # fmt: skip
    statement = desk.last()
    assert statement.action is Action.APPROVE
    assert statement.data["began"] == "2026-11-02T14:00:00+09:00"


def test_nobody_approves_other_words_than_those_in_front_of_them(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.siar(KASI, "review", NUMBER)
    replace(text_of(desk, KASI), b"Petani Desa Contoh Panen", b"Petani Contoh Panen")
    before = desk.refs()
    assert desk.siar(KASI, "review", NUMBER, "--approve") == (
        Exit.PROBLEMS,
        "",
        refusal(
            "the text in this folder is not the one that was submitted",
            f"hand your corrections in with `siar review {NUMBER} --revise`, "
            "or put them aside with `git stash -u`",
        ),
    )
    assert desk.refs() == before


def test_a_revision_without_a_change_is_none(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    said = desk.siar(KASI, "review", NUMBER, "--revise", "--category", "bahasa", "--note", "x")
    assert said == (
        Exit.PROBLEMS,
        "",
        refusal(
            "the text is still the one that was submitted",
            f"`siar review {NUMBER}` shows the file; change it, then run this",
        ),
    )


def test_there_is_nothing_to_agree_to_before_a_revision(desk_at: DeskAt) -> None:
    assert desk_at(Stage.IN_REVIEW).siar(OFFICER, "agree", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal("there is no corrected text to agree to", "`agree` follows `siar review --revise`"),
    )


def test_a_correction_round_goes_back_and_comes_again(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    desk.siar(
        KASI, "review", NUMBER, "--request-changes", "--category", "data", "--note", "Sumber?"
    )
    assert desk.request().state is State.CHANGES_REQUESTED
    desk.siar(OFFICER, "draft", NUMBER)
    replace(text_of(desk, OFFICER), b"Petani Desa Contoh Panen", b"Petani Contoh Panen")
    assert desk.siar(OFFICER, "submit", NUMBER).exit == Exit.OK
    assert desk.request().state is State.IN_REVIEW
    assert desk.request().summary["correction"] == {"status": "waiting", "round": 1}


# --- two officers at one article -----------------------------------------------------------------


def two_at_work(desk_at: DeskAt) -> Desk:
    """Both officers have the article open and have changed it, unsaved."""
    desk = desk_at(Stage.DRAFTING)
    for person, words in ((OFFICER, b"Warga Desa"), (OTHER_OFFICER, b"Pekebun Desa")):
        desk.siar(person, "draft", NUMBER)
        replace(text_of(desk, person), b"Petani Desa", words)
    return desk


def test_the_one_who_is_later_is_told_and_loses_nothing(desk_at: DeskAt) -> None:
    desk = two_at_work(desk_at)
    assert desk.siar(OTHER_OFFICER, "submit", NUMBER).exit == Exit.OK
    assert desk.last().data["contributors"] == [OFFICER, OTHER_OFFICER]
    before = desk.refs()
    for words in (("check", NUMBER), ("review", NUMBER)):
        assert desk.siar(OFFICER, *words) == (
            Exit.PROBLEMS,
            "",
            refusal(
                "somebody else has changed this article since you opened it",
                "keep a copy of your text, run `git checkout -- content`, and begin from theirs",
            ),
        )
    assert b"Warga Desa" in text_of(desk, OFFICER).read_bytes()
    assert desk.refs() == before


def test_the_way_out_of_a_stale_work_tree_leads_to_theirs(desk_at: DeskAt) -> None:
    desk = two_at_work(desk_at)
    desk.siar(OTHER_OFFICER, "submit", NUMBER)
    Repository.open(desk.clone(OFFICER)).run("checkout", "--", "content")
    assert desk.siar(OFFICER, "draft", NUMBER) == opened(desk, OFFICER, ARTICLE)
    assert b"Pekebun Desa" in text_of(desk, OFFICER).read_bytes()


def test_a_push_of_theirs_is_never_overwritten_by_a_submission(desk_at: DeskAt) -> None:
    desk = two_at_work(desk_at)
    theirs = article(title="Judul dari petugas kedua")
    desk.office.write(person=OTHER_OFFICER, files={f"{ARTICLE}/index.md": theirs})
    before = desk.refs()
    said = desk.siar(OFFICER, "submit", NUMBER)
    assert said.exit == Exit.PROBLEMS
    assert said.err.startswith("siar: somebody else has changed this article")
    assert desk.refs() == before
    assert desk.paper(f"{ARTICLE}/index.md") == theirs


@pytest.mark.parametrize("name", ["tautan.jpg", "index.md"])
def test_a_link_is_no_file_of_an_article(desk_at: DeskAt, name: str, tmp_path: Path) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.siar(OFFICER, "draft", NUMBER)
    link = text_of(desk, OFFICER).parent / name
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "rahasia.txt")
    assert desk.siar(OFFICER, "submit", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal(f"{ARTICLE}/{name} is a link", "put the file itself there"),
    )


def test_a_request_has_one_article(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    desk.siar(OFFICER, "draft", NUMBER)
    other = desk.clone(OFFICER) / "content/2026/11/03-lain"
    other.mkdir()
    (other / "index.md").write_bytes(article())
    assert desk.siar(OFFICER, "submit", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"one request, one article, but here are several: {ARTICLE}, content/2026/11/03-lain",
            "keep one of these folders",
        ),
    )


def test_in_the_shared_repository_nothing_can_be_edited(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    shared = desk.office.bare.folder
    assert desk.siar(KASI, "review", NUMBER, cwd=shared) == (
        Exit.PROBLEMS,
        "",
        refusal(
            "the shared repository has no files to edit",
            f"work in a clone of your own: git clone {shared}",
        ),
    )
