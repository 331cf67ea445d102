"""Checks of the front matter against what the office knows: agency, topics, request, dates."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.editorial.rules import Hit
from pipeline.editorial.subject import Subject

MONTH = timedelta(days=31)


def agency(subject: Subject) -> Iterator[Hit]:
    """The agency is written as it is registered."""
    name = subject.article.agency
    if name not in subject.agency.agencies:
        yield Hit("article-agency", subject.line("agency"), {"agency": f"`{name}`"})


def topics(subject: Subject) -> Iterator[Hit]:
    """There is a topic, and each one is registered."""
    choice = {"topics": ", ".join(subject.agency.topics)}
    if not subject.article.topics:
        yield Hit("article-topics", subject.line("topics"), choice)
    for place, topic in enumerate(subject.article.topics):
        if topic not in subject.agency.topics:
            line = subject.line("topics", place)
            yield Hit("article-topic", line, {"topic": f"`{topic}`", **choice})


def request(subject: Subject) -> Iterator[Hit]:
    """The article names the request it answers."""
    named, there = subject.article.request, subject.request
    if there is not None and named != there.number:
        fields = {"named": named or "–", "number": there.number}
        yield Hit("article-request", subject.line("request"), fields)


def dates(subject: Subject) -> Iterator[Hit]:
    """The day of publication is one day, and a plausible one."""
    day, line = subject.article.date, subject.line("date")
    folder = _folder_date(subject.article.folder)
    if folder is not None and folder != day:
        yield Hit("article-date", line, {"date": day, "folder": folder})
    if subject.request is not None:
        received = subject.request.letter.received.astimezone(subject.agency.zone).date()
        if day < received:
            fields = {"date": day, "received": received}
            yield Hit("article-date-early", line, fields)
    if subject.today is not None and day > subject.today + MONTH:
        yield Hit("article-date-late", line, {"date": day})
    if subject.article.publish_at is not None:
        due = subject.article.publish_at.astimezone(subject.agency.zone).date()
        if due < day:
            fields = {"publish_at": due, "date": day}
            yield Hit("article-publish-early", subject.line("publish_at"), fields)


def _folder_date(folder: str) -> date | None:
    found = re.fullmatch(r"content/(\d{4})/(\d\d)/(\d\d)-.*", folder)
    return date.fromisoformat("-".join(found.groups())) if found else None
