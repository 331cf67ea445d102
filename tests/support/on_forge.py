"""An office on a forge: its shared repository behind the forge's own server, and the recorder."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.commands import record
from pipeline.commands.context import Context
from pipeline.commands.taking_down import Notebook
from pipeline.commands.wakeup import target
from pipeline.forge.client import Client
from pipeline.forge.forgejo import Forgejo
from pipeline.forge.github import GitHub as GitHubApi
from pipeline.forge.patience import Patience
from pipeline.forge.rest import Rest
from pipeline.repository import Repository
from tests.github.events import Event
from tests.github.server import GitHub
from tests.support.office import ACCOUNTS, NUMBER, Office

BRANCH = f"request/{NUMBER}"
APIS: dict[str, type[Rest]] = {"github": GitHubApi, "forgejo": Forgejo}
HURRIED = Patience(connect=1.0, read=2.0, in_all=3.0, pauses=(0.0,))


class OnForge:
    """An office, the forge that keeps its repository, and the recorder's own clone.

    The recorder speaks by a workflow's token, or by that of an ordinary account, the `speaker`.
    """

    def __init__(self, office: Office, forge: GitHub, folder: Path, speaker: str = "") -> None:
        self.office, self.forge = office, forge
        for person, account in ACCOUNTS.items():
            forge.add_user(person, int(account))
        forge.add_user("orang-luar", 2001)
        if speaker:
            forge.add_user(speaker, 1100)
        self.token = forge.token(speaker)
        # As record.yml has it checked out: the history, and no file before it is asked for.
        words = [
            "clone",
            "--quiet",
            "--filter=blob:none",
            forge.git_address(self.token),
            str(folder),
        ]
        subprocess.run(["git", *words], check=True)
        repository = Repository.open(folder)
        repository.set_config(
            {
                "siar.person": "recorder",
                "siar.key": str(office.key_file("recorder")),
                "siar.root": office.root,
            }
        )
        self.notes = Notebook()
        self.recorder = Context(repository, self.notes)
        client = Client(forge.api_url, forge.full_name, self.token, patience=HURRIED)
        self.api = APIS[forge.dialect](client)

    def wake(self, event: Event | None = None) -> int:
        """Let the recorder look after what an event points at, or after everything."""
        found = target(event.name, event.payload) if event else None
        self.notes.lines.clear()
        return record.run(self.recorder, self.api, found)

    def said(self, number: int) -> list[str]:
        """What the recorder said on a pull request or issue, oldest first."""
        found = self.api.comments(number)
        return [one.body for one in found if self.api.is_own(one.by)]


@contextmanager
def on_forge(
    office: Office, folder: Path, *, dialect: str = "github", speaker: str = ""
) -> Iterator[OnForge]:
    """The office behind the forge's server."""
    with GitHub(office.bare.git_folder, dialect=dialect) as forge:
        yield OnForge(office, forge, folder / "pencatat", speaker)
