"""Bring the catalogue up to date: every message of the code and of click, sorted, none obsolete.

A message without a translation is listed, and stands empty in the catalogue until it has one.
"""

import sys
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "pipeline" / "locale" / "id" / "LC_MESSAGES" / "siar.po"
SOURCES = (ROOT / "pipeline", Path(click.__path__[0]))
KEYWORDS = {**DEFAULT_KEYWORDS, "marked": None, "agency_text": None}
# Babel's own header has dates in it, which would make every run a change, and two plural forms.
HEADER = b"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: id\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def extracted() -> Catalog:
    """Every message that a person may see, without translations."""
    found = read_po(BytesIO(HEADER))
    for source in SOURCES:
        for _path, _line, words, _comments, _context in extract_from_dir(source, keywords=KEYWORDS):
            found.add(words)
    return found


def translated() -> Catalog:
    """The catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that have no words yet."""
    return [message for message in catalogue if message.id and not any(forms(message.string))]


def forms(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A message's words: one text, or one for each number that the language tells apart."""
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def write(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Write a catalogue the same way every time."""
    with path.open("wb") as file:
        file.write(HEADER)
        write_po(file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)


def main() -> int:
    """Update the catalogue; 1 when something waits for a translation."""
    found, known = extracted(), translated()
    for message in found:
        former = known.get(message.id)
        if message.id and former is not None:
            message.string = former.string
    write(found)
    missing = untranslated(found)
    for message in missing:
        sys.stdout.write(f"untranslated: {message.id!r}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
