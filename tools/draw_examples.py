"""Draw every picture that `examples/pictures.yaml` lists: `python -m tools.draw_examples [WORD…]`.

With words, only the files whose path holds one of them. The same bytes on every run.
"""

import io
import sys
from collections.abc import Mapping
from pathlib import Path

import typst
import yaml
from PIL import Image

from tools.art import scenes_nature, scenes_town
from tools.art.canvas import HEIGHT, WIDTH, Canvas
from tools.art.mark import mark
from tools.art.palette import LIGHTS

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
QUALITY = 82
LARGEST = 120_000  # bytes


def svg(scene: str, light: str, seed: int) -> str:
    """The drawing of a scene in a light; `seed` settles what is left to chance."""
    draw = getattr(scenes_town, scene, None) or getattr(scenes_nature, scene)
    canvas = Canvas(seed)
    draw(canvas, LIGHTS[light])
    mark(canvas)
    return canvas.svg()


def raster(drawing: str) -> Image.Image:
    """The drawing as an image of twice its size."""
    page = (
        f"#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    png = typst.compile(
        page.encode(), format="png", ppi=144, sys_inputs={"svg": drawing}, ignore_system_fonts=True
    )
    assert isinstance(png, bytes)  # noqa: S101 - one page, so one picture
    return Image.open(io.BytesIO(png)).convert("RGB")


def jpeg(image: Image.Image, wide: int) -> bytes:
    """The image `wide` pixels across, as JPEG of at most LARGEST bytes."""
    small = image.resize((wide, wide * HEIGHT // WIDTH), Image.Resampling.LANCZOS)
    for quality in range(QUALITY, 40, -4):
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= LARGEST:
            break
    return buffer.getvalue()


def pictures() -> list[Mapping[str, str]]:
    """The list of pictures; every value is text."""
    text = (EXAMPLES / "pictures.yaml").read_text(encoding="utf-8")
    found: list[Mapping[str, str]] = yaml.load(text, Loader=yaml.BaseLoader)["pictures"]  # noqa: S506
    return found


def main(words: list[str]) -> None:
    """Draw the pictures whose path holds one of `words`, or all."""
    for item in pictures():
        if words and not any(word in item["file"] for word in words):
            continue
        image = raster(svg(item["scene"], item["light"], int(item["seed"])))
        path = EXAMPLES / item["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(jpeg(image, int(item["wide"])))


if __name__ == "__main__":
    main(sys.argv[1:])
