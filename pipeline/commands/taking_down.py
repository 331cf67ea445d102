"""Carry out what somebody said on a forge, in their name and with the recorder's key."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipeline.commands.comment_table import argv, click_command
from pipeline.commands.context import Behalf, Context
from pipeline.errors import Exit, NotAllowed, SiarError, TryAgain
from pipeline.forge.comment_command import Command
from pipeline.forge.units import unit_at
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.loading import load_request
from pipeline.record.roster import Person


class Answer(NamedTuple):
    """What is said back: whether it was done, and in which words.

    They may hold what somebody wrote, and are shown as plain sentences unless they are Markdown
    already; `example` is something to copy.
    """

    is_done: bool
    text: str
    hint: str = ""
    example: str = ""
    is_markdown: bool = False


@dataclass
class Notebook:
    """Talk with somebody who is not there: what would be shown is kept, and nothing is asked."""

    lines: list[str] = field(default_factory=list)

    def tell(self, text: str) -> None:
        """Keep a line."""
        self.lines.append(text)

    def advise(self, text: str) -> None:
        """Say nothing: what comes next on a forge is no command line, and the comment has it."""

    def ask(self, question: str, *, default: str = "", choices: Sequence[str] = ()) -> str:
        """Refuse: what a comment leaves out is said in another comment."""
        raise NotAllowed(_("this was left open: {question}").format(question=question))


@dataclass
class Desk:
    """What a verb of the command line is given when the recorder runs it."""

    ctx: Context

    def context(self, _folder: Path | None = None) -> Context:
        """The scene: the recorder's clone, and somebody else's decision."""
        return self.ctx


def on_behalf(ctx: Context, person: Person, evidence: Mapping[str, str]) -> Context:
    """The scene in which the recorder takes down what somebody did."""
    return Context(ctx.repository, Notebook(), Behalf(person.id, evidence), ctx.forge)


def carry_out(
    ctx: Context, person: Person, evidence: Mapping[str, str], command: Command, number: str
) -> Answer:
    """Run a command in somebody's name, and give what the command line would have said.

    Raises TryAgain when something outside is away: then nothing is answered, and the next run
    carries it out.
    """
    scene = on_behalf(ctx, person, evidence)
    words = argv(command, number)
    return answered(scene, lambda: _run(scene, command.verb, words[1:]))


def is_recorded(ctx: Context, number: str, evidence: Mapping[str, str]) -> bool:
    """Whether a statement of the request stands on this already, as last fetched."""
    branch = ctx.repository.shared(agenda.branch(number))
    unit = unit_at(ctx.repository, branch or ctx.main, number)
    request = load_request(unit.path, unit.data, root=ctx.root)[0] if unit else None
    return request is not None and any(
        statement.data.get("evidence") == evidence for statement in request.history
    )


def answered(scene: Context, run: Callable[[], object]) -> Answer:
    """What came of it, as an answer. Raises TryAgain."""
    notebook = scene.talk
    said = notebook.lines if isinstance(notebook, Notebook) else []
    try:
        code = run()
    except TryAgain:
        raise
    except SiarError as error:
        return Answer(False, error.message, error.hint)
    except click.ClickException as error:
        return Answer(False, error.format_message(), _("`/bantuan` lists the commands"))
    return Answer(code in (None, Exit.OK), "\n".join(said))


def _run(scene: Context, verb: str, words: Sequence[str]) -> Any:
    command = click_command(verb)
    with command.make_context(verb, list(words), obj=Desk(scene)) as made:
        return command.invoke(made)
