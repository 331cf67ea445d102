"""How Git's objects are written: a loose file each, or a stream for `git fast-import` to pack."""

import contextlib
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pipeline.disk import unwritten

# Most of what more work would save, `git gc` saves later.
COMPRESSION = 1
_READ_ONLY = 0o444


def write_loose(objects: Path, kind: str, data: bytes, *, synced: bool = False) -> str:
    """Store an object in a repository's folder `objects`; gives its id.

    It appears whole or not at all (after a power cut, too, when it is to be `synced`), and stays as
    it is where it is there already. Raises SiarError when it cannot be written.
    """
    raw = b"%s %d\0" % (kind.encode(), len(data)) + data
    oid = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
    target = objects / oid[:2] / oid[2:]
    if target.exists():
        return oid
    try:
        target.parent.mkdir(exist_ok=True)
        _put(target, zlib.compress(raw, COMPRESSION), synced)
    except OSError as error:
        raise unwritten(error, objects) from None
    return oid


def _put(target: Path, data: bytes, synced: bool) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix="tmp_obj_")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        beside.chmod(_READ_ONLY)
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def feed(stream: BinaryIO, ref: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Tell `git fast-import` to make a commit of these files (path, bytes) and nothing else."""
    stream.write(f"commit {ref}\ncommitter siar <siar> 0 +0000\ndata 0\n".encode())
    for path, data in files:
        name = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        stream.write(f'M 100644 inline "{name}"\ndata {len(data)}\n'.encode())
        stream.write(data)
        stream.write(b"\n")
    stream.write(b"done\n")
