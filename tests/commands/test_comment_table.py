"""Comments have the verbs and keys of the command line, and become its words."""

import click
import pytest

from pipeline.cli import VERBS as TERMINAL
from pipeline.commands.comment_guide import guide, sensible
from pipeline.commands.comment_table import (
    VERBS,
    argv,
    click_command,
    papers,
    table,
    table_of,
)
from pipeline.errors import BadInput, Exit
from pipeline.forge.comment_command import HELP, Command, Problem, example, parse
from pipeline.forge.comment_key import Takes
from pipeline.record.case import Case
from pipeline.record.labels import COMMAND_NAMES
from pipeline.record.workflow import Action, Role, State
from tests.commands.conftest import DeskAt
from tests.support.office import KABID, KASI, NUMBER, OFFICER, Stage

FOLDER = "requests/2026/0118/"


def words(body: str) -> tuple[str, ...]:
    found = parse(body, table())
    assert isinstance(found, Command), found
    return argv(found, NUMBER)


def test_every_verb_is_one_of_the_terminal() -> None:
    assert set(VERBS) <= set(TERMINAL)
    assert set(table()) == {*VERBS, HELP}
    # Papers come by upload, letters by the form, and a verdict is a review on the forge.
    assert not {"receive", "complete", "review", "approve", "bypass"} & set(VERBS)


def test_no_name_means_two_verbs() -> None:
    names = [name for verb in VERBS for name in {verb, COMMAND_NAMES[verb]}]
    assert len(names) == len(set(names))
    assert "terima" not in names  # in a comment it is `accept`


@pytest.mark.parametrize("verb", VERBS)
def test_the_keys_are_the_options(verb: str) -> None:
    keys = table()[verb]
    named = {name for key in keys for name in key.names if not key.is_bare}
    options = {
        name[2:]
        for param in click_command(verb).params
        if isinstance(param, click.Option)
        for name in param.opts
        if name.startswith("--")
    }
    assert named == (set() if verb == "check" else options)
    assert len(named) == sum(len(key.names) for key in keys if not key.is_bare)
    assert sum(key.is_bare for key in keys) <= 1
    assert {key.takes for key in keys if "scan" in key.names} <= {Takes.PAPER}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("language", ["en", "id"])
