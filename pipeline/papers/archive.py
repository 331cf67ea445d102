"""The archive for the flash drive (SOP row 8, "file flashdisk"): one folder, readable anywhere.

It is written beside its place, checked with the BagIt library, and renamed whole.
"""

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import bagit

from pipeline.errors import NotAllowed, SiarError
from pipeline.i18n import _, reason
from pipeline.papers.archive_contents import Archive
from pipeline.papers.archive_index import CSV_NAME, index_page, read_me, register_csv
from pipeline.papers.archive_layout import Placed, place
from pipeline.papers.bag import write_bag

SOFTWARE = "Siar"


class Written(NamedTuple):
    """What was written: where, how many files (without those of BagIt), how many bytes in them."""

    folder: Path
    files: int
    octets: int


def write_archive(target: Path, contents: Archive, *, replace: bool = False) -> Written:
    """Write the archive to the folder `target`, whole or not at all.

    Raises NotAllowed if something is there (with `replace`: unless that is an archive of ours),
    SiarError if there is no room or the drive fails; what was there before stays.
    """
    _refuse_to_overwrite(target, replace)
    placed = place(contents)
    payload = {**placed.files, CSV_NAME: register_csv(contents, placed)}
    octets = sum(map(len, payload.values()))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _refuse_without_room(target, octets)
        _write_beside(target, contents, payload, placed)
    except OSError as error:
        raise _failure(target, error) from None
    return Written(target, len(payload), octets)


def _write_beside(
    target: Path, contents: Archive, payload: dict[str, bytes], placed: Placed
) -> None:
    beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        beside.chmod(0o755)
        tags = {
            "index.html": index_page(contents, placed),
            "BACA-SAYA.txt": read_me(contents),
        }
        write_bag(beside, payload, tags, _info(contents))
        bagit.Bag(str(beside)).validate()
        _put_in_place(beside, target)
    except bagit.BagError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise OSError(errno.EIO, str(error)) from None
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _put_in_place(beside: Path, target: Path) -> None:
    if not target.exists():
        beside.rename(target)
        return
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.")) / "old"
    target.rename(aside)
    try:
        beside.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    finally:
        shutil.rmtree(aside.parent, ignore_errors=True)


def _info(contents: Archive) -> dict[str, str]:
    return {
        "Source-Organization": contents.office,
        "External-Description": f"Arsip publikasi {contents.unit}, {contents.period}",
        "Bagging-Date": contents.made_at.date().isoformat(),
        "Bag-Software-Agent": SOFTWARE,
    }


def _refuse_to_overwrite(target: Path, replace: bool) -> None:
    if not target.exists() or (replace and _is_ours(target)):
        return
    raise NotAllowed(
        _("{path} exists already").format(path=target),
        hint=_("choose another name, or move the old folder away first"),
    )


def _is_ours(target: Path) -> bool:
    try:
        return f"Bag-Software-Agent: {SOFTWARE}\n" in (target / "bag-info.txt").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _refuse_without_room(target: Path, octets: int) -> None:
    if shutil.disk_usage(target.parent).free < octets:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _failure(target: Path, error: OSError) -> SiarError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SiarError(
            _("no room left in {path}; nothing was written").format(path=target.parent),
            hint=_("make room or use another drive, then run the same command again"),
        )
    return SiarError(
        _("cannot write the archive {path}: {reason}").format(path=target, reason=reason(error)),
        hint=_("check that the drive is connected and can be written to"),
    )
