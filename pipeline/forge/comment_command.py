"""Read a command that somebody wrote as a comment: `/disposisi kepada: kasi-piks sifat: segera`.

The first line begins with the verb; `key: value` pairs follow, on the same line or on others. A
value goes on until the next key of that verb. Whatever is not begun so is ordinary talk.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pipeline.forge.comment_key import QUOTATION_MARKS, QUOTED, Key, Refused, Table, values
from pipeline.forge.comment_text import own_words, unfenced
from pipeline.i18n import OFFICE_LANGUAGE, _, terminal_language
from pipeline.record.labels import COMMAND_NAMES
from pipeline.record.text import shortened

HELP = "help"
# What a verb of comments is called in Indonesian where no command of the terminal is called so.
_INDONESIAN = {**COMMAND_NAMES, HELP: "bantuan"}
# What else people call it: in a comment nothing else can be meant.
_ALSO_CALLED = {"terima": "accept"}
# What people type who have not found the button.
_BUTTONS = frozenset({"approve", "setujui", "setuju", "review", "koreksi", "tinjau"})
# A record holds no longer text, and no reader of a comment would read one.
LONGEST = 12_000
_VERB = re.compile(
    r"/(?P<first>[A-Za-z][A-Za-z_-]*)(?: +(?P<second>[A-Za-z]+)(?! *:))?(?=[\s.,:;!]|$)"
)
_END_OF_VERB = re.compile(r"[.,:;!]*(?=\s|$)")
_BEFORE_KEY = r"(?:^|(?<=[\s,;]))"
_COLON = r" ?:(?!//)"
_WORD = re.compile(rf"{_BEFORE_KEY}(?P<key>[A-Za-z][\w-]{{1,29}}){_COLON}")


class Command(NamedTuple):
    """A command: its English verb, and what was said with it, by the keys' English names."""

    verb: str
    options: tuple[tuple[str, str], ...] = ()


class Talk(NamedTuple):
    """A comment that is none of our business."""


class Problem(NamedTuple):
    """A command that cannot be understood: why, what to do, and a complete example to copy."""

    sentence: str
    way_out: str
    example: str = ""


def parse(body: str, table: Table) -> Command | Talk | Problem:
    """What a comment says; `table` holds the verbs that count in comments, with their keys."""
    words = unfenced(own_words(body))
    begun = _VERB.match(words)
    if begun is None:
        return Talk()
    verb, rest = _verb(begun, words, table)
    if verb in _BUTTONS:
        return Problem(
            _("approving and asking for changes are buttons, not commands: nothing was recorded"),
            _("under “Files changed”, press “Review changes”, choose one of the two, and send it"),
        )
    if verb not in table:
        return Problem(
            _("there is no command /{name}").format(name=shortened(verb, 40)),
            _("there are: {known}").format(known=", ".join(map(spoken_verb, table))),
            example(next(iter(table)), table),
        )
    try:
        _refuse_several(rest, table)
        return Command(verb, tuple(_options(rest, table[verb])))
    except Refused as refused:
        return Problem(refused.sentence, refused.way_out, example(verb, table))


def spoken_verb(verb: str) -> str:
    """`/disposisi`, or `/dispose` to readers of English."""
    return f"/{_INDONESIAN[verb] if terminal_language() == OFFICE_LANGUAGE else verb}"


def example(verb: str, table: Table) -> str:
    """A complete command with this verb."""
    pairs = [(key.name, sample) for key in table[verb] for sample in key.samples]
    return render(Command(verb, tuple(pairs)), table)


def render(command: Command, table: Table) -> str:
    """The command as a comment that `parse` reads as this very command, keys in their order."""
    keys = table[command.verb]
    words, pairs = [spoken_verb(command.verb)], []
    for key in keys:
        said = [value for name, value in command.options if name == key.name]
        if said and (key.is_flag or key.is_bare):
            words.append(key.shown if key.is_flag else _guarded(said[0], key, keys))
        elif said:
            pairs.append(f"{key.shown}: {', '.join(_guarded(value, key, keys) for value in said)}")
    return " ".join([*words, *pairs])


def _guarded(value: str, key: Key, keys: Sequence[Key]) -> str:
    """In quotation marks where something in the value would be read as something else."""
    is_plain = (
        not value.endswith((",", ";"))
        and not value.startswith(tuple(QUOTATION_MARKS))
        and not (key.repeats and re.search(r"^ *[-*•] |[,;\n]", value))
        and not _pattern(keys).search(value)
        and not _WORD.search(value)
    )
    fitting = (pair for pair in QUOTATION_MARKS.items() if not set(pair) & set(value))
    opening, closing = ("", "") if is_plain else next(fitting, ("", ""))
    return f"{opening}{value}{closing}"


def _verb(begun: re.Match[str], words: str, table: Table) -> tuple[str, str]:
    """The verb in English, or as it was typed where it is none of the table; and what follows."""
    known = {spelled: verb for verb in table for spelled in (verb, _INDONESIAN[verb])}
    known |= {spelled: verb for spelled, verb in _ALSO_CALLED.items() if verb in table}
    first = begun["first"].lower().replace("_", "-")
    both = f"{first}-{(begun['second'] or '').lower()}"
    verb, end = (both, begun.end("second")) if both in known else (first, begun.end("first"))
    after = _END_OF_VERB.match(words, end)
    return known.get(verb, verb), words[after.end() if after else end :]


