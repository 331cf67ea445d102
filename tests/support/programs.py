"""Programs that a test starts: where they are, and what happens when one is not there."""

import os
import shutil
import sys
from pathlib import Path

import pytest

MUST_RUN = "SIAR_TESTS_MUST_RUN"


def need(program: str) -> str:
    """The path of a program, from this environment or the system.

    Without it the test is skipped with the program's name; where every test must run
    (`SIAR_TESTS_MUST_RUN`, which `.ci/run` sets) it fails.
    """
    ours = Path(sys.executable).parent
    found = shutil.which(program, path=os.pathsep.join([str(ours), os.environ.get("PATH", "")]))
    if found is None:
        sentence = f"needs the program {program}"
        if os.environ.get(MUST_RUN):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    return found
