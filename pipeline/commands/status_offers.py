"""The commands that the status comment offers, complete, with the likely choices filled in."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.commands.comment_guide import sensible
from pipeline.commands.comment_table import table
from pipeline.commands.status_scene import Scene
from pipeline.forge.comment_command import Command, render, spoken_verb
from pipeline.forge.comment_key import BLANK
from pipeline.office.calendar import calendar_of
from pipeline.record.labels import ROLE_LABELS
from pipeline.record.replay import Case
from pipeline.record.workflow import Action, Role, State, find_transition

PHONE_COLUMNS = 40
FIRST_CHOICE = "proses_lebih_lanjut"
# What is left of the SOP once the letter was dispositioned.
ROWS_AHEAD = range(3, 9)
_UNFIT = re.compile(r"[^\w ,.()/&’'-]+")

Pairs = tuple[tuple[str, str], ...]


class Offer(NamedTuple):
    """A verb in English, the lines of the whole command as people copy it, and for whom it is."""

    verb: str
    lines: tuple[str, ...]
    roles: tuple[str, ...]


def offers(scene: Scene) -> Iterator[Offer]:
    """Every command that makes sense now and whose keys are known here, in the table's order."""
    for verb in sensible(scene.case):
        if verb in _PAIRS:
            yield offer(scene, verb)


def offer(scene: Scene, verb: str) -> Offer:
    """One command, whether it makes sense now or not."""
    command = Command(verb, _PAIRS[verb](scene))
    return Offer(verb, _lines(command), tuple(_roles(scene.case, verb)))


def on_paper(scene: Scene, verb: str) -> Offer:
    """The command as a clerk types a decision in that was made elsewhere."""
    decider = _one_of(scene, Role.DIVISION_HEAD if verb == "dispose" else Role.SECTION_HEAD)
    told: Pairs = (("decided-by", decider), ("decided-at", BLANK), ("channel", "whatsapp"))
    command = Command(verb, (*_PAIRS[verb](scene), *told))
    return Offer(verb, _lines(command), (ROLE_LABELS[Role.OFFICER],))


def _lines(command: Command) -> tuple[str, ...]:
    """On one line, or where that would leave a phone's screen, each key on a line of its own."""
    whole = render(command, table())
    if len(whole) <= PHONE_COLUMNS:
        return (whole,)
    verb = spoken_verb(command.verb)
    names = dict.fromkeys(name for name, _value in command.options)
    parts = [tuple(pair for pair in command.options if pair[0] == name) for name in names]
    said = (render(Command(command.verb, pairs), table()) for pairs in parts)
    return (verb, *(line.removeprefix(verb).strip() for line in said))


def _roles(case: Case, verb: str) -> Iterator[str]:
    """Who may say it now, as people call them."""
    name = verb.replace("-", "_")
    action = Action(name) if name in set(Action) else None
    for role in (Role.OFFICER, Role.SECTION_HEAD, Role.DIVISION_HEAD):
        if action is None:
            if role is Role.OFFICER:
                yield ROLE_LABELS[role]
        elif find_transition(case.state, action, role, paused=case.is_paused):
            yield ROLE_LABELS[role]


def _one_of(scene: Scene, role: Role) -> str:
    """Who holds a role now: a deputy in force comes first."""
    return next((one.id for one in scene.agency.roster.holders(role, scene.now)), BLANK)


def _other_officer(scene: Scene) -> str:
    held = [one.id for one in scene.agency.roster.holders(Role.OFFICER, scene.now)]
    others = [who for who in held if who != scene.case.officer]
    return next(iter(others), BLANK)


def _disposition(scene: Scene) -> Pairs:
    known = scene.agency.instructions
    instruction = FIRST_CHOICE if FIRST_CHOICE in known else next(iter(known), None)
    due = _due(scene)
    pairs: list[tuple[str, str]] = [
        ("to", _one_of(scene, Role.SECTION_HEAD)),
        ("urgency", scene.request.letter.urgency),
    ]
    pairs += [("instruction", known[instruction])] if instruction else []
    pairs += [("due", due.isoformat())] if due else []
    return tuple(pairs)


def _in_force(scene: Scene) -> Pairs:
    """The disposition as it is: whoever replaces it changes what should be otherwise."""
    said = [s.data for s in scene.request.history if s.action in (Action.DISPOSE, Action.REDISPOSE)]
    if not said:
        return _disposition(scene)
    now, known = said[-1], scene.agency.instructions
    given = (str(known.get(name, name)) for name in now["instructions"])
    pairs = [("to", now["to"]), ("urgency", now["urgency"]), *(("instruction", g) for g in given)]
    pairs += [("note", _sayable(now["note"]))] if now.get("note") else []
    pairs += [("due", now["due"])] if now.get("due") else []
    return tuple(pairs)


def _due(scene: Scene) -> date | None:
    """When the SOP's own minutes are over; None once that day has passed: nobody is told then."""
    if scene.row is None:
        return None
    minutes = sum(step.minutes for step in scene.agency.steps if step.no in ROWS_AHEAD)
    ends = calendar_of(scene.agency).add_working_minutes(scene.row.since, minutes)
    today = scene.now.astimezone(scene.agency.zone).date()
    return ends.date() if ends.date() >= today else None


def _pause(scene: Scene) -> Pairs:
    return (("waiting-for", _sayable(scene.request.sender.agency)), ("reason", BLANK))


def _sayable(words: str) -> str:
    """A name as a value in a command: it ends none, and names nobody when it is pasted."""
    return " ".join(_UNFIT.sub(" ", words).split())[:80].strip(" ,") or BLANK


def _reason(_scene: Scene) -> Pairs:
    return (("reason", BLANK),)


def _nothing(_scene: Scene) -> Pairs:
    return ()


_PAIRS: Mapping[str, Callable[[Scene], Pairs]] = {
    "dispose": _disposition,
    "return": lambda _scene: (("reason", BLANK), ("missing", BLANK)),
    "decline": _reason,
    "file": _reason,
    "redispose": lambda scene: (*_in_force(scene), ("reason", BLANK)),
    "accept": lambda scene: (("officer", _one_of(scene, Role.OFFICER)),),
    "reassign": lambda scene: (("officer", _other_officer(scene)), ("reason", BLANK)),
    "note": lambda _scene: (("text", BLANK),),
    "draft": _nothing,
    "submit": _nothing,
    "agree": _nothing,
    "pause": _pause,
    "resume": _reason,
    "void": _reason,
    "confirm": _nothing,
    "recall": _reason,
    "amend": lambda _scene: (("changes", BLANK), ("reason", BLANK)),
    "withdraw": _reason,
    "takedown": _reason,
    "second-look": lambda _scene: (("uphold", ""), ("note", BLANK)),
}


def main_verbs(case: Case, *, has_article: bool) -> tuple[str, ...]:
    """What whoever it waits on does next, by a command; the forge's own reviews are none."""
    if case.is_paused:
        return ("resume",)
    if case.state is State.IN_REVIEW and case.correction == "revised" and not case.agreed:
        return ("agree",)
    if case.state is State.DRAFTING and not has_article:
        return ("draft",)
    return _MAIN.get(case.state, ()) if case.state else ()


_MAIN: Mapping[State, tuple[str, ...]] = {
    State.RECEIVED: ("dispose",),
    State.DISPOSITIONED: ("accept",),
    State.DRAFTING: ("submit",),
    State.CHANGES_REQUESTED: ("submit",),
}
