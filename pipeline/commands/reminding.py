"""Remind whoever a request waits for, in a comment on its pull request that calls them by name."""

import re
from collections.abc import Iterator, Sequence

from pipeline.commands.context import Context
from pipeline.commands.forge_markdown import link, text
from pipeline.commands.opening import Opened
from pipeline.commands.review import still_needed
from pipeline.commands.standing_comment import row_of
from pipeline.commands.thread import Thread
from pipeline.forge.comment_command import spoken_verb
from pipeline.forge.host import PullRequest
from pipeline.i18n import _
from pipeline.office.board import Waiting, whose_desk
from pipeline.office.calendar import calendar_of
from pipeline.office.reminders import Deadline, Reminder, Side, reminders
from pipeline.office.teller import Teller
from pipeline.record.replay import why_not
from pipeline.record.roster import Person
from pipeline.record.workflow import Action, Role, State

# What a forge takes for a login; anything else would call nobody, or say something else.
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38})")


def remind(ctx: Context, pull: PullRequest, opened: Opened, thread: Thread, forge: str) -> None:
    """Say what is due and was not said yet; nothing where it waits for nobody."""
    row = row_of(ctx, opened)
    people = _people(ctx, opened, row) if row else ()
    if row is None or not people:
        return
    due = reminders(
        row, ctx.now(), calendar_of(ctx.agency),
        is_paused=opened.case.is_paused, said=thread.reminded,
    )  # fmt: skip
    if due:
        names = ", ".join(called(person, forge) for person in people)
        place = f"{pull.url}#issuecomment-{thread.status_id}"
        thread.remind((one.key for one in due), _said(ctx, opened, row, due, names, place))


def _people(ctx: Context, opened: Opened, row: Waiting) -> Sequence[Person]:
    """Whose turn it is: of a post with a deputy in force, the deputy."""
    roles: Sequence[Role] = (row.role,)
    if opened.case.state is State.APPROVED:
        roles = still_needed(ctx, opened)
    return [person for role in roles for person in _at_desk(ctx, opened, role)]


def _at_desk(ctx: Context, opened: Opened, role: Role) -> Sequence[Person]:
    roster, now = ctx.agency.roster, ctx.now()
    held = {person.id: person for person in roster.holders(role, now)}
    desk = [held[who] for who in whose_desk(opened.case, role, held)]
    terms = {person.id: roster.term(person.id, role, now) for person in desk}
    deputies = [one for one in desk if (term := terms[one.id]) and term.acting]
    return deputies or desk


def called(person: Person, forge: str) -> str:
    """How a comment calls somebody: by their login there, or only by name where none is known."""
    logins = (account.login for account in person.accounts if account.forge == forge)
    login = next((one for one in logins if _LOGIN.fullmatch(one)), None)
    return f"@{login}" if login else text(person.name)


def _said(
    ctx: Context,
    opened: Opened,
    row: Waiting,
    due: Sequence[Reminder],
    names: str,
    place: str,
) -> str:
    told = Teller(ctx.agency)
    head = _("⏰ {who}: request **{number}** waits for you ({state}), since {moment}.").format(
        who=names, number=opened.number, state=text(row.state_label), moment=told.moment(row.since)
    )
    lines = "\n".join(f"- {line}" for line in _deadlines(row, due, told))
    return "\n\n".join([head, lines, *_way_out(opened, place)]) + "\n"


def _deadlines(row: Waiting, due: Sequence[Reminder], told: Teller) -> Iterator[str]:
    for one in due:
        if one.deadline is Deadline.STEP and row.step_due is not None:
            sentence = {
                Side.BEFORE: _("The standard time of this step ends on {moment}."),
                Side.AFTER: _("The standard time of this step ended on {moment}."),
            }[one.side]
            yield sentence.format(moment=told.moment(row.step_due))
        elif row.due is not None:
            sentence = {
                Side.BEFORE: _("The disposition asks for it by {day}."),
                Side.AFTER: _("The disposition asked for it by {day}, which has passed."),
            }[one.side]
            yield sentence.format(day=told.day(row.due.isoformat()))


def _way_out(opened: Opened, place: str) -> Iterator[str]:
    yield link(_("What to do next"), place)
    if why_not(opened.case, Action.PAUSE, Role.OFFICER) is None:
        yield _("If it waits for somebody outside, say so with `{command}`; then its time stands "
                "still.").format(command=spoken_verb("pause"))  # fmt: skip
