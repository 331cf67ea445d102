"""An office that keeps letters' papers on its own server, agreed to like any change."""

from pathlib import Path

from pipeline.commands import changing, ratify
from pipeline.record.front_matter import SEPARATOR
from tests.support.office import KASI, MAINTAINER, PEOPLE, Office, Stage

LINE = b"papers: local\n"
BEFORE = b"agenda: {first"
FOLDER = Path("kantor.git/siar/berkas")


def keep(office: Office, *, local: bool) -> None:
    """Bring a change of agency.yaml to main that says where papers are kept from now on."""
    ctx = office[MAINTAINER]
    ctx.repository.fetch()
    data = ctx.repository.read(ctx.main, "agency.yaml") or b""
    text = data.split(SEPARATOR, 2)[2]
    new = text.replace(BEFORE, LINE + BEFORE) if local else text.replace(LINE, b"")
    assert new != text
    change = changing.suggest(ctx, {"agency.yaml": new}, "Tempat berkas (CONTOH)")
    office[KASI].repository.fetch()
    assert ratify.run(office[KASI], change.version).merged
    for person in PEOPLE:
        office[person].repository.fetch()


def local_office(folder: Path) -> Office:
    """An office of one's own in `folder`, without any letter yet."""
    office = Office.at_stage(Stage.FOUNDED, folder)
    keep(office, local=True)
    return office


def kept(office: Office) -> dict[str, bytes]:
    """What lies on the office's server, by name."""
    folder = office.folder / FOLDER
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
