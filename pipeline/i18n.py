"""Translate messages: English in the code, the reader's language on the screen.

The terminal follows the user's locale when that is English; everybody else reads Indonesian,
the language of the offices this is made for. What leaves the machine uses `agency_text`.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "siar"
OFFICE_LANGUAGE = "id"


def terminal_language(environ: os._Environ[str] | dict[str, str] = os.environ) -> str:
    """The language to speak on this terminal: `en` for an English locale, `id` for any other."""
    for name in ("SIAR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else OFFICE_LANGUAGE
    return OFFICE_LANGUAGE


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, languages=[language], fallback=True)


def _(message: str) -> str:
    """`message` in the language of the terminal."""
    return _catalogue(terminal_language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that `count` asks for, in the language of the terminal."""
    return _catalogue(terminal_language()).ngettext(singular, plural, count)


def agency_text(message: str, language: str = OFFICE_LANGUAGE) -> str:
    """`message` in the agency's language, whatever the terminal's locale: for mail and papers."""
    return _catalogue(language).gettext(message)


def reason(error: OSError) -> str:
    """Why the system refused; in its own words where we know no others."""
    return _(error.strerror) if error.strerror else str(error)


def marked(message: str) -> str:
    """Mark a message for translation where it stands; it is translated where it is shown."""
    return message


# What operating systems say most often; Python takes these sentences from the C library.
SYSTEM_SENTENCES = (
    marked("No such file or directory"),
    marked("Permission denied"),
    marked("Is a directory"),
    marked("Not a directory"),
    marked("File exists"),
    marked("Directory not empty"),
    marked("Read-only file system"),
    marked("No space left on device"),
    marked("Input/output error"),
    marked("Connection refused"),
    marked("Connection timed out"),
    marked("Network is unreachable"),
)
