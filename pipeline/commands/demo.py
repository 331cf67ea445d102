"""Watch the whole procedure carried out: an example month of an example office, with real parts."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from pipeline import clock
from pipeline.commands import archive, founding, init, sheets, verify
from pipeline.commands.context import Context, Talk
from pipeline.commands.dossier import by_number, find, ledger_of, step_rows
from pipeline.commands.options import example
from pipeline.commands.promises import broken_promises
from pipeline.commands.story import MACHINE, Player, Step, Story, in_order, stories
from pipeline.commands.tables import table
from pipeline.distribution.loopback import Loopback
from pipeline.errors import Exit, NotAllowed, SiarError
from pipeline.files import write_whole
from pipeline.i18n import _
from pipeline.papers.catalogue import PDF
from pipeline.papers.wording import duration, short_moment
from pipeline.record.agency import Agency
from pipeline.record.finding import has_errors
from pipeline.record.labels import ACTION_LABELS, ROLE_LABELS
from pipeline.record.report_findings import format_text
from pipeline.record.roster import Roster
from pipeline.record.workflow import Action, Role
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from pipeline.site.server import served

FOLDER = Path(".demo")
MARK = "CONTOH.txt"
MARK_TEXT = (
    "Semua isi folder ini adalah contoh buatan `siar peragaan`: kantor, orang, surat, berita,\n"
    "dan jam kejadiannya rekaan. Folder ini boleh dihapus kapan saja.\n"
)
OPENED = datetime.fromisoformat("2026-11-02T07:45:00+09:00")
MONTH = date(2026, 11, 1)
AFTER = timedelta(minutes=15)
# Who gets a short command in the demo's folder, by the role that the newcomer would play.
LAUNCHERS = {Role.OFFICER: "petugas", Role.SECTION_HEAD: "kasi", Role.DIVISION_HEAD: "kabid"}


@dataclass(frozen=True)
class Stage:
    """Where the demo plays: its folder, the office in it, and a scene for each person."""

    folder: Path
    office: init.Office
    scenes: Mapping[str, Context]

    @property
    def machine(self) -> Context:
        """The scene of the shared repository, where the pipeline itself works."""
        return self.scenes[MACHINE]


class Quiet:
    """Hears what verbs tell and keeps it: the demo tells its own story."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def tell(self, text: str) -> None:
        """Keep a line."""
        self.heard.append(text)

    def ask(self, question: str, *, default: str = "", choices: Any = ()) -> str:
        """Nobody is there to answer."""
        raise NotAllowed(_("the demo asks no questions"))


def run(folder: Path, talk: Talk) -> Exit:
    """Play the month in `folder`; OK only if every promised output is there and verify is clean."""
    began = time.monotonic()
    _clear(folder)
    talk.tell(_("An example month at an example office; every time below is on the example clock."))
    os.environ[clock.VARIABLE] = OPENED.isoformat()
    stage = _set_up(folder)
    told = list(stories(founding.EXAMPLES / "requests"))
    with Loopback(folder / "surel") as mail, served(folder / "situs" / CURRENT) as site:
        os.environ["SIAR_SMTP"] = f"{mail.host}:{mail.port}"
        os.environ["SIAR_LIVE"] = site.url
        try:
            _play(stage, told, talk)
        finally:
            del os.environ["SIAR_SMTP"], os.environ["SIAR_LIVE"]
    last = max(step.at for story in told for step in story.steps) + AFTER
    os.environ[clock.VARIABLE] = last.isoformat()
    talk.tell("\n" + _("Printing every paper, and the archive for the flash drive …"))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        archived = beside.submit(_archive, stage.office.shared, folder / "arsip-2026-11")
        _print_all(stage)
        archived.result()
    _write_launchers(stage, last)
    talk.tell("\n" + _result_table(stage))
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


