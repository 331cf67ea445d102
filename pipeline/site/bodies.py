"""What was read of articles, kept on disk: a site that looks otherwise reads no text again.

Kept by what it depends on: how articles are read here, and the article's folder and tree. What is
not as it was written is read anew.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.site.body import Body
from pipeline.site.encoding import Size
from pipeline.site.html import Html
from pipeline.site.picture import Picture
from pipeline.site.reading import ReadArticle

# Folder and tree of an article.
Place = tuple[str, str]


class BodyStore:
    """The kept articles in `folder`; None keeps nothing. `reading` names how they are read."""

    def __init__(self, folder: Path | None, reading: str) -> None:
        self._folder = folder
        self._reading = reading

    def has(self, place: Place) -> bool:
        """Whether something is kept, good or not."""
        return self._folder is not None and self._file(self._folder, place).exists()

    def find(self, place: Place) -> ReadArticle | None:
        """What is kept of an article; None for nothing, or for anything but what was written."""
        if self._folder is None:
            return None
        try:
            data = self._file(self._folder, place).read_bytes()
        except OSError:
            return None
        digest, _line, rest = data.partition(b"\n")
        return _parsed(rest) if _digest(rest) == digest else None

    def keep(self, place: Place, found: ReadArticle) -> None:
        """Keep what was read. What a power cut leaves of it is not what was written."""
        if self._folder is None:
            return
        file, rest = self._file(self._folder, place), _rendered(found)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_digest(rest) + b"\n" + rest)

    def drop(self, places: Iterable[Place]) -> None:
        """Keep nothing of these any longer."""
        if self._folder is not None:
            for place in places:
                self._file(self._folder, place).unlink(missing_ok=True)

    def keep_only(self, places: Iterable[Place]) -> None:
        """Keep nothing but these, read as they are here: what the site has no more goes."""
        if self._folder is None or not self._folder.is_dir():
            return
        wanted = {self._file(self._folder, place) for place in places}
        for file in self._folder.glob("*/*"):
            if file not in wanted:
                file.unlink()

    def _file(self, folder: Path, place: Place) -> Path:
        key = hashlib.sha256("\0".join((self._reading, *place)).encode()).hexdigest()
        return folder / key[:2] / key[2:]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _rendered(found: ReadArticle) -> bytes:
    values = {
        "title": found.title,
        "summary": found.summary,
        "date": found.date.isoformat(),
        "agency": found.agency,
        "topics": found.topics,
        "pictures": [
            [one.file, one.alt, *one.original, one.caption, one.credit] for one in found.pictures
        ],
        "shown": sorted(found.body.shown),
    }
    return f"{json.dumps(values, ensure_ascii=False)}\n{found.body.html}".encode()


def _parsed(data: bytes) -> ReadArticle:
    line, _end, html = data.decode().partition("\n")
    values: dict[str, Any] = json.loads(line)
    return ReadArticle(
        title=values["title"],
        summary=values["summary"],
        date=date.fromisoformat(values["date"]),
        agency=values["agency"],
        topics=tuple(values["topics"]),
        pictures=tuple(
            Picture(file, alt, Size(width, height), caption, credit)
            for file, alt, width, height, caption, credit in values["pictures"]
        ),
        body=Body(Html(html), frozenset(values["shown"])),
    )
