"""What to do next, for the status comment: complete commands, pages to go to, what is left."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.commands import forge_markdown as md
from pipeline.commands.bringing import where_to_bring
from pipeline.commands.forge_places import Places
from pipeline.commands.forge_words import on_forge
from pipeline.commands.status_offers import main_verbs, offer
from pipeline.commands.status_scene import Around, Scene
from pipeline.i18n import _
from pipeline.office.teller import Teller
from pipeline.record import agenda
from pipeline.record.finding import Finding, Severity
from pipeline.record.keeping import Keeping
from pipeline.record.labels import ATTACHMENT_LABELS, ROLE_LABELS
from pipeline.record.replay import Case
from pipeline.record.workflow import FINAL, OPEN, Role, State

MOST_FINDINGS, MOST_WARNINGS = 20, 5
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def next_steps(scene: Scene, around: Around, places: Places) -> Iterator[str]:
    """What whoever it waits on does now, under a heading."""
    found = [*_ended(scene, around), *_steps(scene, around, places)]
    if found:
        yield "#### " + _("What to do next")
        yield from found


def _ended(scene: Scene, around: Around) -> Iterator[str]:
    """What is said once nobody has to write or decide any more."""
    case = scene.case
    if around.refused:
        yield "**" + _("It cannot be merged:") + f"**\n\n{md.quoted(on_forge(around.refused))}"
    elif case.is_divided:
        numbers = ", ".join(case.parts or (str(case.leading),))
        yield _("Others carry this on: {numbers}.").format(numbers=md.text(numbers))
    elif case.state in FINAL:
        yield _("Nothing: this request is finished.")
    elif case.state is State.APPROVED:
        yield from _approved(scene, around)


def _approved(scene: Scene, around: Around) -> Iterator[str]:
    if around.missing:
        roles = ", ".join(ROLE_LABELS[role] for role in around.missing)
        yield _("Still to approve: {roles}.").format(roles=roles)
        yield _review(Places.of(around.pull_request, scene.request.number))
        yield from _digest(scene.case)
        return
    if around.live:
        yield _("Nothing: it is live, and the system tells the media and the sender.")
    elif scene.case.hidden:
        yield _("Nothing: the page is hidden from readers.")
    elif scene.row is not None and scene.row.waiting_for:
        yield _("Nothing: the system publishes it in its time ({time}).").format(
            time=md.text(scene.row.waiting_for)
        )
    else:
        yield _("Nothing: the system publishes it and tells the media and the sender.")


def _steps(scene: Scene, around: Around, places: Places) -> Iterator[str]:
    case = scene.case
    if case.state not in OPEN or case.is_divided:
        return
    article = around.article or case.article or ""
    verbs = main_verbs(case, has_article=bool(article))
    if not case.is_paused:
        yield from _guidance(scene, around, places, article)
    for verb in verbs:
        yield _command(scene, verb)
    if case.state is State.IN_REVIEW and not case.is_paused and not verbs:
        yield from _correcting(scene, around, places)


def _guidance(scene: Scene, around: Around, places: Places, article: str) -> Iterator[str]:
    """What precedes the command: writing the article, mending it."""
    state = scene.case.state
    if state not in (State.DRAFTING, State.CHANGES_REQUESTED) or not article:
        return
    edit = md.link(_("edit the article in the browser"), places.edit(f"{article}/index.md"))
    photos = md.link(_("add photographs"), places.upload(article))
    yield _("Write: {edit} · {photos}").format(edit=edit, photos=photos)
    yield from _left(around.findings, places)


def _command(scene: Scene, verb: str) -> str:
    sentence = {
        "dispose": _("Forward the letter; change what does not fit, then send it as a comment:"),
        "accept": _("Accept the disposition and name who writes; send it as a comment:"),
        "draft": _("Have the article begun from the letter's data; send it as a comment:"),
        "submit": _("Hand the article in for correction; send it as a comment:"),
        "agree": _("Agree to what the head of section revised; send it as a comment:"),
        "resume": _("Go on once there is an answer; write what arrived in place of `…`:"),
    }[verb]
    return f"{sentence}\n\n{md.fenced(*offer(scene, verb).lines)}"


def _left(findings: Sequence[Finding], places: Places) -> Iterator[str]:
    """What has to be mended, and, folded, what is only to be looked at again."""
    known = tuple(dict.fromkeys(findings))
    errors = [one for one in known if one.severity is Severity.ERROR]
    others = [one for one in known if one.severity is not Severity.ERROR]
    if errors:
        yield "\n".join(
            [
                _("To be mended before it can be handed in:"),
                "",
                _list(errors, places, MOST_FINDINGS),
            ]
        )
    if others:
        title = _("To be looked at again: {count}").format(count=len(others))
        yield md.folded(title, _list(others, places, MOST_WARNINGS))
    if not errors:
        yield _("The checks find nothing that would stop it.")


def _list(findings: Sequence[Finding], places: Places, most: int) -> str:
    shown, more = findings[:most], len(findings) - most
    lines = [_finding(one, places) for one in shown]
    return "\n".join([*lines, *([f"- {_and_more(more)}"] if more > 0 else [])])


def _and_more(count: int) -> str:
    return _("and {count} more").format(count=count)


def _finding(one: Finding, places: Places) -> str:
    name = md.text(one.path.rpartition("/")[2], 60)
    place = _("{file}, line {line}").format(file=name, line=one.line) if one.line else name
    way_out = f" → {md.text(on_forge(one.help), 160)}" if one.help else ""
    return (
        f"- {md.link(place, places.line(one.path, one.line))}: {md.text(one.message, 160)}{way_out}"
    )


def _correcting(scene: Scene, around: Around, places: Places) -> Iterator[str]:
    if around.digest and around.digest != scene.case.digest:
        yield _(
            "**The text was changed after it was handed in, and cannot be approved so.** Press "
            "**Review changes** under {files} and choose **Request changes**, so that it is handed "
            "in again."
        ).format(files=md.link("**Files changed**", places.files))
        return
    yield _review(places)
    if scene.row is not None and Role.DIVISION_HEAD in around.missing:
        role = ROLE_LABELS[Role.DIVISION_HEAD]
        yield _("This article needs the approval of {role}, too.").format(role=role)
    yield from _digest(scene.case)


def _review(places: Places) -> str:
    return _(
        "Read it under {files}; then press **Review changes** and choose **Approve**, or **Request "
        "changes** with a note on what has to be mended."
    ).format(files=md.link("**Files changed**", places.files))


def _digest(case: Case) -> Iterator[str]:
    if case.digest and _DIGEST.fullmatch(case.digest):
        sentence = _("The digest of what was handed in; the preview shows the same one:")
        yield f"{sentence}\n\n{md.fenced(case.digest)}"


def awaited(scene: Scene, places: Places) -> Iterator[str]:
    """The letter's papers that are not there yet, and where to put them."""
    request, case = scene.request, scene.case
    if case.state not in OPEN or case.is_divided:
        return
    announced = {paper.kind: paper.due for paper in request.attachments if not paper.is_present}
    kinds = dict.fromkeys([*request.missing, *announced])
    page = places.upload(agenda.papers_folder(request.number))
    upload = md.link(_("Upload papers here"), page)
    if scene.agency.papers is Keeping.LOCAL:
        upload = where_to_bring(request.number, page, Keeping.LOCAL)
    if not kinds and not request.sender.is_awaited:
        if case.state is State.RETURNED:
            yield upload
        return
    told = Teller(scene.agency)
    names = [_paper(ATTACHMENT_LABELS[kind], announced.get(kind), told) for kind in kinds]
    if request.sender.is_awaited:
        names.append(_paper(_("the sender's contacts"), request.sender.due, told))
    yield "**" + _("Papers that are still awaited:") + f"** {'; '.join(names)}."
    if case.state is State.IN_REVIEW:
        yield _("They can be brought once changes were asked for.")
    else:
        yield upload


def _paper(name: str, due: date | None, told: Teller) -> str:
    if due is None:
        return name
    return _("{paper} (follows on {day})").format(paper=name, day=told.day(due.isoformat()))
