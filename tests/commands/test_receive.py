"""A letter comes into the agenda wholly, under the next number, or not at all."""

import hashlib

import pytest

from pipeline.errors import Exit
from pipeline.record.workflow import Action, Role, State
from tests.commands.conftest import DeskAt
from tests.commands.counter import LETTER, Counter, other_form
from tests.commands.desk import refusal
from tests.support.office import KASI, OFFICER, Stage, form

SECOND = "2026-0119"


def test_a_letter_is_entered_under_the_next_number(desk_at: DeskAt, counter: Counter) -> None:
    desk = desk_at(Stage.RECEIVED)
    said = desk.siar(OFFICER, "receive", "--from", str(counter.path), "--began", "08:20")
    assert said == (
        Exit.OK,
        f"entered in the agenda as {SECOND}\n"
        f"next: the disposition sheet, siar print disposisi {SECOND}\n",
        "",
    )
    request, statement = desk.request(SECOND), desk.last(SECOND)
    assert (request.state, request.letter.number) == (State.RECEIVED, LETTER)
    assert (statement.action, statement.by, statement.role) == (
        Action.RECEIVE, OFFICER, Role.OFFICER,
    )  # fmt: skip
    assert statement.data["began"] == "2026-11-02T08:20:00+09:00"
    refs = desk.refs()
    assert refs[f"refs/tags/agenda/{SECOND}"] == refs[f"refs/heads/request/{SECOND}"]


def test_its_papers_are_kept_under_names_of_ours_with_their_sha256(
    desk_at: DeskAt, counter: Counter
) -> None:
    desk = desk_at(Stage.RECEIVED)
    desk.siar(OFFICER, "receive", "--from", str(counter.path))
    for paper in desk.request(SECOND).attachments:
        data = desk.paper(f"requests/2026/{paper.path}", SECOND)
        assert data is not None
        assert paper.sha256 == hashlib.sha256(data).hexdigest()
    names = [paper.path for paper in desk.request(SECOND).attachments]
    assert names == ["0119/surat.pdf", "0119/formulir.pdf", "0119/data.pdf", "0119/foto-1.jpg"]


@pytest.mark.usefixtures("indonesian")
def test_the_verb_and_its_options_have_indonesian_names(desk_at: DeskAt, counter: Counter) -> None:
    desk = desk_at(Stage.RECEIVED)
    said = desk.siar(OFFICER, "terima", "--dari", str(counter.path), "--mulai", "08:20")
    assert said == (
        Exit.OK,
        f"diagendakan dengan nomor {SECOND}\n"
        f"berikutnya: lembar disposisi, siar cetak disposisi {SECOND}\n",
        "",
    )


def test_a_second_letter_of_the_same_number_and_sender_is_told_but_entered(
    desk_at: DeskAt, counter: Counter
) -> None:
    desk = desk_at(Stage.RECEIVED)
    twin = form()
    twin["sender"]["agency"] = "dinas pertanian"
    said = desk.siar(OFFICER, "receive", "--from", counter.put(twin))
    assert said.exit == Exit.OK
    assert said.out.splitlines()[0] == (
        "warning: letter 005/1/CONTOH/2026 of dinas pertanian is already registered as 2026-0118"
    )
    assert desk.request(SECOND).state is State.RECEIVED


def test_the_same_number_of_another_sender_is_no_twin(desk_at: DeskAt, counter: Counter) -> None:
    desk = desk_at(Stage.RECEIVED)
    other = form()
    other["sender"]["agency"] = "Dinas Kesehatan"
    assert "warning" not in desk.siar(OFFICER, "receive", "--from", counter.put(other)).out


@pytest.mark.parametrize("number", ["\"7\" 'a': #ñ", "№ 七", "- 12 /\tX", "0o17"])
def test_however_a_number_is_quoted_its_twin_is_found(
    desk_at: DeskAt, counter: Counter, number: str
) -> None:
    desk = desk_at(Stage.FOUNDED)
    letter = form()
    letter["letter"]["number"] = number
    assert "warning" not in desk.siar(OFFICER, "receive", "--from", counter.put(letter)).out
    assert "warning" in desk.siar(OFFICER, "receive", "--from", counter.put(letter)).out


def test_the_agenda_runs_by_the_year_in_the_office_wherever_the_time_was_written(
    desk_at: DeskAt, counter: Counter
) -> None:
    desk = desk_at(Stage.FOUNDED)
    desk.office.at("2027-01-01T08:00:00+09:00")
    filled = counter.put(other_form(received="2026-12-31T22:30:00+00:00"))
    said = desk.siar(OFFICER, "receive", "--from", filled)
    assert said.out.splitlines()[0] == "entered in the agenda as 2027-0001"
    assert str(desk.request("2027-0001").letter.received) == "2027-01-01 07:30:00+09:00"


def test_a_letter_from_a_day_to_come_would_open_that_years_agenda_and_is_refused(
    desk_at: DeskAt, counter: Counter
) -> None:
    desk = desk_at(Stage.RECEIVED)
    before = desk.refs()
    filled = counter.put(other_form(received="2062-11-02T08:15:00+09:00"))
    assert desk.siar(OFFICER, "receive", "--from", filled) == (
        Exit.PROBLEMS,
        "",
        refusal(
            "the letter was received on 2062-11-02, which is still to come",
            "correct `received` in the form",
        ),
    )
    assert desk.refs() == before


