"""Ask a server's rsync: bring files here, send files there, and say in words what went wrong."""

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.errors import SiarError, TryAgain
from pipeline.i18n import _

TIMEOUT_SECONDS = 1800
# A server that says nothing for so long is gone.
SILENCE_SECONDS = 300
# Dates differ from build to build, so that bytes are compared. Everybody may read what is public.
_ALIKE = ("--checksum", "--perms", "--chmod=D755,F644")
_PATIENCE = (f"--timeout={SILENCE_SECONDS}",)
# What rsync says by its exit code when the server is there, and the files are the trouble.
_PLACES, _FULL, _PARTLY = 3, 11, 23


class Line:
    """A folder of a server: `place` is `user@host:folder`, `ssh` how the host is reached."""

    def __init__(self, place: str, host: str, ssh: str) -> None:
        self.place = place
        self._host, self._ssh = host, ssh

    def get(self, names: Iterable[str], folder: Path) -> None:
        """Bring these files and links of the server into a folder here, as far as it has them."""
        code, said = self._run(
            "--links", "--ignore-missing-args", "--files-from=-", "--from0",
            f"{self.place}/", f"{folder}/", names=names,
        )  # fmt: skip
        # Where not even the folder is, there is nothing.
        if code and not ("change_dir" in said and "No such file" in said):
            raise self._trouble(code, said)

    def put(self, folder: Path, names: Sequence[str], into: str = "", *how: str) -> None:
        """Put these files and links of a folder here into one there; others stay as they are.

        With `--delete-missing-args` among `how`, what is not here is removed there.
        """
        for name in names:  # it must be missing itself, not the folder that it was in
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        code, said = self._run(
            *_ALIKE, "--links", "--force", "--files-from=-", "--from0", *how,
            f"{folder}/", f"{self.place}/{into}", names=names,
        )  # fmt: skip
        if code:
            raise self._trouble(code, said)

    def put_all(self, folder: Path, into: str, *how: str) -> None:
        """Make a folder there hold what one here holds."""
        code, said = self._run(
            *_ALIKE, "--recursive", "--force", *how, f"{folder}/", f"{self.place}/{into}"
        )
        if code:
            raise self._trouble(code, said)

    def _run(self, *words: str, names: Iterable[str] = ()) -> tuple[int, str]:
        whole = ["rsync", "--protect-args", f"--rsh={self._ssh}", *_PATIENCE, *words]
        try:
            done = subprocess.run(
                whole, capture_output=True, check=False, timeout=TIMEOUT_SECONDS,
                # A name may begin like a remark.
                input="\0".join(f"./{name}" for name in names).encode(errors="surrogateescape"),
            )  # fmt: skip
        except FileNotFoundError:
            raise SiarError(
                _("the program {program} is not on this machine").format(program="rsync"),
                hint=_("install it; the site that is live stays as it was"),
            ) from None
        except subprocess.TimeoutExpired:
            raise self._trouble(30, _("it was cut off")) from None
        return done.returncode, done.stderr.decode(errors="replace")

    def _trouble(self, code: int, said: str) -> SiarError:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        why = lines[0] if lines else _("it was cut off")
        if code in (_PLACES, _FULL, _PARTLY):
            return SiarError(
                _("{host} did not take the website: {why}").format(host=self._host, why=why),
                hint=_("the old site is still live there; mend it, then run the command again"),
            )
        return TryAgain(
            _("{host} cannot be reached: {why}").format(host=self._host, why=why),
            hint=_("the old site is still live there; the next `siar publish` tries again"),
        )