def test_every_example_is_read_and_becomes_words_that_the_verb_takes(
    verb: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAR_LANGUAGE", language)
    said = words(example(verb, table()))
    assert said[:2] == (verb, NUMBER)
    context = click_command(verb).make_context("siar", list(said[1:]))
    assert context.params["number"] == NUMBER


def test_what_a_comment_says_becomes_words() -> None:
    assert words(
        "/disposisi kepada: kasi-piks instruksi: proses_lebih_lanjut, buat_naskah catatan: --to x\n"
        "tenggat: 2026-12-01"
    ) == (
        "dispose", NUMBER, "--to", "kasi-piks", "--instruction", "proses_lebih_lanjut",
        "--instruction", "buat_naskah", "--note", "--to x", "--due", "2026-12-01",
    )  # fmt: skip
    assert words("/konfirmasi 3") == ("confirm", NUMBER, "--", "3")
    assert words("/catat --with semua orang") == ("note", NUMBER, "--", "--with semua orang")
    assert words("/tinjau-ulang keberatan catatan: x") == (
        "second-look", NUMBER, "--object", "--note", "x",
    )  # fmt: skip


def test_a_disposition_is_said_as_the_sheet_shows_it(desk_at: DeskAt) -> None:
    agency = desk_at(Stage.RECEIVED).office.pipeline.agency
    kasi = agency.roster.person(KASI)
    assert kasi is not None
    body = (
        f"/disposisi kepada: {kasi.name} sifat: Sangat Segera\n"
        "instruksi: Proses lebih lanjut, Koordinasi/konfirmasikan\nsaluran: pesan WhatsApp"
    )
    found = parse(body, table_of(agency))
    assert found == Command(
        "dispose",
        (
            ("to", KASI),
            ("urgency", "sangat_segera"),
            ("instruction", "proses_lebih_lanjut"),
            ("instruction", "koordinasi_konfirmasi"),
            ("channel", "whatsapp"),
        ),
    )


def test_every_label_of_the_office_is_understood_by_itself(desk_at: DeskAt) -> None:
    agency = desk_at(Stage.FOUNDED).office.pipeline.agency
    known = table_of(agency)
    assert {key.name for keys in known.values() for key in keys if key.labels} == {
        "to", "officer", "decided-by", "channel", "instruction",
    }  # fmt: skip
    for key in (key for key in known["dispose"] if key.labels):
        for label, value in key.labels:
            found = parse(f"/disposisi kepada: x {key.shown}: {label}", known)
            if key.name == "to":
                found = parse(f"/disposisi kepada: {label}", known)
            assert isinstance(found, Command), found
            assert (key.name, value) in found.options


@pytest.mark.parametrize("name", ["lembar.jpg", f"{FOLDER}lembar.jpg"])
def test_a_scan_is_a_paper_of_the_request(name: str) -> None:
    body = f"/disposisi kepada: a diputus-oleh: b saluran: kertas pindaian: {name}"
    found = parse(body, table())
    assert isinstance(found, Command)
    assert papers(found, NUMBER) == (f"{FOLDER}lembar.jpg",)
    assert argv(found, NUMBER, below="salinan/")[-2:] == ("--scan", f"salinan/{FOLDER}lembar.jpg")


def test_a_scan_of_another_request_is_refused() -> None:
    found = parse("/disposisi kepada: a pindaian: requests/2026/0119/lembar.jpg", table())
    assert isinstance(found, Command)
    with pytest.raises(BadInput) as refused:
        papers(found, NUMBER)
    assert refused.value.message == "requests/2026/0119/lembar.jpg is no paper of 2026-0118"
    with pytest.raises(BadInput):
        argv(found, NUMBER)


def test_a_scan_cannot_lead_out_of_the_folder() -> None:
    assert isinstance(parse("/disposisi kepada: a pindaian: ../../x.jpg", table()), Problem)
    with pytest.raises(BadInput):
        papers(Command("dispose", (("to", "a"), ("scan", "../0119/x.jpg"))), NUMBER)


def test_the_command_line_carries_a_comment_out(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    comments = (
        (KABID, "/disposisi kepada: Kasi-piks, sifat: Segera\ninstruksi: proses_lebih_lanjut"),
        (KASI, "/terima petugas: petugas-1"),
        (OFFICER, "/catat Narasumber: bersedia"),
    )
    for person, body in comments:
        assert desk.siar(person, *words(body)).exit == Exit.OK
    history = desk.request().history
    assert [s.action for s in history[1:]] == [Action.DISPOSE, Action.ACCEPT, Action.NOTE]
    assert history[1].data == {
        "to": KASI, "urgency": "segera", "instructions": ["proses_lebih_lanjut"], "note": "",
    }  # fmt: skip
    assert history[3].data == {"text": "Narasumber: bersedia"}


def test_help_lists_what_makes_sense_now() -> None:
    received = Case(state=State.RECEIVED)
    assert sensible(received, [Role.DIVISION_HEAD]) == (
        "dispose", "return", "decline", "file", "note",
    )  # fmt: skip
    assert sensible(received, []) == ()
    drafting = sensible(Case(state=State.DRAFTING), [Role.OFFICER])
    assert drafting == ("note", "draft", "check", "submit", "fact-check", "pause")
    waiting = Case(state=State.IN_REVIEW)
    assert "agree" not in sensible(waiting)
    assert "agree" in sensible(Case(state=State.IN_REVIEW, correction="revised"))
    paused = Case(state=State.DRAFTING, paused={"waiting_for": "x", "since": "y"})
    assert sensible(paused, [Role.OFFICER]) == ("resume",)
    published = Case(state=State.APPROVED, editions=("sha256:a",))
    assert sensible(published, [Role.OFFICER]) == ("note", "amend", "withdraw")
    divided = Case(state=State.DRAFTING, parts=("2026-0042.1",))
    assert sensible(divided) == ("note",)


def test_help_shows_each_command_complete() -> None:
    told = guide(["submit", "return"])
    assert "```\n/submit\n```" in told
    assert "```\n/return reason: Data belum lengkap missing: tabel hasil panen\n```" in told
    assert guide([]) == "there is no command that makes sense here now"
    asked = parse("/bantuan", table())
    assert asked == Command(HELP)
