"""Make hostile records of honest ones: legal YAML whose values are not what they should be."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from pipeline.record.strict_yaml import Plain, load_stream

SEPARATOR = b"---\n"
# What a field may hold besides what stands in some other field.
NASTY: tuple[Any, ...] = (
    "", " ", "x", "-", "null", Plain("null"), Plain("~"), Plain("0"), Plain("-1"), Plain("1"),
    Plain("999999999999999"), Plain("true"), Plain("1.5"), [], {}, [""], [[]], {"a": "b"},
    [Plain("null")], "2026-11-24", "1900-01-01", "2199-12-31", "9999-12-31", "2026-02-30",
    "1900-01-01T00:00:00+14:59", "2199-12-31T23:59:59-14:59", "2026-11-23T09:05:00Z",
    "2026-11-23T09:05+09:00", "2026-11-23T09:05:00.5+09:00", "2026-0042", "2026-0042.1",
    "2026-0001", "1000-0000", "9999-999999999", "content/2026/11/24-a", "content/0001/01/01-a",
    "content/2026/11/24-panen-raya/../x", "0042/a.pdf", "../a", "CON", "a" * 500, "a\nb", "é" * 200,
    "sha256:" + "a" * 64, "a" * 64, "recorder", "petugas-1", "kasi-piks", "kabid-piks", "officer",
    "machine", "maintainer", "Asia/Jayapura", "UTC", "Etc/GMT+12", "08:00-24:00", "{number}",
    "{number:099d}{roman}", "U1NIU0lH", "U1NIU0lHAAAAAQ==", "é", "a@b.example", "https://[::1]/",
    "Dіnas", "100000000000000000000", "12:30:45", "012", "approve", "split", "join", "revise",
    "second_look", "bypass", "confirm", "import", "takedown", "recall", "upheld", "objected",
)  # fmt: skip


class Place(NamedTuple):
    """A mapping or list, the key or index in it, and what people call it: the nearest key."""

    holder: Any
    key: Any
    name: str


Pool = Mapping[str, Sequence[Any]]


def restructured(random: Random, seeds: Sequence[bytes], longest: int) -> bytes:
    """One of the seeds with one to five of its values, fields or entries changed."""
    data = random.choice(seeds)
    documents, _found = load_stream(data, "x.yaml", limit=longest)
    parts = [document.raw for document in documents]
    values = [document.value for document in documents]
    pool = _pool((data, random.choice(seeds)), longest)
    for _ in range(min(random.randint(1, 5), random.randint(1, 5))):
        number = random.randrange(len(values))
        places = list(_places(values[number]))
        if places:
            random.choice(CHANGES)(random, random.choice(places), pool)
            parts[number] = (_flow(values[number]) + "\n").encode("utf-8", "replace")
    return b"".join(SEPARATOR + part for part in parts)[:longest]


def _pool(seeds: Sequence[bytes], longest: int) -> Pool:
    """What stands behind each key, in this record and in another."""
    pool: dict[str, list[Any]] = {}
    for seed in seeds:
        for document in load_stream(seed, "x.yaml", limit=longest)[0]:
            for place in _places(document.value):
                pool.setdefault(place.name, []).append(place.holder[place.key])
    return pool


def _places(value: Any, name: str = "") -> Iterator[Place]:
    if isinstance(value, dict):
        pairs: list[tuple[Any, str]] = [(key, str(key)) for key in value]
    else:
        pairs = [(key, f"{name}[]") for key in range(len(value))] if type(value) is list else []
    for key, called in pairs:
        yield Place(value, key, called)
        yield from _places(value[key], called)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, Plain) and not set(value) & set(" :,[]{}#&*!|>%@`'\"\\\n"):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _other(random: Random, place: Place, pool: Pool) -> None:
    place.holder[place.key] = _copy(random.choice(NASTY))


def _stranger(random: Random, place: Place, pool: Pool) -> None:
    place.holder[place.key] = _copy(random.choice(pool[random.choice([*pool])]))


def _kin(random: Random, place: Place, pool: Pool) -> None:
    """What stands behind the same key elsewhere: the right kind of value at the wrong place."""
    place.holder[place.key] = _copy(random.choice(pool.get(place.name) or NASTY))


def _drop(random: Random, place: Place, pool: Pool) -> None:
    del place.holder[place.key]


def _more(random: Random, place: Place, pool: Pool) -> None:
    if isinstance(place.holder, list):
        item = random.choice([place.holder[place.key], *pool.get(place.name, ())])
        place.holder.insert(random.randint(0, len(place.holder)), _copy(item))
    else:
        name = random.choice([*pool, "x"])
        place.holder[name] = _copy(random.choice(pool.get(name) or NASTY))


def _order(random: Random, place: Place, pool: Pool) -> None:
    if isinstance(place.holder, list):
        random.shuffle(place.holder)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


Change = Callable[[Random, Place, Pool], None]
CHANGES: tuple[Change, ...] = (_other, _stranger, _kin, _kin, _kin, _kin, _drop, _more, _order)
