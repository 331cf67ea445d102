"""Write a Git pack from raw objects, each stored as its difference from an older one if told so.

Source: gitformat-pack(5). Git itself indexes the pack, and so checks every byte of it.
"""

import hashlib
import struct
import subprocess
import zlib
from pathlib import Path

KINDS = {"commit": 1, "tree": 2, "blob": 3}
REF_DELTA = 7
DEEPEST = 40


class Pack:
    """A pack in the making."""

    def __init__(self, objects: Path) -> None:
        (objects / "pack").mkdir(parents=True, exist_ok=True)
        self._path = objects / "pack" / "pack-bench.pack"
        self._file = self._path.open("w+b")
        self._file.write(b"PACK" + struct.pack(">II", 2, 0))
        self._depths: dict[str, int] = {}

    def add(self, kind: str, data: bytes, base: tuple[str, bytes] | None = None) -> str:
        """Keep an object and give its id; `base` is the id and bytes of one that it resembles."""
        oid = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(data)) + data).hexdigest()  # noqa: S324
        if oid in self._depths:
            return oid
        depth = self._depths.get(base[0], DEEPEST) + 1 if base else 0
        if base is None or depth > DEEPEST:
            self._depths[oid] = 0
            self._write(KINDS[kind], data, b"")
        else:
            self._depths[oid] = depth
            self._write(REF_DELTA, delta(base[1], data), bytes.fromhex(base[0]))
        return oid

    def finish(self) -> None:
        """Close the pack and let Git index it."""
        self._file.seek(8)
        self._file.write(struct.pack(">I", len(self._depths)))
        self._file.seek(0)
        digest = hashlib.file_digest(self._file, "sha1").digest()
        self._file.seek(0, 2)
        self._file.write(digest)
        self._file.close()
        made = ["git", "index-pack", str(self._path)]
        name = subprocess.run(made, check=True, capture_output=True, text=True).stdout.strip()
        # Only a pack of a name like Git's own is cleared away when all is packed anew.
        for suffix in (".pack", ".idx"):
            self._path.with_suffix(suffix).rename(self._path.with_name(f"pack-{name}{suffix}"))

    def _write(self, kind: int, data: bytes, base: bytes) -> None:
        size, head = len(data) >> 4, [kind << 4 | len(data) & 15]
        while size:
            head[-1] |= 0x80
            head.append(size & 0x7F)
            size >>= 7
        self._file.write(bytes(head) + base + zlib.compress(data, 1))


def delta(old: bytes, new: bytes) -> bytes:
    """`new` as its beginning and end out of `old`, and what is between them."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle = new[start : len(new) - end]
    parts = [_length(len(old)), _length(len(new)), *_copies(0, start)]
    parts += [
        bytes([len(middle[at : at + 127])]) + middle[at : at + 127]
        for at in range(0, len(middle), 127)
    ]
    return b"".join([*parts, *_copies(len(old) - end, end)])


def _alike(one: bytes, other: bytes) -> int:
    """How many of the first bytes are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _length(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits[-1] |= 0x80
        digits.append(number & 0x7F)
    return bytes(digits)


def _copies(offset: int, size: int) -> list[bytes]:
    found = []
    while size:
        part = min(size, 0xFFFF)
        found.append(b"\xbf" + struct.pack("<IH", offset, part))
        offset, size = offset + part, size - part
    return found
