"""Where the demo plays: an office with everybody in it, and the story carried out step by step."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.commands import founding, init, sheets
from pipeline.commands.context import Context, Talk
from pipeline.commands.dossier import find, ledger_of
from pipeline.commands.story import MACHINE, Player, Step, Story, in_order
from pipeline.errors import NotAllowed, SiarError
from pipeline.files import write_whole
from pipeline.i18n import _
from pipeline.record.agency import Agency
from pipeline.record.labels import ACTION_LABELS, ROLE_LABELS
from pipeline.record.roster import Roster
from pipeline.record.workflow import Action, Role
from pipeline.repository import Repository


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

    advise = tell

    def ask(self, question: str, *, default: str = "", choices: Any = ()) -> str:
        """Nobody is there to answer."""
        raise NotAllowed(_("the demo asks no questions"))


def set_up(folder: Path) -> Stage:
    """An office with the older articles, and a clone for everybody in it."""
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


def play(stage: Stage, told: list[Story], talk: Talk) -> None:
    """Carry out all steps in the order of their times."""
    publisher = Publisher()
    player = Player(stage.scenes, {"publish": publisher.start})
    agency = stage.machine.agency
    try:
        for step in in_order(told):
            player.play(step)
            talk.tell(_line(stage, agency, step))
    finally:
        publisher.finish()


PAPERS = {
    "receive": "formulir",
    "dispose": "disposisi",
    "accept": "koordinasi",
    "request_changes": "koreksi",
    "revise": "koreksi",
}


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
