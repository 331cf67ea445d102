"""Write a folder as BagIt (RFC 8493): payload below data/, and a checksum for every file."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.files import sync_directory

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_bag(
    folder: Path, payload: Mapping[str, bytes], tags: Mapping[str, bytes], info: Mapping[str, str]
) -> None:
    """Fill the empty `folder`: `payload` by path below data/, `tags` by path beside it.

    `info` goes to bag-info.txt. Raises OSError, a full disk for one, with the folder half filled.
    """
    octets = sum(len(content) for content in payload.values())
    described = {**info, "Payload-Oxum": f"{octets}.{len(payload)}"}
    inside = {f"data/{path}": content for path, content in payload.items()}
    beside = {
        "bagit.txt": DECLARATION.encode(),
        "bag-info.txt": "".join(f"{k}: {_one_line(v)}\n" for k, v in described.items()).encode(),
        "manifest-sha256.txt": _manifest(inside),
        **tags,
    }
    everything = {**inside, **beside, "tagmanifest-sha256.txt": _manifest(beside)}
    for path, content in everything.items():
        _write(folder / path, content)
    for directory in {(folder / path).parent for path in everything} | {folder}:
        sync_directory(directory)


def _manifest(files: Mapping[str, bytes]) -> bytes:
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)]
    return "".join(lines).encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
