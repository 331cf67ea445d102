"""Photographs: what they may be, and that only pixels are published."""

import io
import struct
import zlib

import pytest
from PIL import Image

from pipeline.errors import BadInput
from pipeline.site.images import Size, inspect, render
from tests.site.support import painting


def with_exif(orientation: int = 1) -> bytes:
    """A JPEG, lying as a phone writes it, that tells where it was taken."""
    image = Image.open(io.BytesIO(painting(1, 400, 200)))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Merek Rahasia"
    exif.get_ifd(0x8825)[2] = (0.0, 44.0, 20.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"komentar rahasia", icc_profile=b"profil rahasia")
    return out.getvalue() + b"PK\x03\x04 ekor rahasia"


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims a size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_nothing_but_pixels_is_left() -> None:
    made = render("foto.jpg", with_exif(), 1600)
    assert b"rahasia" not in made.lower()
    assert b"PK\x03\x04" not in made
    image = Image.open(io.BytesIO(made))
    assert (dict(image.getexif()), image.info.get("icc_profile")) == ({}, None)


def test_a_picture_taken_sideways_stands_upright() -> None:
    data = with_exif(orientation=6)
    assert inspect("foto.jpg", data) == Size(200, 400)
    assert Image.open(io.BytesIO(render("foto.jpg", data, 100))).size == (100, 200)


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.PNG"), ("WEBP", "a.webp")]
)
def test_each_kind_keeps_its_kind_and_proportions(kind: str, name: str) -> None:
    made = Image.open(io.BytesIO(render(name, painting(2, 1800, 1200, kind), 640)))
    assert (made.format, made.size) == (kind, (640, 427))


def test_a_small_picture_is_never_blown_up() -> None:
    made = render("a.jpg", painting(2, 300, 200), 640)
    assert Image.open(io.BytesIO(made)).size == (300, 200)


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = painting(4)
    assert render("a.jpg", data, 640) == render("a.jpg", data, 640)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(20000, 20000), (40001, 1000), (13001, 13001)])
def test_a_picture_that_claims_too_many_pixels_is_never_decoded(size: tuple[int, int]) -> None:
    data = claiming(*size)
    assert len(data) < 100
    with pytest.raises(BadInput) as caught:
        inspect("content/x/bom.png", data)
    assert caught.value.message.startswith(
        "content/x/bom.png: the picture has more than 40 million pixels"
    )
    assert caught.value.hint == "make it smaller: 4000 pixels wide is plenty for print"


def test_the_largest_picture_allowed_is_looked_at() -> None:
    assert inspect("a.png", claiming(8000, 5000)) == Size(8000, 5000)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"GIF89a=1;alert(1)"),
        ("a.jpg", painting(1, 60, 40, "PNG")),
        ("a.png", painting(1, 60, 40)),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", b""),
        ("a", painting(1, 60, 40)),
    ],
)
def test_what_is_not_the_kind_it_is_named_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        inspect(name, data)
    assert caught.value.message.startswith(f"{name}: not a picture that can be shown: ")


def test_a_picture_that_breaks_off_is_refused() -> None:
    with pytest.raises(BadInput, match="not a picture that can be shown"):
        render("a.jpg", painting(1, 600, 400)[:3000], 640)
