"""Make any text printable: only characters that the embedded fonts have, nothing invisible."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from pipeline.record.text import without_invisible

# What Libertinus Serif, DejaVu Sans Mono and New Computer Modern (inside Typst) can show. PDF/A
# forbids a character without a glyph; a test prints every one of these.
COVERED = (
    (0x0A, 0x0A), (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x250, 0x2FF), (0x300, 0x345),
    (0x370, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1),
    (0x3A3, 0x482), (0x48A, 0x4FF), (0x5D0, 0x5EA), (0x60C, 0x60C), (0x61B, 0x61B),
    (0x61F, 0x61F), (0x621, 0x63A), (0x640, 0x652), (0x660, 0x66D), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20BF),
    (0x2100, 0x214F), (0x2153, 0x2184), (0x2190, 0x22FF), (0x2500, 0x25FF), (0x2610, 0x2612),
    (0x2713, 0x2718), (0xFB00, 0xFB06),
)  # fmt: skip
SUBSTITUTE = "□"
# Addresses and file names are not printed, so they stay as they are.
VERBATIM = frozenset({"href", "file"})


def is_covered(text: str) -> bool:
    """Whether the embedded fonts have every character."""
    return all(any(low <= ord(one) <= high for low, high in COVERED) for one in text)


def printable(text: str) -> str:
    """`text` in composed form without invisible characters; what has no glyph becomes □.

    Letters in disguise (full-width, mathematical bold as pasted from a chat) become plain ones.
    """
    composed = unicodedata.normalize("NFC", without_invisible(text.replace("\t", " ")))
    while not is_covered(composed):  # what is left of a letter may compose anew
        composed = unicodedata.normalize("NFC", "".join(_printed(one) for one in composed))
    return composed


def _printed(character: str) -> str:
    if is_covered(character):
        return character
    if unicodedata.category(character) in ("Cf", "Mn", "Cc"):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if is_covered(plain) else SUBSTITUTE


def printable_data(value: Any) -> Any:
    """The data of a paper with every text in it made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {k: v if k in VERBATIM else printable_data(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable_data(item) for item in value]
    return value
