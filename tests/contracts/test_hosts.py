"""What plain Git, GitHub and Forgejo have in common: `Host`."""

from datetime import datetime

import pytest

from pipeline.forge.host import Writer
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from tests.contracts.places import INDEX, STRANGER, Place
from tests.support.office import ACCOUNTS, FORGE, KASI, NUMBER, OFFICER, OTHER_OFFICER

AT = datetime.fromisoformat("2026-11-02T14:30:00+09:00")


def person(who: str) -> Writer:
    """Somebody of the roster."""
    return Writer(who, who)


def statement(action: Action = Action.APPROVE, **evidence: str) -> Statement:
    """What the recorder says that the Kasi decided."""
    told = {"forge": FORGE, "person": ACCOUNTS[KASI], **evidence}
    data = {"evidence": told} if evidence else {}
    unit = f"request/{NUMBER}"
    return Statement("0" * 40, unit, 1, action, AT, KASI, Role.SECTION_HEAD, data, None, "recorder")


def test_nobody_has_written_what_is_not_there(anywhere: Place) -> None:
    assert anywhere.writers() == []
    assert anywhere.writers("request/2026-9999") == []


def test_writers_are_named_once_in_the_order_in_which_they_wrote(anywhere: Place) -> None:
    for place, who in enumerate((OTHER_OFFICER, OFFICER, OTHER_OFFICER)):
        anywhere.push(who, {INDEX: b"%d\n" % place})
    assert anywhere.writers() == [person(OTHER_OFFICER), person(OFFICER)]


def test_who_only_adds_papers_writes_no_article(anywhere: Place) -> None:
    anywhere.push(KASI, {f"requests/2026/{NUMBER}/tambahan.pdf": b"%PDF-1.4 CONTOH"})
    anywhere.push(OFFICER, {INDEX: b"satu\n"})
    assert anywhere.writers() == [person(OFFICER)]


def test_a_stranger_is_shown_and_is_nobody(anywhere: Place) -> None:
    anywhere.push(OFFICER, {INDEX: b"satu\n"})
    anywhere.push(STRANGER, {INDEX: b"dua\n"})
    known, stranger = anywhere.writers()
    assert known == person(OFFICER)
    assert stranger.person is None
    assert stranger.shown in (STRANGER, anywhere.office.tip()[:10])


def test_writers_of_another_request_are_not_asked_about(anywhere: Place) -> None:
    anywhere.push(OFFICER, {INDEX: b"satu\n"})
    main = anywhere.office.bare
    main.set_ref("refs/heads/main", main.resolve("refs/heads/request/2026-0118"))
    assert anywhere.writers() == []


@pytest.mark.parametrize(
    "said",
    [
        statement(),
        statement(review="1"),
        statement(review="../1"),
        statement(review="9" * 40),
        statement(Action.AGREE, comment="1"),
        statement(Action.AGREE, comment="x y"),
        statement(issue="1"),
        statement(push="1"),
        statement(Action.SUBMIT, review="1"),
    ],
    ids=lambda said: f"{said.action} {dict(said.data.get('evidence', {}))}",
)
def test_what_was_never_said_is_not_confirmed(anywhere: Place, said: Statement) -> None:
    assert anywhere.host.confirms(said) is False
