"""Markdown for a forge: what others wrote stays text in it, and calls, links and closes nothing."""

import re
from urllib.parse import quote

from pipeline.record.text import printable, shortened, without_invisible

# A word joiner: it takes no room, and behind it no forge sees a name, a number or an address.
GAP = "&#8288;"
_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$^{}]")
_BEGINS = re.compile(r"^(?:[-+=:#]|\d+(?=[.)]))")
# Each is what would become a link or a call, and how much of it stands before the gap.
_TRIGGERS = (
    re.compile(r"(@)(?=\S)"),
    re.compile(r"([#!])(?=\d)"),
    re.compile(r"\b(GH-)(?=\d)", re.IGNORECASE),
    re.compile(r"(:)(?=//|\w+@)"),
    re.compile(r"\b(www|mailto|xmpp)(?=[.:])", re.IGNORECASE),
)
# A number of letters a to f and digits is a commit's, where it has seven of them or more.
_COMMIT = re.compile(r"\b[0-9a-f]{7,}\b", re.IGNORECASE)
_SHORT = re.compile(r".{6}(?=.)")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/%?=&+#-]*)?")
_CODE = re.compile(r"`([^`]+)`")
# Whoever copies a digest gets it as it is.
_DIGEST = re.compile(r"\bsha256:[0-9a-f]{64}\b")
_MARK = "\0"


def text(words: object, most: int = 200) -> str:
    """What somebody wrote, as one line of nothing but text, cut where it gets long."""
    line = shortened(" ".join(without_invisible(str(words)).split()), most)
    return _BEGINS.sub(_first_entity, _harmless(line))


def _harmless(line: str) -> str:
    """The line without what calls or marks up anything in its midst."""
    for trigger in _TRIGGERS:
        line = trigger.sub(rf"\1{_MARK}", line)
    line = _COMMIT.sub(lambda found: _SHORT.sub(rf"\g<0>{_MARK}", found[0]), line)
    return _SPECIAL.sub(_entity, line).replace(_MARK, GAP)


def prose(words: object, most: int = 20_000) -> str:
    """Sentences of ours in which something may stand that others wrote: only code is marked up."""
    cut = without_invisible(str(words)).replace("\0", "").strip()
    cut = cut if len(cut) <= most else cut[: most - 1] + "…"
    return "\n".join(_sentence(line.strip()) for line in cut.split("\n"))


def _sentence(line: str) -> str:
    parts, place = [], 0
    for code in _CODE.finditer(line):
        parts += [_with_digests(line[place : code.start()]), code[0]]
        place = code.end()
    told = "".join((*parts, _with_digests(line[place:])))
    return told if told.startswith("`") else _BEGINS.sub(_first_entity, told)


def _with_digests(words: str) -> str:
    parts, place = [], 0
    for digest in _DIGEST.finditer(words):
        parts += [_harmless(words[place : digest.start()]), f"`{digest[0]}`"]
        place = digest.end()
    return "".join((*parts, _harmless(words[place:])))


def title(words: object, most: int = 200) -> str:
    """One line for a title, which is plain text; no forge takes a longer one."""
    return shortened(" ".join(without_invisible(str(words)).split()), most)


def quoted(words: object, most: int = 1500) -> str:
    """What somebody wrote, as a quotation with its own lines."""
    cut = without_invisible(str(words)).strip()
    cut = cut if len(cut) <= most else cut[: most - 1] + "…"
    lines = [text(line, most) for line in cut.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def link(label: str, address: str) -> str:
    """A link with a label that is Markdown already; only the label where it is no web address."""
    return f"[{label}]({address})" if _ADDRESS.fullmatch(address) else label


def path(*parts: str) -> str:
    """Names in an address, each slash staying one."""
    return "/".join(quote(part, safe="/") for part in parts)


def fenced(*lines: str) -> str:
    """Something to copy, in a block of its own with so many lines."""
    kept = (" ".join(printable(line).replace("`", "'").split()) for line in lines)
    return "\n".join(["```", *kept, "```"])


def folded(title: str, *blocks: str) -> str:
    """Blocks that are read once somebody asks for them; the title is Markdown already."""
    return "\n\n".join([f"<details><summary>{title}</summary>", *blocks, "</details>"])


def _entity(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(letter)};" for letter in found[0])


def _first_entity(found: re.Match[str]) -> str:
    # A list or a heading begins so: one entity is enough that none does.
    return _entity(found) if not found[0].isdigit() else f"{found[0]}{GAP}"
