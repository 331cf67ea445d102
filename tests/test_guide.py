"""The staff's guide says what the program does: every command in it is one that it takes."""

import re
from pathlib import Path

import pytest

from pipeline import clock
from pipeline.commands.comment_table import VERBS, table_of
from pipeline.commands.founding import EXAMPLES
from pipeline.forge.comment_command import HELP, Command, parse
from pipeline.forge.stance import Reason
from pipeline.record.labels import COMMAND_NAMES
from pipeline.record.registers import load_agency
from tools.draw_guide import MOMENTS, comments, figure

CHECKOUT = Path(__file__).resolve().parent.parent
GUIDE = CHECKOUT / "docs" / "panduan-github.md"
TEXT = GUIDE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What the recorder does by itself, and what only matters once something went wrong.
LEFT_OUT = {"draft", "check", "agree"}


def commands() -> list[str]:
    """Every command of the guide: a line of a block, or whole between two backticks."""
    lines = [line for block in BLOCK.findall(TEXT) for line in block.splitlines()]
    return [*lines, *re.findall(r"`(/[a-z-][^`]*)`", TEXT)]


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_guide_is_taken_as_it_stands_there(line: str) -> None:
    agency, findings = load_agency((EXAMPLES / "kantor" / "agency.yaml").read_bytes())
    assert agency is not None, findings
    said = parse(line, table_of(agency))
    assert isinstance(said, Command), said


def test_the_guide_leaves_no_verb_out() -> None:
    names = {COMMAND_NAMES[verb]: verb for verb in VERBS} | {"terima": "accept", "bantuan": HELP}
    said = {names[re.split(r"[ \n]", line[1:], maxsplit=1)[0]] for line in commands()}
    assert {*VERBS, HELP} - said == LEFT_OUT


def test_the_guide_names_verbs_of_the_command_line_by_their_indonesian_names() -> None:
    said = set(re.findall(r"`siar ([a-z-]+)", TEXT))
    assert said <= set(COMMAND_NAMES.values())


def test_every_kind_of_correction_is_one() -> None:
    agency, _findings = load_agency((EXAMPLES / "kantor" / "agency.yaml").read_bytes())
    assert agency is not None
    row = next(line for line in TEXT.splitlines() if "`kategori: " in line)
    named = [word.removeprefix("kategori: ") for word in re.findall(r"`((?:kategori: )?\w+)`", row)]
    assert named == [*agency.correction_categories]


def test_every_reason_for_which_a_review_does_not_count_is_told() -> None:
    rows = TEXT.partition("Yang tidak dihitung")[2].partition("Berubah pikiran")[0].splitlines()
    told = {
        Reason.OTHER_BYTES: "Naskah berubah", Reason.NOT_SEEN: "sidik",
        Reason.CONTRIBUTOR: "ikut menulis", Reason.NO_NOTE: "tanpa catatan",
        Reason.ROLE: "Peran belum", Reason.STRANGER: "Akun lain", Reason.BOT: "bot",
        Reason.DISMISSED: "dismissed",
    }  # fmt: skip
    assert [word for word in told.values() if not any(word in row for row in rows)] == []
    # These three are told where they happen, by the answer alone.
    assert set(Reason) - told.keys() == {Reason.INCOMPLETE, Reason.NOT_WAITING, Reason.OBJECTION}


def test_links_to_headings_lead_to_headings() -> None:
    for path, anchor in re.findall(r"\]\(([^)#]*)#([^)]+)\)", TEXT):
        target = (GUIDE.parent / path if path else GUIDE).read_text("utf-8")
        heads = {
            re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")
            for head in re.findall(r"^#+ (.+)$", target, re.MULTILINE)
        }
        assert anchor in heads


def test_both_readmes_and_the_operators_guide_lead_to_it() -> None:
    for name, link in (
        ("README.md", "docs/panduan-github.md"),
        ("README.id.md", "docs/panduan-github.md"),
        ("docs/operator.md", "panduan-github.md"),
    ):
        assert f"]({link})" in (CHECKOUT / name).read_text("utf-8"), name


def test_its_picture_is_of_the_comment_as_it_is_written_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn anew it would show this text; how that looks is not compared."""
    monkeypatch.setenv(clock.VARIABLE, "")  # what is set meanwhile is forgotten afterwards
    told = dict(comments(tmp_path / "kantor"))
    assert list(told) == list(MOMENTS)
    assert "/dispose" in told["receive"]
    assert "**Request changes**" in told["submit"]
    for action, title in MOMENTS.items():
        shown = figure(title, told[action])
        assert title in shown
        assert not any(mark in shown for mark in ("**", "```", "](", "####"))
