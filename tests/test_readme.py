"""What the documents say is what the code does: verbs, options, settings, links, pictures."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from PIL import Image

from pipeline.cli import VERBS, siar
from pipeline.errors import Exit
from pipeline.machine import SETTINGS
from pipeline.record.labels import COMMAND_NAMES
from pipeline.record.workflow import Action
from tools.write_readme import EXITS, PARTS, offered, written

CHECKOUT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.id.md")
DECISIONS = sorted((CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))
DOCUMENTS = (
    *(CHECKOUT / name for name in READMES),
    CHECKOUT / "CHANGELOG.md",
    CHECKOUT / "docs" / "operator.md",
    CHECKOUT / "docs" / "panduan-github.md",
    CHECKOUT / "docs" / "decisions" / "README.md",
    *DECISIONS,
)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)\)")
LARGEST_BYTES = 300_000
# Read by the hook alone, before any Python starts.
OTHER_SETTINGS = {"wake"}


def name_of(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


documents = pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)


def commands(path: Path) -> Iterator[list[str]]:
    """Every command of Siar in a shell block, as words after `siar`."""
    for block in SHELL.finditer(path.read_text(encoding="utf-8")):
        for line in block[1].replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words and (words[0] == "siar" or words[0].startswith(".demo/")):
                yield words[1:]


def options(command: click.Command) -> set[str]:
    return {"--help", "-h"} | {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }


@pytest.mark.parametrize("name", READMES)
def test_the_generated_parts_are_as_the_code_has_them(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    assert written(name, text) == text, "run `make readme`"


def test_a_readme_has_no_part_that_nothing_writes() -> None:
    for name in READMES:
        text = (CHECKOUT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"<!-- begin:(\w+) -->", text)) == set(PARTS[name])


def test_each_readme_begins_with_a_link_to_the_other() -> None:
    for name, other in (READMES, READMES[::-1]):
        first = (CHECKOUT / name).read_text(encoding="utf-8").splitlines()[0]
        assert f"({other})" in first


def test_every_exit_code_is_explained() -> None:
    assert set(EXITS) == set(Exit)


def test_the_diagram_offers_what_verbs_can_do() -> None:
    by_option = {Action.REQUEST_CHANGES, Action.REVISE, Action.APPROVE}
    by_name = {action for action in Action if str(action).replace("_", "-") in VERBS}
    assert offered() == by_option | by_name | {Action.TELL}


@documents
def test_commands_in_a_document_are_commands_of_the_program(path: Path) -> None:
    for words in commands(path):
        if words[0].startswith("-"):
            assert words[0] in options(siar), words
            continue
        command = siar.get_command(click.Context(siar), words[0])
        assert command is not None, words
        known = options(command)
        unknown = [w for w in words[1:] if w.startswith("-") and w.split("=")[0] not in known]
        assert not unknown, words


def test_the_office_reads_indonesian_names_only() -> None:
    names = {COMMAND_NAMES[verb] for verb in VERBS}
    path = CHECKOUT / "README.id.md"
    assert {words[0] for words in commands(path)} <= names
    quoted = re.findall(r"`siar ([a-z-]+)", path.read_text(encoding="utf-8"))
    assert set(quoted) <= names


@documents
def test_settings_in_a_document_are_settings_of_the_program(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/@])siar\.([a-z]+)\b(?!\.(?:example|pth))", text))
    assert named - {"pth"} <= set(SETTINGS) | OTHER_SETTINGS


@documents
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@documents
def test_make_can_make_what_a_document_names(path: Path) -> None:
    rules = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)(?:$|`)", path.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", rules, re.MULTILINE), target


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    index = (CHECKOUT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    for number, path in enumerate(DECISIONS, start=1):
        heading = path.read_text(encoding="utf-8").splitlines()[0]
        assert path.name.startswith(f"{number:04d}-")
        assert heading.startswith(f"# {number}. ")
        assert f"| {number} | [{heading.split('. ', 1)[1]}]({path.name}) |" in index


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_says_context_decision_consequences(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_pictures_are_light_and_all_shown() -> None:
    pictures = sorted((CHECKOUT / "docs" / "pictures").iterdir())
    shown = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    for path in pictures:
        assert path.stat().st_size <= LARGEST_BYTES
        assert f"pictures/{path.name})" in shown
        with Image.open(path) as picture:
            assert picture.format == "PNG"
