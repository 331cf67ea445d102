"""What the command line says of itself, in either language."""

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache

# One process says everything: a verb's help is in the language in which it was loaded.
SAY = """
from pipeline.cli import VERBS, main
for verb in ("", *VERBS):
    print(f"== {verb}", flush=True)
    main([verb, "--help"] if verb else ["--help"])
"""


@cache
def helps(language: str) -> Mapping[str, str]:
    """Each verb's `--help`, and under `""` the whole command's; `C` as a locale is Indonesian."""
    environ = {name: value for name, value in os.environ.items() if name != "SIAR_LANGUAGE"}
    said = subprocess.run(
        [sys.executable, "-c", SAY],
        env={**environ, "LC_ALL": language},
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    parts = [part.partition("\n") for part in said.stdout.split("== ")[1:]]
    return {verb: text for verb, _newline, text in parts}
