"""Pictures that can be printed, and those that cannot."""

import base64
import io
import re

import pytest
from PIL import Image

from pipeline.errors import BadInput
from pipeline.papers.catalogue import render
from pipeline.papers.pictures import LONGEST_SIDE_PIXELS, for_print
from tests.papers import printed


def opened(svg: bytes) -> Image.Image:
    found = re.search(rb'base64,([^"]+)"', svg)
    assert found
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


def saved(mode: str, form: str, size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, form, **options)
    return written.getvalue()


@pytest.mark.parametrize(
    ("mode", "form"),
    [("CMYK", "JPEG"), ("L", "PNG"), ("RGBA", "PNG"), ("P", "GIF"), ("1", "PNG"), ("I;16", "PNG")],
)
def test_every_kind_becomes_rgb_and_prints(mode: str, form: str) -> None:
    made = for_print("foto", saved(mode, form))
    assert opened(made).mode == "RGB"
    assert render("kliping", printed.usual()["kliping"], pictures={"panen.png": made})


def test_large_picture_is_made_smaller_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    large = opened(for_print("foto", saved("RGB", "JPEG", (3000, 2000), exif=exif)))
    assert large.size == (LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS * 2 // 3)
    assert not large.getexif()


HALF = saved("RGB", "JPEG", (300, 200))[:400]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"bukan gambar", HALF])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        for_print("foto.jpg", content)
    assert caught.value.message.startswith("cannot print the picture foto.jpg: ")
    assert caught.value.hint == "save it again as JPEG or PNG"


def test_paper_whose_picture_is_missing_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        render("kliping", printed.usual()["kliping"])
    assert caught.value.message.startswith("cannot print Kliping Berita: Panen Raya Kopi")