def _set_up(folder: Path) -> Stage:
    older = founding.EXAMPLES / "content"
    content = {
        path.relative_to(founding.EXAMPLES).as_posix(): path.read_bytes()
        for path in sorted(older.rglob("*"))
        if path.is_file()
    }
    office = init.run(folder, content=content)
    shared = Repository.open(office.shared)
    first = Context(Repository.open(office.first), Quiet())
    scenes: dict[str, Context] = {first.me.id: first}
    for person in first.agency.roster.people:
        if person.id not in scenes:
            clone = founding.enrol(
                shared, folder / person.id, person=person.id,
                key=office.keys / f"{person.id}.key", root=office.root,
                name=person.name, email=person.email,
            )  # fmt: skip
            scenes[person.id] = Context(clone, Quiet())
    scenes[MACHINE] = Context(shared, Quiet())
    for scene in scenes.values():
        outputs = {"deploy": "situs", "mails": "surel", "papers": "laporan"}
        there = os.path.relpath(folder, scene.repository.folder)
        scene.repository.set_config(
            {f"siar.{name}": f"{there}/{place}" for name, place in outputs.items()}
        )
    return Stage(folder, office, scenes)


class Publisher:
    """Runs `siar publish` beside the people's work, as the shared repository's wake-up does.

    One run at a time; the example clock of a run is that of its step.
    """

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None

    def start(self, ctx: Context, _step: Step) -> None:
        """Publish what is due at the clock's time, once the run before has ended."""
        self.finish()
        self._running = subprocess.Popen(
            [sys.executable, "-I", "-m", "pipeline", "publish"],
            cwd=ctx.repository.folder, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def finish(self) -> None:
        """Wait for the run. Raises SiarError with its words when it did not end well."""
        if self._running is None:
            return
        said, _nothing = self._running.communicate()
        if self._running.returncode:
            raise SiarError(said)
        self._running = None


def _play(stage: Stage, told: list[Story], talk: Talk) -> None:
    publisher = Publisher()
    player = Player(stage.scenes, {"publish": publisher.start})
    agency = stage.machine.agency
    try:
        for step in in_order(told):
            player.play(step)
            talk.tell(_line(stage, agency, step))
    finally:
        publisher.finish()


def _line(stage: Stage, agency: Agency, step: Step) -> str:
    """One line of the story: when, who, what, which paper."""
    at = step.at.astimezone(agency.zone).strftime("%d-%m %H.%M")
    what = ACTION_LABELS[Action(step.action)]
    paper = PAPERS.get(step.action)
    number = step.story.number
    made = f" → {_paper(stage, paper, number)}" if paper else ""
    return (
        f"{at}  {_who(agency.roster, step):<42.42}  {what:<15} {number}  {step.story.title}{made}"
    )


PAPERS = {
    "receive": "formulir",
    "dispose": "disposisi",
    "accept": "koordinasi",
    "request_changes": "koreksi",
    "revise": "koreksi",
}


def _who(roster: Roster, step: Step) -> str:
    if step.by == MACHINE:
        return ROLE_LABELS[Role.MACHINE]
    person = roster.person(step.by)
    name = person.name if person else step.by
    return _("{name} (typed in)").format(name=name) if step.typed_by else name


def _paper(stage: Stage, paper: str, number: str) -> str:
    """Print the paper that the step makes, at once, into the folder of its request."""
    ctx = stage.machine
    found = find(ctx, number, ledger_of(ctx))
    path = stage.folder / "cetakan" / number / sheets.file_name(paper, number)
    write_whole(path, sheets.make(ctx, paper, found, ctx.now()))
    return str(path.relative_to(stage.folder))


def _archive(shared: Path, target: Path) -> None:
    """Write the month's archive; in a process of its own, as it needs nothing of the others."""
    archive.run(Context(Repository.open(shared), Quiet()), target, MONTH)


def _print_all(stage: Stage) -> None:
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


def _write_launchers(stage: Stage, at: datetime) -> None:
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


def _result_table(stage: Stage) -> str:
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


OUTPUTS = {
    1: "formulir", 2: "disposisi", 3: "koordinasi", 4: "siaran-pers", 5: "koreksi",
    6: "", 7: "kliping", 8: "laporan",
}  # fmt: skip


def _short(stage: Stage, path: Path) -> str:
    return str(path.relative_to(stage.folder)) if path.is_file() else ""


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
