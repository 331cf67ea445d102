"""What is to be said after mails were sent: a line per notice, and an exit code."""

from typing import NamedTuple

from pipeline.distribution import step
from pipeline.distribution.notices import Notice
from pipeline.distribution.outbox import Standing
from pipeline.distribution.step import MessageState
from pipeline.errors import Exit

UNTRIED = frozenset({MessageState.PLANNED, MessageState.CLAIMED})
WAITING = UNTRIED | {MessageState.RETRY}
TROUBLE = frozenset({MessageState.REFUSED, MessageState.HELD})


class Line(NamedTuple):
    """What is to be said of one notice after a run: `state` None for a mail that cannot be made.

    `is_new`: this run did something about it.
    """

    notice: Notice
    state: MessageState | None
    reply: str = ""
    hint: str = ""
    is_new: bool = False


class Delivery(NamedTuple):
    """The outcome of a run; `away` says why the server took no mail, if it did not."""

    lines: tuple[Line, ...]
    away: str = ""

    @property
    def exit(self) -> Exit:
        """PROBLEMS when a person must look at something new; RETRY while mails wait."""
        if any(
            line.state is None or (line.is_new and line.state in TROUBLE) for line in self.lines
        ):
            return Exit.PROBLEMS
        is_waiting = any(line.state in WAITING for line in self.lines)
        return Exit.RETRY if self.away or is_waiting else Exit.OK

    @property
    def is_quiet(self) -> bool:
        """Whether there was nothing to do."""
        return not any(line.is_new or line.state is None for line in self.lines)


def line_of(notice: Notice, standing: Standing | None, away: str = "", *, is_new: bool) -> Line:
    """The line of a mail by its standing; what is not planned yet is as good as planned."""
    if standing is None:
        return Line(notice, MessageState.PLANNED, away)
    last = standing.last
    said = away if last.state is MessageState.PLANNED else step.explain(last)
    return Line(notice, last.state, said, is_new=is_new)
