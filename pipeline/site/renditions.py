"""Write the renditions of photographs, and remember them: encoding is most of a build's time."""

import hashlib
from pathlib import Path

import PIL

from pipeline.files import write_whole
from pipeline.site import images

# Another Pillow, or other settings, may give other bytes.
RECIPE = f"{PIL.__version__} {images.SAVING}"


class RenditionStore:
    """Renditions by the digest of their source; `folder` None remembers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def write(self, source: Path, target: Path, width: int) -> None:
        """Put the picture `source`, at most `width` pixels wide, at `target`."""
        target.parent.mkdir(parents=True, exist_ok=True)
        data = source.read_bytes()
        if self._folder is None:
            target.write_bytes(images.render(source.name, data, width))
            return
        key = hashlib.sha256(f"{RECIPE} {width} {source.suffix}\0".encode() + data).hexdigest()
        kept = self._folder / key[:2] / key[2:]
        if not kept.is_file():
            write_whole(kept, images.render(source.name, data, width))
        target.write_bytes(kept.read_bytes())
