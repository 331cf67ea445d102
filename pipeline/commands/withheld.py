"""Find in an issue what may not come to the forge where papers are local: somebody's contacts."""

from collections.abc import Iterator

from pipeline.editorial.personal import addresses, mobile_numbers, normal
from pipeline.forge.host import Issue
from pipeline.forge.issue_fields import FIELDS, is_contact
from pipeline.forge.issue_form import Problem, answers, said
from pipeline.i18n import _


def withheld(issue: Issue) -> Iterator[Problem]:
    """Each place where a contact stands, without repeating it."""
    told, _twice = answers(issue.body)
    seen: set[str] = set()
    for one in FIELDS:
        answer = said(one, told.get(one.label, ""))
        found = set(_contacts(answer))
        seen |= found
        if answer and (is_contact(one) or found):
            yield _problem(one.label)
    if set(_contacts(issue.title)):
        yield _problem(_("the issue's title"))
    # Beside every answer; what stands there is in no record, but it is on the forge.
    if set(_contacts(issue.body)) - seen:
        yield _problem(_("outside of the form's fields"))


def _contacts(text: str) -> Iterator[str]:
    """What looks like an e-mail address or a mobile number."""
    usual = normal(text)
    yield from addresses(usual)
    yield from mobile_numbers(usual, ())


def _problem(label: str) -> Problem:
    return Problem(
        label,
        _("somebody's name, address or number stands here, and may not be kept on the forge"),
        _("take it out; what readers are to know belongs into the article"),
    )


def way_out(number: int) -> str:
    """How what was typed leaves the forge again, and where it belongs instead."""
    return _(
        "Press **···** and **Edit**, take it out, save. The forge keeps the older text: press "
        "**edited** above it, choose the older version, **Options**, **Delete revision from "
        "history**. Or have issue #{number} deleted and enter the letter anew. The contacts "
        "themselves are entered on the office's own server: `siar complete NUMBER --contact NAME "
        "--email ADDRESS`."
    ).format(number=number)
