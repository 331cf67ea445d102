"""What time it is: the machine's clock, or the example clock of a practice office.

`SIAR_CLOCK` (ISO 8601 with an offset) sets the example clock; whoever honours it must have
checked that the repository is a practice one (`machine.Settings.practice`).
"""

import os
from datetime import UTC, datetime

from pipeline.errors import UsageError
from pipeline.i18n import _

VARIABLE = "SIAR_CLOCK"


def now(*, practice: bool) -> datetime:
    """The present moment, aware, in seconds; raises UsageError for an unreadable `SIAR_CLOCK`."""
    example = os.environ.get(VARIABLE) if practice else None
    if example is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(example)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UsageError(
            _("{variable} is not a time with an offset: {value}").format(
                variable=VARIABLE, value=example
            ),
            hint=_("write it like 2026-11-23T09:05:00+09:00, or unset it"),
        )
    return moment


def is_example(*, practice: bool) -> bool:
    """Whether `now` comes from the example clock."""
    return practice and VARIABLE in os.environ
