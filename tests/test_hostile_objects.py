"""Objects that no Git would write: each is refused in words, never by a traceback."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.objects import COMMIT_LIMIT, BadObject, parse_commit, parse_tree

OID = "ab" * 20
TREE = b"tree " + b"a" * 40 + b"\n"
PARENT = b"parent " + b"b" * 40 + b"\n"
AUTHOR = b"author Ibu <ibu@dinas.example> 1793577600 +0900\n"
COMMITTER = b"committer Siar <siar@localhost> 1793577601 +0000"
HEAD = TREE + PARENT + AUTHOR + COMMITTER
SIGNED = b"\ngpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----"
COMMIT = HEAD + b"\n\nwords\n"

BAD_COMMITS: dict[str, bytes] = {
    "nothing": b"",
    "no message": HEAD,
    "no tree": COMMIT.replace(TREE, b""),
    "no author": COMMIT.replace(AUTHOR, b""),
    "no committer": COMMIT.replace(COMMITTER, b"encoding UTF-8"),
    "tree twice": COMMIT.replace(TREE, TREE + TREE),
    "tree that is no id": COMMIT.replace(b"a" * 40, b"a" * 39),
    "tree in capitals": COMMIT.replace(b"a" * 40, b"A" * 40),
    "tree not UTF-8": COMMIT.replace(b"a" * 40, b"\xff" * 40),
    # Git stops looking for parents at the author's line; who does not would see a merge here.
    "parent after the author": COMMIT.replace(AUTHOR, AUTHOR + PARENT),
    "parent after the committer": COMMIT.replace(COMMITTER, COMMITTER + b"\n" + PARENT[:-1]),
    "parent before the tree": PARENT + COMMIT,
    "author after the committer": COMMIT.replace(COMMITTER, COMMITTER + b"\n" + AUTHOR[:-1]),
    "no time": COMMIT.replace(b" 1793577600 +0900", b""),
    "time in words": COMMIT.replace(b"1793577600", b"kemarin"),
    "time below zero": COMMIT.replace(b"1793577600", b"-1"),
    "time past counting": COMMIT.replace(b"1793577600", b"9" * 12),
    "time of 5000 digits": COMMIT.replace(b"1793577600", b"9" * 5000),
    "time in other digits": COMMIT.replace(b"1793577600", "١٧٩٣٥٧٧٦٠٠".encode()),
    "no offset": COMMIT.replace(b" +0900", b" "),
    "offset of days": COMMIT.replace(b"+0900", b"+9900"),
    "offset of 99 minutes": COMMIT.replace(b"+0900", b"+0099"),
    "offset with seconds": COMMIT.replace(b"+0900", b"+090000"),
    "header without a value": COMMIT.replace(COMMITTER, COMMITTER + b"\nencoding"),
    "header without a name": COMMIT.replace(COMMITTER, COMMITTER + b"\n value"),
    "NUL in the header": COMMIT.replace(b"Ibu", b"I\0bu"),
    "NUL in another header": COMMIT.replace(COMMITTER, COMMITTER + b"\nnote a\0b"),
    "two signatures": COMMIT.replace(COMMITTER, COMMITTER + SIGNED + SIGNED),
    "line ends of Windows": COMMIT.replace(b"\n", b"\r\n"),
    "a message of ten million bytes": COMMIT + b"x" * 10**7,
    "a header of ten million bytes": HEAD + b"\na" * 5_000_000 + b"\n\nwords\n",
    "as many headers as fit": (HEAD + b"\na b" * (COMMIT_LIMIT // 5) + b"\nc\n\n"),
    "an author of digits": COMMIT.replace(b"Ibu", b" 1" * (COMMIT_LIMIT // 2)),
}


@pytest.mark.parametrize("name", BAD_COMMITS)
def test_a_commit_that_git_would_not_write_is_refused(name: str) -> None:
    started = time.process_time()
    with pytest.raises(BadObject) as refused:
        parse_commit(OID, BAD_COMMITS[name])
    assert refused.value.message == f"{OID} is not a commit as Git writes them"
    assert refused.value.hint
    assert time.process_time() - started < 2


def test_the_commit_that_the_bad_ones_are_made_of_is_read() -> None:
    info = parse_commit(OID, COMMIT)
    assert (info.tree, info.parents) == ("a" * 40, ("b" * 40,))
    signed = parse_commit(OID, COMMIT.replace(COMMITTER, COMMITTER + SIGNED))
    assert (signed.signed, signed.signature) == (COMMIT, "U1NI")


def test_what_a_signature_covers_is_the_object_byte_for_byte() -> None:
    odd = COMMIT.replace(COMMITTER, COMMITTER + b"\nmergetag a\n \n  b\nnote  c " + SIGNED)
    assert parse_commit(OID, odd).signed == odd.replace(SIGNED, b"")


def entry(name: bytes, mode: bytes = b"100644") -> bytes:
    """One entry of a raw tree."""
    return mode + b" " + name + b"\0" + bytes.fromhex(OID)


BAD_TREES: dict[str, bytes] = {
    "cut off in the id": entry(b"a")[:-1],
    "cut off in the name": b"100644 a",
    "without a space": b"100644a\0" + b"x" * 20,
    "garbage": b"\xff" * 100,
    "nothing but modes": b"100644 " * 200_000,
    "a mode of old": entry(b"a", b"100664"),
    "a mode with a zero before it": entry(b"a", b"040000"),  # Git takes it for a folder
    "a mode of a pipe": entry(b"a", b"10644"),
    "a mode of letters": entry(b"a", b"\xd9\xa1"),
    "a name that is a path": entry(b"a/b"),
    "no name": entry(b""),
    "the folder itself": entry(b"."),
    "the folder above": entry(b".."),
    "the same name twice": entry(b"a") + entry(b"a"),
    "a file and a folder of one name": entry(b"a") + entry(b"a.b") + entry(b"a", b"40000"),
    "another order": entry(b"b") + entry(b"a"),
    "a folder out of order": entry(b"a", b"40000") + entry(b"a.b"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_TREES)
def test_a_folder_that_git_would_not_write_is_refused(name: str) -> None:
    started = time.process_time()
    with pytest.raises(BadObject, match="this is not a folder as Git writes them"):
        list(parse_tree(BAD_TREES[name]))
    assert time.process_time() - started < 2


def test_a_folder_of_a_hundred_thousand_files_is_read() -> None:
    raw = b"".join(entry(b"%06d" % number) for number in range(100_000))
    assert sum(1 for _ in parse_tree(raw)) == 100_000


@given(st.data())
def test_no_bytes_raise_anything_else(data: st.DataObject) -> None:
    raw = bytearray(COMMIT.replace(COMMITTER, COMMITTER + SIGNED))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with suppress(BadObject):
        parse_commit(OID, bytes(raw))
    with suppress(BadObject):
        list(parse_tree(bytes(raw)))
