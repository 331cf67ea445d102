"""A request in review with its papers and its article, as bytes, for the tests of this room."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipeline.record.agency import Agency, Series
from pipeline.record.digest import FileEntry, document_digest, sha256, unit_digest
from pipeline.record.finding import Finding
from pipeline.record.front_matter import render, render_document
from pipeline.record.replay import replay, summary
from pipeline.record.report_findings import format_text
from pipeline.record.statement import Statement, statement_entry
from pipeline.record.unit import Checked, Unit, check_unit
from tests.record.histories import (
    ACCEPT,
    APPROVE,
    ARTICLE,
    DISPOSE,
    RECEIVE,
    ROOT,
    SUBMIT,
    WIT,
    Say,
    history,
    roster,
)

NUMBER = "2026-0042"
PATH = "requests/2026/0042.yaml"
INDEX = f"{ARTICLE}/index.md"
LETTER, SCAN = b"%PDF-1.4 surat contoh", b"pemindaian contoh"
TEXT = b"""\
---
request: "2026-0042"
title: Panen raya (contoh)
date: "2026-11-24"
agency: Dinas Contoh
topics: [pertanian]
summary: Ringkasan contoh.
---
Alinea pertama.

Alinea kedua.
"""
FILES: dict[str, bytes] = {INDEX: TEXT, f"{ARTICLE}/foto.jpg": b"gambar contoh"}
PAPERS: dict[str, bytes] = {"requests/2026/0042/formulir.pdf": LETTER}
AGENCY = Agency(
    name="Dinas Contoh",
    short="DC",
    unit="Bidang Contoh",
    city="Sofifi",
    language="id",
    zone=WIT,
    zone_label="WIT",
    roster=roster(),
    agenda=Series(1, "{number}"),
    press_release=Series(1, "{number}"),
    steps=(),
    instructions={},
    topics={"pertanian": "Pertanian"},
    agencies=("Dinas Contoh",),
    correction_categories={},
    division_head_topics=frozenset(),
    raw={},
)


def document(received: str = "2026-11-23T08:50:00+09:00", **changes: Any) -> bytes:
    """The request as received: an order of the leadership, with its form."""
    return render_document(
        {
            "origin": "perintah",
            "letter": {
                "number": "800/1/CONTOH",
                "date": "2026-11-20",
                "received": datetime.fromisoformat(received).isoformat(),
                "subject": "Publikasi panen (contoh)",
            },
            "sender": {"agency": "Dinas Contoh", "contact": "Ibu", "email": "ibu@dinas.example"},
            "activity": dict.fromkeys(("what", "who", "when", "where", "why", "how"), "contoh"),
            "attachments": [
                {"kind": "form", "path": "0042/formulir.pdf", "sha256": sha256(LETTER)}
            ],
            **changes,
        }
    )


def entries(files: Mapping[str, bytes], mode: str = "100644") -> tuple[FileEntry, ...]:
    """The files as a digest lists them."""
    return tuple(FileEntry(path, mode, len(d), sha256(d)) for path, d in sorted(files.items()))


def says(*more: Say, first: Sequence[bytes] = ()) -> tuple[Say, ...]:
    """A story up to the submission of exactly `FILES`, and `more`."""
    documents = first or (document(),)
    digest = unit_digest(entries(FILES), documents)
    received = RECEIVE._replace(data={"documents": [document_digest(d) for d in documents]})
    told = (received, DISPOSE, ACCEPT, SUBMIT, *more)
    return tuple(
        say._replace(data={"digest": digest, **say.data})
        if say.action in (SUBMIT.action, APPROVE.action)
        else say
        for say in told
    )


def request_bytes(
    told: Sequence[Statement],
    documents: Sequence[bytes] = (),
    *,
    number: str = NUMBER,
    **typed: Any,
) -> bytes:
    """The request's file as the tool writes it, with fields typed by hand in place of its own."""
    case, _problems = replay(told)
    front = {**summary(number, case), **typed, "history": [statement_entry(s) for s in told]}
    return render(front, documents or (document(),))


def unit(
    told: Sequence[Statement],
    documents: Sequence[bytes] = (),
    *,
    papers: Mapping[str, bytes] = PAPERS,
    files: Mapping[str, bytes] = FILES,
    **typed: Any,
) -> Unit:
    """The unit of `request_bytes`, with other papers or files perhaps."""
    texts = {path: data for path, data in files.items() if path.endswith(".md")}
    data = request_bytes(told, documents, **typed)
    return Unit(NUMBER, data, entries(papers), entries(files), texts)


def submitted(*more: Say) -> Unit:
    """The unit after a story of `says`."""
    return unit(history(*says(*more)))


def check(made: Unit, former: Unit | None = None, agency: Agency = AGENCY) -> Checked:
    """What is found in it."""
    return check_unit(made, root=ROOT, agency=agency, former=former)


def told_of(made: Unit, former: Unit | None = None, agency: Agency = AGENCY) -> str:
    """Everything wrong with it, as people read it."""
    return format_text(check(made, former, agency).findings)


def line_of(made: Unit, text: str) -> int:
    """The first line of the request's file that begins with `text`."""
    lines = made.data.decode().split("\n")
    return next(place for place, line in enumerate(lines, start=1) if line.startswith(text))


def ids(findings: Sequence[Finding]) -> list[str]:
    """Which rules were broken."""
    return [finding.id for finding in findings]


def with_files(made: Unit, files: Mapping[str, bytes]) -> Unit:
    """The same record, with other files of the article."""
    texts = {path: data for path, data in files.items() if path.endswith(".md")}
    return replace(made, files=entries(files), texts=texts)
