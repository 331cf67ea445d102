"""Read Git's objects through one process that stays, and believe none whose name does not fit.

Git finds an object in a pack by the pack's index, and does not compute its id again; whoever can
write to a repository could exchange an object there. Here every one is held against its id.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, NamedTuple, Protocol

from pipeline.errors import NotFound, SiarError
from pipeline.i18n import _
from pipeline.objects import BadObject

# So many questions fit into a pipe, whether or not Git has begun to read them.
AT_ONCE = 256
OBJECT_LIMIT = 128 * 1024 * 1024


class Process(Protocol):
    """What is needed of `git cat-file --batch`."""

    stdin: IO[bytes]
    stdout: IO[bytes]


class Raw(NamedTuple):
    """An object: `commit`, `tree`, `blob` or `tag`, and its bytes."""

    kind: str
    data: bytes


class ObjectReader:
    """Answers by object id; `start` starts a `git cat-file --batch`."""

    def __init__(self, start: Callable[[], Process]) -> None:
        self._start = start
        self._idle: list[Process] = []
        self._others: list[Process] = []
        self._owner = os.getpid()

    def read(self, oid: str) -> Raw:
        """The object. Raises NotFound when it is not there, BadObject when it is another one."""
        process = self._take()
        try:
            found = next(_answers(process, (oid,)))
        except NotFound:
            self._idle.append(process)
            raise
        self._idle.append(process)
        return found

    def read_all(self, oids: Iterable[str]) -> Iterator[Raw]:
        """The objects in the order of their ids, many asked for at once and one held at a time."""
        process = self._take()
        waiting = iter(oids)
        while part := tuple(islice(waiting, AT_ONCE)):
            yield from _answers(process, part)
        self._idle.append(process)

    def commit(self, name: str) -> str | None:
        """The id of the commit that a name leads to now; None when it leads to none.

        Raises BadObject when that commit is another one.
        """
        if "\n" in name:
            return None
        process = self._take()
        _ask(process, (f"{name}^{{commit}}",))
        head = process.stdout.readline().split()
        if head[-1:] in ([b"missing"], [b"ambiguous"]):
            oid = None
        else:
            oid = head[0].decode("ascii") if head else ""
            _body(process.stdout, oid, head)
        self._idle.append(process)
        return oid

    def _take(self) -> Process:
        """A process that owes no answer; one that does, since somebody gave up, is not used again.

        One that was forked off would read the answers to its parent's questions.
        """
        if self._owner != os.getpid():
            # Kept for its owner: a process that nobody has any more is ended.
            self._others, self._idle, self._owner = self._idle, [], os.getpid()
        return self._idle.pop() if self._idle else self._start()


def of_kind(wanted: str, oid: str, found: Raw) -> bytes:
    """The bytes of an object that must be of a kind. Raises BadObject when it is another one."""
    if found.kind != wanted:
        raise BadObject(
            _("the object {oid} is a {kind}, where a {wanted} belongs").format(
                oid=oid, kind=found.kind, wanted=wanted
            ),
            hint=_("it was made by hand: put the branch back to the last right commit"),
        )
    return found.data


def _ask(process: Process, names: tuple[str, ...]) -> None:
    try:
        process.stdin.write("".join(f"{name}\n" for name in names).encode(errors="surrogateescape"))
        process.stdin.flush()
    except OSError:
        raise _cut_off() from None


def _answers(process: Process, oids: tuple[str, ...]) -> Iterator[Raw]:
    _ask(process, oids)
    for oid in oids:
        yield _answer(process.stdout, oid)


def _answer(answers: IO[bytes], oid: str) -> Raw:
    head = answers.readline().split()
    if head[1:] == [b"missing"]:
        raise NotFound(_("the object {oid} is not in this clone").format(oid=oid))
    return _body(answers, oid, head)


def _body(answers: IO[bytes], oid: str, head: list[bytes]) -> Raw:
    """What follows upon the line that says what comes, held against the id."""
    if len(head) != 3:
        raise _cut_off()
    kind, size = head[1], int(head[2])
    if size > OBJECT_LIMIT:
        raise BadObject(
            _("the object {oid} is too large: {size} bytes").format(oid=oid, size=size),
            hint=_("put a smaller file in its place; the limit is {limit} bytes").format(
                limit=OBJECT_LIMIT
            ),
        )
    data = answers.read(size)
    if len(data) != size or answers.read(1) != b"\n":
        raise _cut_off()
    digest = hashlib.sha1(b"%s %d\0" % (kind, size), usedforsecurity=False)
    digest.update(data)
    if digest.hexdigest() != oid:
        raise BadObject(
            _("the object {oid} was exchanged: its bytes have another id").format(oid=oid),
            hint=_("fetch it again from a clone that is whole; `git fsck --full` lists all"),
        )
    return Raw(kind.decode("ascii"), data)


def _cut_off() -> SiarError:
    return SiarError(
        _("Git could not {what}: {said}").format(what="cat-file", said=_("it was cut off")),
        hint=_("`git fsck --full` says whether an object is damaged"),
    )
