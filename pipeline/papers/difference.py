"""Show word by word what changed between two texts, with enough around it to find the place."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\S+\s*|\s+")
# Words of unchanged text shown before and after a change.
CONTEXT_WORDS = 12
ELLIPSIS = " … "


class Change(NamedTuple):
    """A run of words; `kind` is same, removed or added."""

    kind: str
    text: str


def difference(before: str, after: str) -> tuple[Change, ...]:
    """The runs that lead from `before` to `after`, none if nothing changed.

    Long unchanged runs are shortened.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[Change] = []
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(Change("same", "".join(new[j1:j2])))
            continue
        if i1 < i2:
            found.append(Change("removed", "".join(old[i1:i2])))
        if j1 < j2:
            found.append(Change("added", "".join(new[j1:j2])))
    if all(change.kind == "same" for change in found):
        return ()
    last = len(found) - 1
    return tuple(_shortened(c, place == 0, place == last) for place, c in enumerate(found))


def _bare(words: list[str]) -> list[str]:
    """A line that breaks elsewhere is no change."""
    return [word.strip() for word in words]


def _shortened(change: Change, is_first: bool, is_last: bool) -> Change:
    words = WORD.findall(change.text)
    head = [] if is_first else words[:CONTEXT_WORDS]
    tail = [] if is_last else words[-CONTEXT_WORDS:]
    if change.kind != "same" or len(words) <= len(head) + len(tail):
        return change
    return Change("same", "".join(head) + ELLIPSIS + "".join(tail))