def _refuse_several(rest: str, table: Table) -> None:
    """Two commands in one comment would be answered as one."""
    for line in (line.strip(" `") for line in rest.split("\n")[1:]):
        begun = _VERB.match(line)
        if begun and _verb(begun, line, table)[0] in table:
            raise Refused(
                _("a comment holds one command, and this one holds several"),
                _("write each command as a comment of its own; nothing was recorded"),
            )


def _options(rest: str, keys: Sequence[Key]) -> Iterator[tuple[str, str]]:
    if len(rest) > LONGEST:
        raise Refused(
            _("the command is longer than {limit} characters").format(limit=LONGEST),
            _("say it in fewer words, or upload it as a paper"),
        )
    bare, pairs = _split(rest, keys)
    given = [*_bare(bare, keys), *pairs]
    _refuse_twice([key for key, _text in given])
    for key in keys:
        if key.is_required and key not in [other for other, _text in given]:
            raise Refused(
                _("`{key}:` is missing").format(key=key.shown),
                _("there are: {known}").format(known=_known(keys)),
            )
    for key, text in given:
        for value in values(key, text):
            yield key.name, value


def _split(rest: str, keys: Sequence[Key]) -> tuple[str, list[tuple[Key, str]]]:
    """What stands before the first key, and each key with what follows it."""
    named = {name: key for key in keys if not key.is_bare for name in key.names}
    pattern = _pattern(keys)
    found: list[tuple[Key, re.Match[str]]] = []
    place = 0
    while mark := pattern.search(rest, place):
        found.append((named[re.sub("[_ ]", "-", mark["key"].lower())], mark))
        quoted = QUOTED.match(rest, mark.end())
        is_whole = quoted is not None and _goes_on(rest, quoted.end(), pattern)
        place = quoted.end() if quoted and is_whole else mark.end()
    _refuse_twice([key for key, _mark in found])
    ends = [*(mark.start() for _key, mark in found[1:]), len(rest)][: len(found)]
    pairs = [(key, rest[mark.end() : end]) for (key, mark), end in zip(found, ends, strict=True)]
    bare = rest[: found[0][1].start()] if found else rest
    _refuse_unknown(f"\n{bare}", keys, is_free=any(key.is_bare for key in keys))
    for _key, text in pairs:
        if not QUOTED.fullmatch(text.rstrip(" ,;\n")):
            _refuse_unknown(text, keys)
    return bare.strip(), pairs


def _pattern(keys: Sequence[Key]) -> re.Pattern[str]:
    names = sorted({name for key in keys if not key.is_bare for name in key.names}, key=len)
    spelled = "|".join(re.escape(name).replace(r"\-", "[-_ ]") for name in reversed(names))
    return re.compile(
        rf"{_BEFORE_KEY}(?P<key>{spelled or '(?!)'}){_COLON}", re.IGNORECASE | re.ASCII
    )


def _goes_on(rest: str, place: int, pattern: re.Pattern[str]) -> bool:
    """Whether nothing but a key follows what stood in quotation marks."""
    while place < len(rest) and rest[place] in " ,;\n":
        place += 1
    return place == len(rest) or pattern.match(rest, place) is not None


def _refuse_unknown(text: str, keys: Sequence[Key], *, is_free: bool = False) -> None:
    """A word before a colon was meant as a key where it begins a line, or is nearly a key.

    Where people write freely, lines may begin as they like.
    """
    names = [name for key in keys if not key.is_bare for name in key.names]
    for mark in _WORD.finditer(text):
        _before, broken, line = text[: mark.start()].rpartition("\n")
        begins_line = broken and not line.strip(" -*•")
        if (begins_line and not is_free) or _is_slip(mark["key"].lower(), names):
            raise Refused(
                _("there is no key `{key}:` here").format(key=shortened(mark["key"])),
                _(
                    "there are: {known}; a value with a colon in it stands in quotation marks"
                ).format(known=_known(keys)),
            )


def _is_slip(word: str, names: Sequence[str]) -> bool:
    """`tengat` is meant to be `tenggat`; `alasannya` is a word of its own."""
    if len(word) < 5 or word.removesuffix("nya") in names:
        return False
    return bool(get_close_matches(word, [name for name in names if len(name) > 4], 1, 0.83))


def _known(keys: Sequence[Key]) -> str:
    flags = [f"`{key.shown}`" for key in keys if key.is_flag]
    others = [f"`{key.shown}:`" for key in keys if not key.is_flag and not key.is_bare]
    return ", ".join([*flags, *others]) or _("none; the command stands alone")


def _bare(text: str, keys: Sequence[Key]) -> Iterator[tuple[Key, str]]:
    """What stands behind the verb: a free value, or words that say something by themselves."""
    free = next((key for key in keys if key.is_bare), None)
    if free is not None:
        yield from [(free, text)] if text else []
        return
    flags = {name: key for key in keys if key.is_flag for name in key.names}
    for word in filter(None, re.split(r"[\s,;.]+", text)):
        if word.lower() not in flags:
            raise Refused(
                _("`{words}` stands there without a key").format(words=shortened(text)),
                _("there are: {known}").format(known=_known(keys)),
            )
        yield flags[word.lower()], ""


def _refuse_twice(given: Sequence[Key]) -> None:
    seen: set[str] = set()
    for key in given:
        if key.name in seen and not key.repeats:
            raise Refused(
                _("`{key}:` stands there twice").format(key=key.shown),
                _("say it once; nothing was recorded"),
            )
        seen.add(key.name)
