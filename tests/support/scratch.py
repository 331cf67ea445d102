"""Where tests put their folders: in memory, where the machine has room for them there.

An office is founded and written to in hundreds of tests, and everything in it is synced, as it is
in earnest; a disk would be waited for most of the time.
"""

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 — whose files only their owner can read or replace
ROOM_BYTES = 3 << 30


def use_memory(folder: Path = MEMORY, room_bytes: int = ROOM_BYTES) -> bool:
    """Put temporary folders into `folder`, for this process and those it starts, if it will do.

    Where somebody has chosen a place (TMPDIR), it is theirs. Programs are started there, too.
    """
    if os.environ.get("TMPDIR") or not os.access(folder, os.W_OK | os.X_OK):
        return False
    there = os.statvfs(folder)
    if there.f_flag & os.ST_NOEXEC or there.f_bavail * there.f_frsize < room_bytes:
        return False
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None  # what was asked for before is remembered
    return True
