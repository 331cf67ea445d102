"""The digest: nothing of a unit changes without it, and order is nothing."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.digest import FileEntry, document_digest, sha256, unit_digest


@dataclass(frozen=True)
class Given:
    """A unit's bytes: files by path with mode, and documents."""

    files: tuple[tuple[str, str, bytes], ...]
    documents: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """What the unit's statements would name."""
        entries = [FileEntry(path, mode, len(d), sha256(d)) for path, mode, d in self.files]
        return unit_digest(entries, self.documents)


FOLDER = "content/2026/11/24-panen-raya"
INDEX = (f"{FOLDER}/index.md", "100644", b"---\ntitle: Panen\n---\nIsi.\n")
PHOTO = (f"{FOLDER}/foto.jpg", "100644", bytes(range(64)))
UNIT = Given((INDEX, PHOTO), (b"letter: {}\n", b"attachments: []\n"))


def test_the_digest_is_fixed_for_ever() -> None:
    # Approvals name this value: a program that computes another one has broken the archive.
    assert UNIT.digest == (
        "sha256:a088a76d3fbefca17f8b5b00e8662f3390bedcf191c0a1f30f8bc67c7ca5dcb0"
    )


@pytest.mark.parametrize("place", range(len(INDEX[2])))
def test_every_byte_of_the_text_changes_the_digest(place: int) -> None:
    path, mode, data = INDEX
    changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    assert replace(UNIT, files=((path, mode, changed), PHOTO)).digest != UNIT.digest


OTHERS = {
    "a photograph swapped": ((INDEX, (PHOTO[0], PHOTO[1], PHOTO[2][::-1])), UNIT.documents),
    "a photograph renamed": ((INDEX, (f"{FOLDER}/foto-2.jpg", *PHOTO[1:])), UNIT.documents),
    "a folder renamed": (
        tuple((path.replace("24-", "25-"), mode, d) for path, mode, d in UNIT.files),
        UNIT.documents,
    ),
    "a mode changed": ((INDEX, (PHOTO[0], "100755", PHOTO[2])), UNIT.documents),
    "a link in its place": ((INDEX, (PHOTO[0], "120000", PHOTO[2])), UNIT.documents),
    "a file removed": ((INDEX,), UNIT.documents),
    "an empty file added": ((INDEX, PHOTO, (f"{FOLDER}/x", "100644", b"")), UNIT.documents),
    "two files' bytes exchanged": (
        ((INDEX[0], INDEX[1], PHOTO[2]), (PHOTO[0], PHOTO[1], INDEX[2])),
        UNIT.documents,
    ),
    "a document changed": (UNIT.files, (b"letter: { }\n", UNIT.documents[1])),
    "a document added": (UNIT.files, (*UNIT.documents, b"")),
    "a document removed": (UNIT.files, UNIT.documents[:1]),
    "documents exchanged": (UNIT.files, UNIT.documents[::-1]),
    "a byte moved between documents": (UNIT.files, (b"letter: {}\na", b"ttachments: []\n")),
}


@pytest.mark.parametrize("what", OTHERS)
def test_each_of_these_changes_the_digest(what: str) -> None:
    assert Given(*OTHERS[what]).digest != UNIT.digest


PATHS = st.text("abé-/.", min_size=1, max_size=8)
UNITS = st.builds(
    Given,
    st.lists(
        st.tuples(PATHS, st.sampled_from(["100644", "100755"]), st.binary(max_size=6)),
        unique_by=lambda entry: entry[0],
        max_size=4,
    ).map(tuple),
    st.lists(st.binary(max_size=6), max_size=3).map(tuple),
)


@given(UNITS, st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_listed_is_nothing(unit: Given, random: Any) -> None:
    shuffled = list(unit.files)
    random.shuffle(shuffled)
    assert replace(unit, files=tuple(shuffled)).digest == unit.digest


@given(UNITS, UNITS)
def test_other_units_have_other_digests(one: Given, other: Given) -> None:
    same = sorted(one.files) == sorted(other.files) and one.documents == other.documents
    assert (one.digest == other.digest) is same


def test_the_digest_can_be_computed_again_from_its_description() -> None:
    files = sorted([path, mode, len(data), sha256(data)] for path, mode, data in UNIT.files)
    told = {"files": files, "documents": [[len(d), sha256(d)] for d in UNIT.documents]}
    assert UNIT.digest == "sha256:" + sha256(rfc8785.dumps(told))  # type: ignore[arg-type]


def test_a_document_is_named_by_its_own_sha256() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert document_digest(b"") == f"sha256:{empty}"
