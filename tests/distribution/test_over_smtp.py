"""A whole run over a real dialogue: from notices to kept mails and recorded states."""

from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from pipeline.distribution.courier import Courier
from pipeline.distribution.delivery import Delivery
from pipeline.distribution.loopback import Loopback
from pipeline.distribution.mailer import Mailer
from pipeline.distribution.message import Composed, Told, compose
from pipeline.distribution.notices import Notice
from pipeline.distribution.smtp import SmtpMailer
from pipeline.errors import Exit
from tests.distribution.samples import NOW, notices, publication
from tests.support.journal import MemoryJournal, Shelf
from tests.support.smtp import DROP, ScriptedServer

NUMBER = "2026-0042"


def write(notice: Notice, *, at: datetime, told: Told) -> Composed:
    return compose(notice, publication(), at=at, told=told)


def run(shelf: Shelf, mailer: Mailer) -> Delivery:
    courier = Courier(
        NUMBER,
        MemoryJournal(shelf),
        mailer,
        write,
        sender="siaranpers@siar.example",
        run=f"run-{shelf.pushes}",
        clock=lambda: NOW,
    )
    delivery = courier.deliver(notices())
    mailer.close()
    return delivery


def to_port(port: int) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", port, "none", timeout_seconds=3)


def test_every_outlet_and_the_sender_get_one_mail_however_often_it_runs(tmp_path: Path) -> None:
    shelf = Shelf()
    with Loopback(tmp_path) as server:
        deliveries = [run(shelf, to_port(server.port)) for _three in range(3)]
    assert [(delivery.exit, delivery.is_quiet) for delivery in deliveries] == [
        (Exit.OK, False),
        (Exit.OK, True),
        (Exit.OK, True),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"2026-11-24_{notice.address}_{notice.event[:8]}.eml" for notice in notices()
    )
    for path in tmp_path.iterdir():
        mail = message_from_bytes(path.read_bytes(), policy=policy.SMTP)
        assert [a.addr_spec for a in mail["To"].addresses] == [path.name.split("_")[1]]
        assert mail["Cc"] is mail["Bcc"] is None


def test_with_the_server_off_the_next_run_mails_once(tmp_path: Path) -> None:
    shelf = Shelf()
    with Loopback(tmp_path) as gone:
        port = gone.port
    assert run(shelf, to_port(port)).exit is Exit.RETRY
    with Loopback(tmp_path) as server:
        assert run(shelf, to_port(server.port)).exit is Exit.OK
        assert run(shelf, to_port(server.port)).is_quiet
    assert len(list(tmp_path.iterdir())) == 4


def test_an_answer_lost_after_the_dot_leaves_one_copy_and_one_held_mail() -> None:
    shelf = Shelf()
    with ScriptedServer({"DOT": ["250 ok", DROP]}) as server:
        first = run(shelf, to_port(server.port))
        second = run(shelf, to_port(server.port))
    assert [str(line.state) for line in first.lines] == ["accepted", "held", "accepted", "accepted"]
    assert (first.exit, second.exit, second.is_quiet) == (Exit.PROBLEMS, Exit.OK, True)
    recipients = [recipient for recipient, _mail in server.taken]
    assert recipients == [f"RCPT TO:<{notice.address}>" for notice in notices()]
