"""What `/bantuan` answers: the commands that make sense now, each complete and to be copied."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.commands.comment_table import VERBS, click_command, table
from pipeline.forge.comment_command import example, spoken_verb
from pipeline.i18n import _
from pipeline.record.case import Case
from pipeline.record.replay import why_not
from pipeline.record.workflow import PUBLISHED, UNPUBLISHED, WRITING, Action, Role

_WITHOUT_STATEMENT = frozenset({"draft", "check"})
# When a verb has an occasion that the table of states does not know of.
_OCCASIONS: Mapping[str, Callable[[Case], bool]] = {
    "draft": lambda case: case.state in WRITING,
    "check": lambda case: case.state in WRITING,
    "agree": lambda case: case.correction == "revised",
    "confirm": lambda case: bool(case.unconfirmed),
    "second-look": lambda case: case.awaiting_look is not None,
}


def sensible(case: Case, roles: Iterable[Role] = Role) -> tuple[str, ...]:
    """The verbs that make sense now for whoever holds these roles, in the order of the table."""
    held = tuple(roles)
    return tuple(verb for verb in VERBS if _makes_sense(verb, case, held))


def _makes_sense(verb: str, case: Case, roles: Sequence[Role]) -> bool:
    occasion = _OCCASIONS.get(verb)
    if occasion is not None and not occasion(case):
        return False
    if verb in _WITHOUT_STATEMENT:
        return Role.OFFICER in roles and not case.is_divided and not case.is_paused
    action = Action(verb.replace("-", "_"))
    if action in (UNPUBLISHED if case.edition else PUBLISHED):
        return False
    return any(why_not(case, action, role) is None for role in roles)


def guide(verbs: Iterable[str]) -> str:
    """The answer, as Markdown; one sentence where nothing is left to do."""
    known = table()
    told = [
        f"**`{spoken_verb(verb)}`** {_purpose(verb)}\n```\n{example(verb, known)}\n```"
        for verb in verbs
        if verb in VERBS
    ]
    return "\n\n".join(told) or _("there is no command that makes sense here now")


def _purpose(verb: str) -> str:
    return " ".join((click_command(verb).help or "").split())
