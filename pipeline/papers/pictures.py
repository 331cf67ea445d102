"""Make a picture fit to print: read as an image, upright, in RGB, no larger than paper needs.

Typst takes only text among files in memory, so the JPEG travels inside an SVG.
"""

import base64
import io

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import BadInput
from pipeline.i18n import _

# 16 cm at 240 dots per inch, the widest a picture stands on a page.
LONGEST_SIDE_PIXELS = 1512
QUALITY = 85


def for_print(name: str, content: bytes) -> bytes:
    """`content` as an SVG around a JPEG without metadata; `name` is for the message.

    Raises BadInput if it is not an image, or one so large that it can only be an attack.
    """
    try:
        with Image.open(io.BytesIO(content)) as opened:
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
            flat = _on_white(upright)
    except (
        UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError,
    ) as error:  # fmt: skip
        raise BadInput(
            _("cannot print the picture {name}: {reason}").format(name=name, reason=error),
            hint=_("save it again as JPEG or PNG"),
        ) from None
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=QUALITY, optimize=True)
    encoded = base64.b64encode(written.getvalue()).decode("ascii")
    size = f'width="{flat.width}" height="{flat.height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    return f'{head}<image {size} href="data:image/jpeg;base64,{encoded}"/></svg>'.encode()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGB", with_alpha.size, "white")
    paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return paper
