"""Git's raw objects, held against what Git itself says of them."""

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.objects import (
    EXECUTABLE,
    FILE,
    FOLDER,
    LINK,
    BadObject,
    Entry,
    differing_entries,
    find_entry,
    parse_commit,
    parse_tree,
    render_tree,
)

OID = "ab" * 20
SIGNATURE = "U1NIU0lHAAAAAQ=="
COMMIT = f"""\
tree {OID}
parent {"cd" * 20}
parent {"ef" * 20}
author Ibu Contoh <ibu@dinas.example> 1793577600 +0900
committer Siar <siar@localhost> 1793577601 +0000
gpgsig -----BEGIN SSH SIGNATURE-----
 {SIGNATURE[:8]}
 {SIGNATURE[8:]}
 -----END SSH SIGNATURE-----

merge 2026-0042

gpgsig in the message is only text
""".encode()
UNSIGNED = b"".join(
    line
    for line in COMMIT.splitlines(keepends=True)
    if not line.startswith((b"gpgsig -", b" ", b" -----"))
)


def test_a_commit_says_who_when_and_after_what() -> None:
    info = parse_commit(OID, COMMIT)
    assert info.tree == OID
    assert info.parents == ("cd" * 20, "ef" * 20)
    assert info.author == "Ibu Contoh <ibu@dinas.example>"
    assert info.at == datetime(2026, 11, 2, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    assert info.message == "merge 2026-0042\n\ngpgsig in the message is only text\n"


def test_a_signature_covers_everything_but_itself() -> None:
    info = parse_commit(OID, COMMIT)
    assert info.signature == SIGNATURE
    assert info.signed == UNSIGNED
    bare = parse_commit(OID, UNSIGNED)
    assert (bare.signature, bare.signed) == ("", UNSIGNED)


@pytest.mark.parametrize(
    ("offset", "minutes"), [("+0000", 0), ("+0930", 570), ("-0330", -210), ("-0030", -30)]
)
def test_the_moment_keeps_its_offset(offset: str, minutes: int) -> None:
    raw = COMMIT.replace(b"1793577600 +0900", f"1793577600 {offset}".encode())
    at = parse_commit(OID, raw).at
    assert at.utcoffset() == timedelta(minutes=minutes)
    assert int(at.timestamp()) == 1793577600


def test_a_commit_without_a_message_or_in_another_encoding_is_read() -> None:
    head, _blank, _message = UNSIGNED.partition(b"\n\n")
    assert parse_commit(OID, head + b"\n\n").message == ""
    info = parse_commit(OID, head + b"\nencoding latin1\n\ncaf\xe9\n")
    assert info.message == "caf\N{REPLACEMENT CHARACTER}\n"
    assert info.signed == head + b"\nencoding latin1\n\ncaf\xe9\n"


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=6
).filter(lambda name: name not in (".", ".."))
ENTRIES = st.dictionaries(
    NAMES,
    st.tuples(
        st.sampled_from([FILE, EXECUTABLE, LINK, FOLDER]),
        st.binary(min_size=20, max_size=20).map(bytes.hex),
    ),
    max_size=6,
)


@given(ENTRIES)
def test_a_tree_is_read_back_as_it_was_rendered(entries: dict[str, tuple[str, str]]) -> None:
    assert dict(parse_tree(render_tree(entries))) == entries


# Ids that look like the beginnings of entries, and names that look like ends of others.
SLY = st.sampled_from(
    [
        bytes.fromhex(OID),
        b"100644 a\0" + b"x" * 11,
        b" a\0" + b"40000 b\0" + b"y" * 9,
        b"x" * 12 + b"40000 a\0",
    ]
).map(bytes.hex)
SLY_ENTRIES = st.dictionaries(
    st.sampled_from(["a", "b", "a.b", "a b", "40000 a", "x40000 a", "b 100644 a", "é"]) | NAMES,
    st.tuples(st.sampled_from([FILE, FOLDER]), SLY),
    max_size=8,
)


@given(SLY_ENTRIES)
@example({"a": (FILE, "ab" * 20)})
def test_a_name_is_found_in_a_tree_and_nothing_else_is(entries: dict[str, Entry]) -> None:
    raw = render_tree(entries)
    for name in [*entries, "a", "b", "a.b", "", "a/b", "a\0", "40000 a", "a\0" + "x" * 20]:
        assert find_entry(raw, name) == entries.get(name)


@given(SLY_ENTRIES, SLY_ENTRIES)
def test_two_trees_differ_in_what_only_one_of_them_has(
    one: dict[str, Entry], other: dict[str, Entry]
) -> None:
    both = {**one, **other}
    for before, after in ((one, other), (one, both), (both, one), (one, one), ({}, one)):
        assert differing_entries(render_tree(before), render_tree(after)) == (
            {name: entry for name, entry in before.items() if after.get(name) != entry},
            {name: entry for name, entry in after.items() if before.get(name) != entry},
        )


@pytest.mark.parametrize("before", [b"", b"100644 a\0" + b"x" * 20 + b"100644 b\0" + b"x" * 20])
@pytest.mark.parametrize(
    "added", [b"100644 a\0", b"40000 a\0", b"100644 ..\0", b"100664 c\0", b"100644 c/d\0", b"c"]
)
def test_what_is_added_to_a_tree_is_as_git_writes_it(before: bytes, added: bytes) -> None:
    raw = added + b"x" * (20 if before else 19)
    with pytest.raises(BadObject):
        differing_entries(before, before + raw)


def test_a_name_that_is_not_utf8_survives() -> None:
    raw = b"100644 caf\xe9\0" + bytes.fromhex(OID)
    assert render_tree(dict(parse_tree(raw))) == raw


def test_git_writes_the_same_tree(tmp_path: Path) -> None:
    # Where a folder sorts: `a-b`, `a.md`, then the folder `a` as if it were `a/`, then `a0`.
    def git(*words: str, stdin: bytes = b"") -> bytes:
        done = subprocess.run(
            ["git", *words], cwd=tmp_path, input=stdin, capture_output=True, check=True
        )
        return done.stdout.strip()

    git("init", "--quiet")
    blob = git("hash-object", "-w", "--stdin", stdin=b"isi").decode()
    folder = git("mktree", stdin=f"100644 blob {blob}\tx\n".encode()).decode()
    entries = {
        "a": (FOLDER, folder),
        "a0": (FILE, blob),
        "a.md": (FILE, blob),
        "a-b": (EXECUTABLE, blob),
        "é": (FILE, blob),
    }
    kinds = {FOLDER: "tree"}
    lines = [
        f"{mode:0>6} {kinds.get(mode, 'blob')} {oid}\t{n}\0" for n, (mode, oid) in entries.items()
    ]
    made = git("mktree", "-z", stdin="".join(lines).encode()).decode()
    assert git("cat-file", "tree", made) == render_tree(entries).strip()
