"""What is written for people agrees with what the program does."""

import shlex
from collections.abc import Iterator

import click
import pytest

from pipeline.cli import VERBS, Verbs
from pipeline.record.labels import COMMAND_NAMES
from tests.support.speech import helps


def test_every_verb_has_an_indonesian_name_of_its_own() -> None:
    names = [COMMAND_NAMES[verb] for verb in VERBS]
    assert len(set(names)) == len(names)
    assert not set(names) & (set(VERBS) - {"status"})


def examples(help_text: str) -> Iterator[list[str]]:
    """The words of each example of `siar` in a verb's help."""
    for line in help_text.replace("\\\n", " ").splitlines():
        if line.startswith("    siar "):
            yield shlex.split(line, comments=True)


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8"])
@pytest.mark.parametrize("verb", VERBS)
def test_the_examples_of_a_verb_can_be_typed(verb: str, language: str) -> None:
    found = list(examples(helps(language)[verb]))
    assert found
    group = Verbs()
    for _siar, name, *words in found:
        assert name == (verb if language.startswith("en") else COMMAND_NAMES[verb])
        command = group.get_command(click.Context(group), name)
        assert command is not None
        command.make_context(name, words)  # raises UsageError for what nobody can type
