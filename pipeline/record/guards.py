"""What a row of the table needs beyond state and role: a table of guards by action.

A guard looks at the case before a statement and at the statement, and tells what is wrong or None.
"""

from collections.abc import Iterator, Mapping

from pipeline.i18n import _
from pipeline.record.case import Case
from pipeline.record.edition_guards import (
    Guard,
    of_published,
    recall_of_shown,
    second_look_by_another,
    second_look_of_text,
    second_look_owed,
    takedown_of_public,
    version_is_edition,
    void_of_published,
    withdrawn_once,
)
from pipeline.record.labels import named
from pipeline.record.problem import Flaw
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement
from pipeline.record.text_guards import (
    agrees_to_revision,
    approves_what_others_wrote,
    exempts_personal_data,
    exempts_this_text,
    names_the_text,
    round_follows,
    submits_own_work,
)
from pipeline.record.workflow import TRANSCRIBABLE, Action, Role

A = Action


def guard_flaws(case: Case, s: Statement) -> Iterator[Flaw]:
    """Everything that speaks against a statement whose state and role are right."""
    for guard in (*ALWAYS, *GUARDS.get(s.action, ())):
        problem = guard(case, s)
        if problem is not None:
            yield problem


def transcribable(case: Case, s: Statement) -> Flaw | None:
    """Approvals and the like are made in the system only."""
    if s.transcribed is None or s.action in TRANSCRIBABLE:
        return None
    return Flaw(
        "statement-transcribed",
        _("`{action}` cannot be transcribed from paper").format(action=named(s.action)),
        _("the person decides in the system, with a key of their own"),
    )


def decided_before_typed(case: Case, s: Statement) -> Flaw | None:
    """Nobody types in what was not decided yet."""
    if s.transcribed is None or s.decided_at <= s.at:
        return None
    return Flaw(
        "statement-time",
        _("statement {seq} was decided after it was typed in").format(seq=s.seq),
        _("give the moment of the decision with --decided-at"),
    )


def not_in_a_request(case: Case, s: Statement) -> Flaw | None:
    """An archive comes through the history of agency.yaml, where two people answer for it."""
    return Flaw(
        "import-request",
        _("a request does not begin with `import`"),
        _("bring older articles with `siar import`, which names them in agency.yaml"),
    )


def another_officer(case: Case, s: Statement) -> Flaw | None:
    """Reassigning to the same officer says nothing."""
    if s.data.get("officer") != case.officer:
        return None
    return Flaw(
        "reassign-same",
        _("{who} is the officer already").format(who=case.officer),
        _("name another officer"),
    )


def splits_into_own_parts(case: Case, s: Statement) -> Flaw | None:
    """The parts are numbered 1, 2, … below the request; a part has no parts of its own."""
    number = _number(s)
    if case.state is None:
        return _begins_as_part(s, number)
    if "." in number:
        return Flaw(
            "split-part",
            _("{number} is a part of a request itself").format(number=number),
            _("split the letter into more parts at once, or register a letter of its own"),
        )
    told = list(s.data.get("numbers", ()))
    expected = [f"{number}.{place}" for place in range(1, len(told) + 1)]
    if told == expected and len(told) > 1 and "of" not in s.data:
        return None
    return Flaw(
        "split-numbers",
        _("the parts of {number} are not {numbers}").format(
            number=number, numbers=", ".join(told) or _("nothing")
        ),
        _("they are numbered {number}.1, {number}.2 and so on: use `siar split`").format(
            number=number
        ),
    )


def _begins_as_part(s: Statement, number: str) -> Flaw | None:
    parent, dot, _place = number.partition(".")
    if dot and s.data.get("of") == parent and "numbers" not in s.data:
        return None
    return Flaw(
        "split-parent",
        _("{number} is no part of {parent}").format(
            number=number, parent=s.data.get("of") or _("nothing")
        ),
        _("parts are made by `siar split`"),
    )


def joins_another(case: Case, s: Statement) -> Flaw | None:
    """A request does not join itself."""
    if s.data.get("leading") != _number(s):
        return None
    return Flaw(
        "join-itself",
        _("{number} cannot be joined to itself").format(number=_number(s)),
        _("name the request that leads the article"),
    )


def confirms_a_transcript(case: Case, s: Statement) -> Flaw | None:
    """Confirmed is what was typed in by somebody else and is still open, by who decided it."""
    decider = case.unconfirmed.get(str(s.data.get("statement")))
    if decider is None:
        return Flaw(
            "confirm-nothing",
            _("statement {seq} confirms nothing that is still unconfirmed").format(seq=s.seq),
            _("`siar confirm {number}` shows what waits for confirmation").format(
                number=_number(s)
            ),
        )
    if decider == s.by:
        return None
    return Flaw(
        "confirm-other",
        _("{who} cannot confirm what {decider} decided").format(who=s.by, decider=decider),
        _("only {decider} confirms it").format(decider=decider),
    )


def _number(s: Statement) -> str:
    return s.unit.removeprefix("request/")


def officer_flaw(s: Statement, roster: Roster) -> Flaw | None:
    """Who is named as the officer must be one at that moment; None when it is so, or not said."""
    if s.action not in (A.ACCEPT, A.REASSIGN):
        return None
    officer = str(s.data["officer"])
    if roster.term(officer, Role.OFFICER, s.decided_at):
        return None
    return Flaw(
        "statement-officer",
        _("{who} does not hold the role {role} on {day}").format(
            who=officer,
            role=named(Role.OFFICER),
            day=s.decided_at.astimezone(roster.zone).date(),
        ),
        _("name an officer of that day; see the roster in agency.yaml"),
    )


ALWAYS: tuple[Guard, ...] = (transcribable, decided_before_typed)
GUARDS: Mapping[Action, tuple[Guard, ...]] = {
    A.IMPORT: (not_in_a_request,),
    A.REDISPOSE: (of_published("redispose-published"),),
    A.REASSIGN: (another_officer,),
    A.SPLIT: (splits_into_own_parts, of_published("split-published")),
    A.JOIN: (joins_another, of_published("join-published")),
    A.SUBMIT: (submits_own_work,),
    A.REQUEST_CHANGES: (round_follows,),
    A.REVISE: (round_follows,),
    A.AGREE: (names_the_text, agrees_to_revision),
    A.APPROVE: (names_the_text, approves_what_others_wrote),
    A.EXEMPT: (exempts_personal_data, exempts_this_text),
    A.BYPASS: (names_the_text,),
    A.RECALL: (recall_of_shown,),
    A.AMEND: (version_is_edition,),
    A.WITHDRAW: (version_is_edition, withdrawn_once),
    A.TAKEDOWN: (takedown_of_public,),
    A.VOID: (void_of_published,),
    A.SECOND_LOOK: (second_look_owed, second_look_by_another, second_look_of_text),
    A.CONFIRM: (confirms_a_transcript,),
}
