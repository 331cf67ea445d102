"""The failures a person can meet: each says what is wrong and the way out, and has an exit code."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every verb; README's table is checked against this one."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    RETRY = 3
    INTERRUPTED = 130


class SiarError(Exception):
    """Something that stops the command; `message` says what and where, `hint` the way out."""

    exit = Exit.PROBLEMS

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(SiarError):
    """The words of the command are off."""

    exit = Exit.USAGE


class NotFound(SiarError):
    """A request, person, file or repository that does not exist."""


class NotAllowed(SiarError):
    """The workflow table or the roster does not allow this."""


class BadInput(SiarError):
    """A file or an answer that cannot be read as what it should be."""


class TryAgain(SiarError):
    """Something outside is away for now; nothing was lost and the same command may be run again."""

    exit = Exit.RETRY
