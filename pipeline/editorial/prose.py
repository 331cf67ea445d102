"""Checks of the writing: title, summary, lead, length, quotation, headings, empty slots."""

import re
from collections.abc import Iterator

from pipeline.editorial.rules import (
    LEAD_WORDS,
    LONGEST_WORDS,
    SHORTEST_WORDS,
    SUMMARY_CHARACTERS,
    TITLE_CHARACTERS,
    Hit,
)
from pipeline.editorial.slots import slots
from pipeline.editorial.subject import Subject, Text

_WORD = re.compile(r"\w[\w'’./-]*")
_HEADING = re.compile(r"^ {0,3}(#{1,6})|^ {0,3}\S.*\n {0,3}(=+|-+)[ \t]*$", re.MULTILINE)
_QUOTATION = re.compile(r"[“\"„][^“”\"„]{15,}[”\"“]", re.DOTALL)
# Two names in a row: of a person or an office.
_NAME = re.compile(r"\b[A-Z][\w.'’-]*,? (?:[a-z]{2,4} )?[A-Z]")
_SAID = re.compile(
    r"\b(?:(?:kata|ujar|ucap|tutur|jelas|terang|ungkap|tegas|sebut|tambah|papar|imbuh|lanjut|pesan"
    r"|harap|pungkas|urai|tandas|tulis|cerita|kisah|seru|imbau)(?:nya)?|demikian|menurut|mengatakan|menyampaikan"
    r"|menjelaskan|menegaskan|mengungkapkan|menuturkan|menambahkan|memaparkan|menyatakan"
    r"|menyebut(?:kan)?|menerangkan|menceritakan|mengimbau|mengingatkan|mengajak|berharap|berpesan)\b",
    re.IGNORECASE,
)


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def empty_slots(subject: Subject) -> Iterator[Hit]:
    """Places of the draft that nobody filled in."""
    for line, text in subject.texts:
        for found in slots(text):
            yield Hit("article-slot", line, {"slot": found})


def title(subject: Subject) -> Iterator[Hit]:
    """The title is there, short, and not shouted."""
    text, line = subject.article.title.strip(), subject.line("title")
    if not text:
        yield Hit("article-title", line)
    if len(text) > TITLE_CHARACTERS:
        yield Hit("article-title-long", line, {"length": len(text), "limit": TITLE_CHARACTERS})
    if text.isupper() and words(text) > 2:
        yield Hit("article-title-capitals", line)
    if text.endswith(".") and not text.endswith("..."):
        yield Hit("article-title-stop", line)


def summary(subject: Subject) -> Iterator[Hit]:
    """The summary is there, and is a sentence."""
    text, line = subject.article.summary.strip(), subject.line("summary")
    if not text:
        yield Hit("article-summary", line)
    if len(text) > SUMMARY_CHARACTERS:
        fields = {"length": len(text), "limit": SUMMARY_CHARACTERS}
        yield Hit("article-summary-long", line, fields)


def length(subject: Subject) -> Iterator[Hit]:
    """The lead and the whole have a length that people read."""
    if not subject.paragraphs:
        yield Hit("article-empty", subject.lines[0].line)
        return
    lead = subject.paragraphs[0]
    if words(lead.text) > LEAD_WORDS:
        fields = {"length": words(lead.text), "limit": LEAD_WORDS}
        yield Hit("article-lead-long", lead.line, fields)
    whole = sum(words(paragraph.text) for paragraph in subject.paragraphs)
    if whole < SHORTEST_WORDS:
        yield Hit("article-short", lead.line, {"length": whole, "limit": SHORTEST_WORDS})
    if whole > LONGEST_WORDS:
        yield Hit("article-long", lead.line, {"length": whole, "limit": LONGEST_WORDS})


def quotation(subject: Subject) -> Iterator[Hit]:
    """Somebody is quoted, and beside each quotation it says who."""
    paragraphs = subject.paragraphs
    if not paragraphs or any(slots(subject.body)):
        return
    quoted = [place for place, text in enumerate(paragraphs) if _is_quotation(text)]
    if not quoted:
        yield Hit("article-quotation", paragraphs[-1].line)
    for place in quoted:
        # one who goes on speaking was named in the paragraph before
        around = paragraphs[max(place - 1, 0) : place + 2]
        if not any(_says_who(text) for text in around):
            yield Hit("article-quotation-name", paragraphs[place].line)


def _is_quotation(paragraph: Text) -> bool:
    return paragraph.text.startswith(">") or _QUOTATION.search(paragraph.text) is not None


def _says_who(paragraph: Text) -> bool:
    rest = _QUOTATION.sub(" ", paragraph.text)
    return _SAID.search(rest) is not None and _NAME.search(rest) is not None


def headings(subject: Subject) -> Iterator[Hit]:
    """Headings begin below the title and go down one level at a time."""
    former = 1
    for found in _HEADING.finditer(subject.body):
        marks = found[1]
        level = len(marks) if marks else 1 if found[2].startswith("=") else 2
        line = subject.body_line(found.start())
        if level == 1:
            yield Hit("article-heading-top", line)
        elif level > former + 1:
            yield Hit("article-heading-skip", line, {"level": level, "former": former})
        former = level
