"""The tests' forge with the past of a large office in it, which notes what it is asked."""

import gzip
import time
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from bench.stories import ACCOUNTS, KASI, OFFICER, evidence_id, number_of
from pipeline.record import agenda
from pipeline.repository import ZERO
from tests.github.call import Answer, Call
from tests.github.server import GitHub
from tests.github.state import Activity, Issue, Pull, Review, Verdict

FORGE = "127.0.0.1"
APPROVAL = 5  # the place of an approval in a request's history
HEADS = "refs/heads/request/"


class Traffic(NamedTuple):
    """What a forge was asked, and how many seconds it thought.

    `calls` are those of the API, `fetches` those of Git, `alone` the ones among them that wanted a
    single file; `received` are the bytes that Git was sent.
    """

    calls: int = 0
    fetches: int = 0
    alone: int = 0
    received: int = 0
    seconds: float = 0.0

    def __sub__(self, before: "Traffic") -> "Traffic":
        return Traffic(
            self.calls - before.calls, self.fetches - before.fetches, self.alone - before.alone,
            self.received - before.received, self.seconds - before.seconds,
        )  # fmt: skip


class Gauge(GitHub):
    """A forge that notes what it was asked."""

    traffic = Traffic()

    def answer(self, call: Call) -> tuple[Answer, str]:
        """The answer to a call of the API."""
        begun = time.perf_counter()
        answered = super().answer(call)
        self._add(Traffic(calls=1, seconds=time.perf_counter() - begun))
        return answered

    def git(
        self, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """Git's answer."""
        begun = time.perf_counter()
        answer = super().git(method, rest, query, headers, body)
        seconds = time.perf_counter() - begun
        told = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
        wanted = told.split(b"want ")[1:] if b"command=fetch" in told else []
        self._add(
            Traffic(
                fetches=bool(wanted),
                alone=len(wanted) == 1 and self._is_file(wanted[0][:40].decode()),
                received=len(answer.data()),
                seconds=seconds,
            )
        )
        return answer

    def _is_file(self, oid: str) -> bool:
        return self.bare.run("cat-file", "-t", oid) == "blob"

    def _add(self, more: Traffic) -> None:
        with self.lock:
            self.traffic -= Traffic() - more

    # --- the past -------------------------------------------------------------------------------

    def remember(self, total: int) -> None:
        """A pull request for each of so many requests: merged after its review, or open."""
        for person, account in ACCOUNTS.items():
            self.add_user(person, int(account))
        places = {number_of(place, total): place for place in range(total)}
        words = ("--first-parent", "--merges", "--reverse", "--format=%H %P %s")
        for line in self.bare.run("log", *words, "main").splitlines():
            merge, before, tip, _merge, number, _state = line.split(" ")
            self._reviewed(number.rstrip(":"), places[number.rstrip(":")], merge, before, tip)
        told = "--format=%(refname) %(objectname) %(committerdate:iso-strict)"
        for line in self.bare.run("for-each-ref", told, HEADS).splitlines():
            ref, tip, day = line.split(" ")
            at = datetime.fromisoformat(day)
            self._pull(ref.removeprefix(HEADS), tip, self.bare.branch("main") or "", at)
            made = (self.new_id(), ZERO, tip, ref, "branch_creation")
            self.activity.append(Activity(*made, self.user(OFFICER), at))

    def _pull(self, number: str, tip: str, base: str, at: datetime) -> tuple[Issue, Pull]:
        issue = self.make_issue(self.user(OFFICER), f"{number} Panen (CONTOH)", "")
        issue.created = issue.updated = at
        pull = Pull(agenda.branch(number), "main", head=tip, base_sha=base, shown=(tip, base))
        issue.pull = pull
        return issue, pull

    def _reviewed(self, number: str, place: int, merge: str, base: str, tip: str) -> None:
        kasi, at = self.user(KASI), self.now()
        issue, pull = self._pull(number, tip, base, at)
        review = Review(evidence_id(place, APPROVAL), kasi, Verdict.APPROVED, tip, "", at)
        pull.reviews.append(review)
        pull.merged_at, pull.merged_by, pull.merge_commit = at, kasi, merge
        self.close(issue, kasi)
