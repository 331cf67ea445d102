"""Git's raw objects, held against what Git itself says of them."""

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.objects import (
    EXECUTABLE,
    FILE,
    FOLDER,
    LINK,
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
