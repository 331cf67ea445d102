"""What the demo leaves behind: every paper, the archive, short commands, and the table of it."""

import os
import sys
from datetime import date, datetime
from pathlib import Path

from pipeline.commands import archive, sheets
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet, Stage
from pipeline.commands.dossier import by_number, ledger_of, step_rows
from pipeline.commands.tables import table
from pipeline.files import write_whole
from pipeline.i18n import _
from pipeline.papers.catalogue import PDF
from pipeline.papers.wording import duration
from pipeline.record.workflow import Role
from pipeline.repository import Repository

MONTH = date(2026, 11, 1)
# Who gets a short command in the demo's folder, by the role that the newcomer would play.
LAUNCHERS = {Role.OFFICER: "petugas", Role.SECTION_HEAD: "kasi", Role.DIVISION_HEAD: "kabid"}


def write_archive(shared: Path, target: Path) -> None:
    """Write the month's archive; in a process of its own, as it needs nothing of the others."""
    archive.run(Context(Repository.open(shared), Quiet()), target, MONTH)


def print_all(stage: Stage) -> None:
    """Every paper of every request, the blank ones, the agenda and the month's report."""
    from pipeline.commands.print_ import agenda_book
    from pipeline.commands.report import monthly

    ctx = stage.machine
    now = ctx.now()
    prints = stage.folder / "cetakan"
    for found in by_number(ctx, ledger_of(ctx)):
        number = found.request.number
        for paper in sheets.available(found):
            for form in sheets.FORMS.get(paper, (PDF,)):
                data = sheets.make(ctx, paper, found, now, form=form)
                write_whole(prints / number / sheets.file_name(paper, number, form), data)
    for paper in ("disposisi", "formulir"):
        write_whole(prints / f"{paper}-kosong.pdf", sheets.make_blank(ctx, paper, now))
    write_whole(prints / "buku-agenda-2026-11.pdf", agenda_book(ctx, MONTH, now.date()))
    write_whole(prints / "laporan-2026-11.pdf", monthly(ctx, MONTH))


def write_launchers(stage: Stage, at: datetime) -> None:
    """Short commands that work as one of the demo's people, on the example clock."""
    roster = stage.machine.agency.roster
    siar = Path(sys.executable).parent / "siar"
    for role, name in LAUNCHERS.items():
        holder = next(person for person in roster.holders(role, at) if person.id in stage.scenes)
        clone = stage.scenes[holder.id].repository.folder.resolve()
        place = os.path.relpath(clone, stage.folder.resolve())
        script = (
            "#!/bin/sh\n"
            f"# {holder.name}, pada jam contoh {at.isoformat()}\n"
            f'cd "$(dirname "$0")/{place}" || exit 1\n'
            f'SIAR_CLOCK="{at.isoformat()}" exec "{siar}" "$@"\n'
        )
        write_whole(stage.folder / name, script)
        (stage.folder / name).chmod(0o755)


OUTPUTS = {
    1: "formulir", 2: "disposisi", 3: "koordinasi", 4: "siaran-pers", 5: "koreksi",
    6: "", 7: "kliping", 8: "laporan",
}  # fmt: skip


def result_table(stage: Stage) -> str:
    """Step by step: role, standard, waiting, actual and output of every published request."""
    ctx = stage.machine
    heads = (
        _("number"), _("step"), _("role"), _("standard"), _("waiting"), _("actual"), _("output"),
    )  # fmt: skip
    rows = []
    for found in by_number(ctx, ledger_of(ctx)):
        if found.live is None:
            continue
        number = found.request.number
        for row in step_rows(ctx, found, ctx.now()):
            paper = OUTPUTS[row.no]
            path = stage.folder / "cetakan" / number / sheets.file_name(paper, number)
            rows.append(
                (
                    number if row.no == 1 else "",
                    str(row.no),
                    row.role_label,
                    duration(row.standard),
                    duration(row.waiting),
                    duration(row.actual),
                    found.live.url if row.no == 6 else _short(stage, path),
                )
            )
    return table(heads, rows)


def _short(stage: Stage, path: Path) -> str:
    return str(path.relative_to(stage.folder)) if path.is_file() else ""
