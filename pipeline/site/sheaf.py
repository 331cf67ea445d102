"""Pages one after the other in one file: a file for each would cost more than writing the page."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO


class Sheaf:
    """Where pages are put; `sizes` are theirs in bytes, in order."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sizes: list[int] = []

    def put(self, text: str) -> None:
        """Add a page."""
        self.sizes.append(self._file.write(text.encode()))


def opened(path: Path, sizes: Iterable[int]) -> Iterator[bytes]:
    """The pages in a file, when these are their sizes."""
    with path.open("rb") as file:
        for size in sizes:
            yield file.read(size)
