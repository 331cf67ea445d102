"""Enter a letter in the agenda: its number, its papers, its publication form (SOP row 1)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.commands import interview
from pipeline.commands.context import Context
from pipeline.commands.local_papers import local_papers, parted, with_local_contact
from pipeline.commands.options import began, began_option, example, read_file
from pipeline.commands.recording import ATTEMPTS, acting_role, request_file, signed_statement
from pipeline.editorial.images import FORMATS, image_flaws, is_picture_name, suffix
from pipeline.errors import BadInput
from pipeline.files import write_whole
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.digest import document_digest, sha256
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import render_document
from pipeline.record.keeping import Keeping
from pipeline.record.labels import named
from pipeline.record.loading import load_form, load_request
from pipeline.record.replay import Case, advance
from pipeline.record.report_findings import format_text
from pipeline.record.request import REQUIRED_PAPERS, AttachmentKind, Origin
from pipeline.record.workflow import Action
from pipeline.repository import Conflict, Update

FORM_NAMES = {
    AttachmentKind.LETTER: "surat",
    AttachmentKind.FORM: "formulir",
    AttachmentKind.DATA: "data",
    AttachmentKind.PHOTO: "foto",
    AttachmentKind.OTHER: "lampiran",
}


def run(
    ctx: Context,
    form: Mapping[str, Any],
    *,
    folder: Path,
    began_at: str | None = None,
    entered: Callable[[], str | None] = lambda: None,
) -> str:
    """Register the form's letter and give its number; files of the form are below `folder`.

    Number, branch and papers appear in one push or not at all; when somebody else took the number
    first, the next one is taken, unless `entered` gives the one by which they entered this very
    letter. Raises BadInput for papers that are missing or unreadable.
    """
    _require_papers(form)
    _require_contacts(ctx, form)
    received = _moment_of_receipt(ctx, form)
    form = {**form, "letter": {**form["letter"], "received": received.isoformat()}}
    ctx.repository.fetch()
    warn_of_twin(ctx, form)
    year = received.year
    for _attempt in range(ATTEMPTS):
        if there := entered():
            return there
        number = _next_number(ctx, year)
        try:
            _register(ctx, number, form, folder, began_at)
        except Conflict:
            ctx.repository.fetch()
            continue
        return number
    raise Conflict(
        _("others are registering letters at this very moment"),
        hint=_("nothing was recorded; run the command again in a moment"),
    )


def _require_papers(form: Mapping[str, Any]) -> None:
    announced = {AttachmentKind(item["kind"]) for item in form["attachments"]}
    required = REQUIRED_PAPERS[Origin(form["origin"])]
    secret = form["letter"].get("security", "biasa") != "biasa"
    missing = [
        kind
        for kind in required
        if kind not in announced and not (secret and kind is AttachmentKind.LETTER)
    ]
    if missing:
        raise BadInput(
            _("these papers are neither there nor announced: {papers}").format(
                papers=", ".join(map(named, missing))
            ),
            hint=_("add each with `file:`, or with `due:` and the date by which it follows"),
        )


def _require_contacts(ctx: Context, form: Mapping[str, Any]) -> None:
    """Contacts follow only where they may not come to the place that the letter is entered at."""
    if "due" in form["sender"] and ctx.agency.papers is Keeping.REPOSITORY:
        raise BadInput(
            _("the sender's contacts are missing"),
            hint=_("write `contact`, and `email` or `phone`, in place of `due` under `sender`"),
        )


def _moment_of_receipt(ctx: Context, form: Mapping[str, Any]) -> datetime:
    """When the letter came, in office time: the agenda runs by the office's calendar."""
    received = datetime.fromisoformat(form["letter"]["received"]).astimezone(ctx.agency.zone)
    # A slip in the year would open that year's agenda for good; hours may be a slow clock.
    if received.date() > ctx.now().date():
        raise BadInput(
            _("the letter was received on {day}, which is still to come").format(
                day=received.date()
            ),
            hint=_("correct `received` in the form"),
        )
    return received


def _next_number(ctx: Context, year: int) -> str:
    taken = [ref.removeprefix(agenda.TAG_PREFIX) for ref in ctx.repository.refs(agenda.TAG_PREFIX)]
    return agenda.next_number(taken, year, ctx.agency.agenda)


def _register(
    ctx: Context, number: str, form: Mapping[str, Any], folder: Path, began_at: str | None
) -> None:
    repository, main = ctx.repository, ctx.main
    listed, files, local = parted(ctx, number, *papers(number, form["attachments"], folder))
    sender, contact = with_local_contact(ctx, number, form["sender"])
    document = render_document({**form, "sender": sender, "attachments": listed})
    now = ctx.now()
    role = acting_role(ctx.agency.roster, Case(), Action.RECEIVE, ctx.me.id, now)
    data = {"documents": [document_digest(document)], **began(ctx, began_at)}
    statement = signed_statement(ctx, number, (), Action.RECEIVE, role, data, by=ctx.me.id, at=now)
    path = agenda.request_path(number)
    content = request_file(number, advance(Case(), statement), (statement,), (document,))
    _loaded, findings = load_request(path, content, root=ctx.root)
    if has_errors(findings):
        raise BadInput(format_text(findings))
    if local or contact:
        local_papers(ctx).put({**local, **contact})  # before anything names them
    changes: dict[str, str | None] = {
        name: repository.write_blob(data) for name, data in {**files, path: content}.items()
    }
    commit = repository.commit_tree(
        repository.write_tree(main, changes),
        [main],
        f"receive {number}",
        author=ctx.author,
        at=now,
        sign=ctx.sign_commit,
    )
    repository.push(
        [
            Update(f"refs/heads/{agenda.branch(number)}", commit, None),
            Update(agenda.tag(number), commit, None),
        ]
    )


