"""`siar split` and `siar join`: everything in one push, past a gate that looks on."""

from pathlib import Path

import pytest

from pipeline.commands import accept, complete, endings, join, split
from pipeline.errors import NotAllowed, NotFound, UsageError
from pipeline.forge.family import read_request
from pipeline.forge.verification import verify_main
from pipeline.record import agenda
from pipeline.record.replay import replay
from pipeline.record.workflow import Action, State
from pipeline.repository import Repository
from tests.commands.conftest import DeskAt
from tests.commands.desk import refusal
from tests.support.office import (
    ARTICLE,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    Office,
    Stage,
    article,
    article_files,
    write_papers,
)

ONE, TWO = f"{NUMBER}.1", f"{NUMBER}.2"
OTHER = "2026-0119"
TITLES = ("panen raya", "bazar kopi")
WORDS = ("--part", "panen raya", "--part", "bazar kopi", "--reason", "dua kegiatan")
ARTICLES = {
    ONE: "content/2026/11/02-panen-raya-contoh",
    TWO: "content/2026/11/02-bazar-kopi-contoh",
}


@pytest.fixture
def office(tmp_path: Path, desk_at: DeskAt) -> Office:
    """A dispositioned request, and the gate in its place."""
    made = desk_at(Stage.RECEIVED).office
    made.at("2026-11-02T09:00:00+09:00")
    made.dispose()
    made.arm()
    return made


def split_it(office: Office) -> None:
    """Two parts of the first request."""
    split.run(office[KASI], NUMBER, TITLES, reason="dua kegiatan dalam satu surat")


def fresh(office: Office) -> Repository:
    """The shared repository, opened anew."""
    return Repository.open(office.bare.folder)


def test_a_letter_is_split_in_one_push(office: Office) -> None:
    before = office.main
    split_it(office)
    shared = fresh(office)
    tips = {number: shared.shared(agenda.branch(number)) or "" for number in (ONE, TWO)}
    assert shared.refs("refs/heads/request/") == {
        f"refs/heads/{agenda.branch(number)}": tip for number, tip in tips.items()
    }
    assert {shared.resolve(agenda.tag(number)) for number in (ONE, TWO)} == set(tips.values())
    assert shared.commit_info(office.main).parents[0] == before
    letter = read_request(shared, office.main, NUMBER, office.root)
    assert letter is not None
    assert letter.history[-1].data["numbers"] == [ONE, TWO]
    assert replay(letter.history)[0].parts == (ONE, TWO)
    for number, title in zip((ONE, TWO), TITLES, strict=True):
        part = read_request(shared, tips[number], number, office.root)
        assert part is not None
        case = replay(part.history)[0]
        assert (part.subject, case.state) == (title, State.DISPOSITIONED)
        assert part.documents == letter.documents
        assert case.disposition == replay(letter.history)[0].disposition
        assert part.history[0].data["statement"] == letter.history[-1].digest


def test_a_part_goes_its_own_way_to_the_site(office: Office) -> None:
    split_it(office)
    for number in (ONE, TWO):
        accept.run(office[KASI], number, officer=OFFICER)
        files = article_files(ARTICLES[number], article(number, f"Berita tentang {number}"))
        office.write(number, files=files)
        office.submit(number)
        office.approve(number)
        office.merge(number)
    shared = fresh(office)
    assert shared.refs("refs/heads/request/") == {}
    assert all(shared.read(office.main, f"{ARTICLES[number]}/index.md") for number in ARTICLES)
    assert not shared.tree(office.main, "requests/2026/0118.1/")
    verification = verify_main(shared, office.main, office.root)
    assert verification.findings == ()
    assert sorted(verification.units) == [NUMBER, ONE, TWO]


def test_a_part_brings_papers_of_its_own(office: Office) -> None:
    split_it(office)
    write_papers(office.folder / "menyusul")
    bring = [{"kind": "photo", "file": "foto.jpg", "credit": "Dinas (contoh)"}]
    complete.run(office[OFFICER], ONE, bring=bring, folder=office.folder / "menyusul")
    tip = fresh(office).shared(agenda.branch(ONE)) or ""
    there = [entry.path for entry in fresh(office).tree(tip, "requests/2026/0118.1/")]
    assert there == ["requests/2026/0118.1/foto-1.jpg"]


def test_the_next_letter_gets_the_next_number(office: Office) -> None:
    split_it(office)
    assert office.receive() == OTHER


