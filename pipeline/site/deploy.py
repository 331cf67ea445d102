"""Put a built site live in a folder: a whole release beside the old one, then one switch.

TARGET/releases/<tree>/     the two latest releases, whole
TARGET/current              a link to the one that is live; the web server serves this
"""

import contextlib
import fcntl
import filecmp
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import SiarError, TryAgain
from pipeline.files import sync_directory, write_whole
from pipeline.i18n import _, reason
from pipeline.site.manifest import MANIFEST, Built, read_built, site_files

RELEASES, CURRENT, LOCK = "releases", "current", ".lock"
UNFINISHED = ".new-"


class Deployed(NamedTuple):
    """What is live now, and whether this deployment changed it."""

    release: Path
    changed: bool


def deploy(built: Built, target: Path) -> Deployed:
    """Make `built` what `target`/current leads to.

    A site with the same tree is left alone. Interrupted at any point, `current` leads to a whole
    site. Raises SiarError when it cannot be written (a full disk, say), with the old site live.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _locked(target):
            return _deploy(built, target)
    except OSError as error:
        raise SiarError(
            _("the site cannot be written to {path}: {why}").format(path=target, why=reason(error)),
            hint=_("the old site is still live; make room or repair the folder, then run it again"),
        ) from None


def live_release(target: Path) -> Built | None:
    """The site that is live in `target`, if there is one. Raises SiarError if it is not whole."""
    return read_built((target / CURRENT).resolve()) if (target / CURRENT).is_symlink() else None


def _deploy(built: Built, target: Path) -> Deployed:
    release = target / RELEASES / built.tree
    former = _current(target)
    # A folder of this name was renamed into place whole, by this run's forerunner or an older one.
    if release.is_dir():
        _renew_manifest(built, release)
    if former == release and release.is_dir():
        return Deployed(release, changed=False)
    release.parent.mkdir(exist_ok=True)
    _discard(release.parent, UNFINISHED)
    if not release.is_dir():
        _write(built.path, release, former)
    _switch(target, release)
    _keep_two(release, former)
    return Deployed(release, changed=True)


def _current(target: Path) -> Path | None:
    link = target / CURRENT
    if link.is_symlink():
        return target / link.readlink()
    if link.exists():
        raise SiarError(
            _("{path} is not the link to a release that it should be").format(path=link),
            hint=_("move it away, then run it again; nothing in it was touched"),
        )
    return None


def _write(source: Path, release: Path, former: Path | None) -> None:
    """Write the release under another name, and name it when every byte is on the disk."""
    unfinished = release.parent / f"{UNFINISHED}{release.name}"
    try:
        for name, file in site_files(source):
            _put(file, unfinished / name, former / name if former else None)
        for folder, _folders, _files in os.walk(unfinished):
            sync_directory(Path(folder))
        unfinished.rename(release)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    sync_directory(release.parent)


def _renew_manifest(built: Built, release: Path) -> None:
    """Equal pages may come of a later commit: the manifest says which, and is no page."""
    data = (built.path / MANIFEST).read_bytes()
    if (release / MANIFEST).read_bytes() != data:
        write_whole(release / MANIFEST, data)


def _put(file: Path, target: Path, former: Path | None) -> None:
    """Copy `file`, or link to the former release's equal file: released files never change."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if former is not None and former.is_file() and filecmp.cmp(file, former, shallow=False):
        os.link(former, target)
        return
    with file.open("rb") as source, target.open("xb") as written:
        shutil.copyfileobj(source, written)
        written.flush()
        os.fsync(written.fileno())


def _switch(target: Path, release: Path) -> None:
    beside = target / f".{CURRENT}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(release.relative_to(target), target_is_directory=True)
    beside.replace(target / CURRENT)
    sync_directory(target)


def _keep_two(release: Path, former: Path | None) -> None:
    # What cannot be removed now is removed by the next deployment; the new site is live already.
    for path in release.parent.iterdir():
        if path not in (release, former):
            shutil.rmtree(path, ignore_errors=True)


def _discard(folder: Path, prefix: str) -> None:
    for path in folder.glob(f"{prefix}*"):
        shutil.rmtree(path)


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One deployment at a time; the lock goes with the process that holds it."""
    with (target / LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TryAgain(
                _("another run is writing the site to {path}").format(path=target),
                hint=_("wait for it to end, then run the command again"),
            ) from None
        yield
