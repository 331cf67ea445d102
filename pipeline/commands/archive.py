"""Make the folder for the flash drive: everything of a period, readable without any software."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline.commands import sheets, telling
from pipeline.commands.context import Context
from pipeline.commands.dossier import Dossier, by_number, ledger_of
from pipeline.commands.local_papers import in_folder, local_papers
from pipeline.commands.options import example
from pipeline.commands.print_ import agenda_book
from pipeline.commands.report import monthly
from pipeline.errors import BadInput, NotFound
from pipeline.forge.units import unit_at
from pipeline.forge.verification import VerifiedUnit, verify_main
from pipeline.i18n import _
from pipeline.ledger import Ledger
from pipeline.papers.archive import Written, write_archive
from pipeline.papers.archive_contents import Archive, ArchivedFile, ArchivedRequest
from pipeline.papers.catalogue import PDF, find_paper
from pipeline.papers.reading_copy import reading_copy
from pipeline.papers.wording import month_text
from pipeline.record import agenda
from pipeline.record.keeping import local_files
from pipeline.record.labels import ATTACHMENT_LABELS, MARK_LABELS, STATE_LABELS, Mark
from pipeline.record.request import AttachmentKind

NOT_HERE = (
    "Berkas berikut tersimpan di server kantor dan tidak terjangkau ketika arsip ini dibuat.",
    "Tiap baris: SHA-256, lalu nama berkas di server.",
    "",
)


def run(ctx: Context, target: Path, month: date, *, replace: bool = False) -> Written:
    """Write the archive of the letters received in `month` to `target`, whole or not at all."""
    ctx.repository.fetch()
    ledger = ledger_of(ctx)
    units = verify_main(ctx.repository, ctx.main, ctx.root).units
    now = ctx.now()
    zone = ctx.agency.zone
    found = [
        item
        for item in by_number(ctx, ledger)
        if item.request.letter.received.astimezone(zone).date().replace(day=1) == month
    ]
    last = month.replace(day=monthrange(month.year, month.month)[1])
    contents = Archive(
        office=ctx.agency.name,
        unit=ctx.agency.unit,
        period=month_text(month),
        made_at=now,
        requests=[_request(ctx, item, units.get(item.request.number), ledger) for item in found],
        files=(
            ArchivedFile(
                find_paper("agenda").title, "buku-agenda.pdf", agenda_book(ctx, month, last)
            ),
            ArchivedFile(
                find_paper("laporan-bulanan").title, "laporan-bulanan.pdf", monthly(ctx, month)
            ),
        ),
    )
    return write_archive(target, contents, replace=replace)


def _request(
    ctx: Context, found: Dossier, unit: VerifiedUnit | None, ledger: Ledger
) -> ArchivedRequest:
    request, live, zone = found.request, found.live, ctx.agency.zone
    received = request.letter.received.astimezone(zone).date()
    files = [*_papers(ctx, found), *_article(ctx, found), *_letters(ctx, found)]
    files += _local(ctx, found)
    if unit is not None:
        files += [
            ArchivedFile(notice.name, f"surel/{notice.recipient}.eml", data, "mail")
            for notice, data in telling.mails_sent(ctx, unit, ledger)
        ]
    return ArchivedRequest(
        number=request.number,
        printed_number=agenda.printed_agenda(ctx.agency.agenda, request.number, received),
        title=found.article.title if found.article else request.letter.subject,
        agency=request.sender.agency,
        received=received,
        state=MARK_LABELS[Mark.LIVE] if live else STATE_LABELS[found.case.state or request.state],
        files=files,
        published=live.at.astimezone(zone).date() if live else None,
        url=live.url if live else "",
    )


def _papers(ctx: Context, found: Dossier) -> Iterator[ArchivedFile]:
    at = found.live.at if found.live else ctx.now()
    for paper in sheets.available(found):
        if paper == "formulir" and found.request.sender.is_away:
            continue
        for form in sheets.FORMS.get(paper, (PDF,)):
            data = sheets.make(ctx, paper, found, at, form=form)
            label = find_paper(paper).title + (" (Word)" if form != PDF else "")
            yield ArchivedFile(label, sheets.file_name(paper, found.request.number, form), data)


def _article(ctx: Context, found: Dossier) -> Iterator[ArchivedFile]:
    if found.article is None:
        return
    url = found.live.url if found.live else ""
    page = reading_copy(ctx.agency, found.article, url=url)
    yield ArchivedFile(found.article.title, "berita/berita.html", page, "article")
    for name, data in sorted(found.files.items()):
        kind = "article" if name.endswith(".md") else "photo"
        yield ArchivedFile(name, f"berita/{name}", data, kind)


def _letters(ctx: Context, found: Dossier) -> Iterator[ArchivedFile]:
    number, repository = found.request.number, ctx.repository
    path = agenda.request_path(number)
    record = repository.read(found.commit, path)
    yield ArchivedFile(f"{number}.yaml", f"{number}.yaml", record or b"", "record")
    kinds = {paper.path: paper.kind for paper in found.request.attachments if paper.path}
    base = agenda.papers_folder(number).rsplit("/", 1)[0]
    unit = unit_at(repository, found.commit, number)
    for entry in unit.papers if unit else ():
        kind = kinds.get(entry.path.removeprefix(f"{base}/"))
        label = ATTACHMENT_LABELS[kind] if kind else entry.path.rsplit("/", 1)[1]
        group = "photo" if kind is AttachmentKind.PHOTO else "letter"
        name = entry.path.rsplit("/", 1)[1]
        data = repository.read(found.commit, entry.path) or b""
        yield ArchivedFile(label.capitalize(), f"masuk/{name}", data, group)


def _local(ctx: Context, found: Dossier) -> Iterator[ArchivedFile]:
    """What lies on the office's own server; of what is not in reach here, a note what it is."""
    request, missing = found.request, list[str]()
    kinds = {paper.local: paper.kind for paper in request.attachments}
    for kept in local_files(request):
        name = kept.path.rsplit("/", 1)[1]
        label = ATTACHMENT_LABELS[kinds[kept.path]] if kept.path in kinds else name
        try:
            data = local_papers(ctx).read(in_folder(request.number, kept.path), kept.sha256)
        except (NotFound, BadInput) as error:
            ctx.talk.tell(
                _("{number}: not in the archive: {why}").format(
                    number=request.number, why=error.message
                )
            )
            missing.append(f"{kept.sha256}  {kept.path}")
        else:
            yield ArchivedFile(label.capitalize(), f"masuk/{name}", data, "letter")
    if missing:
        note = "\r\n".join((*NOT_HERE, *missing, "")).encode()
        yield ArchivedFile("Tidak disertakan", "masuk/TIDAK-DISERTAKAN.txt", note, "letter")


@click.command(
    help=_("Make the folder for the flash drive: everything received in a month."),
    epilog=example("siar archive 2026-11 --to /media/usb/arsip-2026-11"),
)
@click.argument("month", metavar=_("MONTH"))
@click.option(
    "--to", "--ke", "target", metavar=_("DIR"), required=True, type=click.Path(path_type=Path),
    help=_("the folder to make"),
)  # fmt: skip
@click.option("--replace", "--ganti", is_flag=True, help=_("take the place of an older archive"))
@click.pass_obj
def command(app: Any, month: str, target: Path, replace: bool) -> None:
    """Archive a month."""
    ctx: Context = app.context()
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadInput(
            _("{text} is not a month").format(text=month), hint=_("write it like 2026-11")
        ) from None
    written = run(ctx, target, first, replace=replace)
    ctx.talk.tell(
        _("{count} files, {size:.1f} MB, checked: {path}").format(
            count=written.files, size=written.octets / 1e6, path=written.folder
        )
    )
    ctx.talk.tell(_("open {page} in any browser").format(page=written.folder / "index.html"))
