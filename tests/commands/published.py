"""An office whose first request is published: built once per test run, copied for each test."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from pipeline.commands import publish
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.repository import Repository
from tests.support.office import PEOPLE, Office, Stage

PUBLISHED_AT = "2026-11-02T14:40:00+09:00"
FOLDERS = {"siar.deploy": "../situs", "siar.mails": "../surel", "siar.papers": "../laporan"}


def published_office(folder: Path) -> Office:
    """An office of one's own in `folder`, on the day after the publication."""
    shutil.copytree(_template(), folder, symlinks=True)
    office = Office(folder)
    for person in PEOPLE:
        clone = Repository.open(folder / person)
        clone.run("config", "remote.origin.url", str(office.bare.folder))
    office.at("2026-11-03T09:00:00+09:00")
    return office


def scene(office: Office) -> tuple[Context, Quiet]:
    """The pipeline's own scene, and what it tells."""
    talk = Quiet()
    return Context(Repository.open(office.bare.folder), talk), talk


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="siar-published-")) / "office"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    office = Office.at_stage(Stage.MERGED, folder)
    office.bare.set_config(FOLDERS)
    office.at(PUBLISHED_AT)
    publish.run(Context(Repository.open(office.bare.folder), Quiet()))
    return folder
