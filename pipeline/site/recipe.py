"""What every byte of the site depends on besides the published set."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline.i18n import _
from pipeline.record.agency import Agency
from pipeline.repository import Repository
from pipeline.site.newsroom import public_facts
from pipeline.site.renditions import RECIPE as PICTURES
from pipeline.site.source import CONFIGURATION, THEME
from pipeline.site.state import STATE, render_json

# Marks a message for the catalogue; it is translated when it is shown.
N_ = str

RECIPE = f"{STATE}recipe.json"
FORMAT = "1"
LOCK = "requirements.lock"
LIBRARIES = ("pelican", "Markdown", "nh3", "Jinja2", "babel", "tzdata")
# The program's rooms that pages are made in.
ROOMS = ("site", "record")
# Part by part, and what to call the part when it is another one.
PARTS: Mapping[str, str] = {
    "format": N_("what the site keeps of itself"),
    "theme": N_("the theme"),
    "configuration": N_("pelicanconf.py"),
    "newsroom": N_("what agency.yaml says to the public"),
    "program": N_("the program"),
    "lock": N_("requirements.lock"),
    "libraries": N_("the libraries of the program"),
    "pictures": N_("how photographs are encoded"),
}
# Those that an article's own text depends on.
READING = ("format", "program", "lock", "libraries", "pictures")
Recipe = Mapping[str, str]


def recipe(repository: Repository, commit: str, agency: Agency) -> Recipe:
    """The recipe of a site with the theme of a commit, made by the program that runs here."""
    theme, configuration, lock = (
        (repository.entry(commit, path) or ("", ""))[1]
        for path in (THEME.rstrip("/"), CONFIGURATION, LOCK)
    )
    return {
        "format": FORMAT,
        "theme": theme,
        "configuration": configuration,
        "newsroom": _digest(json.dumps(public_facts(agency), sort_keys=True).encode()),
        "program": _program(),
        "lock": lock,
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "pictures": _digest(PICTURES.encode()),
    }


def render_recipe(recipe: Recipe) -> bytes:
    """The file that the site keeps of its recipe."""
    return render_json(recipe)


def parse_recipe(data: bytes | None) -> Recipe | None:
    """The recipe of a site; None when it keeps none that can be read."""
    try:
        found = json.loads(data or b"")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def digest_of(recipe: Recipe) -> str:
    """What names a recipe in short."""
    return _digest(render_recipe(recipe))


def reading_of(recipe: Recipe) -> str:
    """What names how articles are read: how pages look is no part of it."""
    return _digest(render_json({part: recipe[part] for part in READING}))


def differs(old: Recipe, new: Recipe) -> str:
    """Which parts of a recipe are others, in words; nothing when none is."""
    return ", ".join(_(name) for part, name in PARTS.items() if old.get(part) != new[part])


@cache
def _program() -> str:
    """The digest of the modules that pages are made by, as they run here."""
    package = Path(__file__).parent.parent
    files = [file for room in ROOMS for file in sorted((package / room).glob("*.py"))]
    listed = (f"{_digest(file.read_bytes())}  {file.parent.name}/{file.name}\n" for file in files)
    return _digest("".join(listed).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
