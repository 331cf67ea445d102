"""The press release (siaran pers), SOP row 6: the approved article on the office's letterhead."""

from datetime import date

from pipeline.papers.frame import PaperData, frame
from pipeline.papers.prose import prose
from pipeline.papers.signatory import place_and_day
from pipeline.record.agency import Agency
from pipeline.record.agenda import printed
from pipeline.record.article import Article

TITLE = "Siaran Pers"


def press_release_data(
    agency: Agency, article: Article, day: date, *, number: int | None, url: str = ""
) -> PaperData:
    """The release of `day`; without a `number` it is marked as not yet released.

    `number` counts in the agency's own series of press releases; `url` is the article's address.
    """
    printed_number = "" if number is None else printed(agency.press_release, number, day)
    contact = agency.section("contact")
    return {
        **frame(agency, article.title, day, foot=f"{TITLE} {printed_number}".strip()),
        "number": printed_number,
        "unpublished": number is None,
        "headline": article.title,
        "place-and-day": place_and_day(agency, day),
        "body": prose(article.body),
        "photos": [{"caption": p.caption, "credit": p.credit} for p in article.photos],
        "url": url,
        "href": url,
        "boilerplate": agency.section("identity").get("boilerplate", ""),
        "contact": {key: str(contact.get(key, "")) for key in ("name", "title", "phone", "email")},
    }
