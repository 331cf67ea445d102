"""What somebody said in a comment themselves: without quotations, signature and what is unseen."""

import re

from pipeline.record.text import without_invisible

# Spaces that phones and word processors put where one types an ordinary one, and two such hyphens.
_PLAIN = str.maketrans(
    {"\t": " ", "\u2010": "-", "\u2011": "-"}
    | dict.fromkeys("\u00a0\u1680\u2007\u202f\u205f\u3000", " ")
    | {chr(code): " " for code in range(0x2000, 0x200B)}
)
_QUOTED = re.compile(r" {0,3}>")
# The line that mail programs write above what they quote.
_ATTRIBUTION = re.compile(r"(?:wrote|menulis|tulis) ?: ?$", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?:On|Pada) ", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,}) ?(?P<kind>[\w-]*) ?$")
_SIGNATURE = "--"


def own_words(body: str) -> str:
    """What its author typed, without blank lines around it."""
    return _trimmed(_without_signature(_without_quotations(plain_lines(body))))


def plain_lines(body: str) -> list[str]:
    """The lines of a text from a browser or a mail program, with plain spaces, none behind them."""
    text = body.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    return [line.rstrip() for line in without_invisible(text).split("\n")]


def unfenced(words: str) -> str:
    """The content of the block of code that these words are as a whole; otherwise as they are."""
    lines = words.split("\n")
    opened = _FENCE.match(lines[0])
    if opened is None:
        is_inline = len(lines) == 1 and words.startswith("`") and words.endswith("`")
        return words.strip("`").strip() if is_inline else words
    ends = [place for place, line in enumerate(lines[1:], start=1) if _closes(line, opened["mark"])]
    return _trimmed(lines[1:-1]) if ends[:1] == [len(lines) - 1] else words


def _closes(line: str, mark: str) -> bool:
    found = _FENCE.match(line)
    return found is not None and not found["kind"] and found["mark"].startswith(mark)


def _without_quotations(lines: list[str]) -> list[str]:
    kept: list[str] = []
    last = 0  # where the last line stands in `kept` that is not blank
    for line in lines:
        if not _QUOTED.match(line):
            kept.append(line)
            last = len(kept) - 1 if line else last
        elif last < len(kept) and _ATTRIBUTION.search(kept[last]):
            del kept[_beginning(kept, last) :]
    return kept


def _beginning(lines: list[str], end: int) -> int:
    """Where the sentence begins that ends with `menulis:`; mail programs break it."""
    near = range(end, max(end - 3, -1), -1)
    return next((place for place in near if _ATTRIBUTES.match(lines[place])), end)


def _without_signature(lines: list[str]) -> list[str]:
    place = lines.index(_SIGNATURE) if _SIGNATURE in lines else len(lines)
    return lines[:place]


def _trimmed(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").strip()
