"""The facts of the status comment: where a request is, on whom it waits, since and until when."""

from collections.abc import Iterator, Mapping

from pipeline.commands import forge_markdown as md
from pipeline.commands.status_scene import Around, Scene
from pipeline.i18n import _
from pipeline.office.board import Waiting
from pipeline.office.teller import Teller
from pipeline.record.agency import Agency
from pipeline.record.labels import MARK_LABELS, ROLE_LABELS, STATE_LABELS, Mark
from pipeline.record.replay import Case
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import OPEN, Action, Role, State

MOST_ITEMS = 20
# How often on the way to the standard's end the comment may change by the clock alone.
MARKS = 4


def state(case: Case, row: Waiting | None, *, is_live: bool = False) -> str:
    """What its state is called; while it is paused or once it is live, that."""
    if is_live:
        return MARK_LABELS[Mark.LIVE]
    if row is not None:
        return row.state_label
    return STATE_LABELS[case.state] if case.state else ""


def subject(request: Request) -> str:
    """Which letter it is, of whom."""
    agency = md.text(request.sender.agency)
    if request.letter.security != "biasa":  # what the forge mails to everybody who follows it
        return _("{agency}: a letter whose subject is not written here").format(agency=agency)
    return f"**{md.text(request.subject)}** · {agency}"


def facts(scene: Scene, around: Around) -> Iterator[str]:
    """A line for each thing that is known."""
    told = Teller(scene.agency)
    row = scene.row
    if row is not None:
        yield from _step(scene.agency, row)
        who = ", ".join(md.text(name, 120) for name in row.people)
        desk = f"{row.role_label}: {who}" if who and row.role is not Role.MACHINE else ""
        waits = [md.text(row.waiting_for), *(_heads(scene, around) or [desk or row.role_label])]
        yield _fact(_("Waits for"), " · ".join(filter(None, waits)))
        yield _fact(_("Since"), told.moment(row.since))
        yield from _pause(scene, told)
        yield from _until(row, told)
        if row.marks:
            yield _fact(_("Marks"), ", ".join(row.marks))
    if scene.case.unconfirmed:
        names = [md.text(told.name(who)) for who in sorted(set(scene.case.unconfirmed.values()))]
        yield _fact(_("Not confirmed yet by"), ", ".join(names))
    yield from _published(around, told)
    papers = " · ".join(_papers(scene, around, told))
    if papers:
        yield _fact(_("Papers"), papers)


def _published(around: Around, told: Teller) -> Iterator[str]:
    if around.live is not None:
        yield _fact(_("Live since"), told.moment(around.live))
    if around.page:
        shown = md.text(around.page.partition("://")[2], 300)
        name = _("Page") if around.live is not None else _("Page, once it is live")
        yield _fact(name, md.link(shown, around.page))
    if around.merged is not None:
        yield _fact(_("On main since"), told.moment(around.merged))


def _papers(scene: Scene, around: Around, told: Teller) -> Iterator[str]:
    sheet = _("disposition sheet")
    if around.sheet and around.until:
        day = _("until {day}").format(day=told.day(around.until.isoformat()))
        yield f"{md.link(sheet, around.sheet)} ({day})"
    elif scene.request.letter.security != "biasa" and scene.case.state in OPEN:
        # It is handed round on paper; no file of it lies anywhere.
        yield _("disposition sheet: in the office, with `siar print disposisi {number}`").format(
            number=scene.request.number
        )
    if around.preview:
        yield md.link(_("preview of the page"), around.preview)


def _heads(scene: Scene, around: Around) -> list[str]:
    """Whose approval is still missing once the others have approved, with their names."""
    if scene.case.state is not State.APPROVED:
        return []
    held = {role: scene.agency.roster.holders(role, scene.now) for role in around.missing}
    names = {role: ", ".join(md.text(one.name, 120) for one in held[role]) for role in held}
    return [f"{ROLE_LABELS[role]}: {names[role]}".rstrip(": ") for role in held]


def _fact(name: str, value: str) -> str:
    return f"- **{name}:** {value}"


def _step(agency: Agency, row: Waiting) -> Iterator[str]:
    step = next((step for step in agency.steps if step.no == row.step), None)
    if step is not None:
        place = _("{no} of {count}").format(no=step.no, count=len(agency.steps))
        yield _fact(_("Step of the SOP"), f"{place}, {md.text(step.activity)}")


