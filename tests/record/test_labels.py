"""Every label has one word, and docs/glossary.md says the same."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.record import labels
from pipeline.record.request import AttachmentKind, Origin
from pipeline.record.workflow import Action, Role, State

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?P<term>[^|]+) \| `(?P<id>[^`|]+)` \| (?P<meaning>[^|]+) \|$")

OTHERS = {
    name: word
    for name, word in labels.COMMAND_NAMES.items()
    if name.replace("-", "_") not in set(Action)
}

SECTIONS: Mapping[str, Mapping[Any, str]] = {
    "Keadaan permintaan": labels.STATE_LABELS,
    "Tanda": labels.MARK_LABELS,
    "Peran": labels.ROLE_LABELS,
    "Tindakan": labels.ACTION_LABELS,
    "Perintah lain": OTHERS,
    "Asal permintaan": labels.ORIGIN_LABELS,
    "Jenis lampiran": labels.ATTACHMENT_LABELS,
    "Urgensi": labels.URGENCY_LABELS,
    "Keamanan": labels.SECURITY_LABELS,
    "Jenis media": labels.OUTLET_LABELS,
    "Saluran keputusan": labels.CHANNEL_LABELS,
    "Status disposisi": labels.DISPOSITION_LABELS,
    "Status koreksi": labels.CORRECTION_LABELS,
    "Jenis terbitan": labels.EDITION_LABELS,
}


def sections() -> dict[str, dict[str, str]]:
    """The glossary as it is read: heading → identifier → term."""
    found: dict[str, dict[str, str]] = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line.removeprefix("## "), {})
        match = ROW.match(line)
        if match:
            assert match["id"] not in rows, f"{match['id']} is explained twice"
            rows[match["id"]] = match["term"]
    return found


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_glossary_says_what_the_screens_say(heading: str) -> None:
    assert sections()[heading] == {str(key): word for key, word in SECTIONS[heading].items()}


def test_the_glossary_has_no_section_that_nothing_answers_to() -> None:
    assert set(sections()) - set(SECTIONS) == {"Kata pokok"}


def test_every_line_of_a_table_is_read() -> None:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    heads = [line for line in rows if line.startswith(("| Istilah", "|---"))]
    assert len(rows) - len(heads) == sum(len(rows) for rows in sections().values())


def test_nothing_is_without_a_label() -> None:
    assert set(labels.STATE_LABELS) == set(State)
    assert set(labels.MARK_LABELS) == set(labels.Mark)
    assert set(labels.ROLE_LABELS) == set(Role)
    assert set(labels.ACTION_LABELS) == set(Action)
    assert set(labels.ORIGIN_LABELS) == set(Origin)
    assert set(labels.ATTACHMENT_LABELS) == set(AttachmentKind)


def test_a_command_name_means_one_thing() -> None:
    indonesian = list(labels.COMMAND_NAMES.values())
    assert len(indonesian) == len(set(indonesian))
    for english, name in labels.COMMAND_NAMES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name), name
        assert labels.COMMAND_NAMES.get(name, name) == name, f"{name} is another command in English"
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", english), english


def test_states_cannot_be_mistaken_for_each_other() -> None:
    assert len(set(labels.STATE_LABELS.values())) == len(State)


@pytest.mark.usefixtures("indonesian")
def test_a_word_is_said_in_the_office_s_language_to_who_reads_it() -> None:
    assert labels.named(State.IN_REVIEW) == labels.STATE_LABELS[State.IN_REVIEW] != "in_review"
    assert labels.named(Action.APPROVE) == labels.ACTION_LABELS[Action.APPROVE] != "approve"
    assert labels.named(Role.OFFICER) == labels.ROLE_LABELS[Role.OFFICER] != "officer"


def test_a_word_is_its_identifier_to_who_reads_english() -> None:
    assert labels.named(State.IN_REVIEW) == "in_review"
    assert labels.named(Action.APPROVE) == "approve"
