"""Messages speak Indonesian, except to people whose terminal is English."""

import re
from typing import Any

import pytest
from babel.messages.pofile import read_po

from pipeline.i18n import DOMAIN, LOCALES, _, agency_text, marked, ngettext, terminal_language

CATALOGUE = LOCALES / "id" / "LC_MESSAGES" / f"{DOMAIN}.po"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "id"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "C"}, "id"),
        ({"LANG": "de_DE.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "EN"}, "en"),
        ({"LC_ALL": "en_GB", "LANG": "id_ID"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "id_ID", "LANG": "en_US"}, "id"),
        ({"SIAR_LANGUAGE": "id", "LC_ALL": "en_US"}, "id"),
        ({"SIAR_LANGUAGE": "en", "LANG": "id_ID"}, "en"),
    ],
)
def test_the_language_of_the_terminal(environ: dict[str, str], language: str) -> None:
    assert terminal_language(environ) == language


def test_staff_read_indonesian_and_documents_are_never_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    english = "the history is empty"
    assert _(english) == english
    assert agency_text(english) == "riwayat masih kosong"
    monkeypatch.setenv("SIAR_LANGUAGE", "id")
    assert _(english) == "riwayat masih kosong"
    assert agency_text(english, "en") == english


def test_a_message_without_translation_is_shown_as_it_is(indonesian: None) -> None:
    assert _("no such message") == marked("no such message") == "no such message"


def test_indonesian_has_one_form_for_one_and_many(
    indonesian: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many = (
        "verified: {count} request since the root {root}",
        ("verified: {count} requests since the root {root}"),
    )
    assert ngettext(one, many, 1) == ngettext(one, many, 5)
    monkeypatch.setenv("SIAR_LANGUAGE", "en")
    assert (ngettext(one, many, 1), ngettext(one, many, 5)) == (one, many)


def fields(text: str) -> set[str]:
    """The named fields of a message."""
    return set(re.findall(r"\{(\w+)[^{}]*\}", text))


def forms(text: Any) -> list[str]:
    """A message's forms: one, or singular and plural."""
    return [text] if isinstance(text, str) else list(text)


def test_every_translation_has_the_fields_of_its_message() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    wrong = [
        forms(message.id)[0]
        for message in catalogue
        if message.id
        and any(fields(text) != fields(forms(message.id)[-1]) for text in forms(message.string))
    ]
    assert wrong == []
