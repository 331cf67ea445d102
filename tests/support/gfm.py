"""What a forge makes of a comment: whether anything in it does more than stand there."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("gfm-like", {"html": True})
if _PARSER.linkify is not None:
    _PARSER.linkify.set({"fuzzy_link": False})  # no forge takes `M.Si` for an address
# What we write ourselves: our marks, and what is folded.
_OWN = re.compile(r"<!-- siar:[\w -]+ -->|</?details>|</?summary>")
# A call of somebody, another issue, or an address that becomes a link by itself.
_CALLS = re.compile(r"@\w|(?<!\w)#\d|\bGH-\d|://|\b(?:mailto|xmpp):", re.IGNORECASE)


def living(comment: str, home: str) -> Iterator[str]:
    """Everything that calls, links elsewhere than to `home`, loads, or is markup of others."""
    mark, body = _begin(comment)
    if "<!-- siar:" in _code_out(body) and not re.search(r"\n<!-- siar:sheet [^>]+ -->\n\Z", body):
        yield "a mark of ours"
    for block in _PARSER.parse(body):
        for one in (block, *(block.children or ())):
            if one.type in ("html_inline", "html_block") and "<" in _OWN.sub("", one.content):
                yield f"markup: {one.content}"
            elif one.type == "image":
                yield f"a picture: {one.attrs.get('src')}"
            elif one.type == "link_open" and not str(one.attrs.get("href")).startswith(home):
                yield f"a link: {one.attrs.get('href')}"
            elif one.type == "text" and _CALLS.search(one.content.replace(home, "")):
                yield f"a call: {one.content}"
            elif one.type in ("table_open", "heading_open") and one.tag not in ("h3", "h4"):
                yield f"a part of its own: {one.tag}"
    if not mark:
        yield "no mark of ours"


def _begin(comment: str) -> tuple[str, str]:
    mark = re.match(r"<!-- siar:[\w -]+ -->\n", comment)
    return (mark[0], comment[mark.end() :]) if mark else ("", comment)


def _code_out(body: str) -> str:
    """The text without code, which is shown as it is."""
    return re.sub(r"(?s)```.*?```|`[^`\n]+`", "", body)
