"""What an approval binds to: the bytes as they were handed in, and the editions before them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.i18n import _
from pipeline.record.case import Case
from pipeline.record.digest import FileEntry
from pipeline.record.finding import Finding
from pipeline.record.replay import replay
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, State

VERSIONS = "versions"


class ArticleBytes(NamedTuple):
    """An article's files, and the bytes of its Markdown files by path."""

    files: tuple[FileEntry, ...]
    texts: Mapping[str, bytes]


class Held(NamedTuple):
    """What main last verified of a request: its history and its article."""

    history: Sequence[Statement]
    article: ArticleBytes


def version_path(folder: str, edition: int) -> str:
    """Where the text of a former edition stays: `content/2026/11/24-slug/versions/1.md`."""
    return f"{folder}/{VERSIONS}/{edition}.md"


def binding_findings(
    article: ArticleBytes, case: Case, digest: str | None, former: ArticleBytes | None
) -> Iterator[Finding]:
    """What differs from the bytes that were submitted or approved, in files and lines."""
    if case.state not in (State.IN_REVIEW, State.APPROVED) or digest == case.digest:
        return
    if case.is_divided and digest is None:
        return  # others carry it on, and its text was left behind
    if _is_hidden_draft(case):
        return
    if case.state is State.APPROVED:
        message = _("these are not the bytes that were approved")
        help_ = _("undo the change: what is approved stays exactly as it is")
    else:
        message = _("these are not the bytes that were submitted")
        help_ = _("undo the change, or submit again once changes are requested")
    for path, line in _differences(article, former) or [(f"{case.article}/index.md", 1)]:
        yield Finding(path, line, "approval-digest", message, help_)


def _differences(article: ArticleBytes, former: ArticleBytes | None) -> list[tuple[str, int]]:
    """Which files differ from the former ones, and in which line."""
    if former is None or not former.files:
        return []
    before = {entry.path: entry for entry in former.files}
    now = {entry.path: entry for entry in article.files}
    changed = sorted(path for path in before | now if before.get(path) != now.get(path))
    return [
        (path, first_difference(former.texts.get(path), article.texts.get(path)))
        for path in changed
    ]


def first_difference(before: bytes | None, now: bytes | None) -> int:
    """The first line in which two texts differ."""
    old, new = (before or b"").split(b"\n"), (now or b"").split(b"\n")
    pairs = enumerate(zip(old, new, strict=False), start=1)
    return next((line for line, (a, b) in pairs if a != b), min(len(old), len(new)))


def version_findings(
    history: Sequence[Statement], article: ArticleBytes, case: Case, held: Held
) -> Iterator[Finding]:
    """The editions before a correction stay beside the article, as they were published."""
    following = {statement.action for statement in history[len(held.history) :]}
    if case.article is None or not following & {Action.AMEND, Action.WITHDRAW}:
        return
    if case.state not in (State.IN_REVIEW, State.APPROVED) or _is_hidden_draft(case):
        return
    now = {entry.path: entry.sha256 for entry in article.files}
    for path, sha256 in _kept(case.article, held):
        if now.get(path) != sha256:
            yield Finding(
                path,
                1,
                "version-missing",
                _("the former text is not kept here as it was published"),
                _("put it back: `siar amend` and `siar withdraw` keep it at this place"),
            )


def _is_hidden_draft(case: Case) -> bool:
    """Main keeps a hidden text while its branch has the new one: only an approval binds again."""
    return case.hidden and case.state is State.IN_REVIEW


def _kept(folder: str, held: Held) -> Iterator[tuple[str, str]]:
    """The files that keep former editions, with their SHA-256.

    A text that was recalled was no edition: nobody has read it, and it need not be kept.
    """
    case = replay(held.history)[0]
    for entry in held.article.files:
        if entry.path == f"{folder}/index.md" and not case.recalled:
            yield version_path(folder, case.edition), entry.sha256
        elif entry.path.startswith(f"{folder}/{VERSIONS}/"):
            yield entry.path, entry.sha256
