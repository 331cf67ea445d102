"""An office as `siar init` founds it, program included; everything in it is CONTOH."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from pipeline import clock
from pipeline.commands import founding, init
from pipeline.commands.context import Context
from pipeline.commands.demo import OPENED
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.story import Player, Story, read_story
from pipeline.files import write_whole
from pipeline.forge.units import AGENCY, MEDIA
from pipeline.record import agenda
from pipeline.repository import Repository
from tests.support.office import FOUNDED_AT, Office, registers

STORY = founding.EXAMPLES / "requests" / "01-panen-raya-cengkih" / "story.yaml"


def found_for_forge(folder: Path, content: dict[str, bytes] | None = None) -> Office:
    """The office of office.py with all that workflows need, and no gate: no forge has one.

    `content` are articles older than the procedure, by path.
    """
    for name, data in zip((AGENCY, MEDIA), registers(), strict=True):
        write_whole(folder / name, data)
    os.environ[clock.VARIABLE] = FOUNDED_AT
    made = init.run(folder, content=content)
    for hook in founding.HOOKS:
        (made.shared / "hooks" / hook).unlink()
    office = Office(folder)
    shutil.copyfile(made.shared / "siar" / "recorder.key", office.key_file("recorder"))
    return office


class FoundedOffice:
    """The office in `folder`, gate included, and how far its first request has come.

    The request is the first of `examples/`.
    """

    def __init__(self, folder: Path) -> None:
        os.environ[clock.VARIABLE] = OPENED.isoformat()
        self.made = init.run(folder)
        self.bare = Repository.open(self.made.shared)
        self.story: Story = read_story(STORY)
        self.branch = agenda.branch(self.story.number)
        first = Context(Repository.open(self.made.first), Quiet())
        self.scenes = {first.me.id: first}
        for person in first.agency.roster.people:
            if person.id not in self.scenes:
                clone = founding.enrol(
                    self.bare, folder / person.id, person=person.id,
                    key=self.made.keys / f"{person.id}.key", root=self.made.root,
                    name=person.name, email=person.email,
                )  # fmt: skip
                self.scenes[person.id] = Context(clone, Quiet())
        self._steps = list(self.story.steps)

    def play_to(self, action: str) -> datetime:
        """Take the steps of the story up to this one; gives its moment, where the clock stays."""
        player = Player(self.scenes)
        while True:
            step = self._steps.pop(0)
            player.play(step)
            if step.action == action:
                return step.at

    def recorder_key(self) -> str:
        """The private key of the pipeline itself."""
        return (self.made.shared / "siar" / "recorder.key").read_text(encoding="ascii")

    def clone_of(self, person: str) -> Path:
        """The work tree of somebody."""
        return self.scenes[person].repository.folder

    def read_article(self) -> bytes:
        """The text of the story's article."""
        return (self.story.folder / "article.md").read_bytes()
