"""How long a record may become: what only adds words stops early, so that decisions always fit."""

from pipeline.record.strict_yaml import LIMIT
from pipeline.record.workflow import Action

# Some twenty decisions: enough to close any case, to take an article down, to correct it once more.
KEPT_FOR_DECISIONS = 16 * 1024
# What may be said as often and at as great length as somebody likes, and elsewhere too.
WORDS = frozenset(
    {
        Action.RECEIVE,
        Action.COMPLETE,
        Action.RECTIFY,
        Action.NOTE,
        Action.FACT_CHECK,
        Action.REQUEST_CHANGES,
        Action.REVISE,
        Action.PAUSE,
        Action.REASSIGN,
    }
)


def most_bytes(action: Action) -> int:
    """How many bytes the record may have once this was recorded."""
    return LIMIT - KEPT_FOR_DECISIONS if action in WORDS else LIMIT
