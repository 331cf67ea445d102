"""An article as one HTML file for the archive: readable without the site, its styles inside."""

from pipeline.papers.archive_index import pages
from pipeline.papers.prose import prose
from pipeline.papers.wording import weekday_text
from pipeline.record.agency import Agency
from pipeline.record.article import Article


def reading_copy(agency: Agency, article: Article, *, url: str = "") -> bytes:
    """The page; its photos are expected beside it under their own names."""
    page = (
        pages()
        .get_template("bacaan.html")
        .render(
            article=article,
            body=prose(article.body),
            day=weekday_text(article.date),
            site=agency.section("site")["title"],
            office=agency.name,
            url=url if url.startswith(("http://", "https://")) else "",
        )
    )
    return page.lstrip().encode()
