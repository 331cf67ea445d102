"""Presses side by side, as many as there are processors: each reads and writes a part of a site.

A press is given what concerns it by a thread of its own, which only waits; what is laid out and
planned meanwhile is so in the caller's thread, the one that knows the repository.
"""

import os
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Any, TypeVar

from pipeline.site.card import Card
from pipeline.site.plan import Page
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle

# Articles or pages of one order: small enough that none waits long for the others.
AT_ONCE = 200
# To start one more press costs as much as reading so many articles.
WORTH_A_PRESS = 400
MOST = 8
# Orders on their way to each press; all of a large site would fill the memory.
WAITING = 3
T = TypeVar("T")


def fitting(articles: int) -> int:
    """How many presses read so many articles the soonest on this machine."""
    affinity = getattr(os, "sched_getaffinity", None)
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(processors, MOST, articles // WORTH_A_PRESS))


class Workers:
    """The press `first`, which has begun a job, and `more` others, which `begin` begins it at.

    They go with the `with` block, but for the first one. `lay_out` lays articles out for all of
    them, and gives their texts.
    """

    def __init__(
        self,
        first: Press,
        more: int,
        begin: Callable[[Press], None],
        lay_out: Callable[[Sequence[PublishedArticle]], Sequence[bytes]],
    ) -> None:
        self._presses = [first]
        self._lay_out = lay_out
        # By folder: which press has read it.
        self._reader: dict[str, int] = {}
        self._at_once = AT_ONCE
        self._open = ExitStack()
        self._lines = [self._open.enter_context(_Line()) for _one in range(more + 1)]
        for line in self._lines[1:]:
            press = self._open.enter_context(Press(timeout_seconds=first.timeout_seconds))
            self._presses.append(press)
            line.send(press.dress_like, first)
            line.send(begin, press)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._open.close()

    def read(
        self,
        articles: Sequence[PublishedArticle],
        lay_out: Callable[[Sequence[PublishedArticle]], Sequence[bytes | None]] | None = None,
        *,
        with_text: bool = True,
    ) -> Iterator[Sequence[Card | None]]:
        """Read articles; their cards in order, None where one is given no text and is not kept.

        Those of an order are laid out, by `lay_out` if it is not to be all of them, while the ones
        before are read. What is not read `with_text` is for lists alone.
        """
        asked = []
        if articles:
            self._at_once = min(AT_ONCE, -(-len(articles) // len(self._lines)))
        for start in range(0, len(articles), self._at_once):
            some = articles[start : start + self._at_once]
            texts = (lay_out or self._lay_out)(some)
            one = self._freest()
            press = self._presses[one]
            if with_text:
                self._reader |= dict.fromkeys((article.folder for article in some), one)
            read = press.find if with_text else press.list
            asked.append(self._lines[one].send(read, some, texts))
        for answer in asked:
            yield answer.result()

    def write(self, pages: Iterable[Page]) -> Iterator[tuple[str, bytes]]:
        """The files of pages, each by a press that has read what stands in full on it."""
        gathered: dict[int | None, list[Page]] = defaultdict(list)
        sent: deque[Future[Sequence[tuple[str, bytes]]]] = deque()
        for page in pages:
            one = self._one_for(page)
            gathered[one].append(page)
            if len(gathered[one]) == self._at_once:
                sent.append(self._send(one, gathered.pop(one)))
                if len(sent) > WAITING * len(self._lines):
                    yield from sent.popleft().result()
        sent.extend(self._send(one, some) for one, some in gathered.items())
        while sent:
            yield from sent.popleft().result()

    def draw(self, folders: Iterable[str]) -> None:
        """Write the photographs of articles, which are laid out."""
        read_by: dict[int, list[str]] = defaultdict(list)
        for folder in folders:
            read_by[self._reader[folder]].append(folder)
        sent = [
            self._lines[one].send(self._presses[one].draw, some[start : start + self._at_once])
            for one, some in read_by.items()
            for start in range(0, len(some), self._at_once)
        ]
        for drawn in sent:
            drawn.result()

    def _send(self, one: int | None, pages: Sequence[Page]) -> Future[Sequence[tuple[str, bytes]]]:
        place = self._freest() if one is None else one
        return self._lines[place].send(self._presses[place].write, pages)

    def _one_for(self, page: Page) -> int | None:
        """The press that has read most of what stands in full on a page; it reads the rest now."""
        readers = [(card, self._reader[card.folder]) for card in page.in_full]
        if not readers:
            return None
        [(most, _count)] = Counter(one for _card, one in readers).most_common(1)
        others = [card.published for card, one in readers if one != most]
        if others:
            texts = self._lay_out(others)
            self._lines[most].send(self._presses[most].read, others, texts)
        return most

    def _freest(self) -> int:
        return min(range(len(self._lines)), key=lambda place: self._lines[place].waiting)


class _Line:
    """A thread that does what it is sent, one after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._sent: list[Future[Any]] = []

    def __enter__(self) -> "_Line":
        return self

    def __exit__(self, *_why: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    @property
    def waiting(self) -> int:
        """How much of what it was sent is not done."""
        self._sent = [one for one in self._sent if not one.done()]
        return len(self._sent)

    def send(self, do: Callable[..., T], *values: Any) -> "Future[T]":
        """Have it do something later."""
        done = self._thread.submit(do, *values)
        self._sent.append(done)
        return done
