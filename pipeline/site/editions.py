"""What readers are told of an article that was corrected after it had been published."""

from dataclasses import dataclass

from pipeline.site.html import Html

VERSIONS = "versi"


@dataclass(frozen=True)
class Edition:
    """A correction (ralat): when it went live, and what it changed, in words for readers.

    `moment` is in the office's zone, as `2026-11-25T09:10:00+09:00`; `former` leads from the
    article's page to the text as it was, and is empty where that is not shown.
    """

    moment: str
    changes: str
    former: str = ""

    @property
    def former_text(self) -> str:
        """The file beside the article that holds the text as it was: `versions/1.md`."""
        return f"versions/{edition_of(self.former)}.md"


@dataclass(frozen=True)
class Former:
    """The text of an edition before a correction, ready to show; it has no photographs."""

    title: str
    summary: str
    body: Html


def former_of(edition: int) -> str:
    """Where the text of an edition is shown, below its article: `versi/1/`."""
    return f"{VERSIONS}/{edition}/"


def edition_of(former: str) -> int:
    """The edition whose text is shown there."""
    return int(former.split("/")[1])
