"""Measure one request: time waited, worked, worked outside office hours, and stood still."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from pipeline.office.calendar import ZERO, Calendar
from pipeline.office.handling import Handling, Kind
from pipeline.office.story import Span, within, without


class Stopwatch(NamedTuple):
    """The office hours of one request: `gaps` are its pauses, `is_paused`: one is running."""

    calendar: Calendar
    gaps: tuple[Span, ...]
    is_paused: bool

    def working(self, spans: Iterable[Span]) -> timedelta:
        """The office hours in some spans."""
        return sum((self.calendar.working_time(start, end) for start, end in spans), ZERO)

    def waited(self, handling: Handling) -> timedelta | None:
        """Office hours before it began; None when nobody noted that."""
        if handling.began is None:
            return None
        return self.working(without((handling.available, handling.began), self.gaps))

    def worked(self, handling: Handling) -> timedelta:
        """Office hours of the handling."""
        start = handling.began or handling.available
        return self.working(without((start, handling.ended), self._cut(handling)))

    def outside(self, handling: Handling) -> timedelta:
        """Time worked outside office hours: see the rule in `steps`."""
        if handling.began is None or self.calendar.is_open(handling.ended):
            return ZERO
        day = handling.ended.astimezone(self.calendar.zone).date()
        midnight = datetime.combine(day, time(), tzinfo=self.calendar.zone)
        since = max(handling.began, midnight)
        spans = list(without((since, handling.ended), self._cut(handling)))
        return sum((end - start for start, end in spans), ZERO) - self.working(spans)

    def stood_still(self, span: Span) -> timedelta:
        """Office hours of a span that pauses took away."""
        return self.working(within(span, self.gaps))

    def _cut(self, handling: Handling) -> tuple[Span, ...]:
        # what completes a paused request is work, although the request paused
        return () if handling.kind is Kind.BESIDE else self.gaps
