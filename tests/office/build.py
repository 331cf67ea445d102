"""A small invented office (CONTOH) and requests with a history, for the tests of this room."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.office.calendar import Calendar
from pipeline.record.agency import Agency, Series, Step
from pipeline.record.request import Activity, Letter, Origin, Request, Sender
from pipeline.record.roster import Person, Roster, Term
from pipeline.record.statement import Statement
from pipeline.record.workflow import TABLE, Action, Role

WIT = ZoneInfo("Asia/Jayapura")
A = Action
DIGEST = "sha256:" + "0" * 64
USUAL = ["08:00-12:00", "13:00-16:30"]
FRIDAY = ["08:00-11:30", "13:30-17:00"]
OFFICE: Mapping[str, Any] = {
    "hours": {
        "monday": USUAL,
        "tuesday": USUAL,
        "wednesday": USUAL,
        "thursday": USUAL,
        "friday": FRIDAY,
    },
    "holidays": "ID",
}
CALENDAR = Calendar(OFFICE, WIT)

STEPS = (
    (1, Role.OFFICER, 10),
    (2, Role.DIVISION_HEAD, 15),
    (3, Role.SECTION_HEAD, 15),
    (4, Role.OFFICER, 120),
    (5, Role.SECTION_HEAD, 30),
    (6, Role.OFFICER, 60),
    (7, Role.OFFICER, 30),
    (8, Role.OFFICER, 10),
)


def holder(who: str, role: Role, **more: Any) -> Person:
    """Somebody who holds `role` since the beginning of 2026."""
    term = Term(role, "Jabatan contoh", date(2026, 1, 1), **more)
    return Person(who, f"{who.title()} Contoh", terms=(term,))


PEOPLE = (
    holder("kabid", Role.DIVISION_HEAD),
    holder("kasi", Role.SECTION_HEAD),
    holder("nurul", Role.OFFICER),
    holder("petrus", Role.OFFICER),
)


def agency(people: Sequence[Person] = PEOPLE) -> Agency:
    """The invented office."""
    return Agency(
        name="Dinas Contoh",
        short="DC",
        unit="Bidang Contoh",
        city="Sofifi",
        language="id",
        zone=WIT,
        zone_label="WIT",
        roster=Roster(tuple(people), WIT),
        agenda=Series(1, "{number}"),
        press_release=Series(1, "{number}"),
        steps=tuple(
            Step(no, f"Langkah {no}", role, "", minutes, "") for no, role, minutes in STEPS
        ),
        instructions={},
        topics={},
        agencies=(),
        correction_categories={},
        division_head_topics=frozenset(),
        raw={"office": OFFICE},
    )


def wit(text: str) -> datetime:
    """`11-23 09:00` of 2026, in WIT."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=WIT)


NEEDED: Mapping[Action, Mapping[str, Any]] = {
    A.RECEIVE: {"documents": [DIGEST]},
    A.DISPOSE: {"to": "kasi", "urgency": "biasa", "instructions": [], "note": ""},
    A.REDISPOSE: {"to": "kasi", "urgency": "biasa", "instructions": [], "note": "", "reason": "r"},
    A.RETURN: {"reason": "contoh", "missing": []},
    A.ACCEPT: {"officer": "nurul"},
    A.REASSIGN: {"officer": "petrus", "reason": "contoh"},
    A.SUBMIT: {"digest": DIGEST, "article": "content/2026/11/24-contoh", "contributors": ["nurul"]},
    A.REVISE: {"digest": DIGEST, "contributors": ["kasi"]},
    A.AGREE: {"digest": DIGEST},
    A.APPROVE: {"digest": DIGEST},
    A.BYPASS: {"digest": DIGEST, "reason": "contoh"},
    A.SECOND_LOOK: {"digest": DIGEST, "verdict": "upheld", "note": "contoh"},
    A.PAUSE: {"waiting_for": "foto dari pengirim", "reason": "contoh"},
    A.AMEND: {"reason": "contoh", "changes": "contoh", "version": 1},
}


def told(
    action: Action,
    at: str,
    began: str = "",
    *,
    role: Role | None = None,
    decided: str = "",
    **data: Any,
) -> Statement:
    """An unsigned statement in the role that the table gives the action; times as for `wit`."""
    usual = next(r for row in TABLE if row.action is action for r in Role if r in row.roles)
    more = {**NEEDED.get(action, {}), **data}
    if began:
        more["began"] = wit(began).isoformat()
    if decided:
        more["transcribed"] = {"decided_at": wit(decided).isoformat(), "channel": "kertas"}
    return Statement(
        root="0" * 40,
        unit="request/2026-0042",
        seq=1,
        action=action,
        at=wit(at),
        by="contoh",
        role=role or usual,
        data=more,
        prev=None,
        signer="contoh",
    )


def request(
    *history: Statement, received: str = "11-23 08:00", number: str = "2026-0042"
) -> Request:
    """A request with this history; its letter arrived at `received`."""
    return Request(
        number=number,
        origin=Origin.LETTER,
        letter=Letter("005/1/CONTOH", date(2026, 11, 20), wit(received), "Panen raya (CONTOH)"),
        sender=Sender("Dinas Pertanian Contoh", "Ibu Contoh"),
        activity=Activity("", "", "", "", "", ""),
        attachments=(),
        history=history,
        documents=(),
        summary={},
    )
