"""The mail for a notice: its words, its headers, the same bytes every time."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.distribution.attachments import Attachment
from pipeline.distribution.inspection import inspect
from pipeline.distribution.message import Composed, Told, compose
from pipeline.distribution.mime import is_fit
from pipeline.errors import BadInput
from pipeline.record.agency import Agency
from tests.distribution.samples import NOW, URL, agency, article, notices, publication, request

MEDIA, SENDER = notices()[0], notices()[-1]


def read(mail: Composed) -> EmailMessage:
    return message_from_bytes(mail.data, policy=policy.SMTP)


def text(mail: Composed, kind: str = "plain") -> str:
    body = read(mail).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def pass_inspection(mail: Composed, address: str) -> None:
    inspect(mail.data, mail.fields, mail.attached, address)


def test_the_headers_of_a_mail_to_an_outlet() -> None:
    mail = compose(MEDIA, publication(), at=NOW)
    assert [(name, str(value)) for name, value in read(mail).items()][:-1] == [
        ("From", "Diskominfo Provinsi Contoh <siaranpers@siar.example>"),
        ("To", "Harian Contoh <redaksi@harian-contoh.example>"),
        ("Reply-To", '"Nama Contoh, S.I.Kom." <narahubung@siar.example>'),
        ("Subject", "[Siaran Pers] Panen Raya Kopi di Bacan, Petani Targetkan 120 Ton"),
        ("Date", "Tue, 24 Nov 2026 14:30:00 +0900"),
        ("Message-ID", f"<{MEDIA.event}@siar.example>"),
        ("Auto-Submitted", "auto-generated"),
        (
            "List-Unsubscribe",
            "<mailto:narahubung@siar.example?subject=Berhenti%20menerima%20siaran%20pers>",
        ),
        ("MIME-Version", "1.0"),
    ]
    pass_inspection(mail, "redaksi@harian-contoh.example")


def test_the_mail_to_an_outlet_carries_release_and_photographs() -> None:
    mail = compose(MEDIA, publication(), at=NOW)
    files = [(part.get_filename(), part.get_content()) for part in read(mail).iter_attachments()]
    sent = publication().attachments
    assert files == [
        ("Siaran-Pers-042.docx", sent[0].data),
        ("Siaran-Pers-042.pdf", sent[1].data),
        ("foto-1.jpg", sent[2].data),
        ("foto-2.jpg", sent[3].data),
    ]
    assert "- foto-1.jpg: Petani memetik kopi (CONTOH) (Foto: Diskominfo)\n" in text(mail)


def test_what_is_too_big_is_left_out_and_named() -> None:
    big = Attachment("foto-1.jpg", "image/jpeg", b"x" * 40_000)
    offered = (big, *publication().attachments[:2], publication().attachments[3])
    mail = compose(MEDIA, publication(attachments=offered), at=NOW, limit=30_000)
    assert mail.attached == ("Siaran-Pers-042.docx", "Siaran-Pers-042.pdf", "foto-2.jpg")
    assert mail.left_out == ("foto-1.jpg",)
    assert (
        "Berkas berikut terlalu besar untuk dilampirkan; silakan unduh dari halaman berita di "
        "atas atau minta kepada narahubung:\n"
        "- foto-1.jpg: Petani memetik kopi (CONTOH) (Foto: Diskominfo)\n"
    ) in text(mail)


def test_the_mail_to_the_sender_thanks_and_names_the_outlets_told() -> None:
    mail = compose(SENDER, publication(), at=NOW, told=Told(("Harian Contoh", "Radio X"), 1))
    words = text(mail)
    assert read(mail)["Subject"] == (
        "Telah tayang: Panen Raya Kopi di Bacan, Petani Targetkan 120 Ton (agenda 2026-0042)"
    )
    assert (
        "Terima kasih atas kepercayaan Bapak/Ibu menyampaikan informasi kegiatan kepada kami. "
        "Permintaan publikasi dengan surat nomor 005/123/DISTAN/2026 tanggal 20 November 2026, "
        "hal Permohonan Publikasi Panen Raya Kopi, telah selesai kami olah. Beritanya tayang pada "
        "Selasa, 24 November 2026 pukul 14.30 WIT:\n\n"
        f"Panen Raya Kopi di Bacan, Petani Targetkan 120 Ton\n{URL}\n"
    ) in words
    assert "media berikut:\n1. Harian Contoh\n2. Radio X\nPengiriman kepada 1 media lain" in words
    assert list(read(mail).iter_attachments()) == []
    assert "List-Unsubscribe" not in read(mail)
    pass_inspection(mail, "humas@distan.example")


def test_no_mail_holds_the_address_of_somebody_else() -> None:
    told = Told(tuple(notice.name for notice in notices()[:-1]))
    for notice in notices():
        data = compose(notice, publication(), at=NOW, told=told).data
        others = {other.address for other in notices()} - {notice.address}
        assert not [address for address in others if address.encode() in data]


def test_the_same_values_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys, hashlib; from tests.distribution.samples import *;"
        "from pipeline.distribution.message import compose;"
        "print(hashlib.sha256(compose(notices()[0], publication(), at=NOW).data).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_the_body_arrives_as_it_was_written() -> None:
    awkward = "Baris satu\n\n.\n\n.\r\n\r\nFrom sini\n\n" + "x" * 10_000 + "\n\n. titik = é €\n"
    mail = compose(MEDIA, publication(article=article(body=awkward)), at=NOW)
    pass_inspection(mail, MEDIA.address)
    assert "\n.\n\n.\n\nFrom sini\n\n" + "x" * 10_000 + "\n\n. titik = é €\n" in text(mail)


def test_markup_in_words_is_only_words() -> None:
    evil = '<script>alert("x")</script>'
    mail = compose(
        MEDIA._replace(name=evil, attention=evil),
        publication(
            article=article(title=evil, summary=evil, agency=evil),
            agenda=evil,
            release=evil,
            url='https://siar.example/?a=1&b="><script>',
            attachments=(Attachment(evil, "image/png", b""),),
        ),
        at=NOW,
    )
    assert "<script" not in text(mail, "html")
    assert mail.attached == ("script-alert-x-script",)


def test_every_html_declares_its_language_and_fits_a_phone() -> None:
    for notice in notices():
        html = text(compose(notice, publication(), at=NOW), "html")
        assert '<html lang="id">' in html and "width=device-width" in html
        assert "src=" not in html  # nothing is loaded from anywhere


CONTROLS = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0x202E, 0x2066)]
INJECTIONS = [
    *(f"Judul{c}Bcc: korban@lain.example" for c in CONTROLS),
    "Judul\r\n\r\n<b>isi palsu</b>",
    "Judul\r\n Bcc: korban@lain.example",
    "Judul\r\n.\r\nMAIL FROM:<a@lain.example>",
    "=?utf-8?q?Judul=0D=0ABcc=3A_korban=40lain=2Eexample?=",
    "=?utf-8?b?SnVkdWwNCkJjYzoga29yYmFuQGxhaW4uZXhhbXBsZQ==?=",
    "=?iso-8859-1?q?Judul=0A?= lanjut",
    "=?utf-8?q?=00?=",
    "=?utf-7?q?+AA0ACg-Bcc: x?=",
    "\ud800",
]


@pytest.mark.parametrize("field", ["subject", "to", "from", "reply_to"])
@pytest.mark.parametrize("payload", INJECTIONS)
def test_no_text_becomes_a_header(field: str, payload: str) -> None:
    contact = {"name": payload, "email": "narahubung@siar.example"}
    changes: dict[str, dict[str, Any]] = {
        "subject": {"article": article(title=payload)},
        "reply_to": {"agency": agency(contact={**agency().section("contact"), **contact})},
    }
    told = publication(**changes.get(field, {}))
    if field == "from":
        told = publication(agency=agency_named(payload))
    notice = MEDIA._replace(name=payload) if field == "to" else MEDIA
    with pytest.raises(BadInput):
        pass_inspection(compose(notice, told, at=NOW), notice.address)


def agency_named(name: str) -> Agency:
    return replace(agency(), short=name)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=200).filter(is_fit), st.text(max_size=120).filter(is_fit))
def test_any_fit_title_and_name_arrive_as_they_are(title: str, name: str) -> None:
    notice = MEDIA._replace(name=name)
    mail = compose(notice, publication(article=article(title=title), attachments=()), at=NOW)
    try:
        pass_inspection(mail, notice.address)
    except BadInput:
        assert "=?" in title + name  # the only words that are fit, and still refused
    else:
        assert max(map(len, mail.data.split(b"\r\n"))) <= 200


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d.replace(b"\r\nDate:", b"\r\nBcc: x@lain.example\r\nDate:"), "other headers"),
        (lambda d: d.replace(b"\r\nDate:", b"\r\nCc: x@lain.example\r\nDate:"), "other headers"),
        (lambda d: d.replace(b"Auto-Submitted: auto-generated\r\n", b""), "other headers"),
        (lambda d: d.replace(b"[Siaran Pers]", b"[Iklan]", 1), "the header Subject reads"),
        (
            lambda d: d.replace(b"<redaksi@harian", b"<x@lain.example>, <redaksi@harian", 1),
            "the header To reads",
        ),
        (lambda d: d.replace(b"<redaksi@harian", b"<redaksi@haria", 1), "the header To reads"),
        (lambda d: d + b"baris\n", "a line that does not end in CRLF"),
        (lambda d: d + b"x" * 999 + b"\r\n", "a line of more than 998 bytes"),
        (lambda d: d + "é\r\n".encode(), "bytes that are not plain ASCII"),
        (lambda d: d.replace(b"foto-1.jpg", b"foto-9.jpg"), "other attachments"),
        (lambda d: d.replace(b"text/html", b"text/enriched"), "a text is missing"),
    ],
)
def test_a_mail_that_is_not_what_was_meant_is_refused(
    change: Callable[[bytes], bytes], problem: str
) -> None:
    mail = compose(MEDIA, publication(), at=NOW)
    with pytest.raises(BadInput) as caught:
        inspect(change(mail.data), mail.fields, mail.attached, MEDIA.address)
    assert caught.value.message.startswith(
        "the mail to 'redaksi@harian-contoh.example' is not what it should be and was not sent: "
        + problem
    )


def test_a_mail_to_another_than_the_register_says_is_refused() -> None:
    mail = compose(MEDIA, publication(), at=NOW)
    with pytest.raises(BadInput, match="it is addressed to somebody else"):
        pass_inspection(mail, "desk@kabar-contoh.example")


def test_a_letter_without_number_is_not_quoted() -> None:
    asked = request()
    plain = replace(asked, letter=replace(asked.letter, number=""))
    mail = compose(SENDER, publication(request=plain), at=NOW)
    assert "Permintaan publikasi, hal Permohonan" in text(mail)


def test_the_date_is_the_one_given() -> None:
    at = datetime.fromisoformat("2026-01-05T23:59:59+09:00")
    assert read(compose(MEDIA, publication(), at=at))["Date"] == "Mon, 05 Jan 2026 23:59:59 +0900"
