"""Watch the whole procedure carried out: an example month of an example office, with real parts."""

import os
import shlex
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from pipeline import clock
from pipeline.commands import founding, verify
from pipeline.commands.context import Talk
from pipeline.commands.demo_results import (
    LAUNCHERS,
    print_all,
    result_table,
    write_archive,
    write_launchers,
)
from pipeline.commands.demo_stage import Stage, play, set_up
from pipeline.commands.options import example
from pipeline.commands.promises import broken_promises
from pipeline.commands.story import Story, stories
from pipeline.distribution.loopback import Loopback
from pipeline.errors import Exit, NotAllowed, SiarError
from pipeline.files import write_whole
from pipeline.i18n import _
from pipeline.papers.wording import short_moment
from pipeline.record.finding import has_errors
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import Role
from pipeline.site.deploy import CURRENT
from pipeline.site.server import served

FOLDER = Path(".demo")
MARK = "CONTOH.txt"
MARK_TEXT = (
    "Semua isi folder ini adalah contoh buatan `siar peragaan`: kantor, orang, surat, berita,\n"
    "dan jam kejadiannya rekaan. Folder ini boleh dihapus kapan saja.\n"
)
OPENED = datetime.fromisoformat("2026-11-02T07:45:00+09:00")
AFTER = timedelta(minutes=15)


def run(folder: Path, talk: Talk) -> Exit:
    """Play the month in `folder`; OK only if every promised output is there and verify is clean."""
    began = time.monotonic()
    _clear(folder)
    talk.tell(_("An example month at an example office; every time below is on the example clock."))
    os.environ[clock.VARIABLE] = OPENED.isoformat()
    stage = set_up(folder)
    told = list(stories(founding.EXAMPLES / "requests"))
    with Loopback(folder / "surel") as mail, served(folder / "situs" / CURRENT) as site:
        os.environ["SIAR_SMTP"] = f"{mail.host}:{mail.port}"
        os.environ["SIAR_LIVE"] = site.url
        try:
            play(stage, told, talk)
        finally:
            del os.environ["SIAR_SMTP"], os.environ["SIAR_LIVE"]
    last = max(step.at for story in told for step in story.steps) + AFTER
    os.environ[clock.VARIABLE] = last.isoformat()
    talk.tell("\n" + _("Printing every paper, and the archive for the flash drive …"))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        archived = beside.submit(write_archive, stage.office.shared, folder / "arsip-2026-11")
        print_all(stage)
        archived.result()
    write_launchers(stage, last)
    talk.tell("\n" + result_table(stage))
    return _judge(stage, told, talk, time.monotonic() - began)


def _clear(folder: Path) -> None:
    if folder.exists() and not (folder / MARK).is_file():
        raise NotAllowed(
            _("{path} is there and was not made by the demo").format(path=folder),
            hint=_("move it away, or name another folder"),
        )
    if folder.exists():
        shutil.rmtree(folder)
    write_whole(folder / MARK, MARK_TEXT)


def _judge(stage: Stage, told: list[Story], talk: Talk, seconds: float) -> Exit:
    """Say whether everything promised is there, and how the newcomer goes on."""
    _verification, findings = verify.run(stage.machine)
    if has_errors(findings):
        raise SiarError(format_text(findings))
    missing = broken_promises(stage.folder, stage.machine, told)
    if missing:
        raise SiarError(_("the demo broke its promises:") + "\n" + "\n".join(missing))
    waiting = told[-1].number
    at = short_moment(stage.machine.agency, stage.machine.now())
    talk.tell("\n" + _("Everything promised is there, and `siar verify` is clean."))
    talk.tell(_("It took {seconds:.0f} s. All of it lies in {folder}.").format(
        seconds=seconds, folder=stage.folder))  # fmt: skip
    talk.tell(
        "\n"
        + _("It is {time} on the example clock. Request {number} waits for the Kasi: you.").format(
            time=at, number=waiting
        )
    )
    kasi = shlex.quote(os.path.relpath(stage.folder / LAUNCHERS[Role.SECTION_HEAD]))
    talk.tell("  " + _("{kasi} review {number} --approve").format(kasi=kasi, number=waiting))
    talk.tell("  " + _("{kasi} publish").format(kasi=kasi))
    talk.tell(_("Then look at the site, the papers and the mails in your browser:"))
    talk.tell("  " + _("{kasi} serve").format(kasi=kasi))
    return Exit.OK


@click.command(
    help=_("Watch the whole procedure carried out on an example month, in the folder .demo/."),
    epilog=example("siar demo", "siar demo --to /tmp/peragaan"),
)
@click.option(
    "--to", "--ke", "folder", metavar=_("DIR"), default=FOLDER, type=click.Path(path_type=Path),
    help=_("the folder it plays in"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, folder: Path) -> int:
    """Play the demo."""
    return run(folder.absolute(), app.terminal)
