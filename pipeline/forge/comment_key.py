"""The keys of a command in a comment, and how what stands behind each of them is read."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from pipeline.i18n import OFFICE_LANGUAGE, _, terminal_language
from pipeline.record.path_names import unfit
from pipeline.record.text import shortened

QUOTATION_MARKS = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”"}
QUOTED = re.compile(
    r"\s*(?:" + "|".join(f"{begin}[^{end}]*{end}" for begin, end in QUOTATION_MARKS.items()) + ")"
)
_BULLET = re.compile(r"^ *[-*•] +", re.MULTILINE)
_SEPARATOR = re.compile(r"[,;\n]")
# What a command to be copied holds where only a person knows what to say; phones type three dots.
BLANK = "…"
_BLANK = re.compile(r"[. ]*(?:…|\.\.)[.… ]*")
_YES = frozenset({"ya", "yes", "x"})


class Takes(StrEnum):
    """What stands behind a key."""

    TEXT = "text"
    ID = "id"
    CHOICE = "choice"
    COUNT = "count"
    PAPER = "paper"
    NOTHING = "nothing"


class Key(NamedTuple):
    """A key of a verb; `names` are its spellings, the English first and the Indonesian last.

    `is_bare`: its value stands behind the verb, before any key. `samples` are for examples;
    `labels` is what people call a value, with the value.
    """

    names: tuple[str, ...]
    takes: Takes = Takes.TEXT
    choices: tuple[str, ...] = ()
    is_required: bool = False
    repeats: bool = False
    is_bare: bool = False
    samples: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """How a command names it: in English."""
        return self.names[0]

    @property
    def shown(self) -> str:
        """How people read it."""
        return self.names[-1] if terminal_language() == OFFICE_LANGUAGE else self.names[0]

    @property
    def is_flag(self) -> bool:
        """Whether the word says all by itself."""
        return self.takes is Takes.NOTHING


Table = Mapping[str, tuple[Key, ...]]


class Refused(Exception):
    """Why a command cannot be understood, and what to do; it never leaves this room."""

    def __init__(self, sentence: str, way_out: str) -> None:
        super().__init__(sentence)
        self.sentence, self.way_out = sentence, way_out


def values(key: Key, text: str) -> Iterator[str]:
    """What stands behind a key, one value or the items of a list. Raises Refused."""
    texts = list(_items(key, text)) if key.repeats else [unquoted(text)]
    if not any(texts) and not key.is_flag:
        raise Refused(
            _("nothing stands behind `{key}:`").format(key=key.shown),
            _("write the value behind it, or leave the key out"),
        )
    if any(_BLANK.fullmatch(value) for value in texts):
        raise Refused(
            _("behind `{key}:` there still stands only `{blank}`").format(
                key=key.shown, blank=BLANK
            ),
            _("write what is meant in its place; nothing was recorded"),
        )
    for value in texts:
        read = _READ.get(key.takes)
        yield read(key, value) if read else value


def unquoted(text: str) -> str:
    """The value without the quotation marks that it stands in as a whole."""
    said = text.strip().rstrip(",;").rstrip()
    closing = QUOTATION_MARKS.get(said[:1])
    inner = said[1:-1]
    if len(said) > 1 and closing and said.endswith(closing) and closing not in inner:
        return inner.strip()
    return said


def _items(key: Key, text: str) -> Iterator[str]:
    """The items of a list: behind bullets, or else between commas and on lines of their own."""
    has_bullets = _BULLET.search(text) is not None
    for item in _BULLET.split(text) if has_bullets else _parted(key, text):
        if found := unquoted(item):
            yield found


def _parted(key: Key, text: str) -> Iterator[str]:
    whole = _whole(key)
    place = 0
    while place <= len(text):
        quoted = whole.match(text, place) or QUOTED.match(text, place)
        mark = _SEPARATOR.search(text, quoted.end() if quoted else place)
        end = mark.start() if mark else len(text)
        yield text[place:end]
        place = end + 1


def _whole(key: Key) -> re.Pattern[str]:
    """A label that has a comma in it is one item of a list, and not two."""
    parted = [re.escape(label) for label, _value in key.labels if _SEPARATOR.search(label)]
    return re.compile(rf"\s*(?:{'|'.join(parted) or '(?!)'})(?=\s*(?:[,;\n]|$))", re.IGNORECASE)


def _id(key: Key, value: str) -> str:
    """Phones begin words with a capital letter."""
    return _labelled(key, value) or value.lower()


def _labelled(key: Key, value: str) -> str | None:
    folded = _folded(value)
    return next((one for label, one in key.labels if _folded(label) == folded), None)


def _choice(key: Key, value: str) -> str:
    folded = _folded(value)
    found = next((one for one in key.choices if _folded(one) == folded), _labelled(key, value))
    if found is None:
        raise Refused(
            _("`{key}:` cannot be `{value}`").format(key=key.shown, value=shortened(value)),
            _("choose one of: {known}").format(known=", ".join(key.choices)),
        )
    return found


def _folded(word: str) -> str:
    return re.sub(r"[\s-]+", "_", word.lower().rstrip(" ."))


def _count(_key: Key, value: str) -> str:
    if not re.fullmatch("[0-9]{1,6}", value):
        raise Refused(
            _("`{value}` is not a number").format(value=shortened(value)),
            _("write it in digits, such as 2"),
        )
    return value


def _paper(_key: Key, value: str) -> str:
    reason = unfit(value)
    if reason is not None:
        raise Refused(
            _("`{value}` is not the name of an uploaded paper: {reason}").format(
                value=shortened(value), reason=reason
            ),
            _("upload the picture to the request first, then write its name as it is there"),
        )
    return value


def _nothing(key: Key, value: str) -> str:
    if value and value.lower() not in _YES:
        raise Refused(
            _("`{key}` takes no value").format(key=key.shown),
            _("write only the word, or leave it out"),
        )
    return ""


_READ = {
    Takes.ID: _id,
    Takes.CHOICE: _choice,
    Takes.COUNT: _count,
    Takes.PAPER: _paper,
    Takes.NOTHING: _nothing,
}
