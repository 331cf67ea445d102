"""Put the website on a web server over SSH, by rsync alone: no command is ever run there.

FOLDER/releases/<tree>/     the two latest releases, whole
FOLDER/current              a link to the one that is live; the web server serves this

Where a server cannot serve through a link, the destination ends with `/`: then the files lie in
the folder itself, each one put in place when all have come, and what is gone removed after that.
"""

import re
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import SiarError, TryAgain, UsageError
from pipeline.i18n import _
from pipeline.site.deploy import CURRENT, RELEASES
from pipeline.site.manifest import MANIFEST, Manifest, parse_manifest

TIMEOUT_SECONDS = 1800
_PLACE = r"(?P<path>[\w~/.][\w./~-]*)"
_HOST = r"(?P<user>[\w][\w.-]*)@(?P<host>[\w][\w.-]*)"
_FORMS = (re.compile(f"{_HOST}:{_PLACE}"), re.compile(rf"ssh://{_HOST}:(?P<port>\d+){_PLACE}"))
# Dates differ from build to build, so that bytes are compared. Everybody may read what is public.
_ALIKE = ("--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--protect-args")
# What rsync says by its exit code when the server is there, and the files are the trouble.
_PLACES, _FULL, _PARTLY = 3, 11, 23


class Destination(NamedTuple):
    """A folder of a server; `in_place` when the files lie in the folder itself."""

    host: str
    port: str
    folder: str
    in_place: bool

    def at(self, name: str) -> str:
        """A place below the folder, as rsync is told it."""
        return f"{self.host}:{self.folder}/{name}"


def destination(text: str) -> Destination:
    """The destination that a setting names. Raises UsageError."""
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None or ".." in found["path"].split("/"):
        raise UsageError(
            _("{text} is not a folder of a server").format(text=text),
            hint="git config siar.rsync situs@server.example:/srv/www/siar",
        )
    path, port = found["path"], found.groupdict().get("port") or ""
    return Destination(
        f"{found['user']}@{found['host']}", port, path.rstrip("/"), path.endswith("/")
    )


def deploy_by_rsync(
    target: Destination,
    ssh: str,
    tree: str,
    files: Callable[[], AbstractContextManager[Path]],
) -> bool:
    """Make the site with this tree the one that is live there; whether that was to do.

    `files` opens a folder that holds the site. Interrupted at any point, `current` leads to a whole
    site. Raises TryAgain when the server is away, SiarError when it does not take it.
    """
    line = _Line(target, f"{ssh} -p {target.port}" if target.port else ssh)
    there = line.live()
    if there is not None and there.tree == tree:
        return False
    with files() as folder:
        if target.in_place:
            line.send(folder, "", "--delay-updates", "--delete-after")
        else:
            line.release(folder, tree, there.tree if there else None)
    return True


class _Line:
    """One server, and what is asked of it."""

    def __init__(self, target: Destination, ssh: str) -> None:
        self._target, self._ssh = target, ssh

    def live(self) -> Manifest | None:
        """What is live there, if anything is."""
        inside = "" if self._target.in_place else f"{CURRENT}/"
        with tempfile.TemporaryDirectory(prefix="siar-rsync-") as name:
            code, said = self._run(self._target.at(f"{inside}{MANIFEST}"), f"{name}/manifest")
            if code:
                if code == _PARTLY and "No such file" in said:
                    return None
                raise self._trouble(code, said)
            try:
                return parse_manifest(Path(name, "manifest").read_bytes())
            except (OSError, ValueError, KeyError, TypeError):
                return None

    def release(self, folder: Path, new: str, former: str | None) -> None:
        """Bring the release beside the others, then switch, then remove what is two behind."""
        with tempfile.TemporaryDirectory(prefix="siar-rsync-") as name:
            beside = Path(name, RELEASES, new)
            beside.mkdir(parents=True)
            (Path(name) / CURRENT).symlink_to(f"{RELEASES}/{new}")
            # Folders first: rsync makes the last one of a path only.
            self._do("--dirs", f"{name}/{RELEASES}", self._target.at(""))
            linked = [f"--link-dest=../{former}"] if former and former != new else []
            self.send(folder, f"{RELEASES}/{new}", "--delete", *linked)
            # A link is put in the place of another one in one step.
            self._do("--links", f"{name}/{CURRENT}", self._target.at(""))
            beside.rmdir()
            kept = [f"--exclude=/{one}" for one in (new, former) if one]
            self._do("--recursive", "--delete", *kept, f"{name}/{RELEASES}/",
                     self._target.at(f"{RELEASES}/"))  # fmt: skip

    def send(self, folder: Path, name: str, *how: str) -> None:
        """Make a folder there hold what `folder` holds."""
        self._do(*_ALIKE, *how, f"{folder}/", self._target.at(f"{name}/" if name else ""))

    def _do(self, *words: str) -> None:
        code, said = self._run(*words)
        if code:
            raise self._trouble(code, said)

    def _run(self, *words: str) -> tuple[int, str]:
        whole = ["rsync", "--protect-args", f"--rsh={self._ssh}", *words]
        try:
            done = subprocess.run(
                whole, capture_output=True, text=True, errors="replace", check=False,
                timeout=TIMEOUT_SECONDS, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except FileNotFoundError:
            raise SiarError(
                _("the program {program} is not on this machine").format(program="rsync"),
                hint=_("install it; the site that is live stays as it was"),
            ) from None
        except subprocess.TimeoutExpired:
            raise self._trouble(30, _("it was cut off")) from None
        return done.returncode, done.stderr

    def _trouble(self, code: int, said: str) -> SiarError:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        why = lines[0] if lines else _("it was cut off")
        if code in (_PLACES, _FULL, _PARTLY):
            return SiarError(
                _("{host} did not take the website: {why}").format(host=self._target.host, why=why),
                hint=_("the old site is still live there; mend it, then run the command again"),
            )
        return TryAgain(
            _("{host} cannot be reached: {why}").format(host=self._target.host, why=why),
            hint=_("the old site is still live there; the next `siar publish` tries again"),
        )
