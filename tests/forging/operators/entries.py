"""Forgeries of the row of entries in a history: dropped, swapped, repeated."""

from pipeline.record.workflow import FINAL, Action, State
from tests.forging.dossiers import Merge
from tests.forging.forger import Draft, Forged, Forger, entry
from tests.forging.registry import operator

A, S = Action, State


VERDICTS = (A.APPROVE, A.BYPASS)


def _drop(f: Forger, index: int, merge: Merge) -> Forged:
    history = list(merge.dossier.history)
    del history[index]
    draft = Draft.of(merge.dossier)
    draft.history = [*history]
    if f.rng.random() < 0.5:
        draft.history = [entry(s, seq=place) for place, s in enumerate(history, start=1)]
    if f.rng.random() < 0.5:
        draft.summarise()
    return f.put(merge, draft, draft.entry("history-chain", index))


@operator
def drop_the_first_entry(f: Forger) -> Forged | None:
    """The registration is cut off."""
    merge = f.victim(lambda merge: len(merge.dossier.history) > 1)
    return _drop(f, 0, merge) if merge else None


@operator
def drop_an_entry_in_the_middle(f: Forger) -> Forged | None:
    """A decision is made undone."""
    merge = f.victim(lambda merge: len(merge.dossier.history) > 2)
    if merge is None:
        return None
    return _drop(f, f.rng.randrange(1, len(merge.dossier.history) - 1), merge)


@operator
def drop_the_last_entry_of_main(f: Forger) -> Forged | None:
    """What was decided last is cut off on main, and the summary made to match."""
    merge = f.victim(lambda merge: len(merge.dossier.history) > 1)
    if merge is None:
        return None
    draft = Draft.of(merge.dossier, merge.dossier.history[:-1])
    return f.put(merge, draft, draft.field("history-shrunk", "history"), instead=False)


@operator
def merge_without_the_last_decision(f: Forger) -> Forged | None:
    """A request comes to main before the decision that closes or approves it."""

    def suits(merge: Merge) -> bool:
        case = merge.dossier.case
        decides = merge.dossier.history[-1].action in {*VERDICTS, A.DECLINE, A.FILE, A.VOID}
        return (
            decides
            and not Draft.of(merge.dossier, merge.dossier.history[:-1]).dossier.case.is_settled
            and case.state in {S.APPROVED, *FINAL}
        )

    merge = f.victim(suits)
    if merge is None:
        return None
    draft = Draft.of(merge.dossier, merge.dossier.history[:-1])
    return f.put(merge, draft, draft.whole("approval-none"), instead=True)


@operator
def swap_two_entries(f: Forger) -> Forged | None:
    """Two decisions change places."""
    merge = f.victim(lambda merge: len(merge.dossier.history) > 1)
    if merge is None:
        return None
    draft = Draft.of(merge.dossier)
    index = f.rng.randrange(len(draft.history) - 1)
    draft.history[index : index + 2] = draft.history[index : index + 2][::-1]
    return f.put(
        merge,
        draft,
        draft.entry("history-sequence", index),
        draft.entry("history-chain", index),
        draft.entry("history-sequence", index + 1),
    )


@operator
def repeat_an_entry(f: Forger) -> Forged | None:
    """A decision is counted twice."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    index = f.rng.randrange(len(draft.history))
    draft.history.insert(index, draft.history[index])
    return f.put(
        merge,
        draft,
        draft.entry("history-sequence", index + 1),
        draft.entry("history-chain", index + 1),
    )


@operator
def number_an_entry_anew(f: Forger) -> Forged | None:
    """A statement says another place than its own."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    index = f.rng.randrange(len(draft.history))
    draft.history[index] = entry(draft.history[index], seq=index + 1 + f.rng.randrange(1, 50))
    return f.put(merge, draft, draft.entry("history-sequence", index))
