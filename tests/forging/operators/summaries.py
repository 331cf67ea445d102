"""Forgeries of the summary in a record."""

from typing import Any

from pipeline.record.workflow import State
from tests.forging.forger import (
    Draft,
    Forged,
    Forger,
    Place,
    summary_of,
)
from tests.forging.founding import STRANGER
from tests.forging.registry import operator


@operator
def type_another_state(f: Forger) -> Forged | None:
    """The state in the front matter is what somebody would like it to be."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    others = [str(state) for state in State if state is not merge.dossier.case.state]
    draft.typed["state"] = f.rng.choice(others)
    return f.put(merge, draft, draft.field("state-history", "state"))


@operator
def type_another_summary(f: Forger) -> Forged | None:
    """Another field of the summary does not follow from the history."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    there = summary_of(merge.dossier)
    others: dict[str, Any] = {
        "kind": "ralat" if there.get("kind") != "ralat" else "pencabutan",
        "correction": {"status": "approved", "round": 17},
        "disposition": {"status": "forwarded", "to": STRANGER},
        "officer": STRANGER,
        "contributors": [STRANGER],
        "paused": {"waiting_for": "Dinas Contoh", "since": "2026-11-02T09:00:00+09:00"},
    }
    name = f.rng.choice(sorted(others))
    draft.typed[name] = others[name]
    return f.put(merge, draft, draft.field("state-history", name))


@operator
def forget_the_contributors(f: Forger) -> Forged | None:
    """The summary no longer says who wrote."""
    merge = f.published()
    if merge is None:
        return None
    draft = Draft.of(merge.dossier)
    draft.typed["contributors"] = []
    return f.put(merge, draft, draft.field("state-history", "contributors"))


@operator
def say_the_state_twice(f: Forger) -> Forged | None:
    """Two readers would read two states."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    line = draft.field("", "state").line
    draft.spoil = lambda data: data.replace(b"\nstate:", b"\nstate: approved\nstate:", 1)
    return f.put(merge, draft, Place("yaml-duplicate-key", merge.dossier.path, line + 1))


@operator
def hide_a_line_in_a_line(f: Forger) -> Forged | None:
    """A character that some readers take for the end of the line, and nobody sees."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    hidden = f.rng.choice(["\u0085", "\u2028", "\u202e", "\u200b"]).encode()
    draft.spoil = lambda data: data.replace(b"\nstate:", b"\nstate: " + hidden, 1)
    return f.put(merge, draft, Place("yaml-character", merge.dossier.path, 3))