def test_split_speaks(desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_at(Stage.DRAFTING)
    monkeypatch.setenv("SIAR_LANGUAGE", "en")
    said = desk.siar(KASI, "split", NUMBER, *WORDS)
    assert (said.exit, said.err) == (0, "")
    assert said.out == (
        "2026-0118 is split and closed; its parts are:\n"
        "  2026-0118.1  panen raya\n"
        "  2026-0118.2  bazar kopi\n"
        "next: siar accept 2026-0118.1 --officer ID, for each part\n"
    )
    again = desk.siar(KASI, "split", NUMBER, *WORDS)
    assert again.err == refusal(
        "request 2026-0118 is closed already", "`siar status` lists the open ones"
    )
    part = desk.siar(KASI, "split", ONE, *WORDS)
    assert part.err == refusal(
        "2026-0118.1 is a part of a request itself",
        "split the letter into more parts at once, or register a letter of its own",
    )


@pytest.mark.parametrize("titles", [(), ("satu",), ("satu", " "), ("satu", "SATU ")])
def test_parts_are_at_least_two_and_each_has_a_name(
    office: Office, titles: tuple[str, ...]
) -> None:
    before = fresh(office).refs("refs/")
    with pytest.raises(UsageError) as refused:
        split.run(office[KASI], NUMBER, titles, reason="dua kegiatan")
    assert refused.value.message == (
        "a letter is split into at least two parts, each with a name of its own"
    )
    with pytest.raises(UsageError):
        split.run(office[KASI], NUMBER, TITLES, reason=" ")
    assert fresh(office).refs("refs/") == before


def test_only_the_head_of_section_splits_and_joins(office: Office) -> None:
    before = fresh(office).refs("refs/")
    with pytest.raises(NotAllowed):
        split.run(office[OFFICER], NUMBER, TITLES, reason="dua kegiatan")
    with pytest.raises(NotAllowed):
        join.run(office[KABID], NUMBER, OTHER, reason="satu kegiatan")
    assert fresh(office).refs("refs/") == before


def test_what_was_written_before_the_split_is_not_published(desk_at: DeskAt) -> None:
    office = desk_at(Stage.DRAFTING).office
    office.arm()
    office.at("2026-11-02T13:30:00+09:00")
    split_it(office)
    assert fresh(office).read(office.main, f"{ARTICLE}/index.md") is None


# --- what the gate refuses ----------------------------------------------------------------------


def test_a_part_without_a_split_takes_no_number(office: Office) -> None:
    split_it(office)
    shared = fresh(office)
    record = shared.read(shared.shared(agenda.branch(ONE)) or "", agenda.request_path(ONE)) or b""
    third = f"{NUMBER}.3"
    record = record.replace(ONE.encode(), third.encode())
    made = office.commit(KASI, {agenda.request_path(third): record}, office.main)
    refs = ((f"refs/heads/{agenda.branch(third)}", made), (agenda.tag(third), made))
    found = office.gate(KASI, *refs)
    told = {(finding.id, finding.message) for finding in found}
    sentence = "no split of 2026-0118 on main names 2026-0118.3"
    assert ("split-parent", sentence) in told
    assert {f.path for f in found if f.message == sentence} == {
        agenda.tag(third),
        agenda.request_path(third),
    }


# --- join ---------------------------------------------------------------------------------------


def test_a_letter_joins_another_in_one_push(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    office = desk.office
    office.arm()
    office.at("2026-11-02T13:30:00+09:00")
    assert office.receive() == OTHER
    office.dispose(OTHER)
    said = desk.siar(KASI, "join", OTHER, "--to", NUMBER, "--reason", "acara yang sama")
    assert (said.exit, said.err) == (0, "")
    shared = fresh(office)
    assert shared.shared(agenda.branch(OTHER)) is None
    joined = read_request(shared, office.main, OTHER, office.root)
    assert joined is not None
    assert replay(joined.history)[0].leading == NUMBER


def test_what_leads_nothing_is_joined_by_nobody(office: Office) -> None:
    third = "2026-0120"
    for number in (OTHER, third):
        assert office.receive() == number
        office.dispose(number)
    join.run(office[KASI], OTHER, NUMBER, reason="acara yang sama")
    with pytest.raises(NotAllowed) as refused:
        join.run(office[KASI], third, OTHER, reason="acara yang sama")
    assert refused.value.message == (
        "2026-0119 does not lead anything: it was joined or split itself"
    )
    assert refused.value.hint == "join to 2026-0118 instead"
    with pytest.raises(NotFound):
        join.run(office[KASI], third, "2026-0400", reason="acara yang sama")
    with pytest.raises(NotAllowed, match="cannot be joined to itself"):
        join.run(office[KASI], third, third, reason="acara yang sama")
    endings.run(office[KASI], NUMBER, Action.VOID, reason="contoh")
    with pytest.raises(NotAllowed) as refused:
        join.run(office[KASI], third, NUMBER, reason="acara yang sama")
    assert refused.value.hint == "join to a request that has an article, or is to have one"
