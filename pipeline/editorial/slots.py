"""Slots: places that a draft leaves for the officer to fill in, and that `check` refuses."""

import re
from collections.abc import Iterator

_SLOT = re.compile(r"\[\[\s*ISI\b[^\]\n]*(?:\]\])?", re.IGNORECASE)


def slot(what: str, how: str = "") -> str:
    """`[[ISI: kutipan pejabat — nama lengkap dan jabatan]]`."""
    return f"[[ISI: {what} — {how}]]" if how else f"[[ISI: {what}]]"


def slots(text: str) -> Iterator[str]:
    """The slots left in a text, as they stand there; one that lost its end counts too."""
    for found in _SLOT.finditer(text):
        yield found[0].strip()
