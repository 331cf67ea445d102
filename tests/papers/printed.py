"""Every paper's data: as usual, nearly empty, and full of what people should not be able to do."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PIL import Image
from pypdf import PdfReader

from pipeline.papers.agenda_book import agenda_book_data
from pipeline.papers.clipping import clipping_data
from pipeline.papers.coordination import coordination_data
from pipeline.papers.correction_sheet import correction_data
from pipeline.papers.disposition import disposition_data
from pipeline.papers.form import form_data
from pipeline.papers.frame import PaperData
from pipeline.papers.monthly_report import MonthEntry, monthly_data
from pipeline.papers.pictures import for_print
from pipeline.papers.press_release import press_release_data
from pipeline.papers.publication import Publication, Told
from pipeline.papers.report import StepRow, report_data
from pipeline.record.agency import Agency
from pipeline.record.article import Article, Photo
from pipeline.record.request import Activity, Request, Sender
from pipeline.record.statement import Statement
from tests.papers import office

DAY = date(2026, 11, 24)
URL = "https://siar.example/2026/11/24-panen-raya/"

HOSTILE = (
    "#set page(fill: red) #panic() $x^2$ *tebal* _miring_ @rujukan \\u{41} `kode` <label>"
    ' // komentar [x](y) "kutip" ~ --- = judul - butir \u202eterbalik\u202c \U0001f600 \u4e2d'
    " \uff21\uff22 &amp; </w:t> {{ 7 * 7 }} " + "panjang" * 60
)


def png(colour: str = "#3b7d4f", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "PNG")
    return written.getvalue()


PICTURES = {"panen.png": for_print("panen.png", png())}


def steps(agency: Agency) -> list[StepRow]:
    """The eight steps as they went: the fourth took longer than it should."""
    waiting = (None, 60, 25, 10, 5, 0, 0, 0)
    actual = (8, 12, 15, 145, 30, 2, 1, None)
    return [
        StepRow(
            step.no, step.activity, f"Pelaksana {step.no}", step.needs, step.minutes,
            waiting[place], actual[place], step.output, f"catatan {step.no}",
        )
        for place, step in enumerate(agency.steps)
    ]  # fmt: skip


def publication() -> Publication:
    """Live, three outlets and the sender told."""
    at = office.APPROVE.at
    return Publication(
        URL, at, 12,
        (Told("Harian Contoh", "accepted", at), Told("Radio Contoh FM", "refused", at),
         Told("Media Siber Contoh", "retry")),
        Told("sekretariat@distan.example", "accepted", at),
    )  # fmt: skip


def all_papers(
    agency: Agency, request: Request, article: Article, live: Publication | None
) -> dict[str, PaperData]:
    """The data of each paper of the catalogue, by its id."""
    done = steps(agency) if live else []
    url = live.url if live else ""
    return {
        "disposisi": disposition_data(agency, request, office.NOW),
        "formulir": form_data(agency, request, office.NOW),
        "koordinasi": coordination_data(agency, request, office.NOW),
        "agenda": agenda_book_data(
            agency, [request], date(2026, 11, 1), date(2026, 11, 30), office.NOW
        ),
        "siaran-pers": press_release_data(
            agency, article, DAY, number=12 if live else None, url=url
        ),
        "koreksi": correction_data(
            agency, request, office.NOW, title=article.title, texts=office.TEXTS
        ),
        "kliping": clipping_data(agency, request, article, office.NOW, url=url, tone="netral"),
        "laporan": report_data(
            agency, request, done, office.NOW, title=article.title, publication=live
        ),
        "laporan-bulanan": monthly_data(
            agency, DAY, [MonthEntry(request, done, live, article.title, article.topics)],
            office.NOW,
        ),
    }  # fmt: skip


def usual() -> dict[str, PaperData]:
    """A request that went through all steps."""
    return all_papers(office.agency(), office.request(), office.article(), publication())


def blank() -> dict[str, PaperData]:
    """The papers that are printed to be written on, before there is any request."""
    agency = office.agency()
    return {
        "disposisi": disposition_data(agency, None, office.NOW),
        "formulir": form_data(agency, None, office.NOW),
    }


def empty() -> dict[str, PaperData]:
    """As little as the schema allows, in an office where nobody holds a role."""
    agency = office.agency(roster={"people": []}, topics={}, instructions={})
    request = office.request(
        letter=replace(office.request().letter, srikandi=""),
        sender=Sender("Dinas Contoh", "Contoh"),
        activity=Activity("", "", "", "", "", ""),
        attachments=(),
        history=(),
        summary={"state": "received"},
    )
    article = office.article(topics=(), photos=(), body="", summary="")
    return {
        **all_papers(agency, request, article, None),
        "agenda": agenda_book_data(agency, [], DAY, DAY, office.NOW),
        "laporan-bulanan": monthly_data(agency, DAY, [], office.NOW),
    }


def hostile(text: str = HOSTILE) -> dict[str, PaperData]:
    """`text` in every field in which people write."""
    document = office.document(
        letterhead={"lines": [text, text], "address": text},
        contact=dict.fromkeys(("name", "title", "phone", "email"), text),
        instructions={"a": text},
        topics={"pertanian": text},
        correction_categories={"fakta": text},
    )
    agency = replace(
        office.agency(**document),
        roster=replace(
            office.agency().roster,
            people=tuple(
                replace(
                    person, name=text, rank=text,
                    terms=tuple(replace(term, title=text) for term in person.terms),
                )
                for person in office.agency().roster.people
            ),
        ),
    )  # fmt: skip
    usual_request = office.request()
    request = replace(
        usual_request,
        letter=replace(usual_request.letter, number=text, subject=text, srikandi=text),
        sender=Sender(text, text, text, text),
        activity=Activity(text, text, text, text, text, text),
        attachments=tuple(
            replace(one, caption=text, credit=text) for one in usual_request.attachments
        ),
        history=tuple(_with_text(one, text) for one in office.HISTORY),
    )
    article = office.article(
        title=text, agency=text, summary=text, body=f"{text}\n\n> {text}\n\n- {text}\n\n## {text}",
        photos=(Photo("panen.png", text * 20, text, text),),
    )  # fmt: skip
    return all_papers(agency, request, article, publication())


def _with_text(statement: Statement, text: str) -> Statement:
    data = dict(statement.data)
    if "note" in data:
        data["note"] = text
    if "coordination" in data:
        data["coordination"] = {**data["coordination"], "with": text, "agreed": text}
    return replace(statement, data=data)


def words(pdf: bytes) -> str:
    """The text of all pages, without any white space: lines break where they like."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


KINDS: dict[str, Callable[[], dict[str, PaperData]]] = {
    "usual": usual, "blank": blank, "empty": empty, "hostile": hostile,
}  # fmt: skip
