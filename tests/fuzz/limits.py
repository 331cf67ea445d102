"""Run one reader on one input where it can do no harm: in a child, with little time and memory."""

import json
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pipeline.errors import SiarError
from pipeline.record.finding import Finding
from pipeline.record.report_findings import format_text

# What no hostile file may cost.
SECONDS, MEBIBYTES = 2, 512

Reader = Callable[[bytes], Iterable[Finding]]


class Outcome(NamedTuple):
    """What came of it: the rules that were broken, or `crash` with the traceback or the signal."""

    ids: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    crash: str = ""
    seconds: float = 0.0


def outcome(read: Reader, data: bytes) -> Outcome:
    """Read, and judge what was said: every finding can be shown, and no other way out is taken."""
    started = time.process_time()
    try:
        found = list(read(data))
        _judge(found)
    except SiarError as refused:
        found = [Finding("", 1, "refused", refused.message, refused.hint)]
    except Exception:
        return Outcome(crash=traceback.format_exc(limit=-12))
    return Outcome(
        ids=tuple(finding.id for finding in found[:1000]),
        lines=tuple(finding.line for finding in found[:1000]),
        seconds=time.process_time() - started,
    )


def _judge(found: Iterable[Finding]) -> None:
    for finding in found:
        assert finding.line >= 0, finding
        assert finding.message, finding
        assert finding.help, finding
        format_text([finding]).encode()


def confined(read: Reader, data: bytes) -> Outcome:
    """The outcome in a child process that is ended when it takes too much."""
    result, told = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(told, "w") as answer:
            limit_memory()
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            answer.write(json.dumps(outcome(read, data)))
            answer.flush()
            os._exit(0)
    os.close(told)
    with os.fdopen(result) as answer:
        said = answer.read()
    _pid, status = os.waitpid(child, 0)
    if status or not said:
        why = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else str(status)
        return Outcome(crash=f"the child was ended: {why}")
    ids, lines, crash, seconds = json.loads(said)
    return Outcome(tuple(ids), tuple(lines), crash, seconds)


def limit_memory() -> None:
    """Let this process have no more memory than a hostile file may cost."""
    most = MEBIBYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


class TooSlow(BaseException):
    """A reader took more time than a hostile file may cost."""


@contextmanager
def bounded_time() -> Iterator[None]:
    """Raise TooSlow when what is done here takes too long; end the process if that is not heard."""

    def too_slow(_signal: int, _frame: object) -> None:
        raise TooSlow

    before, limits = (
        signal.signal(signal.SIGPROF, too_slow),
        resource.getrlimit(resource.RLIMIT_CPU),
    )
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + SECONDS + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, limits[1]))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_CPU, limits)
