"""Where tests put their folders: in memory, where the machine has room for them there.

An office is founded and written to in hundreds of tests, and everything in it is synced, as it is
in earnest; a disk would be waited for most of the time.
"""

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 — in it a folder that is our own, or none
ROOM_BYTES = 3 << 30
# No run takes as long: what is older was left by one that was killed, and nobody else removes it.
LEFT_SECONDS = 3 * 3600


def use_memory(memory: Path = MEMORY, room_bytes: int = ROOM_BYTES) -> bool:
    """Put temporary folders into `memory`, for this process and those it starts, if it will do.

    Where somebody has chosen a place (TMPDIR), it is theirs. Programs are started there, too.
    """
    if os.environ.get("TMPDIR") or not hasattr(os, "geteuid"):
        return False
    folder = memory / f"siar-tests-{os.geteuid()}"
    try:
        there = os.statvfs(memory)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
    except OSError:
        return False
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    has_room = there.f_bavail * there.f_frsize >= room_bytes
    if not is_ours or not has_room or there.f_flag & os.ST_NOEXEC:
        return False
    _remove_old(folder)
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None  # what was asked for before is remembered
    return True


def _remove_old(folder: Path) -> None:
    before = time.time() - LEFT_SECONDS
    for left in folder.glob("siar-*"):
        with suppress(FileNotFoundError):  # somebody else's run was faster
            if left.lstat().st_mtime < before:
                shutil.rmtree(left, ignore_errors=True)
