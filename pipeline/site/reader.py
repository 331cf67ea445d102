# mypy: disallow-subclassing-any=False
# Pelican carries no types.
"""Read an article for Pelican: our front matter, our Markdown, and nothing that it may overrule."""

import contextlib
import signal
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from types import FrameType
from typing import Any

from pelican.readers import BaseReader

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.article import Article
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_article
from pipeline.site.body import Body, BodyConverter
from pipeline.site.editions import Former
from pipeline.site.html import Html
from pipeline.site.images import inspect
from pipeline.site.picture import Picture
from pipeline.site.reading import ReadArticle

CONVERSION_SECONDS = 10.0
TEXT = "index.md"
NO_BODY = Body(Html(""), frozenset())


class ArticleReader(BaseReader):
    """The only reader of the site: `index.md`, through the record's own strict loader."""

    file_extensions = ("md",)
    _converter: BodyConverter | None = None

    def converter(self) -> BodyConverter:
        """The converter of texts; each of Pelican's generators makes a reader, but one reads."""
        self._converter = self._converter or BodyConverter()
        return self._converter

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The safe HTML of an article, and its fields under names that Pelican knows."""
        root = Path(self.settings["PATH"])
        folder = Path(source_path).parent.relative_to(root).as_posix()
        found = self.article(root, folder, Path(source_path).read_bytes())
        day = datetime.combine(found.date, time())
        return found.body.html, {"title": found.title, "date": day}

    def article(
        self,
        root: Path,
        folder: str,
        text: bytes,
        *,
        forgiving: bool = False,
        with_text: bool = True,
    ) -> ReadArticle:
        """The article of this file; its photographs are in a folder below `root`. Raises BadInput
        with file and line of the first finding; a `forgiving` reader, for previews, leaves out what
        can be left out. Read for lists, not `with_text`, it takes much less time.
        """
        name = f"{folder}/{TEXT}"
        article = _load(name, text)
        if not forgiving:
            _check_day(name, article)
        found = [
            _picture(root / folder, article, place, forgiving=forgiving)
            for place in range(len(article.photos))
        ]
        pictures = tuple(picture for picture in found if picture is not None)
        listed = {picture.file: picture for picture in pictures}
        body = NO_BODY
        if with_text:
            limit = self.settings.get("SIAR_CONVERSION_SECONDS", CONVERSION_SECONDS)
            with _time_limit(name, limit):
                body = self.converter().convert(article.body, listed, name, forgiving=forgiving)
        return ReadArticle(
            article.title, article.summary, article.date, article.agency, article.topics,
            pictures, body,
        )  # fmt: skip

    def former(self, root: Path, folder: str, name: str) -> Former:
        """The text of an edition before a correction, without its photographs: some are there no
        more, others may be why it was corrected. Raises BadInput.
        """
        path = f"{folder}/{name}"
        if not (root / path).is_file():
            raise BadInput(
                _("{path}: the text before the correction is not there").format(path=path),
                hint=_("put it back: `siar amend` has kept it beside the article"),
            )
        # It was approved as the article's own text, at its place.
        article = _load(f"{folder}/{TEXT}", (root / path).read_bytes())
        limit = self.settings.get("SIAR_CONVERSION_SECONDS", CONVERSION_SECONDS)
        with _time_limit(path, limit):
            body = self.converter().convert(article.body, None, path)
        return Former(article.title, article.summary, body.html)


@contextlib.contextmanager
def _time_limit(name: str, seconds: float) -> Iterator[None]:
    """Some texts cost a Markdown converter hours; none that a person wrote costs a second."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise BadInput(
            _("{path}: the text takes too long to convert").format(path=name),
            hint=_("look for hundreds of brackets or asterisks in a row"),
        )

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _load(name: str, data: bytes) -> Article:
    article, findings = load_article(name, data)
    if article is None or has_errors(findings):
        first = next(iter(findings))
        raise BadInput(
            f"{first.path}:{first.line}: error[{first.id}]: {first.message}", hint=first.help
        )
    return article


def _check_day(name: str, article: Article) -> None:
    """Lists go by the date, addresses by the folder: a reader finds his way where they agree."""
    if f"content/{article.date:%Y/%m/%d}" != article.folder[: len("content/2026/11/24")]:
        raise BadInput(
            _("{path}: the date is {date}, but the folder is that of another day").format(
                path=name, date=article.date.isoformat()
            ),
            hint=_("make both the day of publication: change the date or rename the folder"),
        )


def _picture(folder: Path, article: Article, place: int, *, forgiving: bool) -> Picture | None:
    """The picture; a forgiving reader has none where others refuse the article."""
    try:
        return _listed(folder, article, place)
    except BadInput:
        if forgiving:
            return None
        raise


def _listed(folder: Path, article: Article, place: int) -> Picture:
    photo = article.photos[place]
    name = f"{article.folder}/{photo.file}"
    file = folder / photo.file
    # What is in the folder was chosen by `source`; a name that leads elsewhere is not in it.
    if file.parent != folder or not file.is_file():
        raise BadInput(
            _("{path}: the photograph is not beside its article").format(path=name),
            hint=_("add the file, or take it out of `photos`"),
        )
    size = inspect(name, file.read_bytes())
    return Picture(photo.file, photo.alt, size, photo.caption, photo.credit)
