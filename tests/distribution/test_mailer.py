"""What every mailer promises, on each of them: over a real dialogue, or into files."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.distribution.loopback import Loopback
from pipeline.distribution.mailer import FileMailer, Mailer, Verdict, eml_name
from pipeline.distribution.message import compose
from pipeline.distribution.smtp import SmtpMailer
from pipeline.errors import BadInput
from tests.distribution.samples import NOW, notices, publication

SENDER = "siaranpers@siar.example"
MEDIA = notices()[0]


class Bench(NamedTuple):
    mailer: Mailer
    folder: Path

    def mails(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))]


@pytest.fixture(params=["smtp", "file"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    if request.param == "file":
        yield Bench(FileMailer(tmp_path), tmp_path)
        return
    with Loopback(tmp_path) as server:
        mailer = SmtpMailer(server.host, server.port, "none", timeout_seconds=5)
        yield Bench(mailer, tmp_path)
        mailer.close()


def test_a_mail_arrives_byte_for_byte(bench: Bench) -> None:
    mail = compose(MEDIA, publication(), at=NOW).data
    assert bench.mailer.send(mail, SENDER, MEDIA.address).verdict is Verdict.ACCEPTED
    assert bench.mails() == [mail]


@pytest.mark.parametrize(
    "body", [b".\r\n", b"a\r\n.\r\nMAIL FROM:<x@lain.example>\r\n", b"..\r\n.\r\n..\r\n", b"\r\n"]
)
def test_a_line_of_one_dot_ends_nothing(bench: Bench, body: bytes) -> None:
    mail = b"Subject: titik\r\n\r\n" + body
    assert bench.mailer.send(mail, SENDER, MEDIA.address).verdict is Verdict.ACCEPTED
    assert bench.mails() == [mail]


def test_several_mails_go_one_after_the_other(bench: Bench) -> None:
    mails = [compose(notice, publication(), at=NOW).data for notice in notices()]
    for notice, mail in zip(notices(), mails, strict=True):
        assert bench.mailer.send(mail, SENDER, notice.address).verdict is Verdict.ACCEPTED
    assert sorted(bench.mails()) == sorted(mails)


@pytest.mark.parametrize("address", ["x@a.example\r\nRCPT TO:<y@b.example>", "a@b.example, c@d.id"])
def test_an_address_that_is_none_is_refused(bench: Bench, address: str) -> None:
    mail = compose(MEDIA, publication(), at=NOW).data
    with pytest.raises(BadInput):
        bench.mailer.send(mail, SENDER, address)
    with pytest.raises(BadInput):
        bench.mailer.send(mail, address, MEDIA.address)
    assert bench.mails() == []


def test_a_closed_mailer_begins_anew(bench: Bench) -> None:
    bench.mailer.close()
    mail = compose(MEDIA, publication(), at=NOW).data
    assert bench.mailer.send(mail, SENDER, MEDIA.address).verdict is Verdict.ACCEPTED
    bench.mailer.close()
    other = compose(notices()[1], publication(), at=NOW).data
    assert bench.mailer.send(other, SENDER, notices()[1].address).verdict is Verdict.ACCEPTED
    assert len(bench.mails()) == 2


def test_the_name_of_a_kept_mail() -> None:
    mail = compose(MEDIA, publication(), at=NOW).data
    name = f"2026-11-24_redaksi@harian-contoh.example_{MEDIA.event[:8]}.eml"
    assert eml_name(mail, MEDIA.address) == name
    odd = eml_name(b"Date: kemarin\r\n\r\nisi", 'a/b\\c:"*?<>|@x.example')
    assert odd == "0000-00-00_a-b-c-------@x.example_" + odd[-12:-4] + ".eml"


def test_the_same_mail_sent_to_files_twice_is_one_file(tmp_path: Path) -> None:
    mail = compose(MEDIA, publication(), at=NOW).data
    for _twice in range(2):
        FileMailer(tmp_path).send(mail, SENDER, MEDIA.address)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_same_mail_taken_by_the_server_twice_is_seen_twice(tmp_path: Path) -> None:
    mail = compose(MEDIA, publication(), at=NOW).data
    with Loopback(tmp_path) as server:
        mailer = SmtpMailer(server.host, server.port, "none", timeout_seconds=5)
        for _twice in range(2):
            mailer.send(mail, SENDER, MEDIA.address)
        mailer.close()
    names = sorted(path.name.partition("example_")[2] for path in tmp_path.iterdir())
    assert names == [f"{MEDIA.event[:8]}.eml", f"{MEDIA.event[:8]}_2.eml"]


def test_a_folder_that_cannot_be_written_is_away(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    mail = compose(MEDIA, publication(), at=NOW).data
    outcome = FileMailer(tmp_path / "berkas").send(mail, SENDER, MEDIA.address)
    assert outcome.verdict is Verdict.AWAY
    assert outcome.reply == f"{tmp_path / 'berkas'}: File exists"
