"""Make hostile bytes of honest ones: bits, bytes, words, lines and pieces of their neighbours."""

from collections.abc import Callable, Sequence
from random import Random

# What readers of YAML, JSON, dates, Git's objects and terminals stumble over.
_TEXTS = (
    "---\n", "...\n", "- ", "? ", ": ", ":\n", "[", "]", "{", "}", "[[[[[[[[", "{a: {a: {a: {",
    ",", "#", "&a ", "*a", "!!str ", "!!python/object:x ", "<<: *a", "<<: ", "|", "|+\n", ">-\n",
    "'", '"', "\\", '\\"', "\\u202e", "\\ud83d", "\\x00", "\\U00110000", "%YAML 1.1\n", "@", "`",
    "~", "null", "true", "NO", "012", "0x1F", "1e309", ".inf", "-1", "9" * 20, "9" * 5000,
    "12:30:45", "2026-02-30", "9999-12-31", "9999-12-31T23:59:59-14:00", "0001-01-01",
    "2026-11-23T24:00:00+09:00", "+23:59", "Z", "١٢", "２０", "\n", "\r\n", "\r", "\t", " ",
    "  ", "\0", "\x1b[2J", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\ue000",
    "\U000e0041", "\ud800", "і", "é", "e\u0301", "😀", "ﬁ", "../", "/", ".git", "CON", "%2e",
    "sha256:", "ssh-ed25519 AAAA", "a" * 300, "x" * 70_000, "[" * 3000, "{\"a\":" * 3000,
    "- " * 3000, "tree ", "parent ", "author ", "committer ", "gpgsig ", "100644 ", "040000 ",
    "seq: 1", "action: approve", "action: split", "role: section_head", "data: {}", "prev: null",
    "by: kabid-piks", "signer: recorder", "state: approved", "history: []", "topics: [a, a]",
    "transcribed: {}", "NaN", "Infinity", "request: 2026-0042", "publish_at: ", "photos: [{}]",
)  # fmt: skip
WORDS: tuple[bytes, ...] = (
    *(text.encode("utf-8", "surrogatepass") for text in _TEXTS),
    *(b"\xff", b"\xc0\xaf", b"\xed\xa0\xbd", b"\x80" * 8, b"\0" * 8),
)

Mutation = Callable[[Random, bytearray, Sequence[bytes]], None]


def mutated(random: Random, seeds: Sequence[bytes], longest: int) -> bytes:
    """One of the seeds after one to eight mutations; mostly few, so that much stays honest."""
    data = bytearray(random.choice(seeds))
    for _ in range(min(random.randint(1, 8), random.randint(1, 8))):
        random.choice(MUTATIONS)(random, data, seeds)
    return bytes(data[:longest])


def _flip(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _overwrite(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    if data:
        data[random.randrange(len(data))] = random.randrange(256)


def _insert(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    place = random.randint(0, len(data))
    data[place:place] = random.choice(WORDS)


def _replace(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    place = random.randint(0, len(data))
    data[place : place + random.randint(0, 12)] = random.choice(WORDS)


def _value(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    """Something else behind a colon."""
    colons = [place for place, sign in enumerate(data) if sign == ord(":")]
    if colons:
        start = random.choice(colons) + 1
        stops = [data.find(sign, start) for sign in (b"\n", b",", b"}")]
        end = min((stop for stop in stops if stop >= 0), default=len(data))
        data[start:end] = b" " + random.choice(WORDS)


def _cut(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    place = random.randint(0, len(data))
    del data[place : place + random.choice((1, 2, 8, 100, 10_000))]


def _repeat(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    place = random.randint(0, len(data))
    piece = data[place : place + random.randint(1, 80)]
    data[place:place] = piece * random.choice((1, 2, 10, 300))


def _lines(random: Random, data: bytearray, _seeds: Sequence[bytes]) -> None:
    """A line dropped, doubled, moved, or indented."""
    lines = bytes(data).split(b"\n")
    place = random.randrange(len(lines))
    line = lines.pop(place)
    again: list[bytes] = random.choice(([], [line, line], [b" " + line], [line[1:]]))
    lines[place:place] = again or [line] * random.randint(0, 1)
    if random.random() < 0.3:
        lines.insert(random.randint(0, len(lines)), line)
    data[:] = b"\n".join(lines)


def _splice(random: Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    other = random.choice(seeds)
    start = random.randint(0, len(other))
    place = random.randint(0, len(data))
    data[place : place + random.randint(0, 200)] = other[start : start + random.randint(0, 400)]


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _overwrite, _insert, _replace, _value, _value, _cut, _repeat, _lines, _splice,
)  # fmt: skip
