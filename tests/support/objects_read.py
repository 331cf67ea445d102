"""Which of Git's objects are read: what a cost that does not grow is counted by."""

from collections.abc import Iterable, Iterator

import pytest

from pipeline.object_reader import Raw
from pipeline.repository import Repository


def objects_read(repository: Repository, patch: pytest.MonkeyPatch) -> list[str]:
    """A list to which each object is added that is read from now on."""
    reader, read = repository._objects, list[str]()
    one, many = reader.read, reader.read_all

    def noted_one(oid: str) -> Raw:
        read.append(oid)
        return one(oid)

    def noted_all(oids: Iterable[str]) -> Iterator[Raw]:
        listed = list(oids)
        read.extend(listed)
        return many(listed)

    patch.setattr(reader, "read", noted_one)
    patch.setattr(reader, "read_all", noted_all)
    return read
