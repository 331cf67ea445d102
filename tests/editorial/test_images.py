"""Pictures: what their first bytes say, and what is wrong with them."""

import struct

import pytest

from pipeline.editorial.images import MAX_PIXELS, Flaw, Header, image_flaws, read_header
from tests.editorial.build import picture

PNG, JPEG = picture("PNG"), picture()
WEBP, LOSSLESS = picture("WEBP"), picture("WEBP", lossless=True)
WITH_ALPHA = picture("WEBP", mode="RGBA")
NAMES = {"PNG": "a.png", "JPEG": "a.jpg", "WEBP": "a.webp"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "PNG"),
        (JPEG, "JPEG"),
        (picture(progressive=True), "JPEG"),
        (picture(mode="L"), "JPEG"),
        (WEBP, "WEBP"),
        (LOSSLESS, "WEBP"),
        (WITH_ALPHA, "WEBP"),
    ],
)
def test_format_and_size_stand_in_the_header(data: bytes, kind: str) -> None:
    header = read_header(data)
    assert header is not None
    assert header[:3] == (kind, 64, 48)
    assert list(image_flaws(NAMES[kind], data)) == []


@pytest.mark.parametrize("data", [PNG, JPEG, WEBP, LOSSLESS, WITH_ALPHA])
def test_a_picture_that_broke_off_anywhere_is_damaged(data: bytes) -> None:
    kind = read_header(data)
    assert kind is not None
    for length in range(len(data)):
        flaws = [flaw.flaw for flaw in image_flaws(NAMES[kind.format], data[:length])]
        assert flaws in ([Flaw.NOT_A_PICTURE], [Flaw.DAMAGED]), length


@pytest.mark.parametrize(
    "data", [b"", b"halo", b"<svg/>", b"GIF89a", b"%PDF-1.7", b"RIFF1234WEBPVP9 " + bytes(30)]
)
def test_anything_else_is_no_picture(data: bytes) -> None:
    assert [flaw.flaw for flaw in image_flaws("a.jpg", data)] == [Flaw.NOT_A_PICTURE]


def png_of(width: int, height: int) -> bytes:
    return PNG[:16] + struct.pack(">II", width, height) + PNG[24:]


@pytest.mark.parametrize(
    ("data", "name", "size"),
    [
        (png_of(8_001, 5_000), "a.png", (8_001, 5_000)),
        (png_of(2**31 - 1, 2**31 - 1), "a.png", (2**31 - 1, 2**31 - 1)),
        (
            JPEG.replace(struct.pack(">HH", 48, 64), struct.pack(">HH", 65_500, 65_500), 1),
            "a.jpg",
            (65_500, 65_500),
        ),
        (WITH_ALPHA[:24] + b"\xff\x3f\x00" * 2 + WITH_ALPHA[30:], "a.webp", (16_384, 16_384)),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(
    data: bytes, name: str, size: tuple[int, int]
) -> None:
    (flaw,) = image_flaws(name, data)
    assert flaw.flaw is Flaw.TOO_MANY_PIXELS
    assert flaw.header is not None
    assert (flaw.header.width, flaw.header.height) == size


def test_the_limit_itself_is_allowed() -> None:
    at_limit = picture("PNG", (8_000, 5_000), "1")
    assert read_header(at_limit) == Header("PNG", 8_000, 5_000)
    assert MAX_PIXELS == 8_000 * 5_000
    assert list(image_flaws("a.png", at_limit)) == []


def test_of_two_sizes_in_a_jpg_the_larger_counts() -> None:
    start = JPEG.index(b"\xff\xc0")
    length = struct.unpack(">H", JPEG[start + 2 : start + 4])[0] + 2
    frame = JPEG[start : start + length]
    huge = frame[:5] + struct.pack(">HH", 60_000, 60_000) + frame[9:]
    two = JPEG[:start] + huge + frame + JPEG[start + length :]
    assert [flaw.flaw for flaw in image_flaws("a.jpg", two)] == [Flaw.TOO_MANY_PIXELS]


def test_a_damaged_checksum_is_found() -> None:
    spoiled = PNG[:-20] + bytes([PNG[-20] ^ 1]) + PNG[-19:]
    assert [flaw.flaw for flaw in image_flaws("a.png", spoiled)] == [Flaw.DAMAGED]


def test_bytes_after_the_end_of_a_photo_are_what_telephones_add() -> None:
    assert list(image_flaws("a.jpeg", JPEG + b"MotionPhoto" * 10)) == []
