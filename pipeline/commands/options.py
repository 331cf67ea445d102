"""Options that several verbs share."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from pipeline.commands.context import Context
from pipeline.commands.step import Transcript
from pipeline.editorial.personal import identity_numbers, mobile_numbers
from pipeline.errors import BadInput, UsageError
from pipeline.i18n import _, reason
from pipeline.record.labels import CHANNEL_LABELS

F = TypeVar("F", bound=Callable[..., Any])

CHANNELS = tuple(channel for channel in CHANNEL_LABELS if channel != "sistem")


def example(*lines: str) -> str:
    """The example at the end of a verb's help."""
    return "\b\n" + _("Example:") + "\n" + "\n".join(f"  {line}" for line in lines)


class PaperOptions(NamedTuple):
    """What the four options say of a decision made elsewhere, as it was typed."""

    decided_by: str | None
    decided_at: str | None
    channel: str | None
    scan: Path | None


def transcript_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--decided-by --decided-at --channel --scan`, given to the function as one `paper`."""

    @wraps(function)
    def collected(*args: Any, **words: Any) -> Any:
        paper = PaperOptions(*(words.pop(name) for name in PaperOptions._fields))
        return function(*args, paper=paper, **words)

    for option in reversed(
        (
            click.option(
                "--decided-by",
                "--diputus-oleh",
                metavar="ID",
                help=_("who decided, when you type in a decision made on paper"),
            ),
            click.option(
                "--decided-at",
                "--diputus-pada",
                metavar=_("TIME"),
                help=_("when it was decided"),
            ),
            click.option(
                "--channel",
                "--saluran",
                type=click.Choice(CHANNELS),
                help=_("how the decision reached you"),
            ),
            click.option(
                "--scan",
                "--pindaian",
                metavar=_("FILE"),
                type=click.Path(path_type=Path),
                help=_("a scan or photograph of the decision"),
            ),
        )
    ):
        collected = option(collected)
    return collected


def began_option(function: F) -> F:
    """`--began`: when handling began, for the report's minutes."""
    return click.option(
        "--began",
        "--mulai",
        metavar=_("TIME"),
        help=_("when you began to handle it (for the minutes in the report), like 09:15"),
    )(function)


def reason_option(function: F) -> F:
    """`--reason`: why, where a decision has to say so."""
    return click.option("--reason", "--alasan", required=True, help=_("why; it stays on record"))(
        function
    )


def no_notice_option(function: F) -> F:
    """`--no-notice`: not even a notice, where the address itself tells what nobody may read."""
    return click.option(
        "--no-notice", "--tanpa-pemberitahuan", is_flag=True,
        help=_("leave no notice at its address, when that itself must not be read"),
    )(function)  # fmt: skip


def for_readers(text: str) -> str:
    """What readers are told on the site. Raises BadInput for a number of a person in it."""
    said = " ".join(text.split())
    private = next(chain(identity_numbers(said), mobile_numbers(said, ())), None)
    if private is not None:
        raise BadInput(
            _("readers would be told {number}, which looks like a person's number").format(
                number=private
            ),
            hint=_("say it without the number: this sentence stands on the site"),
        )
    return said


def spoken_reason(reason: str) -> str:
    """The reason as it goes on record. Raises UsageError when it says nothing."""
    if not reason.strip():
        raise UsageError(
            _("the reason is empty"),
            hint=_("give it with --reason: it stays on record"),
        )
    return reason.strip()


def day(text: str) -> date:
    """A date as people type it. Raises BadInput for one that does not exist."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            _("{text} is not a date").format(text=text), hint=_("write it like 2026-11-30")
        ) from None


def moment(ctx: Context, text: str) -> datetime:
    """A time as people type it: `09:15` (today), `2026-11-23 09:15`, or ISO 8601 with offset."""
    now = ctx.now()
    candidate = f"{now.date()} {text}" if len(text) <= len("09:15") else text
    try:
        found = datetime.fromisoformat(candidate)
    except ValueError:
        raise BadInput(
            _("{text} is not a time").format(text=text),
            hint=_("write it like 09:15 or 2026-11-23 09:15 (office time)"),
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=ctx.agency.zone)


def began(ctx: Context, text: str | None) -> Mapping[str, str]:
    """The `began` of a statement's data, when it was given."""
    if not text:
        return {}
    found = moment(ctx, text)
    if found > ctx.now():
        raise BadInput(
            _("{text} is still to come: handling cannot have begun then").format(text=text),
            hint=_("write it like 09:15 or 2026-11-23 09:15 (office time)"),
        )
    return {"began": found.isoformat()}


def transcript(ctx: Context, paper: PaperOptions) -> Transcript | None:
    """The transcript that the four options describe, if any was given. Raises UsageError."""
    if not any(paper):
        return None
    decided_by, decided_at, channel, scan = paper
    if not (decided_by and decided_at and channel):
        raise UsageError(
            _("a decision typed in needs --decided-by, --decided-at and --channel"),
            hint=_("leave all of them out when you decide yourself"),
        )
    if ctx.fresh_agency().roster.person(decided_by) is None:
        known = ", ".join(person.id for person in ctx.agency.roster.people)
        raise UsageError(
            _("{name} is nobody of the roster").format(name=decided_by),
            hint=_("choose one of: {known}").format(known=known),
        )
    if channel == "kertas" and scan is None:
        raise UsageError(
            _("a decision on paper needs its scan"), hint=_("give the picture with --scan FILE")
        )
    data = read_file(scan) if scan else b""
    name = f"disposisi{scan.suffix.lower()}" if scan else ""
    return Transcript(decided_by, moment(ctx, decided_at), channel, name, data)


def read_file(path: Path) -> bytes:
    """The bytes of a file that somebody named. Raises BadInput with the way out."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            _("cannot read {path}: {why}").format(path=path, why=reason(error)),
            hint=_("check the name; the file must exist and be readable"),
        ) from None
