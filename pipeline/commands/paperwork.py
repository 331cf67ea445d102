"""Enter papers that somebody dropped on a request's upload page, in their name."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.commands import complete
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.taking_down import Answer, answered, on_behalf
from pipeline.commands.thread import Thread
from pipeline.forge.host import Api, Pushed
from pipeline.forge.upload import LARGEST, Uploaded, uploaded
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.keeping import PUBLIC, Keeping

MEBIBYTE = 1024 * 1024


def take_papers(ctx: Context, api: Api, opened: Opened, thread: Thread) -> bool:
    """Record the files that are on the branch and in no record yet; whether any was.

    What cannot be recorded is told once to whoever brought it, and stays where it is.
    """
    new = _new(opened)
    if not new:
        return False
    recorded = False
    for push, brought in _by_push(ctx, api.pushes(agenda.branch(opened.number)), new):
        if thread.is_answered("push", push.after):
            continue
        answer = _enter(ctx, api, opened, push, brought)
        recorded = recorded or answer.is_done
        thread.answer("push", push.after, answer)
    return recorded


def _new(opened: Opened) -> tuple[Uploaded, ...]:
    base = agenda.papers_folder(opened.number).rsplit("/", 1)[0]
    known = {f"{base}/{paper.path}" for paper in opened.request.attachments if paper.path}
    for statement in opened.request.history:
        for told in (statement.data, statement.data.get("transcribed") or {}):
            known |= {f"{base}/{told['scan']}"} if "scan" in told else set()
    there = (entry.path for entry in opened.unit.papers)
    found = uploaded(there, opened.number, known=known)
    return tuple(one for one in found if one.kind is not None)


def _by_push(
    ctx: Context, pushes: Sequence[Pushed], new: Sequence[Uploaded]
) -> Iterable[tuple[Pushed, list[Uploaded]]]:
    """The pushes that brought something new, oldest first, each with what it brought."""
    left = list(new)
    here = {push.after for push in pushes} - set(
        ctx.repository.missing([push.after for push in pushes])
    )
    for push in pushes:
        brought = [
            one for one in left if push.after in here and ctx.repository.entry(push.after, one.path)
        ]
        if brought:
            left = [one for one in left if one not in brought]
            yield push, brought


def _enter(
    ctx: Context, api: Api, opened: Opened, push: Pushed, brought: Sequence[Uploaded]
) -> Answer:
    account = push.by
    person = None
    if account is not None and not account.is_bot:
        person = ctx.agency.roster.account_owner(api.name, account.id)
    if account is None or person is None:
        return Answer(False, _("these papers came from nobody of the roster"))
    scene = on_behalf(ctx, person, {"forge": api.name, "person": account.id, "push": push.after})
    is_local = ctx.agency.papers is Keeping.LOCAL
    stray = [one for one in brought if is_local and one.kind != PUBLIC]
    flaws = {one: flaw for one in brought if (flaw := _flaw(one, opened))}
    fitting = [one for one in brought if one not in stray and one not in flaws]
    answer = _record(ctx, scene, opened, fitting) if fitting else Answer(False, "")
    answer = _with_flaws(answer, flaws) if flaws else answer
    return _with_stray(answer, opened.number, stray) if stray else answer


def _flaw(one: Uploaded, opened: Opened) -> str:
    """Why no record can hold a file; "" where one can."""
    size = next((entry.size for entry in opened.unit.papers if entry.path == one.path), 0)
    if size > LARGEST:
        return _("it has {size} MiB, and {limit} MiB are the most").format(
            size=-(-size // MEBIBYTE), limit=LARGEST // MEBIBYTE
        )
    return one.unfit or ""


def _with_flaws(answer: Answer, flaws: Mapping[Uploaded, str]) -> Answer:
    """The answer, and what is wrong with the files that no record can hold."""
    sentences = [
        _("not entered: {name}: {why}").format(name=_names([one]), why=why)
        for one, why in flaws.items()
    ]
    hint = _(
        "delete it from the branch in the browser, or the request cannot be merged; bring it again "
        "as a smaller file (a scan in 150 dpi will do), or under a plain name"
    )
    told = (part for part in (answer.text, *sentences, answer.hint) if part)
    return answer._replace(text="\n\n".join(told), hint=hint)


def _with_stray(answer: Answer, number: str, stray: Sequence[Uploaded]) -> Answer:
    """The answer, and what to do with papers that may not be on the forge at all."""
    sentence = _(
        "{names}: papers of letters are kept on the office's own server, but this is on the forge "
        "now, and in the history of the branch. It is not recorded."
    ).format(names=_names(stray))
    hint = _(
        "delete it from the branch in the browser, or the request cannot be merged; tell whoever "
        "administers the repository at once, who can take it out of the history; and enter it on "
        "the office's own server: `siar complete {number} --letter FILE`"
    ).format(number=number)
    told = (part for part in (answer.text, sentence, answer.hint) if part)
    return answer._replace(text="\n\n".join(told), hint=hint)


def _record(ctx: Context, scene: Context, opened: Opened, brought: Sequence[Uploaded]) -> Answer:
    """Record these papers as brought by whoever the scene is of."""
    with tempfile.TemporaryDirectory() as place:
        bring: list[dict[str, str]] = []
        for count, one in enumerate(brought):
            name = one.path.rpartition("/")[2]
            # Two folders of an upload may each have one of this name.
            name = f"{count}-{name}" if name in {item["file"] for item in bring} else name
            (Path(place) / name).write_bytes(ctx.repository.read(opened.tip, one.path) or b"")
            bring.append({"kind": str(one.kind), "file": name})
        answer = answered(
            scene,
            lambda: (
                complete.run(
                    scene,
                    opened.number,
                    bring=bring,
                    folder=Path(place),
                    instead_of=tuple(one.path for one in brought),
                )
                and None
            ),
        )
    if answer.is_done:
        return answer._replace(text=_("entered: {names}").format(names=_names(brought)))
    return answer


def _names(brought: Iterable[Uploaded]) -> str:
    return ", ".join(one.path.rpartition("/")[2] for one in brought)
