"""Make a search index of pages with Pagefind, which comes with the program's own packages."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pagefind_bin import get_executable

from pipeline.errors import SiarError
from pipeline.i18n import _

ENGINE, ENTRY = "pagefind.js", "pagefind-entry.json"
# What a search asks for; the rest are faces that other sites show of it.
NEEDED = (ENTRY, "*.pf_meta", "index/*", "fragment/*")
TIMEOUT_SECONDS = 600.0


def index(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index of these pages (by path), and the engine that reads it.

    Equal pages make equal files. Raises SiarError when there is none.
    """
    with tempfile.TemporaryDirectory(prefix="siar-search-") as name:
        folder = Path(name)
        site, made, nowhere = (folder / part for part in ("site", "made", "nowhere"))
        for path, data in pages.items():
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        nowhere.mkdir()
        _run(site, made, nowhere)
        files = [file for pattern in NEEDED for file in made.glob(pattern)]
        files += [made / ENGINE, *_engines(made)]
        return {file.relative_to(made).as_posix(): file.read_bytes() for file in sorted(files)}


def _run(site: Path, made: Path, nowhere: Path) -> None:
    words = [str(get_executable()), "--site", str(site), "--output-path", str(made), "--silent"]
    # An empty folder, so that it reads no settings of anybody's.
    told = {"PATH": os.defpath, "HOME": str(nowhere), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            words, cwd=nowhere, env=told, capture_output=True, text=True,
            timeout=TIMEOUT_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from None
    if done.returncode != 0 or not (made / ENTRY).is_file():
        raise _failed((done.stderr or done.stdout).strip().rpartition("\n")[2] or "?")


def _engines(made: Path) -> list[Path]:
    """The stemmers of the languages that the pages are in."""
    languages = json.loads((made / ENTRY).read_bytes())["languages"].values()
    return [made / f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in languages]


def _failed(why: str) -> SiarError:
    return SiarError(
        _("the search index cannot be made: {why}").format(why=why),
        hint=_("the pages are live and whole; the next `siar publish` makes the index"),
    )
