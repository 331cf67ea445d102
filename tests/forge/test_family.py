"""What requests say of each other: parts of a letter, and letters joined to a leading request."""

from typing import Any

import pytest

from pipeline.commands import join, split
from pipeline.commands.recording import request_file, signed_statement
from pipeline.forge.agenda_rule import newest_main
from pipeline.forge.family import family_findings, read_request, split_naming
from pipeline.record import agenda
from pipeline.record.finding import Finding
from pipeline.record.replay import replay
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import Action, Role
from pipeline.repository import Repository
from tests.forge.by_hand import continued
from tests.forge.conftest import Opening
from tests.support.office import KASI, NUMBER, Office, Stage

ONE, TWO, THIRD = f"{NUMBER}.1", f"{NUMBER}.2", f"{NUMBER}.3"
OTHER = "2026-0119"


@pytest.fixture
def office(office_at: Opening) -> Office:
    """An office whose first request is split."""
    made = office_at(Stage.DRAFTING)
    made.at("2026-11-02T13:30:00+09:00")
    split.run(made[KASI], NUMBER, ("panen raya", "bazar kopi"), reason="dua kegiatan")
    return made


def fresh(office: Office) -> Repository:
    """The shared repository, opened anew."""
    return Repository.open(office.bare.folder)


def kin(office: Office, number: str, commit: str, main: str = "") -> list[Finding]:
    """What is wrong with the kin of a request as a commit of the clone of the Kasi has it."""
    repository = office[KASI].repository
    request = read_request(repository, commit, number, office.root)
    assert request is not None
    case = replay(request.history)[0]
    parent = main or office.main
    return list(family_findings(repository, parent, commit, number, request, case))


def begun(office: Office, number: str, **changes: Any) -> str:
    """A part made by hand in the Kasi's clone, with data like the first part's but `changes`."""
    ctx = office[KASI]
    ctx.repository.fetch()
    tip = fresh(office).shared(agenda.branch(ONE)) or ""
    first = read_request(office.bare, tip, ONE, office.root)
    assert first is not None
    data = {**first.history[0].data, **changes}
    said = signed_statement(
        ctx, number, (), Action.SPLIT, Role.SECTION_HEAD, data, by=KASI, at=ctx.now()
    )
    record = request_file(number, replay((said,))[0], (said,), first.documents)
    return office.commit(KASI, {agenda.request_path(number): record}, office.main)


@pytest.mark.parametrize("number", [ONE, TWO])
def test_what_a_split_made_belongs_to_it(office: Office, number: str) -> None:
    office[KASI].repository.fetch()
    assert kin(office, number, fresh(office).shared(agenda.branch(number)) or "") == []


def test_a_part_that_no_split_names_is_told_where_it_begins(office: Office) -> None:
    (found,) = kin(office, THIRD, begun(office, THIRD))
    assert format_text([found]) == (
        f"requests/2026/0118.3.yaml:{found.line}: error[split-parent]: no split of 2026-0118 on"
        " main names 2026-0118.3\n"
        "  help: parts are made by `siar split 2026-0118`\n"
    )
    data = office[KASI].repository.read(begun(office, THIRD), "requests/2026/0118.3.yaml") or b""
    assert data.split(b"\n")[found.line - 1].startswith(b"- seq: 1")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statement": "sha256:" + "0" * 64}, "no split of 2026-0118 on main names 2026-0118.1"),
        ({"documents": ["sha256:" + "0" * 64]}, "carries other documents, or another disposition"),
        ({"disposition": {"status": "forwarded"}}, "carries other documents, or another"),
    ],
)
def test_a_part_is_of_that_split_and_carries_what_its_letter_has(
    office: Office, changes: dict[str, Any], words: str
) -> None:
    (found,) = kin(office, ONE, begun(office, ONE, **changes))
    assert found.id == "split-parent"
    assert words in found.message


