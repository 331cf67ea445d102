"""What each of the two slots of a place holds, and what makes one of them hold another site.

    slots/a/         a whole site
    slots/a.commit   the commit of the branch `site` that it holds

While a slot is being changed its note names a second commit, the one that it is to hold; a file may
then be as in either of them. A slot without a note that can be read is filled as a whole.
"""

import re
from collections.abc import Mapping

from pipeline.objects import Entry
from pipeline.repository import Repository

SLOTS = "slots"
NAMES = ("a", "b")
# What was begun so often without an end is filled as a whole.
MOST_BEGUN = 8
_COMMIT = re.compile(rb"[0-9a-f]{40}")

# The commit that a slot held last as a whole, then those that were begun since.
Note = tuple[str, ...]
# What is to be at a path; None where nothing is.
Changes = Mapping[str, Entry | None]


def note_path(name: str) -> str:
    """Where the note on a slot lies."""
    return f"{SLOTS}/{name}.commit"


def render_note(note: Note) -> bytes:
    """The file of a note."""
    return "".join(f"{commit}\n" for commit in note).encode()


def parse_note(data: bytes) -> Note:
    """The note in a file; empty for what is none."""
    lines = data.split(b"\n")
    if lines.pop() or not all(_COMMIT.fullmatch(line) for line in lines):
        return ()
    return tuple(line.decode() for line in lines)


def begun(note: Note, commit: str) -> Note:
    """The note while a slot is brought to a commit; nothing of an empty one is known."""
    return tuple(dict.fromkeys((*note, commit))) if note else ()


def other(name: str | None) -> str:
    """The slot that is idle while this one is live."""
    return NAMES[1] if name == NAMES[0] else NAMES[0]


def changes_to(repository: Repository, note: Note, commit: str) -> Changes | None:
    """What a slot with this note has otherwise than a commit; None where nobody can tell.

    What was begun may have been done in part, so that it counts, too.
    """
    if not 0 < len(note) <= MOST_BEGUN or not all(map(repository.resolve, note)):
        return None
    return {
        change.path: change.after
        for former in note
        for change in repository.changes(former, commit)
    }


def whole(repository: Repository, commit: str) -> Changes:
    """Everything that a commit has."""
    return {entry.path: (entry.mode, entry.oid) for entry in repository.tree(commit)}
