"""What Git says, told in our own words with the way out."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from git.exc import GitCommandError

from pipeline import disk
from pipeline.errors import SiarError, TryAgain
from pipeline.i18n import _

_LOCK = re.compile(r"'([^'\n]+\.lock)': File exists")


class Conflict(TryAgain):
    """Somebody else moved the ref first."""


class Locked(TryAgain):
    """Somebody is at work on the same ref at this instant, or was cut off while at it."""


class Refused(SiarError):
    """The gate said no; the message holds what it said."""


def overtaken() -> Conflict:
    """Somebody was faster."""
    return Conflict(
        _("somebody else changed it at the same moment"), hint=_("run the command again")
    )


def push_failure(out: str, err: str) -> SiarError:
    """What a push that failed means, from what Git printed (`--porcelain`) and complained of."""
    said = [
        line.removeprefix("remote:").removeprefix(" ").rstrip()
        for line in err.splitlines()
        if line.startswith("remote:")
    ]
    if "[remote rejected]" in out and "hook declined" in out:
        # The gate is a `siar` too, and says so; once is enough.
        words = "\n".join(line for line in said if line).removeprefix("siar: ")
        return Refused(words or err.strip())
    if "(unpacker error)" in out:
        return SiarError(
            _("the office's repository could not keep it: {why}").format(
                why="\n".join(said) or err.strip()
            ),
            hint=_("nothing was changed; tell whoever looks after the server"),
        )
    if "[rejected]" in out or "[remote rejected]" in out:
        return _known(err) or overtaken()
    return out_of_reach(err)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn the failure of a `git WHAT` into a sentence."""
    try:
        yield
    except GitCommandError as error:
        said = str(error.stderr).strip().removeprefix("stderr: '").removesuffix("'").strip()
        raise _known(said) or SiarError(
            _("Git could not {what}: {said}").format(what=what, said=said or _("it was cut off")),
            hint="" if said else _("nothing was half written; mend this and run the command again"),
        ) from None


def _known(err: str) -> SiarError | None:
    """What is told of a trouble that has a way out of its own; None for any other."""
    if os.strerror(errno.ENOSPC) in err:
        return disk.full()
    if found := _LOCK.search(err):
        return Locked(
            _("another command is at work there, or was cut off: {path}").format(path=found[1]),
            hint=_("run the command again in ten minutes; if it is still so, remove that file"),
        )
    return None


def out_of_reach(err: str) -> SiarError:
    """Of what Git says, the first line is the reason; the others are advice on other matters."""
    if known := _known(err):
        return known
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    why = lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else _("it was cut off")
    return TryAgain(
        _("the office's repository cannot be reached: {why}").format(why=why),
        hint=_("nothing was changed; check the connection and run the command again"),
    )
