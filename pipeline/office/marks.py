"""What is said of a request beside its state: live, an emergency, hidden, not confirmed."""

from pipeline.record.labels import Mark
from pipeline.record.replay import Case
from pipeline.record.workflow import Action, State


def marks(case: Case, *, is_live: bool = False) -> tuple[Mark, ...]:
    """The marks that a case bears, in the order of the glossary."""
    looked = case.awaiting_look
    found = {
        Mark.LIVE: is_live and case.is_public,
        Mark.EMERGENCY: looked is not None and looked.action is Action.BYPASS,
        Mark.CORRECTED: case.kind == "ralat" and case.state is State.APPROVED,
        Mark.WITHDRAWN: case.kind == "pencabutan" and case.state is State.APPROVED,
        Mark.TAKEN_DOWN: case.hidden,
        Mark.UNCONFIRMED: bool(case.unconfirmed),
        Mark.PAUSED: case.is_paused,
    }
    return tuple(mark for mark, holds in found.items() if holds)
