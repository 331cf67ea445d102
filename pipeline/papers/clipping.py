"""The clipping of a corrected article (kliping), the output that SOP row 5 names."""

from datetime import datetime
from typing import Any

from pipeline.papers.disposition import ticks
from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.prose import prose
from pipeline.papers.signatory import name_of, place_and_day, sign
from pipeline.papers.wording import day_text, local_day, weekday_text
from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.request import Request
from pipeline.record.workflow import Action, Role

TITLE = "Kliping Berita"
TONES = {"positif": "Positif", "netral": "Netral", "negatif": "Negatif"}


def clipping_data(
    agency: Agency,
    request: Request | None,
    article: Article,
    at: datetime,
    *,
    url: str = "",
    tone: str = "",
    remark: str = "",
    with_photos: bool = True,
) -> PaperData:
    """The clipping of the article as it went live at `at`; without `tone` the boxes stay empty.

    Each photo's `file` is to be handed to `render` among the pictures, fit to print.
    """
    day = local_day(agency, at)
    number = agenda_number(agency, request) if request else ""
    foot = f"{TITLE} · No. agenda {number}" if number else TITLE
    photos = article.photos if with_photos else ()
    return {
        **frame(agency, f"{TITLE}: {article.title}", day, foot=foot),
        "day": weekday_text(day),
        "medium": agency.section("site")["title"],
        "section": ", ".join(agency.topics.get(topic, topic) for topic in article.topics),
        "agenda": number or "–",
        "source": article.agency,
        "writers": _writers(agency, request),
        "headline": article.title,
        "url": url,
        "href": url,
        "tones": ticks(TONES, tone),
        "byline": f"{agency.city}, {day_text(article.date)}",
        "photos": [
            {"file": p.file, "alt": p.alt or p.caption, "caption": p.caption, "credit": p.credit}
            for p in photos
        ],
        "body": prose(article.body),
        "remark": remark,
        "signatory": sign(
            agency,
            Role.SECTION_HEAD,
            at,
            person=_approver(request),
            above=f"{place_and_day(agency, day)}\nPenanggung jawab",
        ).data(),
    }


def _approver(request: Request | None) -> str | None:
    found: list[Any] = [
        statement.by
        for statement in (request.history if request else ())
        if statement.action is Action.APPROVE and statement.role is Role.SECTION_HEAD
    ]
    return found[-1] if found else None


def _writers(agency: Agency, request: Request | None) -> str:
    for statement in reversed(request.history if request else ()):
        if statement.action is Action.SUBMIT:
            people = statement.data.get("contributors", ())
            return ", ".join(name_of(agency, str(one)) for one in people)
    return "–"
