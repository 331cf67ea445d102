"""Write a MIME message byte by byte, so that the same values give the same bytes on every Python.

The standard library's folding of headers changes between patch releases, and Python 3.11 lets an
encoded word that decodes to a line break become a header. What is written here is read back with
the library by `inspection` before it is sent.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from pipeline.errors import BadInput
from pipeline.i18n import _

CRLF = b"\r\n"
_FOLD = "\r\n "
_LINE = 76  # characters, header's name included
_WORD_BYTES = 39  # UTF-8 bytes per encoded word: 52 letters of base64, and a line within 76
# Line breaks, other controls, surrogates; and what turns the direction of the text around.
_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Form(Enum):
    """How the value of a header is written."""

    TEXT = "text"  # words for a person
    MAILBOX = "mailbox"  # a name for a person, and an address
    EXACT = "exact"  # exactly these characters


class Field(NamedTuple):
    """A header: `text` as a person reads it; of a mailbox also its `address`."""

    name: str
    text: str
    form: Form = Form.TEXT
    address: str = ""


class Part(NamedTuple):
    """A part of a message: its headers, and its body in 7-bit lines that end in CRLF."""

    fields: tuple[Field, ...]
    body: bytes


def is_fit(text: str) -> bool:
    """Whether `text` may stand in a header: no control, line break or turning character."""
    return not any(unicodedata.category(c) in _UNFIT or c in _TURNING for c in text)


def require_fit(name: str, text: str) -> str:
    """`text` when it may stand in the header `name`; raises BadInput."""
    if is_fit(text):
        return text
    raise BadInput(
        _("{name} of the mail has a line break or control character: {text}").format(
            name=name, text=ascii(text)
        ),
        hint=_("write it on one line, with visible characters only"),
    )


def text_part(subtype: str, text: str) -> Part:
    """Text as UTF-8 in quoted-printable: no line longer than 76, none that is a lone dot."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode(errors="replace")
    body = binascii.b2a_qp(lines, istext=True).replace(b"\n", CRLF)
    return Part(
        (
            Field("Content-Type", f"text/{subtype}; charset=utf-8", Form.EXACT),
            Field("Content-Transfer-Encoding", "quoted-printable", Form.EXACT),
        ),
        body if body.endswith(CRLF) else body + CRLF,
    )


def file_part(filename: str, content_type: str, data: bytes) -> Part:
    """A file to be saved: `filename` must be plain (see `plain_filename`)."""
    return Part(
        (
            Field("Content-Type", f'{content_type}; name="{filename}"', Form.EXACT),
            Field("Content-Transfer-Encoding", "base64", Form.EXACT),
            Field("Content-Disposition", f'attachment; filename="{filename}"', Form.EXACT),
        ),
        base64.encodebytes(data).replace(b"\n", CRLF) or CRLF,
    )


def multipart(subtype: str, boundary: str, parts: Sequence[Part]) -> Part:
    """Parts as one; `boundary` begins with `=_`, which no encoded body can contain."""
    mark = b"--" + boundary.encode("ascii")
    pieces = b"".join(mark + CRLF + _written(part) for part in parts)
    field = Field("Content-Type", f'multipart/{subtype}; boundary="{boundary}"', Form.EXACT)
    return Part((field,), pieces + mark + b"--" + CRLF)


def message_bytes(fields: Sequence[Field], content: Part) -> bytes:
    """The whole message, ready for SMTP; raises BadInput for a value unfit for a header."""
    version = Field("MIME-Version", "1.0", Form.EXACT)
    return _written(Part((*fields, version, *content.fields), content.body))


def encoded_size(data: bytes) -> int:
    """Bytes that `data` takes as an attachment: base64 in lines of 76 and CRLF."""
    lines = -(-len(data) // 57)
    return -(-len(data) // 3) * 4 + 2 * lines


def plain_filename(name: str) -> str:
    """`name` in letters that every system and mail program writes alike; never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_name).strip("-.")[-100:] or "lampiran"


def _written(part: Part) -> bytes:
    head = "".join(f"{field.name}: {_value(field)}\r\n" for field in part.fields)
    return head.encode("ascii") + CRLF + part.body


def _value(field: Field) -> str:
    text = require_fit(field.name, field.text)
    if field.form is Form.EXACT:
        return text
    if field.form is Form.TEXT:
        return _folded(len(field.name) + 2, text.split(" ") if _is_plain(text) else _words(text))
    is_plain = _is_plain(text) and not set('"\\') & set(text)
    words = f'"{text}"'.split(" ") if is_plain else _words(text)
    return _folded(len(field.name) + 2, [*words, f"<{field.address}>"])


def _folded(column: int, words: Iterable[str]) -> str:
    """Words with a space between, on lines of 76 characters; `column` is where the first begins."""
    text = ""
    for word in words:
        if text and column + 1 + len(word) > _LINE:
            text, column = f"{text}{_FOLD}{word}", 1 + len(word)
        else:
            text, column = f"{text} {word}" if text else word, column + 1 + len(word)
    return text


def _is_plain(text: str) -> bool:
    """Whether it can stand as it is: ASCII, single spaces, nothing that reads as encoded."""
    words = text.split(" ")
    return text.isascii() and "=?" not in text and all(0 < len(word) < _LINE for word in words)


def _words(text: str) -> Iterator[str]:
    """Encoded words (RFC 2047), none with half a character."""
    rest = text
    while rest:
        piece = rest[:_WORD_BYTES].encode()[:_WORD_BYTES].decode(errors="ignore")
        yield f"=?utf-8?b?{base64.b64encode(piece.encode()).decode()}?="
        rest = rest[len(piece) :]
