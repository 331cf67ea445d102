"""A run: plan, claim, send, record; told once, and never blindly again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.distribution.courier import Courier
from pipeline.distribution.delivery import Delivery
from pipeline.distribution.mailer import Outcome, Verdict
from pipeline.distribution.message import Composed, Told, compose
from pipeline.distribution.notices import Notice
from pipeline.distribution.step import MessageState
from pipeline.errors import Exit, TryAgain
from pipeline.ledger import Ledger
from pipeline.repository import Repository
from tests.distribution.samples import NOW, notices, publication
from tests.support.journal import MemoryJournal, Record, Shelf

NUMBER = "2026-0042"
SENDER = "siaranpers@siar.example"
OK = Outcome(Verdict.ACCEPTED, "250 ok")
AWAY = Outcome(Verdict.AWAY, "Connection refused")
UNKNOWN = Outcome(Verdict.UNKNOWN, "Connection unexpectedly closed")
LATER = Outcome(Verdict.RETRY, "451 4.7.1 greylisted")
REFUSED = Outcome(Verdict.REFUSED, "550 5.1.1 <desk@kabar-contoh.example> unknown")


class Post:
    """A mailer that answers as it is told, and keeps what it was given."""

    via = "smtp"

    def __init__(self, **answers: Outcome) -> None:
        self.answers = answers
        self.given: list[tuple[str, bytes]] = []
        self.during: Callable[[], None] = lambda: None

    def send(self, message: bytes, sender: str, recipient: str) -> Outcome:
        self.given.append((recipient, message))
        self.during()
        return self.answers.get(recipient.partition("@")[0], self.answers.get("all", OK))

    def close(self) -> None:
        pass

    @property
    def recipients(self) -> list[str]:
        return [recipient.partition("@")[0] for recipient, _message in self.given]


def write(notice: Notice, *, at: datetime, told: Told) -> Composed:
    return compose(notice, publication(), at=at, told=told)


def courier(
    journal: MemoryJournal, post: Post, *, now: datetime = NOW, run: str = "run-1"
) -> Courier:
    return Courier(NUMBER, journal, post, write, sender=SENDER, run=run, clock=lambda: now)


def run(shelf: Shelf, post: Post, *, now: datetime = NOW, name: str = "run-1") -> Delivery:
    return courier(MemoryJournal(shelf), post, now=now, run=name).deliver(notices())


def story(shelf: Shelf, recipient: str) -> list[str]:
    records = shelf.journals.get(NUMBER, ())
    return [str(record["state"]) for record in records if record["recipient"] == recipient]


def words(delivery: Delivery) -> list[tuple[str, str]]:
    return [(line.notice.recipient, str(line.state)) for line in delivery.lines]


def test_everybody_is_told_once_the_sender_last() -> None:
    shelf, post = Shelf(), Post()
    delivery = run(shelf, post)
    assert post.recipients == ["redaksi", "desk", "berita", "humas"]
    assert story(shelf, "sender") == ["planned", "claimed", "accepted"]
    assert delivery.exit is Exit.OK
    assert not delivery.is_quiet


def test_a_second_run_sends_and_records_nothing() -> None:
    shelf, post = Shelf(), Post()
    run(shelf, post)
    pushes = shelf.pushes
    for _again in range(100):
        assert run(shelf, post, name="run-2").is_quiet
    assert (len(post.given), shelf.pushes) == (4, pushes)


def test_the_sender_reads_which_outlets_were_told() -> None:
    shelf, post = Shelf(), Post(desk=REFUSED, berita=LATER)
    delivery = run(shelf, post)
    text = post.given[-1][1].decode()
    assert "1. Harian Contoh" in text and "2. " not in text
    assert "Pengiriman kepada 1 media lain masih kami upayakan." in text
    assert words(delivery) == [
        ("harian-contoh", "accepted"),
        ("kabar-contoh", "refused"),
        ("radio-contoh", "retry"),
        ("sender", "accepted"),
    ]
    assert delivery.exit is Exit.PROBLEMS
    assert delivery.lines[1].reply == "550 5.1.1 <…> unknown"


def test_a_server_away_stops_the_run_and_the_next_one_sends() -> None:
    shelf, post = Shelf(), Post(all=AWAY)
    delivery = run(shelf, post)
    assert len(post.given) == 1
    assert delivery.exit is Exit.RETRY
    assert delivery.away == "Connection refused"
    assert words(delivery) == [
        ("harian-contoh", "retry"),
        ("kabar-contoh", "planned"),
        ("radio-contoh", "planned"),
        ("sender", "planned"),
    ]
    back = Post()
    assert run(shelf, back, name="run-2").exit is Exit.OK
    assert back.recipients == ["redaksi", "desk", "berita", "humas"]
    assert "3. Radio Contoh FM" in back.given[-1][1].decode()


def test_a_relay_away_for_a_day_costs_no_attempt() -> None:
    shelf = Shelf()
    for hour in range(30):
        assert run(shelf, Post(all=AWAY), now=NOW + timedelta(hours=hour)).exit is Exit.RETRY
    post = Post()
    assert run(shelf, post, now=NOW + timedelta(hours=31)).exit is Exit.OK
    assert len(post.given) == 4


def test_an_unknown_outcome_is_held_and_not_sent_again() -> None:
    shelf, post = Shelf(), Post(desk=UNKNOWN)
    delivery = run(shelf, post)
    assert story(shelf, "kabar-contoh") == ["planned", "claimed", "unknown", "held"]
    assert delivery.exit is Exit.PROBLEMS
    assert delivery.lines[1].reply == (
        "the server did not answer after the whole mail; it may have arrived "
        "(Connection unexpectedly closed)"
    )
    again = run(shelf, post, now=NOW + timedelta(days=9), name="run-2")
    assert post.recipients.count("desk") == 1
    assert again.exit is Exit.OK


def test_a_run_that_broke_off_after_its_claim_leaves_the_mail_held() -> None:
    shelf, post = Shelf(), Post()

    def die() -> None:
        raise KeyboardInterrupt

    post.during = die
    with pytest.raises(KeyboardInterrupt):
        run(shelf, post)
    second = Post()
    soon = run(shelf, second, now=NOW + timedelta(minutes=5), name="run-2")
    assert words(soon)[0] == ("harian-contoh", "claimed")
    assert soon.exit is Exit.RETRY
    late = run(shelf, second, now=NOW + timedelta(minutes=25), name="run-3")
    assert late.lines[0].reply == "a run broke off while sending; the mail may have arrived"
    assert late.exit is Exit.PROBLEMS
    assert second.recipients == ["desk", "berita", "humas"]


def test_a_mail_put_off_is_sent_again_with_the_same_bytes() -> None:
    shelf, post = Shelf(), Post(desk=LATER)
    assert run(shelf, post).exit is Exit.RETRY
    post.answers = {}
    assert run(shelf, post, now=NOW + timedelta(minutes=14)).exit is Exit.RETRY
    assert post.recipients.count("desk") == 1
    assert run(shelf, post, now=NOW + timedelta(minutes=15)).exit is Exit.OK
    sent = [message for recipient, message in post.given if recipient.startswith("desk")]
    assert sent[0] == sent[1]


def changed(notice: Notice, *, at: datetime, told: Told) -> Composed:
    return compose(notice, publication(release="043/SP/XI/2026"), at=at, told=told)


def test_other_bytes_than_those_tried_before_are_held() -> None:
    shelf, post = Shelf(), Post(desk=LATER)
    run(shelf, post)
    later = Courier(
        NUMBER, MemoryJournal(shelf), post, changed,
        sender=SENDER, run="run-2", clock=lambda: NOW + timedelta(hours=1),
    )  # fmt: skip
    delivery = later.deliver(notices())
    assert story(shelf, "kabar-contoh")[-1] == "held"
    assert delivery.lines[1].reply == "it would not be the mail that was tried before"
    assert post.recipients.count("desk") == 1


def test_other_bytes_that_no_server_has_seen_are_planned_anew() -> None:
    shelf = Shelf()
    run(shelf, Post(all=AWAY))
    post = Post()
    later = Courier(
        NUMBER, MemoryJournal(shelf), post, changed, sender=SENDER, run="run-2", clock=lambda: NOW
    )
    assert later.deliver(notices()).exit is Exit.OK
    assert story(shelf, "kabar-contoh") == ["planned", "planned", "claimed", "accepted"]
    assert all(b"043/SP" in message for _recipient, message in post.given)


def test_bytes_that_never_come_out_alike_are_held_not_tried_forever() -> None:
    shelf, post, count = Shelf(), Post(), iter(range(99))

    def fickle(notice: Notice, *, at: datetime, told: Told) -> Composed:
        return compose(notice, publication(release=f"{next(count)}"), at=at, told=told)

    fickle_one = Courier(
        NUMBER, MemoryJournal(shelf), post, fickle, sender=SENDER, run="run-1", clock=lambda: NOW
    )
    delivery = fickle_one.deliver(notices())
    assert {line.state for line in delivery.lines[:3]} == {MessageState.HELD}
    assert post.recipients == ["humas"]  # whose mail then names no outlet and no release


def test_an_address_that_is_none_is_reported_and_the_others_are_told() -> None:
    shelf, post = Shelf(), Post()
    bad = notices()[0]._replace(address="redaksi@x.example\r\nBcc: korban@lain.example")
    delivery = courier(MemoryJournal(shelf), post).deliver((bad, *notices()[1:]))
    assert post.recipients == ["desk", "berita", "humas"]
    assert delivery.exit is Exit.PROBLEMS
    assert delivery.lines[0].reply == (
        "not a mail address: 'redaksi@x.example\\r\\nBcc: korban@lain.example'"
    )
    assert story(shelf, "harian-contoh") == []
    mended = courier(MemoryJournal(shelf), post, run="run-2").deliver(notices())
    assert mended.exit is Exit.OK
    assert post.recipients[-1] == "redaksi"


def test_of_two_runs_at_once_only_one_sends_each_mail() -> None:
    shelf, post, rival = Shelf(), Post(), Post()
    journal = MemoryJournal(shelf)
    slow = courier(journal, post, run="run-slow")
    turns = iter(range(99))

    def overtake(records: list[Record]) -> None:
        if next(turns) % 2 == 1:
            run(shelf, rival, name="run-fast")

    journal.before_append = overtake
    slow.deliver(notices())
    assert sorted(post.recipients + rival.recipients) == ["berita", "desk", "humas", "redaksi"]


def test_a_claim_whose_push_arrived_but_whose_answer_was_lost_is_ours() -> None:
    shelf, post = Shelf(), Post()
    journal = MemoryJournal(shelf)
    honest = journal.append

    def deaf(number: str, records: list[Record], *, at: datetime) -> None:
        honest(number, records, at=at)
        raise TryAgain("the answer was lost")

    journal.append = deaf  # type: ignore[method-assign, assignment]
    assert courier(journal, post).deliver(notices()).exit is Exit.OK
    assert post.recipients == ["redaksi", "desk", "berita", "humas"]
    assert story(shelf, "harian-contoh") == ["planned", "claimed", "accepted"]


def test_nothing_is_sent_when_the_claim_cannot_be_recorded() -> None:
    shelf, post = Shelf(), Post()
    journal = MemoryJournal(shelf)

    def away(records: list[Record]) -> None:
        raise TryAgain("the server room is dark")

    journal.before_append = away
    with pytest.raises(TryAgain) as caught:
        courier(journal, post).deliver(notices())
    assert caught.value.message == "the ledger is busy: others were faster 20 times"
    assert post.given == []


def test_recipients_never_see_each_other() -> None:
    post = Post()
    run(Shelf(), post)
    for recipient, message in post.given:
        others = {notice.address for notice in notices()} - {recipient}
        assert not [address for address in others if address.encode() in message]


def test_with_the_real_ledger(tmp_path: Path) -> None:
    Repository.create(tmp_path / "office.git", bare=True)
    clone = Repository.clone(tmp_path / "office.git", tmp_path / "clone")
    other = Repository.clone(tmp_path / "office.git", tmp_path / "other")
    post = Post(desk=LATER)
    for repository, name in ((clone, "run-1"), (other, "run-2"), (clone, "run-3")):
        ledger = Ledger(repository, author="Mesin <mesin@siar.example>")
        Courier(NUMBER, ledger, post, write, sender=SENDER, run=name, clock=lambda: NOW).deliver(
            notices()
        )
    assert post.recipients == ["redaksi", "desk", "berita", "humas"]
    found = Ledger(other, author="Mesin <mesin@siar.example>")
    found.refresh()
    assert [record["state"] for record in found.records(NUMBER) if
            record["recipient"] == "kabar-contoh"] == ["planned", "claimed", "retry"]  # fmt: skip
