"""File and folder names that every computer can open, Windows and old flash drives too."""

import re
import unicodedata
from collections.abc import Iterable

from pipeline.record.text import without_invisible

# Windows forbids these; % would be read as an escape in addresses and in BagIt manifests.
FORBIDDEN = re.compile(r'[<>:"/\\|?*%#\x00-\x1f]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)", re.I)
# Folder and file together stay far from the 260 characters of a Windows path.
LONGEST_NAME = 80
LONGEST_TITLE = 60


def legal_name(text: str, longest: int = LONGEST_NAME) -> str:
    """`text` as one name; an extension survives the shortening, nothing becomes `_`."""
    composed = unicodedata.normalize("NFC", without_invisible(text))
    name = " ".join(FORBIDDEN.sub(" ", composed).split())
    stem, dot, extension = name.rpartition(".")
    if dot and 0 < len(extension) <= 5 and extension.isalnum():
        name = f"{_short(stem, longest - len(extension) - 1)}.{extension}"
    else:
        name = _short(name, longest)
    return f"_{name}" if RESERVED.match(name) else name


def _short(name: str, longest: int) -> str:
    """Cut between words where there are any; Windows drops dots and spaces at the end."""
    if len(name) > longest:
        cut = name[: longest + 1].rsplit(" ", 1)[0]
        name = cut if len(cut) > longest // 2 else name[:longest]
    return name[:longest].strip(" .") or "_"


def legal_path(path: str) -> str:
    """A relative path in which every part is legal; it cannot lead upwards."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(legal_name(part) for part in parts) or "_"


def distinct(paths: Iterable[str]) -> list[str]:
    """The paths, with ` (2)` and so on where two would be one file on Windows."""
    taken: set[str] = set()
    found = []
    for path in paths:
        folder, slash, name = path.rpartition("/")
        stem, dot, extension = name.rpartition(".")
        if not stem:
            stem, dot, extension = name, "", ""
        candidate, count = path, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{folder}{slash}{stem} ({count}){dot}{extension}"
        taken.add(candidate.casefold())
        found.append(candidate)
    return found
