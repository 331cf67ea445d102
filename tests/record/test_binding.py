"""Which bytes an approval binds: those handed in, and beside them the editions that were before."""

from collections.abc import Mapping

import pytest

from pipeline.record.binding import (
    ArticleBytes,
    Held,
    binding_findings,
    version_findings,
    version_path,
)
from pipeline.record.digest import FileEntry, sha256
from pipeline.record.finding import Finding
from pipeline.record.replay import replay
from pipeline.record.workflow import Action, Role
from tests.record.histories import (
    AMEND,
    APPROVE,
    ARTICLE,
    SUBMIT,
    TAKEDOWN,
    TEXT,
    TO_APPROVED,
    TO_REVIEW,
    Say,
    history,
)

INDEX, KEPT = f"{ARTICLE}/index.md", f"{ARTICLE}/versions/1.md"
FIRST, SECOND, THIRD = b"Teks pertama.\n", b"Teks kedua.\n", b"Teks sebelumnya.\n"
WITHDRAW = Say(Action.WITHDRAW)
RECALL = Say(Action.RECALL, Role.SECTION_HEAD)


def article(files: Mapping[str, bytes]) -> ArticleBytes:
    """An article with these files."""
    entries = (FileEntry(path, "100644", len(d), sha256(d)) for path, d in files.items())
    texts = {path: data for path, data in files.items() if path.endswith(".md")}
    return ArticleBytes(tuple(entries), texts)


def kept_badly(
    *more: Say, now: Mapping[str, bytes], before: Mapping[str, bytes], known: int = 0
) -> list[Finding]:
    """What is told of former editions when `more` was said after the first approval."""
    told = history(*TO_APPROVED, *more)
    case, problems = replay(told)
    assert not problems
    held = Held(told[: len(TO_APPROVED) + known], article(before))
    return list(version_findings(told, article(now), case, held))


def missing(path: str) -> Finding:
    """What is told of a former edition that is not there."""
    return Finding(
        path,
        1,
        "version-missing",
        "the former text is not kept here as it was published",
        "put it back: `siar amend` and `siar withdraw` keep it at this place",
    )


def test_a_former_edition_stays_beside_the_article_under_its_number() -> None:
    assert version_path(ARTICLE, 2) == f"{ARTICLE}/versions/2.md"


@pytest.mark.parametrize("change", [AMEND, WITHDRAW])
def test_what_was_published_is_kept_byte_for_byte(change: Say) -> None:
    def found(now: Mapping[str, bytes]) -> list[Finding]:
        return kept_badly(change, SUBMIT, now=now, before={INDEX: FIRST})

    assert found({INDEX: SECOND, KEPT: FIRST}) == []
    assert found({INDEX: SECOND}) == [missing(KEPT)]
    assert found({INDEX: SECOND, KEPT: SECOND}) == [missing(KEPT)]
    assert found({INDEX: FIRST, KEPT + "x": FIRST}) == [missing(KEPT)]


def test_older_editions_are_kept_too_and_pictures_are_not_editions() -> None:
    before = {INDEX: FIRST, f"{ARTICLE}/versions/0.md": b"x", f"{ARTICLE}/foto.jpg": b"y"}
    assert kept_badly(AMEND, SUBMIT, now={INDEX: SECOND, KEPT: FIRST}, before=before) == [
        missing(f"{ARTICLE}/versions/0.md")
    ]


def test_it_is_asked_for_once_the_new_text_is_handed_in_and_not_before() -> None:
    before, now = {INDEX: FIRST}, {INDEX: SECOND}
    assert kept_badly(AMEND, now=now, before=before) == []
    assert kept_badly(now=now, before=before) == []
    # What main has verified with the new text is not asked again.
    assert kept_badly(AMEND, SUBMIT, now=now, before=before, known=1) == []


def test_while_the_article_is_hidden_main_keeps_the_former_text() -> None:
    more = (TAKEDOWN, AMEND, SUBMIT)
    assert kept_badly(*more, now={INDEX: FIRST}, before={INDEX: FIRST}) == []
    shown = (*more, APPROVE)
    assert kept_badly(*shown, now={INDEX: SECOND}, before={INDEX: FIRST}) == [missing(KEPT)]


def test_a_text_that_was_recalled_was_no_edition() -> None:
    older = f"{ARTICLE}/versions/0.md"
    before, now = {INDEX: FIRST, older: THIRD}, {INDEX: SECOND, older: THIRD}
    more = (RECALL, APPROVE, AMEND, SUBMIT)
    assert kept_badly(*more, now=now, before=before, known=1) == []
    # Those that readers have seen stay.
    assert kept_badly(*more, now={INDEX: SECOND}, before=before, known=1) == [missing(older)]


def test_a_request_without_an_article_keeps_no_editions() -> None:
    told = history(*TO_REVIEW[:2])
    case, _problems = replay(told)
    nothing = article({})
    assert list(version_findings(told, nothing, case, Held(told[:1], nothing))) == []


# --- the bytes themselves -----------------------------------------------------------------------


def bound(*told: Say, digest: str | None, former: ArticleBytes | None = None) -> list[Finding]:
    """What is told of other bytes than those that were named."""
    case, problems = replay(history(*told))
    assert not problems
    return list(binding_findings(article({INDEX: SECOND}), case, digest, former))


def test_only_what_was_handed_in_is_bound() -> None:
    assert bound(*TO_REVIEW[:-1], digest="sha256:x") == []
    assert bound(*TO_REVIEW, digest=TEXT) == []
    assert bound(*TO_REVIEW, digest="sha256:x") == [
        Finding(
            INDEX,
            1,
            "approval-digest",
            "these are not the bytes that were submitted",
            "undo the change, or submit again once changes are requested",
        )
    ]


def test_files_that_were_not_there_before_tell_nothing_of_what_changed() -> None:
    for former in (None, article({})):
        (finding,) = bound(*TO_APPROVED, digest=None, former=former)
        assert (finding.path, finding.line) == (INDEX, 1)
        assert finding.message == "these are not the bytes that were approved"


@pytest.mark.parametrize(
    ("former", "line"),
    [(b"Teks kedua.\nlagi\n", 2), (b"Teks pertama.\nlagi\n", 1), (b"Teks kedua.", 1), (b"", 1)],
)
def test_the_first_line_that_differs_is_told(former: bytes, line: int) -> None:
    (finding,) = bound(*TO_APPROVED, digest="sha256:x", former=article({INDEX: former}))
    assert finding.line == line


def test_a_hidden_text_that_is_being_corrected_is_not_bound_until_it_is_approved() -> None:
    hidden = (*TO_APPROVED, TAKEDOWN, AMEND, SUBMIT)
    assert bound(*hidden, digest="sha256:x") == []
    assert len(bound(*TO_APPROVED, AMEND, SUBMIT, digest="sha256:x")) == 1
    assert len(bound(*hidden, APPROVE, digest="sha256:x")) == 1


def test_what_others_carry_on_leaves_its_text_behind() -> None:
    joined = (*TO_REVIEW, Say(Action.JOIN, Role.SECTION_HEAD))
    assert bound(*joined, digest=None) == []
    assert len(bound(*joined, digest="sha256:x")) == 1
