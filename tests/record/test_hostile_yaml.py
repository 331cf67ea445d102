"""YAML that is made to harm whoever reads it (threats.md, C08): a finding, soon, and no more."""

import pytest

from pipeline.record.finding import Finding
from pipeline.record.loading import load_article, load_form, load_request
from pipeline.record.registers import load_agency, load_media
from pipeline.record.strict_yaml import LARGE_LIMIT, LIMIT, load_stream, split_front_matter
from pipeline.record.yaml_events import MAX_VALUES
from tests.fuzz.limits import Reader, confined

PATH = "requests/2026/0042.yaml"
INDEX = "content/2026/11/24-panen-raya/index.md"


def stream(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with a stream."""
    return load_stream(data, "x.yaml")[1]


def large(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with a stream of the larger kind."""
    return load_stream(data, "agency.yaml", limit=LARGE_LIMIT)[1]


def front(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with a front matter."""
    return split_front_matter(data, "index.md")[3]


LAUGHS = "a: &a [x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
# Name: the bytes, the first rule that is told, and its line (None: the file is harmless).
PROBES: dict[str, tuple[str, str | None, int]] = {
    "billion laughs": (LAUGHS, "yaml-anchor", 1),
    "alias of itself": ("a: &a [*a]\n", "yaml-anchor", 1),
    "alias of nothing": ("x: 1\na: *b\n", "yaml-alias", 2),
    "alias as key": ("x: 1\n*a : 1\n", "yaml-alias", 2),
    "an anchor for each value": (
        "".join(f"k{n}: &a{n} x\n" for n in range(4000)), "yaml-anchor", 1),
    "a long anchor": ("a: &" + "x" * 60_000 + " 1\n", "yaml-anchor", 1),
    "merge keys": ("<<: [{a: 1}, {b: 2}]\n" * 2000, "yaml-merge-key", 1),
    "merge of an anchor": ("a: 1\n<<: *a\n", "yaml-merge-key", 2),
    "a tag that runs a program": ("a: !!python/object/apply:os.system [ls]\n", "yaml-tag", 1),
    "a tag of binary": ("x: 1\na: !!binary aGFsbw==\n", "yaml-tag", 2),
    "a tag of a set": ("a: !!set {b, c}\n", "yaml-tag", 1),
    "a tag of one's own": ("a: !<tag:x,2026:y> z\n", "yaml-tag", 1),
    "a long tag": ("a: !" + "x" * 60_000 + " 1\n", "yaml-tag", 1),
    "a tag directive": ("%TAG ! tag:evil,2026:\n---\na: 1\n", "yaml-syntax", 2),
    "a YAML directive": ("%YAML 1.1\n---\na: 1\n", "yaml-syntax", 2),
    "one key twice": ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3),
    "one key twice, quoted": ("a: 1\n'a': 2\n\"\\x61\": 3\n", "yaml-duplicate-key", 2),
    "one key without end": ("a: 1\n" * (LIMIT // 5), "yaml-duplicate-key", 2),
    "a key that is a list": ("a: 1\n? [x]\n: y\n", "yaml-key", 2),
    "a key that is a mapping": ("{a: 1}: 2\n", "yaml-key", 1),
    "a key that is not there": ("a: 1\n: 2\n", "yaml-syntax", 2),
    "documents without end": ("---\n" * (LIMIT // 4), "yaml-empty", 2),
    "documents of one field": ("---\na: 1\n" * (LIMIT // 9), "yaml-too-many-documents", 401),
    "a document end": ("a: 1\n...\nb: 2\n", "yaml-document-end", 2),
    "a document in a document": ("a: 1\n--- x\nb: 2\n", "yaml-document-start", 2),
    "brackets": ("[" * LIMIT, "yaml-too-deep", 1),
    "braces": ("{a: " * (LIMIT // 4), "yaml-too-deep", 1),
    "brackets and braces": ("[{a: " * (LIMIT // 5), "yaml-too-deep", 1),
    "brackets that close": ("[" * 30_000 + "]" * 30_000, "yaml-too-deep", 1),
    "dashes": ("- " * (LIMIT // 2), "yaml-too-deep", 1),
    "questions": ("? " * (LIMIT // 2), "yaml-too-deep", 1),
    "steps": ("".join(" " * n + "a:\n" for n in range(300)), "yaml-too-deep", 7),
    "one level too many": ("{a: [{b: [{c: [[x]]}]}]}", "yaml-too-deep", 1),
    "commas": ("[" + "," * (LIMIT - 2), "yaml-syntax", 1),
    "colons": (":" * LIMIT, "yaml-syntax", 1),
    "a huge integer": ("a: " + "9" * (LIMIT - 4) + "\n", None, 0),
    "an integer in base sixty": ("a: " + "59:" * (LIMIT // 4) + "59\n", None, 0),
    "a long line": ('a: "' + "x" * (LIMIT - 6) + '"\n', None, 0),
    "a long key": ("x" * (LIMIT - 4) + ": 1\n", "yaml-syntax", 1),
    "a folded text": ('a: "' + "\n " * (LIMIT // 2 - 4) + '"\n', None, 0),
    "a block of blank lines": ("a: |+\n" + "\n" * (LIMIT - 7), None, 0),
    "a double quote never closed": ('a: 1\nb: "' + "x\n " * (LIMIT // 4), "yaml-syntax", 2),
    "a single quote never closed": ("b: '" + "x\n " * (LIMIT // 4), "yaml-syntax", 1),
    "quotes without end": ("'" * (LIMIT - 1), "yaml-syntax", 1),
    "escapes without end": ('a: "' + "\\" * (LIMIT - 6) + '"\n', None, 0),
    "an escape of half a character": ('a: 1\nb: "\\ud83d"\n', "yaml-syntax", 2),
    "an escape of a NUL": ('a: 1\nb: "\\0"\n', "yaml-character", 2),
    "an escape of a bell": ('a: 1\nb: "\\a"\n', "yaml-character", 2),
    "an escape of an override": ('a: 1\nb: "\\u202e"\n', "yaml-character", 2),
    "an escape of a line separator": ('a: 1\nb: "\\L"\n', "yaml-character", 2),
    "an escape past the last character": ('a: 1\nb: "\\U00110000"\n', "yaml-syntax", 2),
    "a million keys": ("".join(f"{n:x}:\n" for n in range(9000)), None, 0),
    "a million keys in braces": ("{" + ",".join(f"{n:x}" for n in range(13_000)) + "}", None, 0),
    "tabs": ("\t\n" * (LIMIT // 2), "yaml-tab", 1),
    "overrides": ("\u202e" * (LIMIT // 3), "yaml-character", 1),
    "comments": ("#\n" * (LIMIT // 2), "yaml-empty", LIMIT // 2 + 1),
    "comments of Windows": ("#\r\n" * (LIMIT // 4) + "x\n---\na: 1\n", None, 0),
    "spaces": (" " * LIMIT, "yaml-empty", 2),
    "half a separator": ("---" + " " * (LIMIT - 4) + "x", "yaml-document-start", 1),
    "64 KiB and one byte": ("#" * (LIMIT + 1), "yaml-too-large", 1),
    "64 MiB": ("x" * (64 * LARGE_LIMIT), "yaml-too-large", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_is_a_finding_with_its_line(name: str) -> None:
    text, rule, line = PROBES[name]
    done = confined(stream, text.encode())
    assert done.crash == ""
    if rule is None:
        assert [told for told in done.ids if told not in ("yaml-syntax", "yaml-key")] == []
    else:
        assert (done.ids[0], done.lines[0]) == (rule, line)
    assert len(done.ids) <= 500


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_as_front_matter_is_no_different(name: str) -> None:
    text, _rule, _line = PROBES[name]
    assert confined(front, f"---\n{text}\n---\nIsi.\n".encode()).crash == ""


def request(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with a request."""
    return load_request(PATH, data, root="f" * 40)[1]


def article(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with an article."""
    return load_article(INDEX, data)[1]


def agency(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with agency.yaml."""
    return load_agency(data)[1]


def media(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with media.yaml."""
    return load_media(data)[1]


def form(data: bytes) -> tuple[Finding, ...]:
    """What is wrong with a form."""
    return load_form(data, "form.yaml")[1]


def keys(size: int, name: str = "k") -> str:
    """As many fields as fit."""
    return "".join(f"{name}{n}: 1\n" for n in range(size // (len(name) + 9)))


def articles(topics: str) -> str:
    """An article with these topics."""
    head = "title: x\ndate: 2026-11-24\nagency: x\nsummary: x\n"
    return f"---\n{head}topics: [{topics}]\n---\nIsi.\n"


# What is legal YAML, and far too much of it, for each kind of record.
FLOODS: dict[str, tuple[Reader, str]] = {
    "request, strange keys": (request, f"---\n{keys(30_000)}---\n{keys(30_000)}"),
    "request, keys that are nearly right": (request, f"---\n{keys(60_000, 'histor')}---\na: 1\n"),
    "request, statements of nothing": (request, f"---\nhistory: [{'{},' * 20_000}]\n---\na: 1\n"),
    "request, data of nothing": (
        request, "---\nhistory: [{action: receive, data: {documents: [" + "a," * 30_000 + "]}}]\n"
        "---\na: 1\n"),
    "request, papers of nothing": (request, f"---\na: 1\n---\nattachments: [{'{},' * 20_000}]\n"),
    "article, strange keys": (article, f"---\n{keys(60_000)}---\nIsi.\n"),
    "article, topics of two kinds": (
        article, articles("{a: 1}," + ",".join(f"a{n}" for n in range(9000)))),
    "article, mappings for topics": (
        article, articles(",".join(f"{{a: {n}}}" for n in range(5500)))),
    "article, one topic again and again": (article, articles("a," * 32_000)),
    "article, photographs of nothing": (
        article, articles("a").replace("topics", f"photos: [{'{},' * 21_000}]\ntopics")),
    "article, a long title": (
        article, articles("a").replace("title: x", f"title: {'x ' * 30_000}")),
    "article, a long body": (article, articles("a") + "x" * (LARGE_LIMIT - 200)),
    "article, a body of overrides": (article, articles("a") + "\u202e" * 349_000),
    "article, a body of line ends": (article, articles("a") + "\r\n" * 524_000),
    "article, a body of Cyrillic": (article, articles("a") + "\u0430b " * 260_000),
    "article, a body too long": (article, articles("a") + "x" * LARGE_LIMIT),
    "article, a front matter too long": (article, f"---\n{'#' * LIMIT}\n---\n"),
    "article, separators": (article, "---\n" * (LARGE_LIMIT // 4)),
    "agency, strange keys": (agency, f"---\nversion: 1\nhistory: []\n---\n{keys(10**6)}"),
    "agency, history of nothing": (
        agency, f"---\nversion: 1\nhistory: [{'{},' * 330_000}]\n---\na: 1\n"),
    "agency, people of nothing": (
        agency, "---\nversion: 1\nhistory: []\n---\nroster: {people: [" + "{}," * 16_000 + "]}\n"),
    "agency, as many values as may be": (
        agency, f"---\nversion: 1\nhistory: []\n---\nagencies: [{'a,' * (MAX_VALUES - 10)}]\n"),
    "media, outlets that are words": (media, f"outlets: [{'a,' * (MAX_VALUES - 10)}]\n"),
    "media, outlets of nothing": (media, f"outlets: [{'{},' * (MAX_VALUES - 10)}]\n"),
    "media, nested as deep as may be": (media, f"outlets: [{'[[[]]],' * 140_000}]\n"),
    "media, one megabyte of dashes": (media, "outlets:\n" + "- \n" * 340_000),
    "media, a megabyte of one word": (media, "outlets: " + "x" * 10**6),
    "media, an address without end": (
        media, f'outlets: [{{id: a, name: a, kind: radio, desk: a, email: "{"a." * 400_000}"}}]\n'),
    "form, strange keys": (form, keys(10**6)),
    "form, papers of nothing": (form, f"attachments: [{'{},' * (MAX_VALUES - 10)}]\n"),
}  # fmt: skip
HARMLESS = {"article, a long body", "article, a body of line ends"}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_stemmed(name: str) -> None:
    read, text = FLOODS[name]
    done = confined(read, text.encode())
    assert done.crash == ""
    assert len(done.ids) <= 500
    assert (not done.ids) == (name in HARMLESS)


def test_more_values_than_any_record_has_are_refused_at_the_first_too_many() -> None:
    text = "a: x\nb:\n" + "- c\n" * (MAX_VALUES + 10)
    (finding,) = large(text.encode())
    assert (finding.id, finding.message) == (
        "yaml-too-many-values",
        "more than 30000 values in one document",
    )
    assert finding.line == MAX_VALUES + 1


def test_what_a_message_quotes_is_short_and_shows_no_codes() -> None:
    (twice, *_others) = stream(b'"\\e[2J": 1\n"\\e[2J": 2\n')[-1:]
    assert twice.message == "`\\x1b[2J` is written twice"
    (anchor,) = stream(b"a: &" + b"x" * 1000 + b" 1\n")
    assert len(anchor.message) < 100
    unknown = article(f"---\n{'k' * 900}: 1\ntitle: x\n---\n".encode())
    assert max(len(finding.message) for finding in unknown) < 120
