"""Git's hook before a push is taken: asks the forge's rules, which the environment holds."""

import json
import os
import shlex
import sys
from pathlib import Path

from tests.github.bare import ZERO, Bare
from tests.github.rules import Actor, Change, refusals

RULESETS, ACTOR = "FORGE_RULESETS", "FORGE_ACTOR"


def main() -> int:
    """Say what is refused; 1 when anything is."""
    rulesets, actor = json.loads(os.environ[RULESETS]), Actor(*json.loads(os.environ[ACTOR]))
    bare, said = Bare(Path.cwd()), []
    for line in sys.stdin:
        words = line.split()
        old, new = (None if word == ZERO else word for word in words[:2])
        change = Change(words[2], old, new)
        said += [f"{change.ref}: {why}" for why in refusals(rulesets, actor, change, bare)]
    for why in said:
        sys.stderr.write(f"error: GH013: Repository rule violations found for {why}\n")
    return 1 if said else 0


def install(hooks: Path) -> None:
    """Write the hook into a folder of hooks."""
    root = Path(__file__).parent.parent.parent
    program = (
        f"import sys; sys.path.insert(0, {str(root)!r}); "
        "from tests.github.pre_receive import main; sys.exit(main())"
    )
    hook = hooks / "pre-receive"
    # A shell finds a Python in whatever folder; the line that names one allows no space.
    words = shlex.join([sys.executable, "-ISB", "-c", program])
    hook.write_text(f"#!/bin/sh\nexec {words}\n", encoding="utf-8")
    hook.chmod(0o755)
