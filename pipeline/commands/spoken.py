"""Say a verb's help in the reader's language: its placeholders, and the words of its example."""

import re

import click

from pipeline.i18n import OFFICE_LANGUAGE, _, marked, terminal_language
from pipeline.record.labels import COMMAND_NAMES

# What click shows as it stands, without looking into a catalogue.
CLICKS_WORDS = (
    marked("[OPTIONS]"),
    marked("COMMAND [ARGS]..."),
    marked("TEXT"),
    marked("integer range"),
    marked("required"),
)
VERB = re.compile(r"(?<=siar )[a-z-]+")
OPTION = re.compile(r"(?<= )--?[a-z][a-z-]*")


def spoken(command: click.Command) -> click.Command:
    """The same command, speaking the reader's language; what is translated already stays."""
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    for param in command.params:
        if isinstance(param, click.Option):
            param.help = _(param.help) if param.help else None
        if isinstance(param.type, click.IntRange):
            param.type.name = _(param.type.name)
        elif param.metavar is None and _takes_free_words(param):
            param.metavar = _(param.type.name.upper())
    if command.epilog and terminal_language() == OFFICE_LANGUAGE:
        command.epilog = _in_indonesian(command, command.epilog)
    return command


def _takes_free_words(param: click.Parameter) -> bool:
    is_flag = isinstance(param, click.Option) and (param.is_flag or param.count)
    return not is_flag and not isinstance(param.type, click.Choice)


def _in_indonesian(command: click.Command, example: str) -> str:
    """The example with its verbs and options called by their Indonesian names, which come last."""
    names = {
        name: spellings[-1]
        for param in command.params
        for spellings in (param.opts, param.secondary_opts)
        for name in spellings
    }
    words = VERB.sub(lambda found: COMMAND_NAMES.get(found[0], found[0]), example)
    return OPTION.sub(lambda found: names.get(found[0], found[0]), words)
