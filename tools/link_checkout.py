"""Make this environment see the checkout: a path file, and the command `siar` beside Python.

An editable install would do the same but needs a build backend, one more thing to lock and
trust.
"""

import sys
import sysconfig
from pathlib import Path

LAUNCHER = """#!/bin/sh
# -I: nothing in the folder where it is called is ever imported.
exec "$(dirname "$(readlink -f "$0")")/python" -I -m pipeline "$@"
"""


def main() -> None:
    """Write both files into the environment that runs this script."""
    checkout = Path(__file__).resolve().parent.parent
    Path(sysconfig.get_path("purelib"), "siar.pth").write_text(f"{checkout}\n", encoding="utf-8")
    launcher = Path(sys.prefix, "bin", "siar")
    launcher.write_text(LAUNCHER, encoding="utf-8")
    launcher.chmod(0o755)


if __name__ == "__main__":
    main()
