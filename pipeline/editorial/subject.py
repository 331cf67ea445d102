"""What is being checked: an article with its request, its files, and the lines of its text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.request import Request
from pipeline.record.strict_yaml import Document, split_front_matter

INDEX = "index.md"
_ONLY_A_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


class Text(NamedTuple):
    """Some words and the line they stand in."""

    line: int
    text: str


@dataclass(frozen=True)
class Subject:
    """`files` are those of the article's folder, by name: their bytes, or only their size."""

    article: Article
    request: Request | None
    agency: Agency
    files: Mapping[str, bytes | int]
    today: date | None

    @property
    def path(self) -> str:
        """The article's file, for findings."""
        return f"{self.article.folder}/{INDEX}"

    def line(self, *pointer: str | int) -> int:
        """The line of a field of the front matter, or of what is around it."""
        document = self._source[0]
        return document.line(pointer) if document else 1

    @property
    def body(self) -> str:
        """The Markdown, with line feeds only."""
        return self.article.body.replace("\r\n", "\n")

    def body_line(self, offset: int) -> int:
        """The line of the file in which this character of the body stands."""
        return self._source[1] + self.body.count("\n", 0, offset)

    @cached_property
    def lines(self) -> tuple[Text, ...]:
        """The lines of the body."""
        first = self._source[1]
        return tuple(Text(first + n, text) for n, text in enumerate(self.body.split("\n")))

    @cached_property
    def paragraphs(self) -> tuple[Text, ...]:
        """Blocks of text between blank lines that are words: no headings, no pictures alone."""
        return tuple(
            block
            for block in self._blocks()
            if not block.text.startswith("#") and not _ONLY_A_PICTURE.fullmatch(block.text)
        )

    def _blocks(self) -> Iterator[Text]:
        start: Text | None = None
        words: list[str] = []
        for line in (*self.lines, Text(0, "")):
            if line.text.strip():
                start = start or line
                words.append(line.text.strip())
            elif start is not None:
                yield Text(start.line, "\n".join(words))
                start, words = None, []

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the article that people will read, names of files included."""
        fields = [
            Text(self.line("title"), self.article.title),
            Text(self.line("summary"), self.article.summary),
            Text(self.line("agency"), self.article.agency),
        ]
        for place, photo in enumerate(self.article.photos):
            for name in ("caption", "credit", "alt"):
                fields.append(Text(self.line("photos", place, name), getattr(photo, name)))
        names = {name: 1 for name in self.files if name != INDEX}
        for place, photo in enumerate(self.article.photos):
            names[photo.file] = self.line("photos", place, "file")
        return (*fields, *(Text(line, name) for name, line in names.items()), *self.lines)

    @cached_property
    def _source(self) -> tuple[Document | None, int]:
        data = self.files.get(INDEX)
        if not isinstance(data, bytes):
            return None, 1
        document, _body, first_line, _findings = split_front_matter(data, self.path)
        return document, first_line
