"""Whether bytes really are the picture their name says, without decoding anything large.

The size comes from the header first: a 50 KB file may claim 400 megapixels.
"""

import io
import struct
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from PIL import Image

MAX_PIXELS: Final = 40_000_000
FORMATS: Final[Mapping[str, str]] = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
}
# Pictures people send that a site or a newsroom cannot use; SVG may also carry programs.
OTHER_PICTURES: Final = frozenset(
    {".svg", ".gif", ".heic", ".heif", ".bmp", ".tif", ".tiff", ".avif", ".jfif", ".raw"}
)
_JPEG_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_START_OF_SCAN = 0xDA
# How whole files end. A download that broke off does not, and verify() does not always notice.
_JPEG_END = b"\xff\xd9"
_PNG_END = b"IEND\xaeB`\x82"


class Flaw(Enum):
    """What is wrong with a picture."""

    NOT_A_PICTURE = auto()
    OTHER_FORMAT = auto()
    TOO_MANY_PIXELS = auto()
    DAMAGED = auto()
    PRINTERS_COLOURS = auto()


class Header(NamedTuple):
    """What the first bytes say: format, width and height in pixels, where its data begins."""

    format: str
    width: int
    height: int
    data_start: int = 0


class ImageFlaw(NamedTuple):
    """A flaw, with what the header said of the picture."""

    flaw: Flaw
    header: Header | None = None


def is_picture_name(name: str) -> bool:
    """Whether the name is that of a picture, usable or not."""
    return suffix(name) in FORMATS or suffix(name) in OTHER_PICTURES


def suffix(name: str) -> str:
    """`.jpg` of `Foto.JPG`."""
    return PurePosixPath(name).suffix.lower()


def image_flaws(name: str, data: bytes) -> Iterator[ImageFlaw]:
    """What is wrong with a file named as a JPG, PNG or WebP picture."""
    header = read_header(data)
    if header is None:
        yield ImageFlaw(Flaw.NOT_A_PICTURE)
        return
    if header.format != FORMATS[suffix(name)]:
        yield ImageFlaw(Flaw.OTHER_FORMAT, header)
    if header.width * header.height > MAX_PIXELS:
        yield ImageFlaw(Flaw.TOO_MANY_PIXELS, header)
        return
    mode = _verified_mode(data, header)
    if mode is None:
        yield ImageFlaw(Flaw.DAMAGED, header)
    elif mode == "CMYK":
        yield ImageFlaw(Flaw.PRINTERS_COLOURS, header)


def read_header(data: bytes) -> Header | None:
    """Format and size by the header alone; None for anything but a JPG, PNG or WebP picture."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
            return Header("PNG", *struct.unpack(">II", data[16:24]))
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg_header(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp_header(data)
    except (struct.error, IndexError):
        pass
    return None


def _jpeg_header(data: bytes) -> Header | None:
    at, size = 2, None
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _JPEG_SIZE_MARKERS:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            # of several, the largest: decoders differ on which of them counts
            size = max(size or (0, 0), (width, height), key=lambda pair: pair[0] * pair[1])
        if marker == _JPEG_START_OF_SCAN:
            return Header("JPEG", *size, at) if size else None
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None


def _webp_header(data: bytes) -> Header | None:
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        return Header("WEBP", width, int.from_bytes(data[27:30], "little") + 1)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int(struct.unpack("<I", data[21:25])[0])
        return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    return None


def _verified_mode(data: bytes, header: Header) -> str | None:
    """Pillow's colour mode of a picture that is whole; None for one that is not."""
    if not _has_its_end(data, header):
        return None
    try:
        with Image.open(io.BytesIO(data), formats=[header.format]) as image:
            mode = image.mode
            image.verify()
    except Exception:  # a decoder fails on hostile bytes in more ways than it declares
        return None
    return mode


def _has_its_end(data: bytes, header: Header) -> bool:
    if header.format == "JPEG":
        return data.find(_JPEG_END, header.data_start) >= 0
    if header.format == "PNG":
        return data.find(_PNG_END) >= 0
    return int.from_bytes(data[4:8], "little") + 8 <= len(data)
