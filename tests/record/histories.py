"""Histories for the tests of this room: statements chained and signed by invented people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.record.roster import Account, Person, Roster, Term
from pipeline.record.signature import public_line, sign
from pipeline.record.statement import NAMESPACE, Statement
from pipeline.record.workflow import Action, Role

WIT = ZoneInfo("Asia/Jayapura")
ROOT = "1" * 40
UNIT = "request/2026-0042"
BEGIN = datetime(2026, 11, 23, 9, 5, tzinfo=WIT)
TEXT = "sha256:" + "a" * 64
OTHER_TEXT = "sha256:" + "b" * 64
DOCUMENT = "sha256:" + "d" * 64
ARTICLE = "content/2026/11/24-panen-raya"
A, R = Action, Role

OFFICER, KASI, KABID, OTHER = "petugas-1", "kasi-piks", "kabid-piks", "petugas-2"
HOLDERS = {
    R.OFFICER: OFFICER,
    R.SECTION_HEAD: KASI,
    R.DIVISION_HEAD: KABID,
    R.MAINTAINER: "pengelola",
    R.MACHINE: "recorder",
}
# What the statement of each action says when nothing else is given.
DATA: Mapping[Action, Mapping[str, Any]] = {
    A.RECEIVE: {"documents": [DOCUMENT]},
    A.COMPLETE: {"document": DOCUMENT},
    A.RECTIFY: {"document": DOCUMENT, "reason": "salah ketik"},
    A.DISPOSE: {"to": KASI, "urgency": "biasa", "instructions": ["buat_naskah"], "note": ""},
    A.REDISPOSE: {"to": KASI, "urgency": "segera", "instructions": [], "note": "", "reason": "x"},
    A.RETURN: {"reason": "data kurang", "missing": ["data"]},
    A.DECLINE: {"reason": "bukan kegiatan pemerintah"},
    A.FILE: {"reason": "cukup diketahui"},
    A.ACCEPT: {"officer": OFFICER},
    A.REASSIGN: {"officer": OTHER, "reason": "cuti"},
    A.NOTE: {"text": "sudah ditelepon"},
    A.SUBMIT: {"digest": TEXT, "article": ARTICLE, "contributors": [OFFICER]},
    A.REQUEST_CHANGES: {"note": "periksa angka", "category": "data", "round": 1},
    A.REVISE: {
        "note": "kalimat dipendekkan",
        "category": "bahasa",
        "round": 1,
        "before": TEXT,
        "digest": OTHER_TEXT,
        "contributors": [OFFICER, KASI],
    },
    A.AGREE: {"digest": TEXT},
    A.APPROVE: {"digest": TEXT},
    A.BYPASS: {"digest": TEXT, "reason": "banjir"},
    A.SPLIT: {"numbers": ["2026-0042.1", "2026-0042.2"], "reason": "dua kegiatan"},
    A.JOIN: {"leading": "2026-0040", "reason": "satu kegiatan"},
    A.AMEND: {"reason": "salah nama", "changes": "nama desa dibetulkan", "version": 1},
    A.WITHDRAW: {"reason": "permintaan sumber", "version": 1},
    A.SECOND_LOOK: {"digest": TEXT, "verdict": "upheld", "note": "sudah tepat"},
    A.EXEMPT: {"finding": "personal-phone", "digest": TEXT, "reason": "nomor layanan warga"},
    A.FACT_CHECK: {"source": "Dinas Contoh", "answer": "benar", "at": "2026-11-23"},
    A.PAUSE: {"waiting_for": "Dinas Contoh", "reason": "data menyusul"},
}
REASON: Mapping[str, Any] = {"reason": "alasan"}


class Say(NamedTuple):
    """What is said next; everything left out is what it usually is."""

    action: Action
    role: Role = R.OFFICER
    data: Mapping[str, Any] = {}
    by: str = ""
    changes: Mapping[str, Any] = {}


@cache
def key_of(person: str) -> Ed25519PrivateKey:
    """The person's key in this test run."""
    return Ed25519PrivateKey.generate()


def roster(*more: Person) -> Roster:
    """Everybody of `HOLDERS` with one key, one account and one term since 2024."""
    people = tuple(
        Person(
            id=who,
            name=f"{who} (contoh)",
            keys=(public_line(key_of(who)),),
            accounts=(Account("github", who),),
            terms=(Term(role, "Jabatan contoh", date(2024, 1, 2)),),
        )
        for role, who in HOLDERS.items()
        if role is not R.MACHINE
    )
    return Roster((*people, *more), WIT, recorder=public_line(key_of("recorder")))


def statement(say: Say, before: Statement | None = None, **changes: Any) -> Statement:
    """The statement that continues `before`, one minute later, signed; `changes` come first."""
    by = say.by or HOLDERS[say.role]
    made = Statement(
        root=ROOT,
        unit=UNIT,
        seq=before.seq + 1 if before else 1,
        action=say.action,
        at=before.at + timedelta(minutes=1) if before else BEGIN,
        by=by,
        role=say.role,
        data={**DATA.get(say.action, REASON), **say.data},
        prev=before.digest if before else None,
        signer=by,
    )
    made = replace(made, **{**say.changes, **changes})
    return signed(made)


def signed(made: Statement, who: str = "") -> Statement:
    """The statement with a signature over what it says now."""
    return replace(made, signature=sign(key_of(who or made.signer), made.payload, NAMESPACE))


def history(*says: Say, after: Sequence[Statement] = ()) -> tuple[Statement, ...]:
    """Statements that continue each other, and those of `after` when it is given."""
    made = list(after)
    for say in says:
        made.append(statement(say, made[-1] if made else None))
    return tuple(made)


RECEIVE = Say(A.RECEIVE)
DISPOSE = Say(A.DISPOSE, R.DIVISION_HEAD)
ACCEPT = Say(A.ACCEPT, R.SECTION_HEAD)
SUBMIT = Say(A.SUBMIT)
REQUEST_CHANGES = Say(A.REQUEST_CHANGES, R.SECTION_HEAD)
REVISE = Say(A.REVISE, R.SECTION_HEAD)
APPROVE = Say(A.APPROVE, R.SECTION_HEAD)
PAUSE = Say(A.PAUSE)
AMEND = Say(A.AMEND)
TAKEDOWN = Say(A.TAKEDOWN, R.DIVISION_HEAD)
# Of a part, which has a number of its own.
PART = Say(
    A.SPLIT,
    R.SECTION_HEAD,
    changes={
        "unit": f"{UNIT}.1",
        "data": {"of": "2026-0042", "statement": OTHER_TEXT, "documents": [DOCUMENT]},
    },
)
PAPER = {"decided_at": "2026-11-23T09:00:00+09:00", "channel": "lisan"}


def typed_in(say: Say, by: str = "") -> Say:
    """The same decision, typed in by the officer."""
    changes = {**say.changes, "signer": OFFICER}
    return say._replace(data={**say.data, "transcribed": PAPER}, by=by or say.by, changes=changes)


TO_DRAFTING: Sequence[Say] = (RECEIVE, DISPOSE, ACCEPT)
TO_REVIEW: Sequence[Say] = (*TO_DRAFTING, SUBMIT)
TO_APPROVED: Sequence[Say] = (*TO_REVIEW, APPROVE)
TO_RALAT: Sequence[Say] = (*TO_APPROVED, AMEND)
