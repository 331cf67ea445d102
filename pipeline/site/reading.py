"""What is read of an article: all that pages show of it."""

from datetime import date
from typing import NamedTuple

from pipeline.site.body import Body
from pipeline.site.picture import Picture


class ReadArticle(NamedTuple):
    """An article as it was read: what lists show, its photographs, and its text as HTML."""

    title: str
    summary: str
    date: date
    agency: str
    topics: tuple[str, ...]
    pictures: tuple[Picture, ...]
    body: Body
