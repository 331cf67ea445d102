"""Deploy a site, killed before the n-th thing done to the disk: `deploy_child.py SITE TARGET N`."""

import os
import signal
import sys
from pathlib import Path

from pipeline.site.deploy import deploy
from pipeline.site.manifest import read_built

CHANGES = {
    "os.mkdir",
    "os.rename",
    "os.link",
    "os.symlink",
    "os.remove",
    "os.rmdir",
    "open",
}


def main() -> None:
    """Python tells its hook of each such event just before it happens."""
    built, target = read_built(Path(sys.argv[1])), Path(sys.argv[2])
    left = int(sys.argv[3])

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in CHANGES or not str(arguments[0]).startswith(str(target)):
            return
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    deploy(built, target)


if __name__ == "__main__":
    main()
