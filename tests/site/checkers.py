"""Judges of pages that npm installs: axe for people who see or move differently, Nu for HTML."""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.support.programs import MUST_RUN, need

FOLDER = Path(__file__).parents[1] / "pages" / "node_modules"
AXE, NU = "axe-core/axe.min.js", "vnu-jar/build/dist/vnu.jar"
# Nu reads files, which are of no origin: what a policy lets through from 'self' it cannot tell.
NOT_FOR_FILES = "violates Content Security Policy"
VIOLATIONS = """
async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`))
"""


def installed(name: str) -> Path:
    """A file that `make test` has installed.

    Without it the test is skipped, or fails where every test must run.
    """
    path = FOLDER / name
    if not path.is_file():
        sentence = "needs what npm installs below tests/pages (run `make test`)"
        if os.environ.get(MUST_RUN):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    return path


def violations(page: Page) -> list[str]:
    """What axe objects to on the open page."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=installed(AXE))
    found: list[str] = page.evaluate(VIOLATIONS)
    return found


class Complaint(NamedTuple):
    """What Nu says of a place in a file."""

    file: str
    line: int
    text: str


def complaints(files: Iterable[Path]) -> list[Complaint]:
    """Errors and warnings of Nu about these pages, styles and drawings, in one start of Java."""
    words = [need("java"), "-Xss2m", "-XX:TieredStopAtLevel=1", "-jar", str(installed(NU))]
    words += ["--also-check-css", "--also-check-svg", "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*words, *map(str, files)], capture_output=True, text=True, check=True)
    return [
        Complaint(said["url"], said.get("lastLine", 0), said["message"])
        for said in json.loads(done.stderr)["messages"]
        if NOT_FOR_FILES not in said["message"]
    ]
