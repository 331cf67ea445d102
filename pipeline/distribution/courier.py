"""Send the mails a publication owes: plan, claim, send, record; each step known before the next."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from pipeline.distribution import outbox
from pipeline.distribution.delivery import UNTRIED, Delivery, Line, line_of
from pipeline.distribution.inspection import inspect
from pipeline.distribution.logbook import RACES, Journal, Logbook, Records, lost_races
from pipeline.distribution.mailer import Mailer, Outcome, Verdict
from pipeline.distribution.message import NOBODY, Composed, Told
from pipeline.distribution.notices import Notice
from pipeline.distribution.outbox import Hold, NextStep, Send
from pipeline.distribution.step import Because, MessageState, Step, without_addresses
from pipeline.errors import BadInput


class Compose(Protocol):
    """Compose the mail for a notice; the same arguments give the same bytes."""

    def __call__(self, notice: Notice, *, at: datetime, told: Told) -> Composed:
        """Raises BadInput for what cannot be a mail."""


class Courier:
    """Delivers the mails of one request, in one run.

    `sender` is the envelope's sender, `run` an id that no other run has, `clock` gives the
    present moment, aware.
    """

    def __init__(
        self,
        number: str,
        journal: Journal,
        mailer: Mailer,
        compose: Compose,
        *,
        sender: str,
        run: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._logbook = Logbook(journal, number)
        self._mailer, self._compose, self._sender = mailer, compose, sender
        self._run, self._clock = run, clock
        self._away = ""
        self._inspected: set[tuple[str, str]] = set()

    def deliver(self, notices: Sequence[Notice]) -> Delivery:
        """Send what is owed and not yet settled: the media, then the sender, who is told of them.

        Raises TryAgain when the ledger cannot be written: what is not recorded was not sent, or
        stays claimed and is held for a person once the claim has run out.
        """
        self._away = ""
        media = [notice for notice in notices if notice.is_for_media]
        others = [notice for notice in notices if not notice.is_for_media]
        lines = self._send_all(media, media)
        if any(line.state in UNTRIED for line in lines):
            later = [self._line(notice, is_new=False) for notice in others]
            return Delivery((*lines, *later), self._away)
        return Delivery((*lines, *self._send_all(others, media)), self._away)

    def _send_all(self, notices: Sequence[Notice], media: Sequence[Notice]) -> list[Line]:
        unfit = self._plan(notices, media)
        return [unfit.get(notice.event) or self._settle(notice, media) for notice in notices]

    def _plan(self, notices: Sequence[Notice], media: Sequence[Notice]) -> dict[str, Line]:
        """Record a plan for each mail that has none, in one push; answer with those unfit."""
        for _race in range(RACES):
            now = self._clock()
            plans: list[Step] = []
            unfit: dict[str, Line] = {}
            for notice in notices:
                if self._logbook.standing(notice) is None:
                    try:
                        plans.append(self._planned(notice, media, now))
                    except BadInput as error:
                        unfit[notice.event] = Line(notice, None, error.message, error.hint)
            if self._logbook.append(plans, now):
                return unfit
        raise lost_races()

    def _planned(self, notice: Notice, media: Sequence[Notice], now: datetime) -> Step:
        mail = self._made(notice, now, media, self._logbook.records())
        return Step(
            event=notice.event,
            state=MessageState.PLANNED,
            at=now,
            run=self._run,
            recipient=notice.recipient,
            message_id=mail.message_id,
            sha256=_digest(mail),
        )

    def _settle(self, notice: Notice, media: Sequence[Notice]) -> Line:
        """Do all that can be done now about one mail that is planned; say where it stands."""
        is_new, may_plan_anew = False, True
        while step := self._to_do(notice):
            is_new = True
            if isinstance(step, Hold):
                self._logbook.record([self._held(step.last, step.reason, step.last.reply)])
                continue
            planned = step.planned
            try:
                before = outbox.before_plan(self._logbook.records(), planned)
                mail = self._made(notice, planned.at, media, before)
            except BadInput as error:
                return Line(notice, None, error.message, error.hint)
            if _digest(mail) == planned.sha256:
                self._send(notice, step, mail)
            elif step.attempt == 1 and may_plan_anew:  # no server has seen it yet
                now = self._clock()
                may_plan_anew = not self._logbook.append([self._planned(notice, media, now)], now)
            else:
                self._logbook.record([self._held(planned, Because.BYTES_DIFFER)])
        return self._line(notice, is_new=is_new)

    def _to_do(self, notice: Notice) -> Send | Hold | None:
        step: NextStep = outbox.next_step(self._logbook.standing(notice), self._clock())
        if isinstance(step, Hold) or (isinstance(step, Send) and not self._away):
            return step
        return None

    def _made(
        self, notice: Notice, at: datetime, media: Sequence[Notice], records: Records
    ) -> Composed:
        """The mail, inspected: these very bytes are what is sent."""
        told = NOBODY if notice.is_for_media else told_of(media, records)
        mail = self._compose(notice, at=at, told=told)
        seen = (notice.address, _digest(mail))
        if seen not in self._inspected:  # the plan has looked at the same bytes
            inspect(mail.data, mail.fields, mail.attached, notice.address)
            self._inspected.add(seen)
        return mail

    def _send(self, notice: Notice, step: Send, mail: Composed) -> None:
        now = self._clock()
        claim = self._next(step.planned, MessageState.CLAIMED, now, step.attempt)
        if self._logbook.claim(replace(claim, until=now + outbox.LEASE)):
            outcome = self._mailer.send(mail.data, self._sender, notice.address)
            if outcome.verdict is Verdict.AWAY:
                self._away = outcome.reply
            self._logbook.record(self._results(step, outcome))

    def _results(self, step: Send, outcome: Outcome) -> list[Step]:
        """The records of an outcome; a server that was away has not made an attempt of it."""
        now, verdict = self._clock(), outcome.verdict
        result = replace(
            self._next(step.planned, _STATES[verdict], now, step.attempt),
            reply=without_addresses(outcome.reply),
            via=self._mailer.via,
        )
        if verdict is Verdict.RETRY:
            return [replace(result, until=now + outbox.wait_after(step.attempt))]
        if verdict is Verdict.AWAY:
            return [replace(result, until=now, attempt=step.attempt - 1)]
        if verdict is Verdict.UNKNOWN:
            return [result, self._held(result, Because.NO_ANSWER, result.reply)]
        return [result]

    def _held(self, last: Step, because: Because, words: str = "") -> Step:
        held = self._next(last, MessageState.HELD, self._clock(), last.attempt)
        return replace(held, reply=f"{because}: {words}" if words else str(because), via=last.via)

    def _next(self, former: Step, state: MessageState, at: datetime, attempt: int) -> Step:
        bare = replace(former, reply="", until=None, via="")
        return replace(bare, state=state, at=at, run=self._run, attempt=attempt)

    def _line(self, notice: Notice, *, is_new: bool) -> Line:
        return line_of(notice, self._logbook.standing(notice), self._away, is_new=is_new)


_STATES = {
    Verdict.ACCEPTED: MessageState.ACCEPTED,
    Verdict.REFUSED: MessageState.REFUSED,
    Verdict.RETRY: MessageState.RETRY,
    Verdict.AWAY: MessageState.RETRY,
    Verdict.UNKNOWN: MessageState.UNKNOWN,
}


def told_of(media: Sequence[Notice], records: Records) -> Told:
    """Which outlets have the mail by these records, and how many are being tried again."""
    known = outbox.standings(records)
    states = [(one.name, known[one.event].last.state) for one in media if one.event in known]
    return Told(
        tuple(name for name, state in states if state is MessageState.ACCEPTED),
        sum(state is MessageState.RETRY for _name, state in states),
    )


def _digest(mail: Composed) -> str:
    return sha256(mail.data).hexdigest()
