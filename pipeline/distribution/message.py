"""Compose the mail for a notice: the same values give the same bytes, whoever composes it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from babel.dates import format_date
from babel.dates import format_datetime as format_moment
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pipeline.distribution import mime, prose
from pipeline.distribution.address import require_address
from pipeline.distribution.attachments import DEFAULT_LIMIT, Attachment, choose
from pipeline.distribution.mime import Field, Form, Part
from pipeline.distribution.notices import Notice
from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.request import Request

TEMPLATES = Path(__file__).parent / "templates"
LOCALE = "id"
SUBJECTS = {True: "[Siaran Pers] {title}", False: "Telah tayang: {title} (agenda {agenda})"}


@dataclass(frozen=True)
class Publication:
    """What is told: the article as it is live at `url` since `live_at`, and what goes with it.

    `agenda` and `release` are the agenda number and the press release number as printed.
    """

    agency: Agency
    article: Article
    request: Request
    url: str
    agenda: str
    release: str
    live_at: datetime
    attachments: tuple[Attachment, ...] = ()


class Told(NamedTuple):
    """Names of the outlets that have accepted the mail, and how many are still being tried."""

    outlets: tuple[str, ...] = ()
    waiting: int = 0


NOBODY = Told()


class Composed(NamedTuple):
    """A mail: its bytes, its headers as meant, its files, and those it has no room for."""

    data: bytes
    fields: tuple[Field, ...]
    attached: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def message_id(self) -> str:
        """Its Message-ID, with the angle brackets."""
        return next(field.text for field in self.fields if field.name == "Message-ID")


def compose(
    notice: Notice,
    publication: Publication,
    *,
    at: datetime,
    told: Told = NOBODY,
    limit: int = DEFAULT_LIMIT,
) -> Composed:
    """The mail for one recipient, dated `at`; its attachments take at most `limit` encoded bytes.

    Raises BadInput when a name, title or address cannot stand in a header.
    """
    fields = _fields(notice, publication, at)
    offered = publication.attachments if notice.is_for_media else ()
    attached, left_out = choose(offered, limit)
    names = {
        "notice": notice,
        "publication": publication,
        "told": told,
        "attached": attached,
        "left_out": left_out,
        **_context(publication),
    }
    words = mime.multipart(
        "alternative",
        f"=_siar_teks_{notice.event[:32]}",
        [
            mime.text_part("plain", _render(notice, "txt", names)),
            mime.text_part("html", _render(notice, "html", names)),
        ],
    )
    return Composed(
        mime.message_bytes(fields, _with_files(words, attached, notice.event)),
        fields,
        tuple(file.filename for file in attached),
        tuple(file.filename for file in left_out),
    )


def _with_files(words: Part, files: Sequence[Attachment], event: str) -> Part:
    parts = [mime.file_part(file.filename, file.content_type, file.data) for file in files]
    return mime.multipart("mixed", f"=_siar_{event[:32]}", [words, *parts]) if parts else words


def _fields(notice: Notice, publication: Publication, at: datetime) -> tuple[Field, ...]:
    agency = publication.agency
    mail, contact = agency.section("mail"), agency.section("contact")
    reply_to = require_address(mail.get("reply_to") or contact["email"])
    subject = SUBJECTS[notice.is_for_media].format(
        title=publication.article.title, agenda=publication.agenda
    )
    fields = [
        Field("From", agency.short, Form.MAILBOX, require_address(mail["from"])),
        Field("To", notice.name, Form.MAILBOX, require_address(notice.address)),
        Field("Reply-To", contact["name"], Form.MAILBOX, reply_to),
        Field("Subject", subject),
        Field("Date", format_datetime(at), Form.EXACT),
        Field("Message-ID", message_id(notice, agency), Form.EXACT),
        Field("Auto-Submitted", "auto-generated", Form.EXACT),
    ]
    if notice.is_for_media:
        stop = f"<mailto:{reply_to}?subject={quote('Berhenti menerima siaran pers')}>"
        fields.append(Field("List-Unsubscribe", stop, Form.EXACT))
    for field in fields:
        mime.require_fit(field.name, field.text)
    return tuple(fields)


def message_id(notice: Notice, agency: Agency) -> str:
    """`<event@domain>`: stable, so that a relay or an archive can be asked for it."""
    return f"<{notice.event}@{agency.section('mail')['domain']}>"


def _context(publication: Publication) -> dict[str, Any]:
    agency, article = publication.agency, publication.article
    live = publication.live_at.astimezone(agency.zone)
    return {
        "agency": agency,
        "article": article,
        "request": publication.request,
        "identity": agency.section("identity"),
        "letterhead": agency.section("letterhead"),
        "contact": agency.section("contact"),
        "day": format_date(article.date, "d MMMM y", locale=LOCALE),
        "letter_day": format_date(publication.request.letter.date, "d MMMM y", locale=LOCALE),
        "live": format_moment(
            live,
            f"EEEE, d MMMM y 'pukul' HH.mm '{agency.zone_label}'",
            locale=LOCALE,
            tzinfo=agency.zone,
        ),
        "body_html": prose.to_html(article.body, publication.url),
        "body_text": prose.to_text(article.body, publication.url),
        "photos": {mime.plain_filename(photo.file): photo for photo in article.photos},
    }


def _render(notice: Notice, ending: str, names: dict[str, Any]) -> str:
    who = "media" if notice.is_for_media else "sender"
    return _environment().get_template(f"{who}.{ending}").render(names)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
