"""Argv to command to exit code: the only place that prints and exits."""

import gettext
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.commands.spoken import spoken
from pipeline.disk import unwritten
from pipeline.errors import Exit, SiarError
from pipeline.i18n import LOCALES, _, marked, terminal_language
from pipeline.record.labels import COMMAND_NAMES

# Verb: what it does, in one line. The module is pipeline.commands.<verb>, with `_` after a keyword.
VERBS: dict[str, str] = {
    "init": marked("make an office's repository, its gate and a first clone"),
    "receive": marked("enter a letter in the agenda"),
    "complete": marked("bring papers that were missing or announced"),
    "rectify": marked("correct a mistyped field of a letter, with the reason"),
    "dispose": marked("forward a letter: to whom, what to do, until when"),
    "return": marked("send a letter back to be completed"),
    "decline": marked("decline a letter, with the reason"),
    "file": marked("file a letter that needs no publication"),
    "redispose": marked("replace a disposition, with the reason"),
    "accept": marked("accept a dispositioned letter and name the officer"),
    "reassign": marked("name another officer"),
    "split": marked("make several articles of one letter"),
    "join": marked("make one article of several letters"),
    "note": marked("note a coordination or consultation"),
    "draft": marked("write the article's scaffold from the request"),
    "preview": marked("show an article's page before it is published"),
    "check": marked("check articles, requests and registers"),
    "submit": marked("hand the article in for correction"),
    "review": marked("correct: approve, ask for changes, or revise"),
    "approve": marked("approve an article as it was submitted"),
    "agree": marked("agree to the text that the head of section revised"),
    "fact-check": marked("record what the source agency says of the text"),
    "exempt": marked("allow a finding of personal data, with the reason"),
    "pause": marked("stop the clock while waiting for somebody"),
    "resume": marked("start the clock again"),
    "void": marked("close a request that was a mistake"),
    "confirm": marked("confirm a decision that somebody else typed in"),
    "merge": marked("bring a finished request to main"),
    "recall": marked("take an approval back before the article is due"),
    "amend": marked("begin the correction of a published article"),
    "withdraw": marked("begin the withdrawal of a published article"),
    "takedown": marked("hide a published article at once"),
    "bypass": marked("publish in an emergency, to be looked at again"),
    "second-look": marked("look again at an emergency or a takedown"),
    "publish": marked("build, deploy, see it live, mail, report, record"),
    "build": marked("build the whole website, and compare it with the one that is shown"),
    "rollback": marked("put an earlier website back, and hold it there"),
    "status": marked("show every open request and on whom it waits"),
    "verify": marked("prove that what is published is what was approved"),
    "print": marked("make a paper of the procedure as PDF or DOCX"),
    "report": marked("make the report of a request or a month"),
    "archive": marked("make the folder for the flash drive"),
    "propose": marked("hand in a change of roster, configuration, theme or program"),
    "ratify": marked("approve such a change, and bring it to main"),
    "handover": marked("hand a leaver's work and key over to the successor"),
    "import": marked("bring an existing archive of articles"),
    "serve": marked("show site, papers and mails on this computer"),
    "demo": marked("watch the whole procedure carried out"),
    "record": marked("on a forge: record what people said, and merge what is approved"),
    "setup": marked("set up an office's repository on a forge"),
    "doctor": marked("check this machine and this repository"),
}
HIDDEN = {"hook"}


class Terminal:
    """Talk with the person at the terminal."""

    def tell(self, text: str) -> None:
        """Show a line."""
        click.echo(text)

    advise = tell

    def ask(self, question: str, *, default: str = "", choices: Sequence[str] = ()) -> str:
        """Ask until there is an answer; of `choices` exactly one when they are given."""
        kind = click.Choice(list(choices)) if choices else None
        answer = click.prompt(
            question, default=default, type=kind, show_default=bool(default), show_choices=True
        )
        return str(answer).strip()


class App:
    """What the command line hands to every verb."""

    def __init__(self) -> None:
        self.terminal = Terminal()

    def context(self, folder: Path | None = None) -> Any:
        """The scene in the folder where the command was called."""
        from pipeline.commands.context import Context
        from pipeline.repository import Repository

        return Context(Repository.open(folder or Path.cwd()), self.terminal)


class Verbs(click.Group):
    """All verbs, loaded when they are called; each under its English and its Indonesian name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of the procedure."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb called `cmd_name` in either language."""
        english = {COMMAND_NAMES[verb]: verb for verb in VERBS}
        verb = english.get(cmd_name, cmd_name)
        if verb not in VERBS and verb not in HIDDEN:
            return None
        name = verb.replace("-", "_")
        module = name if name not in {"return", "print", "import"} else f"{name}_"
        command: click.Command = importlib.import_module(f"pipeline.commands.{module}").command
        return spoken(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without loading them."""
        rows = []
        for verb, sentence in VERBS.items():
            indonesian = COMMAND_NAMES[verb]
            names = [verb, indonesian] if terminal_language() == "en" else [indonesian, verb]
            name = ", ".join(dict.fromkeys(names))
            rows.append((name, _(sentence)))
        with formatter.section(_("Verbs")):
            formatter.write_dl(rows)


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from pipeline import __version__

        click.echo(f"siar {__version__}")
        ctx.exit()


siar = Verbs(
    name="siar",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help=marked("show the version and stop"),
        )
    ],
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code; the only place where failures are caught."""
    _speak()
    siar.help = _("Publish an agency's news from a Git repository, following its procedure.")
    spoken(siar)
    return guarded(lambda: siar.main(argv, prog_name="siar", standalone_mode=False, obj=App()))


def guarded(run: Callable[[], object]) -> int:
    """The exit code of `run`; every failure a person can meet becomes a sentence and a way out."""
    try:
        code: object = run()
        sys.stdout.flush()
    except SiarError as error:
        _complain(error.message, error.hint)
        code = error.exit
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except (KeyboardInterrupt, click.exceptions.Abort):
        _complain(_("stopped"), _("what was recorded stays; run the command again to go on"))
        code = Exit.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = Exit.USAGE
    except click.ClickException as error:
        where = getattr(error, "ctx", None)
        _complain(
            error.format_message(), f"{where.command_path} --help" if where else "siar --help"
        )
        code = Exit.USAGE
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OK
    except OSError as error:
        told = unwritten(error)
        _complain(told.message, told.hint)
        code = told.exit
    return code if isinstance(code, int) else Exit.OK


def _complain(message: str, hint: str) -> None:
    click.echo(f"siar: {message}", err=True)
    if hint:
        click.echo("  " + _("way out: {way_out}").format(way_out=hint), err=True)


def _speak() -> None:
    # click translates its own sentences through the process's default text domain.
    os.environ["LANGUAGE"] = terminal_language()
    gettext.bindtextdomain("siar", str(LOCALES))
    gettext.textdomain("siar")
