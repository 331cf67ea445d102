"""Make photographs fit to publish: what they may be, and how each is encoded anew."""

import io
from collections.abc import Iterable

from PIL import Image, UnidentifiedImageError

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.site.encoding import BROKEN, WHOLE, Form, Size, encode, upright_size

# 40 megapixels is a full frame of today's good cameras; 49 kB of PNG can claim ten times that.
MAX_PIXELS = 40_000_000
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def inspect(name: str, data: bytes) -> Size:
    """The size of a picture, from its header alone; `name` says which kind it must be.

    Raises BadInput when it is not a JPEG, PNG or WebP, is not what its name says, or has more
    than `MAX_PIXELS`.
    """
    with _opened(name, data) as image:
        return upright_size(image)


def render(name: str, data: bytes, forms: Iterable[Form]) -> dict[Form, bytes]:
    """The picture in these forms, upright, its pixels only: no EXIF, no position.

    Raises BadInput as `inspect` does, and when it cannot be decoded.
    """
    wanted, made = list(forms), dict[Form, bytes]()
    whole = [form for form in wanted if form.kind == WHOLE]
    # Decoded twice: for the smaller ones a fraction will do, and so much less room and time.
    for some in (whole, [form for form in wanted if form not in whole]):
        with _opened(name, data) as image:
            try:
                made |= encode(image, some) if some else {}
            except BROKEN as error:
                raise _broken(name, error) from None
    return made


def _opened(name: str, data: bytes) -> Image.Image:
    kind = FORMATS.get(ending(name))
    try:
        image = Image.open(io.BytesIO(data), formats=[kind] if kind else [])
    except (UnidentifiedImageError, *BROKEN) as error:
        raise _broken(name, error) from None
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name, f" ({image.width}×{image.height})")
    return image


def ending(name: str) -> str:
    """`.jpg` of `Foto.JPG`."""
    return "." + name.rpartition(".")[2].lower()


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
