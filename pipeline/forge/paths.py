"""Which class a path of main belongs to: one merge changes one class, and each has its rule."""

from collections.abc import Iterable
from enum import StrEnum

from pipeline.forge.units import AGENCY, MEDIA, folder_of, number_of


class Kind(StrEnum):
    """What a path is part of."""

    UNIT = "unit"
    CONFIGURATION = "configuration"
    CODE = "code"
    STRANGE = "strange"


CONFIGURATION = frozenset({AGENCY, MEDIA})
# What an office runs on, at the top of its repository: folders end with a slash.
CODE_FOLDERS = (
    "pipeline/", "theme/", "tools/", "tests/", "docs/", "bench/", "examples/", ".github/", ".ci/",
)  # fmt: skip
CODE_FILES = frozenset(
    {
        "pelicanconf.py", "pyproject.toml", "Makefile", "README.md", "README.id.md",
        "CHANGELOG.md", "LICENSE", "requirements.lock", "requirements-dev.lock", ".gitignore",
        ".importlinter", "content/README.md", "requests/README.md",
    }
)  # fmt: skip


def classify(path: str) -> Kind:
    """The class of a path; STRANGE has no place in an office's repository."""
    if path in CONFIGURATION:
        return Kind.CONFIGURATION
    # How a clone writes files to disk is nobody's to change: what is built is raw bytes anyway.
    if path.rpartition("/")[2] == ".gitattributes":
        return Kind.STRANGE
    if path in CODE_FILES or path.startswith(CODE_FOLDERS):
        return Kind.CODE
    return Kind.UNIT if number_of(path) or folder_of(path) else Kind.STRANGE


def classes(paths: Iterable[str]) -> dict[Kind, list[str]]:
    """The paths by class, each class in the order they came."""
    found: dict[Kind, list[str]] = {}
    for path in paths:
        found.setdefault(classify(path), []).append(path)
    return found
