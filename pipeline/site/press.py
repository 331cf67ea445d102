"""Pelican at work in a process of its own: articles are read there, and pages written."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pipeline.errors import SiarError
from pipeline.i18n import _, terminal_language

# All else is imported when it is needed: the process is to start before that, not after.
if TYPE_CHECKING:
    from pipeline.record.agency import Agency
    from pipeline.repository import Repository
    from pipeline.site.card import Card
    from pipeline.site.plan import Page
    from pipeline.site.published import PublishedArticle

TIMEOUT_SECONDS = 1800.0


class Press:
    """A process that starts at once, takes any number of jobs, and goes with the `with` block.

    It is given folders that hold copies, and is told what to read and to write there: it knows no
    repository. When it fails, every further order does.
    """

    def __init__(self, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self.timeout_seconds = timeout_seconds
        self._is_late = False
        self._look: Mapping[str, object] = {}
        self._places: Mapping[str, str] = {}
        # The folders of what was read in this job.
        self._known: set[str] = set()
        self._folder = tempfile.TemporaryDirectory(prefix="siar-press-")
        self._nowhere = Path(self._folder.name, "nowhere")
        self._nowhere.mkdir()
        self._sheaf = Path(self._folder.name, "pages")
        self._said = Path(self._folder.name, "said").open("w+b")  # noqa: SIM115 — closed in close
        child = subprocess.Popen(
            [sys.executable, "-I", "-m", "pipeline.site.run_pelican"],
            # An empty folder, so that nothing of what it reads is ever imported.
            cwd=self._nowhere,
            env={
                "PATH": os.defpath,
                "HOME": str(self._nowhere),
                "LC_ALL": "C.UTF-8",
                "SIAR_LANGUAGE": terminal_language(),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        self._child = child
        self._orders, self._answers = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)

    def __enter__(self) -> "Press":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it does."""
        with suppress(OSError):
            self._orders.close()
        self._child.kill()
        self._child.wait()
        self._answers.close()
        self._said.close()
        self._folder.cleanup()

    def dress(self, repository: "Repository", commit: str, agency: "Agency") -> None:
        """Let pages look as theme and configuration of a commit say, and be those of an agency."""
        from pipeline.site.newsroom import public_facts
        from pipeline.site.source import CONFIGURATION, THEME, lay_out_look

        look = {
            "theme": repository.entry(commit, THEME.rstrip("/")),
            "configuration": repository.entry(commit, CONFIGURATION),
            "newsroom": public_facts(agency),
        }
        if look == self._look:
            return
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        lay_out_look(repository, commit, folder)
        places = {
            "theme": str(folder / THEME),
            "configuration": str(folder / CONFIGURATION),
            "nowhere": str(self._nowhere),
        }
        self._wear(look, places)

    def dress_like(self, other: "Press") -> None:
        """Let pages look as those of another press do, which is there for longer."""
        if other._look != self._look:
            self._wear(other._look, other._places)

    def _wear(self, look: Mapping[str, object], places: Mapping[str, str]) -> None:
        self._ask({"look": {**look, **places}})
        self._look, self._places = look, places

    def begin(
        self,
        source: Path,
        output: Path,
        *,
        photos: Path | None = None,
        bodies: Path | None = None,
        reading: str = "",
        preview: bool = False,
    ) -> None:
        """Begin a job: photographs are below `source`, and are put below `output`.

        `photos` is a folder that remembers encoded photographs, and `bodies` one of texts, when
        articles are read as `reading` names. A `preview` forgives articles what can be left out,
        and has its pictures at the root.
        """
        kept = {
            name: folder and str(folder.resolve())
            for name, folder in (("photos", photos), ("bodies", bodies))
        }
        job = {"source": str(source), "output": str(output), "reading": reading}
        self._ask({"job": {**job, **kept, "sheaf": str(self._sheaf), "preview": preview}})
        self._known = set()

    def read(
        self, articles: "Iterable[PublishedArticle]", texts: Iterable[bytes]
    ) -> "Sequence[Card]":
        """Read articles of this job, all of which are laid out and have these texts; their cards.

        Raises SiarError with the first thing wrong.
        """
        return [card for card in self.find(articles, texts) if card is not None]

    def find(
        self, articles: "Iterable[PublishedArticle]", texts: Iterable[bytes | None]
    ) -> "Sequence[Card | None]":
        """The same, where an article that is given no text is kept from before; None where it is
        not.
        """
        cards = self._cards("read", articles, texts)
        self._known.update(card.folder for card in cards if card is not None)
        return cards

    def list(
        self, articles: "Iterable[PublishedArticle]", texts: Iterable[bytes]
    ) -> "Sequence[Card | None]":
        """The cards of articles of which no text will stand on a page."""
        return self._cards("list", articles, texts)

    def _cards(
        self, order: str, articles: "Iterable[PublishedArticle]", texts: Iterable[bytes | None]
    ) -> "Sequence[Card | None]":
        from pipeline.site.card import parse_card
        from pipeline.site.order import render_article, render_text

        items = [
            {"article": render_article(article), "text": render_text(text)}
            for article, text in zip(articles, texts, strict=True)
        ]
        answer = self._ask({order: items})
        return [line and parse_card(line) for line in answer["cards"]]

    def write(self, pages: "Iterable[Page]") -> "Sequence[tuple[str, bytes]]":
        """The files of these pages. What stands in full on one was read in this job."""
        from pipeline.site.sheaf import opened

        listed = [*pages]
        sizes = self._ask({}, listed)["sizes"]
        names = (page.file for page in listed)
        return [*zip(names, opened(self._sheaf, sizes), strict=True)]

    def draw(self, folders: Iterable[str]) -> None:
        """Write the photographs of articles in these folders, which were read in this job."""
        self._ask({"draw": [*folders]})

    def put_assets(self) -> None:
        """Write the theme's own files."""
        self._ask({"assets": True})

    def _ask(self, order: Mapping[str, object], pages: "Iterable[Page]" = ()) -> dict[str, Any]:
        from pipeline.site.order import render_order

        text = render_order(order, pages, self._known)
        timer = threading.Timer(self.timeout_seconds, self._stop)
        timer.start()
        try:
            answer = self._exchange(text.encode(errors="surrogateescape") + b"\n")
        finally:
            timer.cancel()
        if self._is_late:
            raise SiarError(
                _("the site was not built within {seconds:g} seconds").format(
                    seconds=self.timeout_seconds
                ),
                hint=_("nothing was published; the live site is as it was"),
            )
        if not answer:
            raise SiarError(
                _("the site could not be built: {why}").format(why=self._last_words()),
                hint=_("nothing was published; the live site is as it was"),
            )
        told: dict[str, Any] = json.loads(answer)
        if "message" in told:
            raise SiarError(told["message"], hint=told["hint"])
        return told

    def _exchange(self, line: bytes) -> bytes:
        """The answer to an order; nothing when the process has ended."""
        with suppress(OSError):
            self._orders.write(line)
            self._orders.flush()
        answer = self._answers.readline()
        return answer if answer.endswith(b"\n") else b""

    def _stop(self) -> None:
        self._is_late = True
        self._child.kill()

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "?"