def test_only_an_officer_registers(desk_at: DeskAt, counter: Counter) -> None:
    desk = desk_at(Stage.RECEIVED)
    before = desk.refs()
    assert desk.siar(KASI, "receive", "--from", str(counter.path)) == (
        Exit.PROBLEMS,
        "",
        refusal(
            "Yusran Malakaya, S.Sos., M.Si. may not do this: it is for officer",
            "today that is Fadila Samadara, S.I.Kom.; Contoh Petugas Dua",
        ),
    )
    assert desk.refs() == before


def test_who_may_not_register_is_told_before_the_first_question(desk_at: DeskAt) -> None:
    said = desk_at(Stage.FOUNDED).siar(KASI, "receive")
    assert (said.exit, said.out) == (Exit.PROBLEMS, "")
    assert "may not do this" in said.err


@pytest.mark.parametrize(
    ("began", "sentence"),
    [
        ("jam 9", "jam 9 is not a time"),
        ("25:00", "25:00 is not a time"),
        ("2026-11-31 09:00", "2026-11-31 09:00 is not a time"),
        ("09:15", "09:15 is still to come: handling cannot have begun then"),
    ],
)
def test_a_beginning_that_cannot_be_is_refused(
    desk_at: DeskAt, counter: Counter, began: str, sentence: str
) -> None:
    desk = desk_at(Stage.RECEIVED)  # it is 08:30
    before = desk.refs()
    said = desk.siar(OFFICER, "receive", "--from", str(counter.path), "--began", began)
    assert said == (
        Exit.PROBLEMS,
        "",
        refusal(sentence, "write it like 09:15 or 2026-11-23 09:15 (office time)"),
    )
    assert desk.refs() == before


def test_a_secret_letter_is_not_scanned(desk_at: DeskAt, counter: Counter) -> None:
    desk = desk_at(Stage.FOUNDED)
    desk.office.at("2026-11-02T08:30:00+09:00")
    filled = other_form(security="rahasia", kept_at="lemari besi sekretariat")
    filled["attachments"] = filled["attachments"][1:]
    assert desk.siar(OFFICER, "receive", "--from", counter.put(filled)).exit == Exit.OK
    request = desk.request("2026-0118")
    assert request.missing == ()
    assert request.letter.kept_at == "lemari besi sekretariat"


# --- complete ------------------------------------------------------------------------------------


def test_a_paper_that_was_announced_is_brought_later(desk_at: DeskAt, counter: Counter) -> None:
    desk = desk_at(Stage.RECEIVED)
    filled = other_form()
    filled["attachments"][2] = {"kind": "data", "due": "2026-11-04"}
    desk.siar(OFFICER, "receive", "--from", counter.put(filled))
    assert [str(kind) for kind in desk.request(SECOND).missing] == ["data"]
    said = desk.siar(
        OFFICER, "complete", SECOND, "--photo", "foto.jpg", "--credit", "Contoh", cwd=None
    )
    assert said.exit == Exit.PROBLEMS  # the file is not in the folder where it is called
    for name in ("data.pdf", "foto.jpg"):
        (desk.clone(OFFICER) / name).write_bytes((counter.folder / name).read_bytes())
    said = desk.siar(OFFICER, "complete", SECOND, "--photo", "foto.jpg", "--credit", "Contoh")
    assert said == (Exit.OK, f"{SECOND}: still missing: data\n", "")
    said = desk.siar(OFFICER, "lengkapi", SECOND, "--data", "data.pdf", "--mulai", "08:25")
    assert said == (Exit.OK, f"{SECOND} is complete\n", "")
    request = desk.request(SECOND)
    assert request.missing == ()
    paths = [paper.path for paper in request.attachments]
    assert paths[-2:] == ["0119/foto-2.jpg", "0119/data.pdf"]
    assert request.attachments[-2].credit == "Contoh"
    assert len(request.documents) == 3


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence", "way_out"),
    [
        ((), Exit.USAGE, "nothing was brought", "name a paper like --data hasil-panen.pdf"),
        (
            ("--data", "tidak-ada.pdf"), Exit.PROBLEMS,
            "cannot read {clone}/tidak-ada.pdf: No such file or directory",
            "check the name; the file must exist and be readable",
        ),
        (
            ("--photo", "agency.yaml"), Exit.PROBLEMS,
            "agency.yaml is not a photograph that can be published",
            "save it as JPG, PNG or WebP with an ordinary program, then bring that file",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_brought_is_refused(
    desk_at: DeskAt, words: tuple[str, ...], exit_code: Exit, sentence: str, way_out: str
) -> None:
    desk = desk_at(Stage.RECEIVED)
    before = desk.refs()
    said = desk.siar(OFFICER, "complete", "2026-0118", *words)
    message = sentence.format(clone=desk.clone(OFFICER))
    assert said == (exit_code, "", refusal(message, way_out))
    assert desk.refs() == before
