"""The three ways in which findings are shown."""

import json

import pytest

from pipeline.record.finding import Finding, Severity
from pipeline.record.report_findings import format_github, format_json, format_text

FINDINGS = (
    Finding("requests/2026/0007.yaml", 3, "state-history", "100% wrong: a,b", "undo\nthe edit"),
    Finding("media.yaml", 1, "media-address-twice", "twice", "", Severity.WARNING),
)


def test_text() -> None:
    assert format_text(FINDINGS) == (
        "requests/2026/0007.yaml:3: error[state-history]: 100% wrong: a,b\n"
        "  help: undo\nthe edit\n"
        "media.yaml:1: warning[media-address-twice]: twice\n"
    )


@pytest.mark.usefixtures("indonesian")
def test_ids_and_severities_are_the_same_in_every_language() -> None:
    assert "error[state-history]" in format_text(FINDINGS)


def test_json() -> None:
    first, second = json.loads(format_json(FINDINGS))
    assert first == {
        "path": "requests/2026/0007.yaml",
        "line": 3,
        "id": "state-history",
        "message": "100% wrong: a,b",
        "help": "undo\nthe edit",
        "severity": "error",
    }
    assert second["severity"] == "warning"


def test_json_is_for_people_too() -> None:
    finding = Finding("a.yaml", 1, "id", "kafé", "x")
    assert format_json([finding]) == (
        "[\n"
        "  {\n"
        '    "path": "a.yaml",\n'
        '    "line": 1,\n'
        '    "id": "id",\n'
        '    "message": "kafé",\n'
        '    "help": "x",\n'
        '    "severity": "error"\n'
        "  }\n"
        "]\n"
    )


def test_what_is_wrong_with_a_whole_file_has_no_line() -> None:
    assert format_text([Finding("foto.jpg", 0, "id", "x", "")]) == "foto.jpg: error[id]: x\n"


def test_github_cannot_be_tricked_into_another_command() -> None:
    nasty = Finding("a:b,c%\n::error::x", 2, "id", "x\r\n::set-env name=A::b", "")
    assert format_github([*FINDINGS, nasty]) == (
        "::error file=requests/2026/0007.yaml,line=3,title=state-history::"
        "100%25 wrong: a,b%0Ahelp: undo%0Athe edit\n"
        "::warning file=media.yaml,line=1,title=media-address-twice::twice\n"
        "::error file=a%3Ab%2Cc%25\\n%3A%3Aerror%3A%3Ax,line=2,title=id::"
        "x\\r%0A::set-env name=A::b\n"
    )


NASTY = Finding("a\x1b[2J\udcff\n/b", 1, "id", "says \u202egnp\x9b", "undo \x07")


def test_a_screen_is_shown_nothing_that_it_would_act_upon() -> None:
    assert format_text([NASTY]) == (
        "a\\x1b[2J\\xff\\n/b:1: error[id]: says \\u202egnp\\x9b\n  help: undo \\x07\n"
    )
    (told,) = json.loads(format_json([NASTY]))
    assert (told["path"], told["help"]) == ("a\\x1b[2J\\xff\\n/b", "undo \\x07")
    assert format_github([NASTY]).isprintable() is False  # its own line end
    assert format_github([NASTY]).rstrip("\n").isprintable()
