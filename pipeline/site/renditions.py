"""Write photographs as they are published, and remember them: to encode is most of the work."""

import hashlib
from pathlib import Path

import PIL

from pipeline.files import write_whole
from pipeline.site import encoding, images
from pipeline.site.encoding import Form
from pipeline.site.picture import Image

# Another Pillow, or another way to encode, may give other bytes.
_ENCODER = hashlib.sha256(Path(encoding.__file__).read_bytes()).hexdigest()
RECIPE = f"{PIL.__version__} {_ENCODER}"


class RenditionStore:
    """Renditions by the digest of their source; `folder` None remembers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def write(self, source: Path, page: Path, picture: Image) -> None:
        """Put what is published of the `picture` in the file `source` below the folder `page`."""
        data = source.read_bytes()
        digest = hashlib.sha256(f"{RECIPE} {source.suffix}\0".encode() + data).hexdigest()
        kept = {one: self._place(digest, one.form) for one in picture.renditions}
        if all(place and place.is_file() for place in kept.values()):
            made = {one.form: place.read_bytes() for one, place in kept.items() if place}
        else:
            # Always together: the smaller ones are made of the larger.
            made = images.render(source.name, data, [one.form for one in kept])
            for one, place in kept.items():
                if place:
                    write_whole(place, made[one.form])
        for one in kept:
            target = page / one.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made[one.form])

    def _place(self, digest: str, form: Form) -> Path | None:
        if self._folder is None:
            return None
        return self._folder / digest[:2] / f"{digest[2:]}-{form.kind.lower()}-{form.width}"
