"""Files that go with a mail: which of them fit, and under which names."""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.distribution import mime

# Most newsrooms' servers take 20 MB or more, the oldest 10 MB.
DEFAULT_LIMIT = 9_500_000


class Attachment(NamedTuple):
    """A file that goes with the mail; `content_type` such as `application/pdf`."""

    filename: str
    content_type: str
    data: bytes

    @property
    def is_photo(self) -> bool:
        """Whether it is a photograph (or else a document)."""
        return self.content_type.startswith("image/")


def choose(
    offered: Iterable[Attachment], limit: int
) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """What fits into `limit` encoded bytes and what does not: documents first, in order."""
    attached: list[Attachment] = []
    left_out: list[Attachment] = []
    taken: set[str] = set()
    for file in sorted(offered, key=lambda file: file.is_photo):
        name = _unused(mime.plain_filename(file.filename), taken)
        size = mime.encoded_size(file.data)
        fits = size <= limit
        limit -= size if fits else 0
        (attached if fits else left_out).append(file._replace(filename=name))
    return tuple(attached), tuple(left_out)


def _unused(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    count = 1
    while name.lower() in taken:
        count += 1
        name = f"{stem}-{count}.{ending}" if dot else f"{ending}-{count}"
    taken.add(name.lower())
    return name
