"""What reads bytes that anybody may have written, and the honest bytes to begin with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from pipeline.forge.gate import parse_pushes
from pipeline.ledger import parse_journal
from pipeline.objects import parse_commit, parse_tree, render_tree
from pipeline.record import agenda
from pipeline.record.finding import Finding, has_errors
from pipeline.record.front_matter import render_article
from pipeline.record.loading import load_article, load_form, load_request
from pipeline.record.path_names import collisions, folded, name_findings, unfit
from pipeline.record.registers import load_agency, load_media
from pipeline.record.schema import typed
from pipeline.record.signature import signing_key
from pipeline.record.statement import NAMESPACE
from pipeline.record.strict_yaml import LARGE_LIMIT, LIMIT, load_stream, split_front_matter
from pipeline.record.unit import Unit
from tests.fuzz.limits import Reader
from tests.fuzz.mutation import mutated
from tests.fuzz.structure import restructured
from tests.record.histories import (
    AMEND,
    APPROVE,
    PAUSE,
    REQUEST_CHANGES,
    ROOT,
    TAKEDOWN,
    TEXT,
    history,
    typed_in,
)
from tests.record.units import FILES, INDEX, NUMBER, PATH, SCAN, check, says, submitted, unit

ROOM = Path(__file__).parents[2]
GOLDEN = ROOM / "tests" / "golden" / "record"
OID = "ab" * 20


Mutate = Callable[[Random, Sequence[bytes], int], bytes]


def _either(random: Random, seeds: Sequence[bytes], longest: int) -> bytes:
    return random.choice((mutated, restructured))(random, seeds, longest)


class Target(NamedTuple):
    """A reader: bytes in, findings out, and no other way out than a refusal in words."""

    read: Reader
    seeds: Callable[[], Sequence[bytes]]
    mutate: Mutate = mutated


def _stream(data: bytes) -> Iterable[Finding]:
    documents, found = load_stream(data, "x.yaml")
    for document in documents:
        assert data[document.start : document.end] == document.raw
        assert all(line >= 1 for line in document.lines.values())
    return found


def _front_matter(data: bytes) -> Iterable[Finding]:
    document, body, line, found = split_front_matter(data, "index.md")
    if document is not None:
        assert data.endswith(body.encode())
        assert data.count(b"\n") + 1 >= line >= 1
    return found


def _request(data: bytes) -> Iterable[Finding]:
    request, found = load_request(PATH, data, root=ROOT)
    assert (request is None) == has_errors(found)
    trusted, _found = load_request(PATH, data, root=ROOT, validate=False)
    if request is not None:
        assert trusted == request
    if trusted is not None:
        # What was verified before is read without its formats, and still has its digests.
        assert all(statement.digest for statement in trusted.history)
        assert agenda.order(trusted.number) >= (0, 0, 0)
        assert trusted.year >= 0
    return found


def _unit(data: bytes) -> Iterable[Finding]:
    """The record of an article in review, as it is now and as it was before."""
    honest = _honest()
    made = Unit(NUMBER, data, honest.papers, honest.files, honest.texts)
    return [*check(made, honest).findings, *check(honest, made).findings]


def _article(data: bytes) -> Iterable[Finding]:
    article, found = load_article(INDEX, data)
    assert (article is None) == has_errors(found)
    if article is not None:
        document, body, _line, _found = split_front_matter(data, INDEX)
        assert document is not None
        meta, _problems = typed(document, "article", INDEX)
        again, _found = load_article(INDEX, render_article(meta, body))
        assert again == article
    return found


def _agency(data: bytes) -> Iterable[Finding]:
    agency, found = load_agency(data)
    assert (agency is None) == has_errors(found)
    if agency is not None:
        for statement in islice(history(*says(APPROVE)), 4):
            agency.roster.roles(statement.by, statement.at)
            agency.roster.holders(statement.role, statement.at)
    return found


def _media(data: bytes) -> Iterable[Finding]:
    return load_media(data)[1]


def _form(data: bytes) -> Iterable[Finding]:
    return load_form(data, "form.yaml")[1]


def _signature(data: bytes) -> Iterable[Finding]:
    message, _line, signature = data.partition(b"\n")
    found = signing_key(message, signature.decode("latin-1"), NAMESPACE)
    assert found is None or found.startswith("ssh-ed25519 ")
    return ()


def _commit(data: bytes) -> Iterable[Finding]:
    info = parse_commit(OID, data)
    assert len(info.signed) <= len(data)
    assert info.at.isoformat()
    return ()


def _tree(data: bytes) -> Iterable[Finding]:
    entries = dict(parse_tree(data))
    assert render_tree(entries) == data
    return ()


def _journal(data: bytes) -> Iterable[Finding]:
    for record in parse_journal(data, "2026/0042.jsonl"):
        assert isinstance(record, dict)
    return ()


def _pushes(data: bytes) -> Iterable[Finding]:
    lines = data.decode(errors="surrogateescape").splitlines(keepends=True)
    assert len(parse_pushes(lines)) <= len(lines)
    return ()


def _names(data: bytes) -> Iterable[Finding]:
    paths = data.decode(errors="surrogateescape").split("\0")
    for path in paths:
        if unfit(path) is None:
            assert folded(path).encode()
    assert len(list(collisions(paths))) <= len(paths)
    return name_findings(paths, beside=["Foto.jpg"])


@cache
def _honest() -> Unit:
    return submitted()


def _files(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(ROOM.glob(pattern)) if path.is_file()]


def _golden(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(GOLDEN.glob(pattern)) if path.is_file()]


def _stories() -> list[bytes]:
    stories = [says(), says(APPROVE), says(REQUEST_CHANGES), says(PAUSE), says()[:1], says()[:2]]
    stories += [says(APPROVE, AMEND), says(APPROVE, TAKEDOWN), says(typed_in(REQUEST_CHANGES))]
    return [unit(history(*story)).data for story in stories]


def _honest_requests() -> list[bytes]:
    return [*_stories(), *_golden(f"request-valid/{PATH}")]


def _requests() -> list[bytes]:
    return [*_stories(), *_golden(f"request-*/{PATH}")]


def _articles() -> list[bytes]:
    return [
        FILES[INDEX],
        *_files("examples/content/2026/1*/*/index.md"),
        *_golden("article-*/**/*.md"),
    ]


def _agencies() -> list[bytes]:
    return [*_golden("agency-*/agency.yaml"), *_files("examples/kantor/agency.yaml")]


def _commits() -> list[bytes]:
    head = f"tree {OID}\nparent {'cd' * 20}\nparent {'ef' * 20}\n"
    people = (
        "author Ibu <a@b.example> 1793577600 +0900\ncommitter Ibu <a@b.example> 1793577601 -0130"
    )
    armour = "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n AAAA\n -----END SSH SIGNATURE-----"
    return [
        f"{head}{people}\n\nmerge\n".encode(),
        f"{head}{people}\nencoding UTF-8\n{armour}\n\nmerge 2026-0042\n".encode(),
        f"tree {OID}\n{people}\n{armour}\n\n".encode(),
    ]


def _trees() -> list[bytes]:
    names = {"a": "100644", "a.b": "100755", "a-c": "120000", "b": "40000", "c": "160000"}
    return [render_tree({name: (mode, OID) for name, mode in names.items()}), render_tree({})]


def _journals() -> list[bytes]:
    live = (
        b'{"at":"2026-11-23T09:05:00+09:00","digest":"sha256:aa","kind":"live","n":[1,2.5,null]}\n'
    )
    return [live, live * 3, b"", '{"kind":"told","to":"Dinas\\u0020\\ud83d\\ude00 é"}\n'.encode()]


def _push_lines() -> list[bytes]:
    one, none = "1" * 40, "0" * 40
    return [f"{none} {one} refs/heads/request/2026-0042\n{one} {none} refs/tags/x\n".encode()]


def _signatures() -> list[bytes]:
    made = history(*says(APPROVE))
    return [b"x\n" + s.signature.encode() for s in made] + [TEXT.encode() + b"\n" + SCAN]


TARGETS: Mapping[str, Target] = {
    "stream": Target(_stream, lambda: [*_requests(), *_golden("yaml-*/*.yaml")]),
    "front-matter": Target(_front_matter, _articles),
    "request": Target(_request, _honest_requests, _either),
    "unit": Target(_unit, _stories, _either),
    "article": Target(_article, _articles),
    "agency": Target(_agency, _agencies, _either),
    "media": Target(_media, lambda: _golden("media-*/media.yaml"), _either),
    "form": Target(_form, lambda: _golden("form-*/form.yaml"), _either),
    "signature": Target(_signature, _signatures),
    "commit": Target(_commit, _commits),
    "tree": Target(_tree, _trees),
    "journal": Target(_journal, _journals),
    "pushes": Target(_pushes, _push_lines),
    "names": Target(_names, lambda: ["\0".join([*FILES, "café.jpg", "a/B", "a/b"]).encode()]),
}
# No input is longer: what is too long is refused by its length alone, and is tested elsewhere.
LONGEST: Mapping[str, int] = {name: LARGE_LIMIT if name == "agency" else LIMIT for name in TARGETS}