def _until(row: Waiting, told: Teller) -> Iterator[str]:
    if row.standard is not None and row.step_due is not None:
        yield _fact(_("Until"), f"{told.moment(row.step_due)} ({_minutes(row.used, row.standard)})")
    elif row.standard is not None:
        standard = _("standard {standard} minutes; the clock stands still")
        yield _fact(_("Clock"), standard.format(standard=row.standard))
    if row.due is not None:
        late = row.is_over and (row.standard is None or row.used <= row.standard)
        day = told.day(row.due.isoformat())
        shown = f"{day}, **{MARK_LABELS[Mark.OVERDUE]}**" if late else day
        yield _fact(_("Due by the disposition"), shown)


def _pause(scene: Scene, told: Teller) -> Iterator[str]:
    said = (one.data for one in reversed(scene.request.history) if one.action is Action.PAUSE)
    data = next(said, None) if scene.case.is_paused else None
    if data is None:
        return
    why, until = md.text(data.get("reason", "")), data.get("until")
    day = _(" (expected by {day})").format(day=told.day(until)) if until else ""
    yield _fact(_("Because"), f"{why}{day}")


def _minutes(used: int, standard: int) -> str:
    """The standard, and about how much of it is used up."""
    told = _("standard {standard} minutes").format(standard=standard)
    if used > standard:
        return f"{told}, **{MARK_LABELS[Mark.OVERDUE]}**"
    passed = used * MARKS // standard * standard // MARKS if standard else 0
    more = _("{used} used up or more").format(used=passed) if passed else _("just begun")
    return f"{told}, {more}"


def asked(scene: Scene) -> Iterator[str]:
    """What has to be answered: the last round's note, or why a letter went back or ended."""
    last = _last(scene)
    if last is None:
        return
    words = last.data.get("note") or last.data.get("reason")
    if not words and last.action not in _DISPOSITIONS:
        return
    who = md.text(Teller(scene.agency).name(last.by))
    category = scene.agency.correction_categories.get(str(last.data.get("category")), "")
    head = _HEADS[last.action]().format(
        round=last.data.get("round", ""), category=md.text(category) or "–", who=who
    )
    yield f"**{head}**\n\n{md.quoted(words)}" if words else f"**{head}**"
    known = scene.agency.instructions
    told = [known.get(name, name) for name in last.data.get("instructions") or ()]
    listed = [*told, *(last.data.get("missing") or ())][:MOST_ITEMS]
    if listed:
        yield "\n".join(f"- {md.text(item)}" for item in listed)


_DISPOSITIONS = frozenset({Action.DISPOSE, Action.REDISPOSE})
_HEADS = {
    Action.DISPOSE: lambda: _("Forwarded by {who}"),
    Action.REDISPOSE: lambda: _("Forwarded anew by {who}"),
    Action.REQUEST_CHANGES: lambda: _("Round {round}, {category}: asked for by {who}"),
    Action.REVISE: lambda: _("Round {round}, {category}: revised by {who}"),
    Action.RETURN: lambda: _("Sent back by {who}"),
    Action.DECLINE: lambda: _("Declined by {who}"),
    Action.FILE: lambda: _("Filed by {who}"),
    Action.VOID: lambda: _("Closed by {who}"),
}
_ANSWERED: Mapping[State, frozenset[Action] | set[Action]] = {
    State.DISPOSITIONED: _DISPOSITIONS,
    State.RETURNED: {Action.RETURN},
    State.CHANGES_REQUESTED: {Action.REQUEST_CHANGES},
    State.IN_REVIEW: {Action.REQUEST_CHANGES, Action.REVISE},
    State.DECLINED: {Action.DECLINE},
    State.FILED: {Action.FILE},
    State.VOID: {Action.VOID},
}


def _last(scene: Scene) -> Statement | None:
    """The statement that the present state answers; what an earlier edition was told is over."""
    wanted = _ANSWERED.get(scene.case.state or State.RECEIVED, set())
    for statement in reversed(scene.request.history):
        if statement.action in wanted:
            return statement
        if statement.action in (Action.AMEND, Action.WITHDRAW, Action.RECALL):
            return None
    return None
