"""Make photographs fit to publish: decoded and encoded anew, small, without a trace of metadata."""

import io
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import BadInput
from pipeline.i18n import _

# 40 megapixels is a full frame of today's good cameras; 49 kB of PNG can claim ten times that.
MAX_PIXELS = 40_000_000
FULL_WIDTH, SMALL_WIDTH = 1600, 640
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
SAVING: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": False, "compress_level": 6},
    "WEBP": {"quality": 82, "method": 4},
}
ORIENTATION_TAG, SIDEWAYS = 0x0112, range(5, 9)


class Size(NamedTuple):
    """Width and height in pixels, as a reader sees the picture."""

    width: int
    height: int

    def within(self, width: int) -> "Size":
        """The same proportions, at most `width` wide; a small picture is never blown up."""
        if self.width <= width:
            return self
        return Size(width, max(1, round(self.height * width / self.width)))


def inspect(name: str, data: bytes) -> Size:
    """The size of a picture, from its header alone; `name` says which kind it must be.

    Raises BadInput when it is not a JPEG, PNG or WebP, is not what its name says, or has more
    than `MAX_PIXELS`.
    """
    with _opened(name, data) as image:
        size = Size(*image.size)
        turned = _has_orientation(image) and image.getexif().get(ORIENTATION_TAG) in SIDEWAYS
    return Size(size.height, size.width) if turned else size


def render(name: str, data: bytes, width: int) -> bytes:
    """The picture at most `width` pixels wide, upright, its pixels only: no EXIF, no position."""
    with _opened(name, data) as image:
        kind = FORMATS[ending(name)]
        try:
            # A large JPEG is decoded at a fraction of its size: a quarter of the time.
            image.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(image) if _has_orientation(image) else image
            pixels = upright.convert(_mode(kind, upright))
        except (OSError, SyntaxError, ValueError) as error:
            raise _broken(name, error) from None
    target = inspect(name, data).within(width)
    if pixels.size != target:
        pixels = pixels.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
    # A new image of the same pixels leaves behind whatever the decoder remembered.
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    out = io.BytesIO()
    clean.save(out, format=kind, **SAVING[kind])
    return out.getvalue()


def _opened(name: str, data: bytes) -> Image.Image:
    kind = FORMATS.get(ending(name))
    try:
        image = Image.open(io.BytesIO(data), formats=[kind] if kind else [])
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError) as error:
        raise _broken(name, error) from None
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name, f" ({image.width}×{image.height})")
    return image


def ending(name: str) -> str:
    """`.jpg` of `Foto.JPG`."""
    return "." + name.rpartition(".")[2].lower()


def _has_orientation(image: Image.Image) -> bool:
    # Cameras write no PNG; to look for its orientation would be to decode it all.
    return image.format != "PNG"


def _mode(kind: str, image: Image.Image) -> str:
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    return "RGBA" if see_through and kind != "JPEG" else "RGB"


def _broken(name: str, error: Exception) -> BadInput:
    return BadInput(
        _("{path}: not a picture that can be shown: {why}").format(path=name, why=error),
        hint=_("use a JPEG, PNG or WebP whose name ends as its kind does, like foto.jpg"),
    )


def _too_large(name: str, size: str = "") -> BadInput:
    return BadInput(
        _("{path}: the picture has more than 40 million pixels{size}").format(path=name, size=size),
        hint=_("make it smaller: 4000 pixels wide is plenty for print"),
    )
