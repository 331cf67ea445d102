"""The manifest of a site: what it was made from, and the Git tree that it is."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.errors import SiarError
from pipeline.i18n import _

MANIFEST = ".well-known/siar.json"
FORMAT = 2


@dataclass(frozen=True)
class Manifest:
    """What a site says of itself.

    `tree` is the Git tree of every file but this one, so that equal pages are equal sites; `commit`
    is where theme and configuration come from, `main` and `ledger` what these were, `site` the
    commit of the site before: readers are shown all, so that no history can be rewritten unseen.
    `recipe` names what the pages were made by, `hold` the decision by which an earlier state is
    shown.
    """

    tree: str
    commit: str
    main: str = ""
    recipe: str = ""
    site: str = ""
    ledger: str = ""
    hold: str = ""


@dataclass(frozen=True)
class Built:
    """A whole site in a folder, its manifest among its files."""

    path: Path
    manifest: Manifest

    @property
    def tree(self) -> str:
        """What names the site: equal pages have an equal one."""
        return self.manifest.tree


def render_manifest(manifest: Manifest) -> bytes:
    """The file of a manifest."""
    values = {"format": FORMAT, **asdict(manifest)}
    return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def parse_manifest(data: bytes) -> Manifest:
    """The manifest in a file. Raises ValueError, KeyError or TypeError.

    Of one that an older program wrote, what it was built from is still true, and its digest names
    no tree: whatever is built next is another site.
    """
    found = json.loads(data)
    if "format" not in found:
        tree = str(found["digest"]).removeprefix("sha256:")
        return Manifest(tree, str(found["commit"]), str(found.get("main", "")))
    if found["format"] != FORMAT:
        raise ValueError(found["format"])
    names = ("tree", "commit", "main", "recipe", "site", "ledger")
    return Manifest(**{name: str(found[name]) for name in names}, hold=str(found.get("hold", "")))


def read_built(path: Path) -> Built:
    """The site in a folder. Raises SiarError when its manifest is missing or unreadable."""
    try:
        return Built(path, parse_manifest((path / MANIFEST).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SiarError(
            _("{path} does not hold a whole site: {why}").format(path=path, why=error),
            hint=_("build it again with `siar publish`"),
        ) from None


def site_files(path: Path) -> Iterator[tuple[str, Path]]:
    """Every file below `path` with its name from there, sorted by name."""
    files = (file for file in path.rglob("*") if not file.is_dir() or file.is_symlink())
    yield from sorted((file.relative_to(path).as_posix(), file) for file in files)
