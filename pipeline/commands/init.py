"""Make an office's repository: the shared one with its gate, a first clone, everybody's keys."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipeline import clock
from pipeline.commands import founding
from pipeline.commands.options import example
from pipeline.errors import BadInput
from pipeline.files import write_whole
from pipeline.forge.units import AGENCY, MEDIA
from pipeline.i18n import _
from pipeline.record.registers import load_agency
from pipeline.record.unit import RECORDER
from pipeline.record.workflow import Role

SHARED, FIRST, KEYS = "kantor.git", "kantor", "kunci"


class Office(NamedTuple):
    """What `run` made: the shared repository, the first clone, the folder of keys, the root id."""

    shared: Path
    first: Path
    keys: Path
    root: str


def write_examples(folder: Path) -> None:
    """Put the example agency.yaml and media.yaml into `folder`, to be edited before `run`."""
    agency, media = founding.example_registers()
    for name, data in ((AGENCY, agency), (MEDIA, media)):
        if (folder / name).exists():
            raise BadInput(
                _("{path} is there already").format(path=folder / name),
                hint=_("edit it, then run `siar init {folder}`").format(folder=folder),
            )
        write_whole(folder / name, data)


def run(folder: Path, *, content: dict[str, bytes] | None = None) -> Office:
    """Found the office in `folder`, with the registers prepared there or the example ones.

    `content` are articles older than the procedure, by path. Raises BadInput when there is an
    office already or a register is not right; then nothing is left behind.
    """
    shared = folder / SHARED
    if shared.exists():
        raise BadInput(
            _("there is an office in {path} already").format(path=shared),
            hint=_("choose another folder"),
        )
    agency, media = _registers(folder)
    founding.check_registers(agency, media, clock.now(practice=True))
    try:
        return _found(folder, agency, media, content or {})
    except BaseException:
        for made in (shared, folder / FIRST, folder / KEYS):
            shutil.rmtree(made, ignore_errors=True)
        raise


def _registers(folder: Path) -> tuple[bytes, bytes]:
    example_agency, example_media = founding.example_registers()
    own_agency, own_media = folder / AGENCY, folder / MEDIA
    return (
        own_agency.read_bytes() if own_agency.exists() else example_agency,
        own_media.read_bytes() if own_media.exists() else example_media,
    )


def _found(folder: Path, agency: bytes, media: bytes, content: dict[str, bytes]) -> Office:
    people = founding.keyless(agency)
    keys = founding.make_keys(folder / KEYS, [*people, RECORDER])
    agency = founding.with_keys(agency, founding.public_keys(keys))
    files = {**founding.office_files(), **founding.form_of(agency), **content}
    files |= {AGENCY: agency, MEDIA: media}
    recorder = keys[RECORDER]
    shared = founding.found(folder / SHARED, files, key=recorder, at=clock.now(practice=True))
    (folder / KEYS / f"{RECORDER}.key").unlink()
    root = shared.roots("main")[0]
    value, _findings = load_agency(agency)
    roster = value.roster if value else None
    first = next(
        (person for person in (roster.people if roster else ()) if _is_officer(person)),
        roster.people[0] if roster else None,
    )
    if first is not None:
        founding.enrol(
            shared, folder / FIRST, person=first.id, key=folder / KEYS / f"{first.id}.key",
            root=root, name=first.name, email=first.email,
        )  # fmt: skip
    return Office(folder / SHARED, folder / FIRST, folder / KEYS, root)


def _is_officer(person: Any) -> bool:
    return any(term.role is Role.OFFICER for term in person.terms)


@click.command(
    help=_("Make an office's repository in DIR: the shared one with its gate, and a first clone."),
    epilog=example(
        _("siar init --prepare /srv/siar   # edit agency.yaml and media.yaml there, then"),
        "siar init /srv/siar",
    ),
)
@click.argument("folder", metavar=_("DIR"), type=click.Path(path_type=Path))
@click.option(
    "--prepare", "--siapkan-berkas", is_flag=True,
    help=_("only write the example agency.yaml and media.yaml, ready to edit"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, folder: Path, prepare: bool) -> None:
    """Found an office."""
    folder = folder.absolute()
    if prepare:
        write_examples(folder)
        app.terminal.tell(
            _("edit {agency} and {media}, then run `siar init {folder}`").format(
                agency=folder / AGENCY, media=folder / MEDIA, folder=folder
            )
        )
        return
    office = run(folder)
    app.terminal.tell(_("shared repository: {path}").format(path=office.shared))
    app.terminal.tell(_("first clone:       {path}").format(path=office.first))
    app.terminal.tell(_("private keys:      {path}").format(path=office.keys))
    app.terminal.tell(_("root, to be pinned elsewhere too: {root}").format(root=office.root))
    app.terminal.tell(
        _("practice: nothing leaves this machine until `git config siar.practice false`")
    )
