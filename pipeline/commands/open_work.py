"""What is open when somebody leaves: whom it waits for, and what their key has signed of it."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.commands.casebook import Entry, finished_requests, open_requests
from pipeline.commands.context import Context
from pipeline.errors import NotFound
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.workflow import WRITING, Role, responsible_role


class Work(NamedTuple):
    """Requests that somebody writes, and those that wait for a decision in their role."""

    writing: list[Entry]
    deciding: list[Entry]


def open_work(ctx: Context, person: str) -> Work:
    """Requests that the person writes, and those that wait in their role."""
    roles = ctx.agency.roster.roles(person, ctx.now())
    done = Work([], [])
    for found in open_requests(ctx):
        case = found.case
        if case.state in WRITING and case.officer == person:
            done.writing.append(found)
        elif case.state and responsible_role(case.state, paused=case.is_paused) in {*roles} - {
            Role.OFFICER
        }:
            done.deciding.append(found)
    return done


def anchors(ctx: Context, *, key_lost: bool, vouched: Sequence[str]) -> dict[str, str]:
    """The last statement of every open request; of a lost key, of those only that were seen."""
    last = {found.request.number: found.request.history[-1].digest for found in open_requests(ctx)}
    for number in vouched:
        if number not in last:
            raise NotFound(
                _("{number} is not open").format(number=number)
                if agenda.is_number(number)
                else _("{number} is not an agenda number").format(number=number),
                hint=_("`siar status` lists the open ones"),
            )
    return {number: digest for number, digest in last.items() if not key_lost or number in vouched}


def void_by_loss(ctx: Context, person: str, vouched: Sequence[str]) -> list[str]:
    """Open requests that a lost key signed statements of which main does not hold, by number."""
    known = {found.request.number: found.request.history for found in finished_requests(ctx)}
    return [
        found.request.number
        for found in open_requests(ctx)
        if found.request.number not in vouched
        and any(
            s.signer == person
            for s in found.request.history[len(known.get(found.request.number, ())) :]
        )
    ]
