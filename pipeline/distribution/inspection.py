"""Read a mail back before it is sent: exactly the intended headers, recipient and files, or refuse.

Deliberately shares nothing with `mime` but the names of the fields: what was written by our own
code is read by the standard library's, the older parser and the newer one.
"""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage, Message
from itertools import chain

from pipeline.distribution.address import is_address
from pipeline.distribution.mime import Field, Form, is_fit
from pipeline.errors import BadInput
from pipeline.i18n import _

LONGEST_LINE = 998  # octets without CRLF; RFC 5322, 2.1.1
_MAILBOX = re.compile(r'(?:(?:"(?P<quoted>[^"\\]*)"|(?P<words>[^"<>]*)) )?<(?P<address>[^<>\s]+)>')
_OF_MIME = ("MIME-Version", "Content-Type")


def inspect(
    data: bytes, fields: Sequence[Field], attachments: Sequence[str], recipient: str
) -> None:
    """Let a mail pass that is exactly what was intended; raises BadInput for any other.

    `fields` are the headers meant to be there, in order; `attachments` the names of the files;
    `recipient` the one address it is for, taken from the register and not from the mail.
    """
    for problem in chain(_line_problems(data), _problems(data, fields, attachments, recipient)):
        raise BadInput(
            _(
                "the mail to {recipient} is not what it should be and was not sent: {problem}"
            ).format(recipient=ascii(recipient), problem=problem),
            hint=_("look at the title, the names and the address for characters out of place"),
        )


def _line_problems(data: bytes) -> Iterator[str]:
    if not data.isascii() or b"\0" in data:
        yield _("bytes that are not plain ASCII")
    ends = data.count(b"\r\n")
    if data.count(b"\r") != ends or data.count(b"\n") != ends or not data.endswith(b"\r\n"):
        yield _("a line that does not end in CRLF")
    if max(map(len, data.split(b"\r\n"))) > LONGEST_LINE:
        yield _("a line of more than {count} bytes").format(count=LONGEST_LINE)


def _problems(
    data: bytes, fields: Sequence[Field], attachments: Sequence[str], recipient: str
) -> Iterator[str]:
    message = message_from_bytes(data, policy=policy.compat32)
    yield from _header_problems(data, message, fields)
    to = [field.address for field in fields if field.name == "To"]
    if to != [recipient] or not is_address(recipient):
        yield _("it is addressed to somebody else")
    modern = message_from_bytes(_head(data), policy=policy.SMTP)
    if _addresses(modern) != [recipient]:
        yield _("it is addressed to somebody else")
    yield from _part_problems(message, attachments)


def _head(data: bytes) -> bytes:
    return data[: data.find(b"\r\n\r\n") + 4]


def _header_problems(data: bytes, message: Message, fields: Sequence[Field]) -> Iterator[str]:
    names = [field.name for field in fields] + list(_OF_MIME)
    head = _head(data).decode("ascii", "replace").removesuffix("\r\n\r\n")
    begun = [line.partition(":")[0] for line in head.split("\r\n") if line[:1] not in (" ", "\t")]
    if not begun == message.keys() == names:
        yield _("other headers than intended")
        return
    for field in fields:
        if _read(field, str(message[field.name])) != (field.text, field.address):
            yield _("the header {name} reads otherwise than intended").format(name=field.name)
        if not is_fit(_decoded(field.text)):
            yield _("the header {name} hides a control character").format(name=field.name)


def _read(field: Field, raw: str) -> tuple[str, str]:
    """Text and address of a header as it came out, to be compared with what was meant."""
    value = raw.replace("\r\n", "")
    if field.form is Form.EXACT:
        return value, ""
    if field.form is Form.TEXT:
        return _decoded(value), ""
    found = _MAILBOX.fullmatch(value)
    if not found:
        return "", ""
    if found["quoted"] is not None:
        return found["quoted"], found["address"]
    return _decoded(found["words"] or ""), found["address"]


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return "\0"  # not to be read: never what was intended


def _addresses(message: EmailMessage) -> list[str]:
    found = [message.get_all(name, []) for name in ("To", "Cc", "Bcc")]
    return [
        address.addr_spec
        for header in chain.from_iterable(found)
        if isinstance(header, AddressHeader)
        for address in header.addresses
    ]


def _part_problems(message: Message, attachments: Sequence[str]) -> Iterator[str]:
    parts = list(message.walk())
    if any(part.defects for part in parts):
        yield _("parts that cannot be read")
    leaves = [part for part in parts if not part.is_multipart()]
    if [part.get_content_type() for part in leaves[:2]] != ["text/plain", "text/html"]:
        yield _("a text is missing")
    if [part.get_filename() for part in leaves[2:]] != list(attachments):
        yield _("other attachments than intended")
