"""What comes to pass with one request of a large office, and what it leaves: all is CONTOH."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from pipeline.commands.recording import request_file
from pipeline.objects import FILE
from pipeline.record import agenda
from pipeline.record.digest import FileEntry, document_digest, sha256, unit_digest
from pipeline.record.front_matter import render_document
from pipeline.record.replay import Case, advance
from pipeline.record.signature import sign
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role

LAST_YEAR, A_YEAR = 2026, 1000
OFFICER, KASI, KABID = "petugas-1", "kasi-piks", "kabid-piks"
RECORDER = "recorder"
PEOPLE = (OFFICER, KASI, KABID, RECORDER)
# Their accounts, in an office on a forge.
ACCOUNTS = {OFFICER: "1001", KASI: "1002", KABID: "1003"}
ROLES = {OFFICER: Role.OFFICER, KASI: Role.SECTION_HEAD, KABID: Role.DIVISION_HEAD}
APART = timedelta(minutes=480)
LEAD = "Panen contoh ke-{place} menghasilkan {place} ton kopi kering dari kebun dua belas hektare. "
# What happens to a request, who does it, and how long after the letter came.
STEPS = (
    (Action.RECEIVE, OFFICER, timedelta(minutes=5)),
    (Action.DISPOSE, KABID, timedelta(minutes=50)),
    (Action.ACCEPT, KASI, timedelta(minutes=95)),
    (None, OFFICER, timedelta(days=1)),  # the article is written
    (Action.SUBMIT, OFFICER, timedelta(days=1, minutes=40)),
    (Action.APPROVE, KASI, timedelta(days=2)),
)
MERGED = timedelta(days=2, minutes=3)
# As what each was done on a forge; all else is a comment.
DONE_AS = {Action.RECEIVE: "issue", Action.APPROVE: "review"}


class Step(NamedTuple):
    """One commit: when, of which request, by whom, and the files it sets (none: the merge).

    What is written or merged on a forge has nobody's signature: then `signer` is empty.
    """

    at: datetime
    place: int
    person: str
    message: str
    files: Mapping[str, bytes]
    signer: str


@cache
def key_of(person: str) -> Ed25519PrivateKey:
    """The key of somebody of this office: the same each time, so that all bytes are."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(person.encode()).digest())


def number_of(place: int, count: int) -> str:
    """The agenda number of the request at `place` (from 0) of so many."""
    years = (count - 1) // A_YEAR - place // A_YEAR
    return agenda.number(LAST_YEAR - years, place % A_YEAR + 1)


def evidence_id(place: int, seq: int) -> int:
    """The forge's number of what the statement `seq` of a request stands on."""
    return 10 * (place + 1) + seq


def story(place: int, *, count: int, opened: int, root: str, forge: str = "") -> list[Step]:
    """The commits of one request, from its letter to the merge; to its submission if it is open."""
    number = number_of(place, count + opened)
    came = datetime.fromisoformat(f"{number[:4]}-01-02T08:00:00+09:00") + APART * (place % A_YEAR)
    papers = _papers(number)
    document = render_document(_letter(place, number, came, papers))
    article = f"content/{came + timedelta(days=1):%Y/%m/%d}-panen-contoh-{number[5:]}"
    pages = _article(place, number, article, came)
    digest = unit_digest(
        [FileEntry(path, FILE, len(data), sha256(data)) for path, data in pages.items()],
        [document],
    )
    said: dict[Action, dict[str, Any]] = {
        Action.RECEIVE: {"documents": [document_digest(document)]},
        Action.DISPOSE: {
            "to": KASI, "urgency": "biasa", "instructions": ["buat_naskah"],
            "note": f"Mohon ditindaklanjuti, {place} (contoh).",
        },
        Action.ACCEPT: {"officer": OFFICER},
        Action.SUBMIT: {"digest": digest, "article": article, "contributors": [OFFICER]},
        Action.APPROVE: {"digest": digest},
    }  # fmt: skip
    case, history = Case(), tuple[Statement, ...]()
    steps = []
    for action, person, after in STEPS:
        files = dict(papers) if action is Action.RECEIVE else {} if action else dict(pages)
        if action:
            at, told_of = came + after, said[action]
            statement = _statement(root, number, history, action, person, at, told_of)
            if forge:
                statement = _taken_down(statement, place, forge)
            statement = _signed(statement)
            case, history = advance(case, statement), (*history, statement)
            files[agenda.request_path(number)] = request_file(number, case, history, (document,))
        message = f"{action or 'draft'} {number}"
        signer = person if not forge else RECORDER if action else ""
        steps.append(Step(came + after, place, person, message, files, signer))
    if place >= count:
        return steps[:-1]
    merged = f"merge {number}: approved"
    return [*steps, Step(came + MERGED, place, KASI, merged, {}, "" if forge else KASI)]


