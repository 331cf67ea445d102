"""Which commands count in a comment, and their keys: those that the command line has."""

import importlib
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import click

from pipeline.errors import BadInput
from pipeline.forge.comment_command import HELP, Command
from pipeline.forge.comment_key import Key, Table, Takes
from pipeline.i18n import _
from pipeline.papers.wording import CHANNELS
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.labels import CHANNEL_LABELS
from pipeline.record.path_names import unfit

# In the order of the procedure. Approving and asking for changes is what the forge's reviews are
# for; a letter comes by the form, and its papers by an upload.
VERBS = (
    "dispose",
    "return",
    "decline",
    "file",
    "redispose",
    "accept",
    "reassign",
    "split",
    "join",
    "note",
    "draft",
    "check",
    "submit",
    "agree",
    "fact-check",
    "exempt",
    "pause",
    "resume",
    "void",
    "confirm",
    "recall",
    "amend",
    "withdraw",
    "takedown",
    "second-look",
)
# Options that say nothing on a forge: what is checked there is always the request.
LEFT_OUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {"check": frozenset({"form", "incoming", "ref"})}
)
# Modules whose verb is a word of Python's own.
_KEYWORDS = frozenset({"return"})
# What an example that is copied had better not say: a moment, or a paper that is not there.
_UNSAMPLED = frozenset({"began", "scan"})


@cache
def table() -> Table:
    """The verbs that count in comments, each with its keys."""
    found = {verb: tuple(_keys(verb, click_command(verb))) for verb in VERBS}
    return MappingProxyType({**found, HELP: (Key(("verb",), Takes.ID, is_bare=True),)})


def table_of(agency: Agency) -> Table:
    """The same, where a value may also be said as the office's papers show it, or by its name."""
    return {
        verb: tuple(key._replace(labels=_labels(agency, key)) for key in keys)
        for verb, keys in table().items()
    }


def _labels(agency: Agency, key: Key) -> tuple[tuple[str, str], ...]:
    shown = _LABELS.get(key.name)
    return tuple(shown(agency)) if shown else ()


def _people(agency: Agency) -> Iterator[tuple[str, str]]:
    """Names that are one person's alone."""
    names = [person.name for person in agency.roster.people]
    return ((p.name, p.id) for p in agency.roster.people if names.count(p.name) == 1)


def _channels(_agency: Agency) -> Iterator[tuple[str, str]]:
    return ((label, one) for kind in (CHANNEL_LABELS, CHANNELS) for one, label in kind.items())


_LABELS: Mapping[str, Callable[[Agency], Iterator[tuple[str, str]]]] = {
    "to": _people,
    "officer": _people,
    "decided-by": _people,
    "channel": _channels,
    "instruction": lambda agency: ((label, one) for one, label in agency.instructions.items()),
}


def click_command(verb: str) -> click.Command:
    """The verb as the command line has it."""
    name = verb.replace("-", "_")
    module = importlib.import_module(f"pipeline.commands.{name}{'_' * (verb in _KEYWORDS)}")
    command: click.Command = module.command
    return command


def _keys(verb: str, command: click.Command) -> Iterator[Key]:
    samples = _samples(command)
    for param in command.params:
        if param.name == "number" or param.name in LEFT_OUT.get(verb, ()):
            continue
        names = tuple(name[2:] for name in param.opts if name.startswith("--"))
        flag = getattr(param, "flag_value", None) if getattr(param, "is_flag", False) else None
        given = samples.get(str(param.name), ())
        yield Key(
            names or (str(param.name),),
            Takes.NOTHING if flag is not None else _takes(param),
            choices=tuple(getattr(param.type, "choices", ())),
            is_required=param.required,
            repeats=param.multiple if isinstance(param, click.Option) else False,
            is_bare=isinstance(param, click.Argument),
            samples=tuple("" if flag is not None else s for s in given if flag in (None, s)),
        )


def _takes(param: click.Parameter) -> Takes:
    if isinstance(param.type, click.Choice):
        return Takes.CHOICE
    if isinstance(param.type, click.Path):
        return Takes.PAPER
    if isinstance(param.type, click.types.IntParamType):
        return Takes.COUNT
    return Takes.ID if param.metavar == "ID" else Takes.TEXT


def _samples(command: click.Command) -> Mapping[str, tuple[str, ...]]:
    """What its example says, by parameter: the first example that says more than a number."""
    lines = (command.epilog or "").replace("\\\n", " ").split("\n")
    for line in lines:
        found = re.match(r" *siar [a-z-]+ (\S+ .+)", line)
        if found is not None:
            words = shlex.split(found[1])
            said = command.make_context("siar", words, resilient_parsing=True).params
            return {name: _listed(said[name]) for name in said if name not in _UNSAMPLED}
    return {}


def _listed(value: Any) -> tuple[str, ...]:
    given = value if isinstance(value, (tuple, list)) else [value]
    return tuple(str(one) for one in given if one not in (None, "", False))


def argv(command: Command, number: str, *, below: str = "") -> tuple[str, ...]:
    """The words of the command line: `dispose 2026-0042 --to kasi-piks …`.

    Papers are named as they lie in the repository, behind `below` where somebody has put them.
    Raises BadInput for a paper of another request.
    """
    keys = {key.name: key for key in table()[command.verb]}
    words, bare = [command.verb, number], []
    for name, value in command.options:
        key = keys[name]
        if key.is_bare:
            bare.append(value)
        elif key.is_flag:
            words.append(f"--{name}")
        else:
            is_paper = key.takes is Takes.PAPER
            words += [f"--{name}", below + paper_path(value, number) if is_paper else value]
    return (*words, *(["--", *bare] if bare else []))


def papers(command: Command, number: str) -> tuple[str, ...]:
    """The uploaded files that a command names, by their paths in the repository."""
    keys = {key.name: key for key in table()[command.verb]}
    return tuple(
        paper_path(value, number)
        for name, value in command.options
        if keys[name].takes is Takes.PAPER
    )


def paper_path(name: str, number: str) -> str:
    """Where an uploaded paper lies: its whole path, or only its name. Raises BadInput."""
    folder = agenda.papers_folder(number) + "/"
    path = name if name.startswith("requests/") else folder + name
    if not path.startswith(folder) or unfit(path) is not None:
        raise BadInput(
            _("{name} is no paper of {number}").format(name=name, number=number),
            hint=_("upload it to {folder} first, then write its name as it is there").format(
                folder=folder
            ),
        )
    return path
