"""Where a request stands, as reports and registers say it, with what still has to be looked at.

Read from the summary beside its history, which verification holds to be what the history leads to.
"""

from pipeline.papers.signatory import name_of, office_of
from pipeline.papers.wording import STATES, local_day, moment, short_day
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.labels import MARK_LABELS, Mark
from pipeline.record.request import Request
from pipeline.record.workflow import Action, State

UNLOOKED = "belum ditinjau ulang"
VERDICTS = {"upheld": "dinyatakan tepat", "objected": "ada keberatan"}


def standing(request: Request, *, is_live: bool = False) -> str:
    """`tayang`, `dipecah menjadi …`, `tayang (terbit darurat, belum ditinjau ulang)`."""
    carried_on = divided(request)
    if carried_on:
        return carried_on
    summary, approved = request.summary, request.state is State.APPROVED
    if summary.get("hidden"):
        said = MARK_LABELS[Mark.TAKEN_DOWN]
    elif approved and summary.get("kind") == "pencabutan":
        said = MARK_LABELS[Mark.WITHDRAWN]
    else:
        said = MARK_LABELS[Mark.LIVE] if is_live else STATES[request.state]
    flag = unlooked(request)
    return f"{said} ({flag})" if flag else said


def divided(request: Request) -> str:
    """That others carry it on: its parts, or the request it joined; "" otherwise."""
    parts, leading = request.summary.get("parts", ()), request.summary.get("leading")
    if parts:
        return f"dipecah menjadi {', '.join(parts[:-1])} dan {parts[-1]}"
    return f"disatukan dengan {leading}" if leading else ""


def unlooked(request: Request) -> str:
    """`terbit darurat, belum ditinjau ulang`, as long as no other head has looked again."""
    awaiting = request.summary.get("awaiting_look")
    if awaiting == Action.BYPASS:
        return f"{MARK_LABELS[Mark.EMERGENCY]}, {UNLOOKED}"
    return UNLOOKED if awaiting == Action.TAKEDOWN else ""


def emergency(agency: Agency, request: Request) -> str:
    """Who published in an emergency and why, and who looked at it again; "" if nobody did."""
    history = request.history
    place = next((i for i, s in enumerate(history) if s.action is Action.BYPASS), None)
    if place is None:
        return ""
    s = history[place]
    told = (
        f"oleh {name_of(agency, s.by)} ({office_of(agency, s.by, s.role, s.at)}),"
        f" {moment(agency, s.at)}: {s.data['reason']}"
    )
    looked = next((t for t in history[place:] if t.action is Action.SECOND_LOOK), None)
    if looked is None:
        return f"{told}; {UNLOOKED}"
    day = short_day(local_day(agency, looked.at))
    verdict = VERDICTS[str(looked.data["verdict"])]
    return f"{told}; ditinjau ulang {name_of(agency, looked.by)}, {day}: {verdict}"


def is_part(request: Request) -> bool:
    """Whether it is a part of a split letter, and no letter of its own."""
    return agenda.part_of(request.number) is not None
