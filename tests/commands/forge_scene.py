"""A pull request on a forge, everything that a threat must leave as it was, and what came of it."""

import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import NamedTuple

import git

from pipeline.commands import publish, record
from pipeline.commands.context import Context
from pipeline.commands.opening import open_request
from pipeline.commands.taking_down import Notebook
from pipeline.commands.thread import STATUS
from pipeline.commands.wakeup import target
from pipeline.errors import Exit
from pipeline.forge.client import Client
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.github import GitHub as GitHubApi
from pipeline.forge.host import Api
from pipeline.forge.patience import Patience
from pipeline.record.statement import Statement
from pipeline.repository import Repository, Update
from pipeline.site.deploy import CURRENT
from tests.github.events import Event
from tests.support.office import ARTICLE, NUMBER, OFFICER, Office, Stage
from tests.support.on_forge import BRANCH, OnForge, on_forge

OUTLETS = 5  # active in examples/kantor/media.yaml
FOLDERS = {"siar.deploy": "../situs", "siar.mails": "../surel", "siar.papers": "../laporan"}


At = Callable[..., OnForge]


@contextmanager
def opened_at(
    folder: Path, stage: Stage, prepare: Callable[[Office], object] = lambda office: None
) -> Iterator[OnForge]:
    """An office on a forge as far as a stage, whose recorder publishes into `folder`, too.

    What else happened there before it came to the forge, `prepare` does.
    """
    office = Office.at_stage(stage, folder / "office")
    prepare(office)
    with on_forge(office, folder) as scene:
        scene.recorder.repository.set_config(FOLDERS)
        # The officer has pushed what is there: the forge knows no branch that nobody brought.
        scene.forge.refs = {}
        scene.forge.note(OFFICER)
        yield scene


class Stand(NamedTuple):
    """What nobody may move without the right to: main, the ledger, the record, mail, publishing."""

    main: str
    ledger: str | None
    site: str | None
    history: tuple[str, ...]
    mails: int
    started: int


def stand(scene: OnForge) -> Stand:
    """How things stand on the forge itself; nothing is believed of a clone."""
    bare = Repository.open(scene.office.bare.folder)
    return Stand(
        scene.office.main,
        bare.shared("ledger"),
        bare.shared("site"),
        tuple(statement.digest for statement in history(scene)),
        mails(scene),
        len(scene.forge.dispatches),
    )


def history(scene: OnForge) -> tuple[Statement, ...]:
    """The statements of the request, as its branch or main has them."""
    return open_request(scene.office.pipeline, NUMBER, afterwards=True).request.history


def mails(scene: OnForge) -> int:
    """How many mails have gone out."""
    folder = scene.recorder.repository.folder.parent / "surel"
    return len(list(folder.glob("*.eml")))


def pull(scene: OnForge, by: str = OFFICER, title: str = "Panen (CONTOH)") -> int:
    """A pull request for the open request."""
    number: int = scene.forge.open_pull(by, BRANCH, title).payload["number"]
    return number


def answers(scene: OnForge, number: int) -> list[str]:
    """What the recorder answered, without the one comment that it keeps."""
    return [said for said in scene.said(number) if not said.startswith(STATUS)]


def assert_refused(
    scene: OnForge, number: int, event: Event | None, *words: str, answered: int = 1
) -> None:
    """Nothing came of it, and the pull request says what, why and the way out: once."""
    before = stand(scene)
    said = len(answers(scene, number))
    for _again in range(2):
        assert scene.wake(event) == Exit.OK, scene.notes.lines
        assert stand(scene) == before
        assert not scene.forge.pull(number)[1].merged_at
    told = [unescape(one).replace("\u2060", "") for one in answers(scene, number)[said:]]
    assert len(told) == answered, told
    for word in words:
        assert any(word in one for one in told), told
    assert all("Way out: " in one for one in told), told


def assert_carried_out(scene: OnForge, number: int, event: Event | None) -> None:
    """The good case beside it: merged as approved, and publishing is started once."""
    before = stand(scene)
    assert scene.wake(event) == Exit.OK, scene.notes.lines
    after = stand(scene)
    assert scene.forge.pull(number)[1].merged_at, scene.said(number)
    assert (len(after.history), after.started) == (len(before.history) + 1, before.started + 1)
    assert after.main != before.main


def publish_all(scene: OnForge, *, dry_run: bool = False) -> Exit:
    """One run of `siar publish` in a clone of the forge, which asks the forge again."""
    ctx = scene.recorder
    ctx.forge = ForgeHost(scene.api, ctx.repository, ctx.agency.roster)
    scene.notes.lines.clear()
    return publish.run(ctx, dry_run=dry_run)


def is_live(scene: OnForge, article: str = ARTICLE) -> bool:
    """Whether an article's page is on the site."""
    site = scene.recorder.repository.folder.parent / "situs" / CURRENT
    return (site / article.removeprefix("content/") / "index.html").is_file()


def standing(scene: OnForge, number: int) -> str:
    """The one comment that the recorder keeps up to date."""
    (found,) = (said for said in scene.said(number) if said.startswith(STATUS))
    return found


def patient(scene: OnForge, patience: Patience) -> None:
    """Let the recorder wait for the forge in this way from now on."""
    forge = scene.forge
    scene.api = GitHubApi(Client(forge.api_url, forge.full_name, scene.token, patience=patience))


class Interrupted(Repository):
    """A clone in which somebody else does something before the next push."""

    meanwhile: Callable[[], object] | None = None

    def push(self, updates: Iterable[Update]) -> None:
        """Push, after what happens meanwhile."""
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            happens()
        super().push(updates)


class Another:
    """A second recorder, with a clone of its own and the same key."""

    def __init__(self, scene: OnForge, folder: Path) -> None:
        address = scene.forge.git_address(scene.token)
        words = ["clone", "--quiet", "--filter=blob:none", address, str(folder)]
        subprocess.run(["git", *words], check=True)
        self.repository = Interrupted(git.Repo(folder))
        own = scene.recorder.repository
        kept = ("siar.person", "siar.key", "siar.root")
        self.repository.set_config({name: own.config(name) or "" for name in kept})
        self.notes = Notebook()
        self.api: Api = scene.api
        self._ctx = Context(self.repository, self.notes)

    def wake(self, event: Event | None) -> int:
        """Let it look after what an event points at."""
        found = target(event.name, event.payload) if event else None
        return record.run(self._ctx, self.api, found)
