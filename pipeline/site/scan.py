"""Look whether pages show words that are not public, whoever put them there."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pipeline.record.article import Article

# Files in which words can be read as they are. A press release is packed, and not among them: it is
# made of the very text whose page was looked at, when that is live.
TEXTS = (".html", ".xml", ".json", ".jsonl", ".txt", ".js", ".css", ".svg", ".webmanifest")
# Fewer letters than this are found in any text.
SHORTEST, SHORTEST_OF_BODY = 4, 40
_LINES_OF_BODY = 3
# What no output writes otherwise than it is, in whatever language it is.
_PLAIN = re.compile(r"""[^<>&"'\\\n\t*_`\[\]()]+""")


class Secret(NamedTuple):
    """Words that are not public: whose they are, and in which folder or request they stand.

    As `is_name` they count only as a whole: `2026-0042`, `24-panen-raya`.
    """

    words: str
    owner: str
    is_name: bool = False


class Leak(NamedTuple):
    """A file that shows what is not public."""

    path: str
    secret: Secret


def secrets_of(article: Article, owner: str) -> Iterator[Secret]:
    """What must not be seen of an article that is not public; its address and number apart."""
    texts = [article.title, article.summary]
    for photo in article.photos:
        texts += [photo.caption, photo.alt]
        if len(photo.file) >= SHORTEST:
            yield Secret(photo.file, owner, is_name=True)
    lines = [run.strip() for run in _PLAIN.findall(article.body)]
    long = [line for line in lines if len(line) >= SHORTEST_OF_BODY]
    for text in (*texts, *long[:_LINES_OF_BODY]):
        if len(text.strip()) >= SHORTEST:
            yield Secret(text.strip(), owner)


def find_leaks(
    files: Iterable[tuple[str, bytes]],
    secrets: Iterable[Secret],
    is_public: Callable[[Secret, str], bool],
) -> Iterator[Leak]:
    """The files that show a secret, in their paths or texts.

    `is_public` is asked of a secret and a file only when the words are there.
    """
    wanted = [(secret, _core(secret.words)) for secret in dict.fromkeys(secrets)]
    for path, data in files:
        text = f"{path}\n{data.decode(errors='replace') if path.endswith(TEXTS) else ''}"
        found = [secret for secret, core in wanted if core in text]
        if found:
            plain = _plain(text)
            for secret in found:
                if _stands_in(secret, plain) and not is_public(secret, path):
                    yield Leak(path, secret)


def stands_in(secret: Secret, text: str) -> bool:
    """Whether the words of a secret stand in a source."""
    return _core(secret.words) in text and _stands_in(secret, _plain(text))


def _stands_in(secret: Secret, plain: str) -> bool:
    if not secret.is_name:
        return secret.words in plain
    return re.search(rf"(?<![\w-]){re.escape(secret.words)}(?![\w-])", plain) is not None


def _core(words: str) -> str:
    """The longest part of the words that is written alike everywhere."""
    return max(_PLAIN.findall(words), key=len, default=words)


def _plain(text: str) -> str:
    """The text as it is read, whether it was encoded for HTML, XML or JSON."""
    return html.unescape(text).replace('\\"', '"').replace("\\\\", "\\").replace("''", "'")