def _statement(
    root: str,
    number: str,
    history: tuple[Statement, ...],
    action: Action,
    person: str,
    at: datetime,
    data: Mapping[str, Any],
) -> Statement:
    return Statement(
        root=root, unit=f"request/{number}", seq=len(history) + 1, action=action, at=at, by=person,
        role=ROLES[person], data=data, prev=history[-1].digest if history else None, signer=person,
    )  # fmt: skip


def _taken_down(statement: Statement, place: int, forge: str) -> Statement:
    """The same, seen on a forge by the recorder."""
    kind = DONE_AS.get(statement.action, "comment")
    evidence = {
        "forge": forge, "person": ACCOUNTS[statement.by],
        kind: str(evidence_id(place, statement.seq)),
    }  # fmt: skip
    return replace(statement, signer=RECORDER, data={**statement.data, "evidence": evidence})


def _signed(statement: Statement) -> Statement:
    made = sign(key_of(statement.signer), statement.payload, "siar-statement")
    return replace(statement, signature=made)


def _papers(number: str) -> dict[str, bytes]:
    return {
        f"{agenda.papers_folder(number)}/{name}.pdf": f"%PDF-1.4\n% {number} {name}\n".encode()
        for name in ("surat", "formulir", "data")
    }


def _letter(place: int, number: str, came: datetime, papers: Mapping[str, bytes]) -> dict[str, Any]:
    kinds = zip(("letter", "form", "data"), papers.items(), strict=True)
    return {
        "origin": "surat",
        "letter": {
            "number": f"005/{place}/CONTOH/{number[:4]}",
            "date": f"{came - timedelta(days=1):%Y-%m-%d}",
            "received": came.isoformat(),
            "subject": f"Publikasi panen raya nomor {place} (contoh)",
        },
        "sender": {
            "agency": "Dinas Pertanian", "contact": "Ibu Contoh", "email": "ibu@pengirim.example",
        },
        "activity": {
            "what": "Panen raya kopi (contoh)",
            "who": "Kelompok tani contoh",
            "when": f"{came:%d/%m/%Y}",
            "where": "Desa Contoh",
            "why": "Menandai musim panen",
            "how": "Panen bersama",
        },
        "attachments": [
            {"kind": kind, "path": path.split("/", 2)[2], "sha256": sha256(data)}
            for kind, (path, data) in kinds
        ],
    }  # fmt: skip


def _article(place: int, number: str, folder: str, came: datetime) -> dict[str, bytes]:
    text = f"""\
---
request: "{number}"
title: Petani Desa Contoh Panen Raya Kopi Nomor {place}
date: "{came + timedelta(days=1):%Y-%m-%d}"
agency: Dinas Pertanian
topics: [pertanian]
summary: Kelompok tani di Desa Contoh memanen {place} ton kopi pada panen raya pertama mereka.
photos:
- file: foto.jpg
  caption: Petani memetik kopi di Desa Contoh (contoh).
  credit: Dinas Pertanian (contoh)
  alt: Gambar contoh, tanpa orang di dalamnya
---
"""
    quotation = "“Kopi ini sudah dikenal pembeli,” kata Kepala Dinas Pertanian, Budi Contoh.\n"
    lead = LEAD.format(place=place)
    body = f"{lead * 6}\n\n{quotation}\n{lead * 8}\n\n{lead * 8}\n"
    return {f"{folder}/foto.jpg": _photo(number), f"{folder}/index.md": (text + body).encode()}


def _photo(number: str) -> bytes:
    """A picture of about 10 KB, with a comment that makes it one of its own."""
    plain = _picture()
    note = f"CONTOH {number}".encode()
    return plain[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + plain[2:]


@cache
def _picture() -> bytes:
    out = io.BytesIO()
    noise = hashlib.shake_256(b"contoh").digest(60 * 40)
    Image.frombytes("L", (60, 40), noise).resize((1200, 800)).save(out, "JPEG", quality=12)
    return out.getvalue()