def papers(
    number: str, attachments: Sequence[Mapping[str, Any]], folder: Path, taken: Sequence[str] = ()
) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """The attachments as the record holds them, and their bytes by path in the repository.

    Each file gets a name of its own kind (`foto-2.jpg`), so that whatever it was called on the
    clerk's disk cannot do harm; names in `taken` are left alone.
    """
    base = agenda.papers_folder(number)
    short = base.rsplit("/", 1)[1]
    listed: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for item in attachments:
        entry = {key: value for key, value in item.items() if key != "file"}
        if "file" in item:
            data = read_file(folder / item["file"])
            if item["kind"] == AttachmentKind.PHOTO:
                _require_picture(item["file"], data)
            name = _free_name(AttachmentKind(item["kind"]), item["file"], {*files, *taken}, base)
            entry |= {"path": f"{short}/{name}", "sha256": sha256(data)}
            files[f"{base}/{name}"] = data
        listed.append(entry)
    return listed, files


def _require_picture(file: str, data: bytes) -> None:
    """Raise BadInput for a photograph that is none: better at the counter than at deadline."""
    is_picture = is_picture_name(file) and suffix(file) in FORMATS
    if not is_picture or next(image_flaws(file, data), None) is not None:
        raise BadInput(
            _("{file} is not a photograph that can be published").format(file=file),
            hint=_("save it as JPG, PNG or WebP with an ordinary program, then bring that file"),
        )


def _free_name(kind: AttachmentKind, file: str, taken: set[str], base: str) -> str:
    suffix = Path(file).suffix.lower()
    suffix = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ".dat"
    many = kind in (AttachmentKind.PHOTO, AttachmentKind.OTHER)
    count = 1
    stem = f"{FORM_NAMES[kind]}-1" if many else FORM_NAMES[kind]
    while f"{base}/{stem}{suffix}" in taken:
        count += 1
        stem = f"{FORM_NAMES[kind]}-{count}"
    return stem + suffix


def warn_of_twin(ctx: Context, form: Mapping[str, Any]) -> None:
    """Tell when the same sender's letter of the same number is in the agenda already."""
    from pipeline.commands.casebook import all_requests

    number = form["letter"]["number"].strip()
    sender = form["sender"]["agency"].strip().casefold()
    if not number:
        return
    year = datetime.fromisoformat(form["letter"]["received"]).year
    # What stands in a file as it stands in the number, however either is quoted.
    plain = max(re.findall(r"[A-Za-z0-9/._-]*", number), key=len)
    for entry in all_requests(ctx, holding=plain.encode(), since=year - 1):
        same = entry.request.letter.number.strip() == number
        if same and entry.request.sender.agency.strip().casefold() == sender:
            ctx.talk.tell(
                _("warning: letter {letter} of {sender} is already registered as {number}").format(
                    letter=number, sender=form["sender"]["agency"], number=entry.request.number
                )
            )


def read_form(path: Path) -> Mapping[str, Any]:
    """A filled form. Raises BadInput with all its findings."""
    form, findings = load_form(read_file(path), str(path))
    if form is None or has_errors(findings):
        raise BadInput(format_text(findings), hint=_("mend these lines and run the command again"))
    return form


def _by_questions(ctx: Context, began_at: str | None) -> str:
    """Ask and register; whatever happens once all is answered, the answers are kept."""
    ctx.repository.fetch()
    acting_role(ctx.agency.roster, Case(), Action.RECEIVE, ctx.me.id, ctx.now())
    form = interview.ask(ctx)
    try:
        return run(ctx, form, folder=Path.cwd(), began_at=began_at)
    except BaseException:
        kept = Path.cwd() / f"formulir-{ctx.now():%Y%m%d-%H%M%S}.yaml"
        write_whole(kept, render_document(form, "form"))
        ctx.talk.tell(_("your answers are kept: siar receive --from {path}").format(path=kept.name))
        raise


@click.command(
    help=_("Enter a letter in the agenda. Without --from, asks for everything one by one."),
    epilog=example("siar receive", "siar receive --from formulir.yaml --began 08:55"),
)
@click.option(
    "--from", "--dari", "source", metavar=_("FILE"), type=click.Path(path_type=Path),
    help=_("a filled form (YAML) instead of questions"),
)  # fmt: skip
@began_option
@click.pass_obj
def command(app: Any, source: Path | None, began: str | None) -> None:
    """Register a letter."""
    ctx: Context = app.context()
    if source is None:
        number = _by_questions(ctx, began)
    else:
        number = run(ctx, read_form(source), folder=source.parent, began_at=began)
    ctx.talk.tell(_("entered in the agenda as {number}").format(number=number))
    ctx.talk.advise(
        _("next: the disposition sheet, siar print disposisi {number}").format(number=number)
    )
