"""The ledger as sending mails needs it: what is recorded, as of the last look, and adding to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from pipeline.distribution import outbox
from pipeline.distribution.notices import Notice
from pipeline.distribution.outbox import Standing
from pipeline.distribution.step import Step
from pipeline.errors import TryAgain
from pipeline.i18n import _

RACES = 20  # pushes lost to other writers before somebody is told to try again
Records = Sequence[Mapping[str, Any]]


class Journal(Protocol):
    """The ledger: append-only; an append to a stale view raises TryAgain (compare-and-swap)."""

    def refresh(self) -> None:
        """Look again at what is recorded."""

    def records(self, number: str) -> Records:
        """What is recorded of a request, oldest first, as of the last look or append."""

    def append(self, number: str, records: Iterable[Mapping[str, Any]], *, at: datetime) -> None:
        """Add records; raises TryAgain when somebody was faster or the other side is away."""


class Logbook:
    """The mails of one request in the ledger."""

    def __init__(self, journal: Journal, number: str) -> None:
        self._journal, self._number = journal, number
        self.refresh()

    def refresh(self) -> None:
        """Look again at what is recorded; raises TryAgain when the other side is away."""
        self._journal.refresh()
        self._records = list(self._journal.records(self._number))
        self._standings = outbox.standings(self._records)

    def records(self) -> Records:
        """All records of the request, oldest first."""
        return self._records

    def standing(self, notice: Notice) -> Standing | None:
        """Where a mail stands; None when nothing is recorded of it."""
        return self._standings.get(notice.event)

    def append(self, steps: Sequence[Step], at: datetime) -> bool:
        """Add steps to what was last seen; False, and seen anew, when the ledger has moved on."""
        if not steps:
            return True
        records = [step.as_record() for step in steps]
        try:
            self._journal.append(self._number, records, at=at)
        except TryAgain:
            self.refresh()
            return False
        self._records += records
        for step in steps:
            outbox.advance(self._standings, step)
        return True

    def claim(self, claim: Step) -> bool:
        """Whether the mail is ours to send now: of two claims the first in the ledger counts."""
        if self.append([claim], claim.at):
            return True
        # The push may have arrived and only its answer been lost.
        standing = self._standings.get(claim.event)
        return standing is not None and standing.last.as_record() == claim.as_record()

    def record(self, steps: Sequence[Step]) -> None:
        """Record what has happened, whoever else writes meanwhile; raises TryAgain in the end."""
        for _race in range(RACES):
            missing = [step for step in steps if step.as_record() not in self._records]
            if self.append(missing, steps[0].at):
                return
        raise lost_races()


def lost_races() -> TryAgain:
    """What to say when others were faster every time."""
    return TryAgain(
        _("the ledger is busy: others were faster {count} times").format(count=RACES),
        hint=_("run the same command again"),
    )
