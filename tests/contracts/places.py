"""Places where an office keeps its repository: plain Git, GitHub and Forgejo."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.forge.client import Client
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.forgejo import Forgejo
from pipeline.forge.github import GitHub
from pipeline.forge.host import Host, Writer
from pipeline.forge.patience import Clock, Patience
from pipeline.forge.plain import PlainGit
from pipeline.forge.rest import Rest
from pipeline.record import agenda
from tests.github.server import GitHub as Server
from tests.support.office import ACCOUNTS, ARTICLE, KASI, NUMBER, Office, Stage

BRANCH = agenda.branch(NUMBER)
INDEX = f"{ARTICLE}/index.md"
STRANGER, STRANGERS_ID = "orang-luar", 2001
APIS: dict[str, type[Rest]] = {"github": GitHub, "forgejo": Forgejo}


class Hurried:
    """A clock that stands still until somebody sleeps, which takes no time."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    @property
    def clock(self) -> Clock:
        """The clock."""
        return Clock(lambda: sum(self.slept), self.slept.append)


def api_of(
    server: Server,
    hurried: Hurried | None = None,
    patience: Patience | None = None,
    *,
    token: str | None = None,
) -> Rest:
    """The API of a server, which waits for nothing."""
    return APIS[server.dialect](
        Client(
            server.api_url,
            server.full_name,
            server.token() if token is None else token,
            patience=patience or Patience(connect=1.0, read=2.0),
            clock=(hurried or Hurried()).clock,
        )
    )


class Place(ABC):
    """An office whose request has been received, and what people may do there."""

    def __init__(self, office: Office) -> None:
        self.office = office

    @property
    @abstractmethod
    def host(self) -> Host:
        """The place, as verbs know it."""

    @abstractmethod
    def push(self, who: str, files: dict[str, bytes]) -> None:
        """Somebody changes files on the request's branch; strangers, too."""

    def writers(self, branch: str = BRANCH) -> list[Writer]:
        """Who wrote on the branch."""
        self.office[KASI].repository.fetch()
        return list(self.host.writers(branch, self.office.main))


class OnPlainGit(Place):
    """The shared repository, and everybody's own key."""

    @property
    def host(self) -> Host:
        """Plain Git."""
        ctx = self.office[KASI]
        return PlainGit(ctx.repository, ctx.agency.roster)

    def push(self, who: str, files: dict[str, bytes]) -> None:
        """A commit, signed by whoever has a key here, past the gate."""
        person = KASI if who == STRANGER else who
        new = self.office.commit(person, files, self.office.tip(), signed=who != STRANGER)
        self.office.force(person, f"refs/heads/{BRANCH}", new)


class OnForge(Place):
    """A forge with the office's repository behind it, and a clone."""

    def __init__(self, office: Office, server: Server) -> None:
        super().__init__(office)
        self.server = server
        for person, account in ACCOUNTS.items():
            server.add_user(person, int(account))
        server.add_user(STRANGER, STRANGERS_ID)
        self.api = api_of(server)

    @property
    def host(self) -> ForgeHost:
        """The forge."""
        ctx = self.office[KASI]
        return ForgeHost(self.api, ctx.repository, ctx.agency.roster)

    def push(self, who: str, files: dict[str, bytes]) -> None:
        """A commit in the browser, which nobody signs."""
        self.server.push(who, BRANCH, files)

    def push_commit(self, who: str, new: str) -> None:
        """Somebody moves the branch to a commit that is in the office's repository."""
        self.office.bare.set_ref(f"refs/heads/{BRANCH}", new)
        self.server.note(who)


@contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    """An office at one kind of place."""
    office = Office.at_stage(Stage.RECEIVED, folder)
    if kind == "plain":
        yield OnPlainGit(office)
    else:
        with on_forge(office, kind) as there:
            yield there


@contextmanager
def on_forge(office: Office, kind: str) -> Iterator[OnForge]:
    """An office on a forge."""
    with Server(office.bare.git_folder, dialect=kind) as server:
        yield OnForge(office, server)
