"""What readers are told of an article that was corrected after it had been published."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """A correction (ralat): when it went live, and what it changed, in words for readers.

    `moment` is in the office's zone, as `2026-11-25T09:10:00+09:00`; `former` leads from the
    article's page to the text as it was, and is empty where that is not shown.
    """

    moment: str
    changes: str
    former: str = ""
