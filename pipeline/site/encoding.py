"""Encode a photograph for readers: upright, in the colours of the web, its pixels and no more.

The bytes of this module are part of the site's recipe: with another one, every photograph is
encoded anew.
"""

import io
import struct
from collections.abc import Iterable
from typing import NamedTuple

from PIL import Image, ImageCms

# Browsers choose among the sizes; the JPEG is for those that know no WebP, for cards that other
# sites show of a page, and to download.
WIDTHS = (640, 960, 1600)
FULL_WIDTH = WIDTHS[-1]
WEBP = {"quality": 80, "method": 4}
JPEG = {"progressive": True, "optimize": True}
# WhatsApp shows no card with a picture of more: the first quality that keeps below it is taken.
LARGEST_JPEG = 300_000
# For print. Better codes for the same pixels would save a tenth, and take thrice the time and room.
WHOLE, WHOLE_JPEG = "WHOLE", {"quality": 88}
QUALITIES = (82, 74, 66, 58, 50, 40, 30, 20)
ORIENTATION_TAG = 0x0112
# What of a camera's orientation turns the picture upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = range(5, 9)
PAPER = (255, 255, 255)
# The modes of pixels that profiles are made for.
SPACES = {"RGB ": "RGB", "CMYK": "CMYK", "GRAY": "L"}
# What the EXIF or the colours of a broken file make Pillow raise.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error)


class Size(NamedTuple):
    """Width and height in pixels, as a reader sees the picture."""

    width: int
    height: int

    def within(self, width: int) -> "Size":
        """The same proportions, at most `width` wide; a small picture is never blown up."""
        if self.width <= width:
            return self
        return Size(width, max(1, round(self.height * width / self.width)))


class Form(NamedTuple):
    """How a photograph is published: `JPEG`, `WEBP`, or as a JPEG that is `WHOLE`, of all pixels it
    has; and how wide at most.
    """

    kind: str
    width: int


def upright_size(image: Image.Image) -> Size:
    """The size of an opened picture as a reader sees it; its pixels are not decoded."""
    size = Size(*image.size)
    return Size(size.height, size.width) if _orientation(image) in SIDEWAYS else size


def encode(image: Image.Image, forms: Iterable[Form]) -> dict[Form, bytes]:
    """An opened picture in several forms; it is decoded once. Raises what decoding raises."""
    full = upright_size(image)
    turn = TURNS.get(_orientation(image))
    wanted = sorted(forms, key=lambda form: form.width, reverse=True)
    # A large JPEG is decoded at a fraction of its size: a quarter of the time.
    image.draft(None, (wanted[0].width, wanted[0].width))
    pixels = _plain(image)
    if turn is not None:
        pixels = pixels.transpose(turn)
    pixels = _in_srgb(_resized(pixels, full.within(wanted[0].width)), image)
    made = {}
    for form in wanted:
        pixels = _resized(pixels, full.within(form.width))
        made[form] = _WRITERS[form.kind](pixels)
    return made


def _orientation(image: Image.Image) -> int:
    # Cameras write no PNG; to look for its orientation would be to decode it all.
    if image.format == "PNG":
        return 1
    try:
        return int(image.getexif().get(ORIENTATION_TAG, 1))
    except BROKEN:
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """The pixels in a mode that can be made smaller: no palette, no more than 8 bits each."""
    # What is not decoded yet would be copied when it is written.
    image.load()
    if image.mode.startswith("I"):
        # Grey of 16 bits, of which converting would keep the lower ones.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _resized(pixels: Image.Image, size: Size) -> Image.Image:
    if pixels.size == size:
        return pixels
    return pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(pixels: Image.Image, source: Image.Image) -> Image.Image:
    """The pixels in the colours that browsers take for granted, for no profile goes with them."""
    see_through = pixels.mode == "RGBA"
    colours = pixels.convert("RGB") if see_through else pixels
    profile = source.info.get("icc_profile")
    made = _converted(colours, profile) if isinstance(profile, bytes) else None
    made = made or (colours if colours.mode == "RGB" else colours.convert("RGB"))
    if see_through:
        made.putalpha(pixels.getchannel("A"))
    return made


def _converted(pixels: Image.Image, profile: bytes) -> Image.Image | None:
    """The pixels seen through a profile; None for one that is broken, or of other colours."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if SPACES.get(own.profile.xcolor_space) != pixels.mode:
            return None
        return ImageCms.profileToProfile(
            pixels, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *BROKEN):
        return None


def _webp(pixels: Image.Image) -> bytes:
    return _saved(pixels, "WEBP", **WEBP)


def _jpeg(pixels: Image.Image) -> bytes:
    flat = _flat(pixels)
    made = b""
    for quality in QUALITIES:
        made = _saved(flat, "JPEG", quality=quality, **JPEG)
        if len(made) <= LARGEST_JPEG:
            break
    return made


def _whole_jpeg(pixels: Image.Image) -> bytes:
    return _saved(_flat(pixels), "JPEG", **WHOLE_JPEG)


_WRITERS = {"WEBP": _webp, "JPEG": _jpeg, WHOLE: _whole_jpeg}


def _flat(pixels: Image.Image) -> Image.Image:
    """The pixels on paper, for a form that cannot be seen through."""
    if pixels.mode != "RGBA":
        return pixels
    flat = Image.new("RGB", pixels.size, PAPER)
    flat.paste(pixels, mask=pixels.getchannel("A"))
    return flat


def _saved(pixels: Image.Image, kind: str, **options: object) -> bytes:
    # Nothing that the decoder remembered goes along; a copy of the pixels takes too much room.
    pixels.info.clear()
    out = io.BytesIO()
    pixels.save(out, format=kind, exif=b"", **options)
    return out.getvalue()
