"""A real dialogue with a mail server, and all that can go wrong in it."""

import socket
from pathlib import Path

import pytest

from pipeline.distribution.loopback import Loopback
from pipeline.distribution.mailer import Outcome, Verdict
from pipeline.distribution.message import compose
from pipeline.distribution.smtp import Login, SmtpMailer
from pipeline.errors import UsageError
from tests.distribution.samples import NOW, notices, publication
from tests.support.certificates import server_context
from tests.support.smtp import DROP, ScriptedServer

SENDER = "siaranpers@siar.example"
MEDIA = notices()[0]
MAIL = compose(MEDIA, publication(), at=NOW).data
GOOD = Outcome(Verdict.ACCEPTED, "250 2.0.0 queued as 4ABC")


def send(mailer: SmtpMailer) -> Outcome:
    return mailer.send(MAIL, SENDER, MEDIA.address)


def plain(port: int) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", port, "none", timeout_seconds=3)


def test_starttls_and_login(tmp_path: Path) -> None:
    server_side, client_side = server_context(tmp_path)
    with Loopback(tmp_path / "masuk", tls=server_side, login=("siar", "rahasia")) as server:
        mailer = SmtpMailer(
            server.host, server.port, "starttls", Login("siar", "rahasia"),
            timeout_seconds=5, context=client_side,
        )  # fmt: skip
        assert send(mailer) == Outcome(Verdict.ACCEPTED, "250 2.0.0 kept")
        mailer.close()
    assert len(list((tmp_path / "masuk").iterdir())) == 1


def test_a_wrong_password_is_away_and_nothing_is_sent(tmp_path: Path) -> None:
    server_side, client_side = server_context(tmp_path)
    with Loopback(tmp_path / "masuk", tls=server_side, login=("siar", "rahasia")) as server:
        mailer = SmtpMailer(
            server.host, server.port, "starttls", Login("siar", "salah"),
            timeout_seconds=5, context=client_side,
        )  # fmt: skip
        outcome = send(mailer)
    assert outcome == Outcome(Verdict.AWAY, "535 5.7.8 Authentication credentials invalid")
    assert not (tmp_path / "masuk").exists()


def test_a_certificate_nobody_vouches_for_is_away(tmp_path: Path) -> None:
    server_side, _client_side = server_context(tmp_path)
    with Loopback(tmp_path / "masuk", tls=server_side) as server:
        outcome = send(SmtpMailer(server.host, server.port, "starttls", timeout_seconds=5))
    assert outcome.verdict is Verdict.AWAY
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.reply


def test_starttls_that_is_not_offered_is_away(tmp_path: Path) -> None:
    with Loopback(tmp_path) as server:
        outcome = send(SmtpMailer(server.host, server.port, "starttls", timeout_seconds=5))
    assert outcome == Outcome(Verdict.AWAY, "STARTTLS is not offered")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_away() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        outcome = send(plain(taken.getsockname()[1]))
    assert outcome == Outcome(Verdict.AWAY, "Connection refused")


def test_a_password_is_never_sent_readable() -> None:
    with pytest.raises(UsageError) as caught:
        SmtpMailer("mail.siar.example", 25, "none", Login("siar", "rahasia"))
    assert caught.value.message == "the mail password would travel readable to mail.siar.example"


def test_an_unknown_security_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown mail security: ssl"):
        SmtpMailer("mail.siar.example", 465, "ssl")


V = Verdict


@pytest.mark.parametrize(
    ("verb", "said", "verdict"),
    [
        ("CONNECT", "421 busy", V.AWAY),
        ("CONNECT", "554 no", V.AWAY),
        ("CONNECT", DROP, V.AWAY),
        ("EHLO", DROP, V.AWAY),
        ("MAIL", "421 closing", V.AWAY),
        ("MAIL", "451 later", V.AWAY),
        ("MAIL", "530 5.7.0 authentication required", V.AWAY),
        ("MAIL", "550 5.7.1 not you", V.AWAY),
        ("MAIL", "552 5.3.4 too big", V.REFUSED),
        ("MAIL", DROP, V.AWAY),
        ("RCPT", "421 closing", V.RETRY),
        ("RCPT", "450 4.2.2 mailbox full", V.RETRY),
        ("RCPT", "451 4.7.1 greylisted", V.RETRY),
        ("RCPT", "530 5.7.0 authentication required", V.AWAY),
        ("RCPT", "554 5.7.1 Relay access denied", V.AWAY),
        ("RCPT", "550 5.1.1 no such user", V.REFUSED),
        ("RCPT", "552 5.2.2 mailbox full", V.REFUSED),
        ("RCPT", "gibberish", V.RETRY),
        ("RCPT", DROP, V.RETRY),
        ("DATA", "250 what?", V.RETRY),
        ("DATA", "421 closing", V.RETRY),
        ("DATA", "451 later", V.RETRY),
        ("DATA", "554 no valid recipients", V.REFUSED),
        ("DATA", DROP, V.RETRY),
        ("DOT", "250 ok", V.ACCEPTED),
        ("DOT", "421 closing", V.RETRY),
        ("DOT", "452 4.3.1 disk full", V.RETRY),
        ("DOT", "552 5.3.4 too big", V.REFUSED),
        ("DOT", "554 5.7.1 spam", V.REFUSED),
        ("DOT", "gibberish", V.UNKNOWN),
        ("DOT", "354 what?", V.UNKNOWN),
        ("DOT", DROP, V.UNKNOWN),
        ("DOT", "250-and more" + DROP, V.UNKNOWN),
    ],
)
def test_what_a_server_says_and_what_becomes_of_the_mail(
    verb: str, said: str, verdict: Verdict
) -> None:
    with ScriptedServer({verb: said}) as server:
        mailer = plain(server.port)
        first = send(mailer)
        assert first.verdict is verdict
        if DROP not in said and said[:1].isdigit():
            assert first.reply == said
        # Whatever it was, the next mail is not harmed by it.
        assert send(mailer) == GOOD
        mailer.close()
    assert len(server.taken) == (2 if verb == "DOT" else 1)
    assert server.taken[-1] == (f"RCPT TO:<{MEDIA.address}>", MAIL)


def test_a_server_that_never_answers_after_the_dot_is_unknown() -> None:
    with ScriptedServer({"DOT": ""}) as server:
        mailer = SmtpMailer("127.0.0.1", server.port, "none", timeout_seconds=0.3)
        assert send(mailer).verdict is Verdict.UNKNOWN
    assert len(server.taken) == 1


def test_a_batch_shares_one_connection() -> None:
    with ScriptedServer() as server:
        mailer = plain(server.port)
        assert [send(mailer) for _three in range(3)] == [GOOD] * 3
        mailer.close()
    assert server.verbs.count("CONNECT") == 1
    assert server.verbs[-1] == "QUIT"


@pytest.mark.parametrize("said", [DROP, "421 idle too long"])
def test_a_connection_that_ended_meanwhile_is_opened_again(said: str) -> None:
    with ScriptedServer({"MAIL": ["250 ok", said]}) as server:
        mailer = plain(server.port)
        assert [send(mailer), send(mailer)] == [GOOD, GOOD]
        mailer.close()
    assert len(server.taken) == 2


def test_a_refused_recipient_keeps_the_connection() -> None:
    with ScriptedServer({"RCPT": "550 no"}) as server:
        mailer = plain(server.port)
        assert [send(mailer).verdict, send(mailer)] == [Verdict.REFUSED, GOOD]
        mailer.close()
    assert server.verbs.count("CONNECT") == 1
    assert server.verbs.count("RSET") == 1