def test_before_the_split_was_on_main_there_are_no_parts(office: Office) -> None:
    made = begun(office, ONE)
    before = office[KASI].repository.commit_info(office.main).parents[0]
    lone = office.commit(
        KASI,
        {
            agenda.request_path(ONE): office[KASI].repository.read(made, agenda.request_path(ONE)),
            agenda.request_path(NUMBER): None,
        },
        made,
    )
    assert [found.id for found in kin(office, ONE, lone, before)] == ["split-parent"]
    assert split_naming(office[KASI].repository, before, ONE, office.root) is None


def test_a_part_that_was_received_like_a_letter_is_no_part(office: Office) -> None:
    office[KASI].repository.fetch()
    letter = read_request(office.bare, office.main, NUMBER, office.root)
    assert letter is not None
    told = continued(
        office, THIRD, (), KASI, Action.RECEIVE, Role.OFFICER,
        documents=letter.history[0].data["documents"],
    )  # fmt: skip
    record = request_file(THIRD, replay(told)[0], told, letter.documents)
    made = office.commit(KASI, {agenda.request_path(THIRD): record}, office.main)
    assert [found.id for found in kin(office, THIRD, made)] == ["split-parent"]


def joined(office: Office, leading: str) -> str:
    """The second letter joined by hand, in the Kasi's clone."""
    ctx = office[KASI]
    ctx.repository.fetch()
    tip = office.tip(OTHER)
    request = read_request(office.bare, tip, OTHER, office.root)
    assert request is not None
    told = continued(
        office, OTHER, request.history, KASI, Action.JOIN, Role.SECTION_HEAD,
        leading=leading, reason="contoh",
    )  # fmt: skip
    record = request_file(OTHER, replay(told)[0], told, request.documents)
    return office.commit(KASI, {agenda.request_path(OTHER): record}, tip)


@pytest.fixture
def second(office: Office) -> Office:
    """The same office with a second letter, dispositioned."""
    assert office.receive() == OTHER
    office.dispose(OTHER)
    return office


@pytest.mark.parametrize(
    ("leading", "words"),
    [
        (ONE, ""),
        ("2026-0400", "there is no request 2026-0400"),
        (f"{NUMBER}.9", "there is no request 2026-0118.9"),
        (NUMBER, "2026-0118 does not lead anything: it was joined or split itself"),
    ],
)
def test_a_letter_joins_only_what_leads(second: Office, leading: str, words: str) -> None:
    found = kin(second, OTHER, joined(second, leading))
    assert [(f.id, f.message) for f in found] == ([("join-leading", words)] if words else [])


def test_two_letters_do_not_join_each_other(second: Office) -> None:
    join.run(second[KASI], OTHER, ONE, reason="acara yang sama")
    third = second.receive()
    second.dispose(third)
    ctx = second[KASI]
    ctx.repository.fetch()
    request = read_request(second.bare, second.tip(third), third, second.root)
    assert request is not None
    told = continued(
        second, third, request.history, KASI, Action.JOIN, Role.SECTION_HEAD,
        leading=OTHER, reason="contoh",
    )  # fmt: skip
    record = request_file(third, replay(told)[0], told, request.documents)
    made = second.commit(KASI, {agenda.request_path(third): record}, second.tip(third))
    (found,) = kin(second, third, made)
    assert found.message == "2026-0119 does not lead anything: it was joined or split itself"
    assert found.help == (
        "join it to a request that has an article of its own: `siar status` lists them"
    )


def test_a_branch_is_held_against_the_newest_main_that_it_contains(office: Office) -> None:
    shared = fresh(office)
    before = shared.commit_info(office.main).parents[0]
    part = shared.shared(agenda.branch(ONE)) or ""
    assert newest_main(shared, [before, office.main], part) == office.main
    assert newest_main(shared, [before, office.main], before) == before
    tip = shared.commit_info(office.main).parents[1]
    expected = shared.merge_base(before, tip)
    assert newest_main(shared, [before, office.main], tip) == expected
