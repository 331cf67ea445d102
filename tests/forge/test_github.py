"""How GitHub's lists and accounts are read."""

import json
from typing import Any

import pytest

from pipeline.forge.client import Client
from pipeline.forge.github import GitHub
from pipeline.forge.host import UnexpectedAnswer
from tests.support.scripted import Scripted, answer

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def review(number: int, **other: Any) -> dict[str, Any]:
    """A review as GitHub shows it, as far as it is read."""
    return {
        "id": number,
        "user": {"id": 1002, "login": "budi", "type": "User"},
        "state": "APPROVED",
        "commit_id": COMMIT,
        "body": "baik",
        "submitted_at": "2026-11-02T05:30:00Z",
        **other,
    }


def listed(*reviews: dict[str, Any], link: str = "") -> bytes:
    """A page of reviews; `link` is what GitHub says of other pages."""
    head = {"link": link} if link else {}
    return answer(json.dumps(reviews).encode(), **head)


def reviews(*pages: bytes) -> list[str]:
    """The ids that are read from these answers."""
    with Scripted(*pages) as server:
        told = [page.replace(b"URL", server.url.encode()) for page in pages]
        server.answers = list(told)
        api = GitHub(Client(server.url, "dinas/siar", "ghs_contoh"))
        return [one.id for one in api.reviews(7)]


NEXT = '<URL/repos/dinas/siar/pulls/7/reviews?per_page=1&page=2>; rel="next"'
LAST = '<URL/repos/dinas/siar/pulls/7/reviews?per_page=1&page=2>; rel="last"'


def test_a_list_is_as_long_as_its_last_page_says() -> None:
    both = f"{NEXT}, {LAST}"
    assert reviews(listed(review(1), link=both), listed(review(1), review(2))) == ["1", "2"]
    for wrong in ((review(1),), (), (review(1), review(2), review(3))):
        with pytest.raises(UnexpectedAnswer, match="cut short after"):
            reviews(listed(review(1), link=both), listed(*wrong))


def test_a_list_without_links_is_one_page() -> None:
    assert reviews(listed(review(1)), listed(review(1))) == ["1"]
    assert reviews(listed(), listed()) == []
    with pytest.raises(UnexpectedAnswer, match="cut short after 0"):
        reviews(listed(review(1)), listed())


def test_a_list_that_goes_by_cursors_has_more_than_one() -> None:
    assert reviews(listed(review(1), link=NEXT), listed(review(1), review(2))) == ["1", "2"]
    with pytest.raises(UnexpectedAnswer, match="cut short after 1"):
        reviews(listed(review(1), link=NEXT), listed(review(1)))


@pytest.mark.parametrize(
    ("kind", "is_bot"),
    [("User", False), ("Bot", True), ("Organization", True), ("Mannequin", True), ("Baru", True)],
)
def test_only_a_person_is_one(kind: str, is_bot: bool) -> None:
    user = {"id": 1002, "login": "budi", "type": kind}
    with Scripted(answer(json.dumps(review(1, user=user)).encode())) as server:
        told = GitHub(Client(server.url, "dinas/siar", "ghs_contoh")).review(7, "1")
    assert told is not None
    assert told.by is not None
    assert told.by.is_bot is is_bot


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"state": "LGTM"}, "state is 'LGTM'"),
        ({"commit_id": "main"}, "commit_id is 'main'"),
        ({"user": {"id": "1002", "login": "budi", "type": "User"}}, "user.id is '1002'"),
        ({"submitted_at": "kemarin"}, "submitted_at is 'kemarin'"),
        ({"submitted_at": "2026-11-02T05:30:00"}, "submitted_at is '2026-11-02T05:30:00'"),
        ({"body": 7}, "body is 7"),
    ],
    ids=str,
)
def test_a_stranger_in_an_answer_is_named(wrong: dict[str, Any], told: str) -> None:
    said = answer(json.dumps(review(1, **wrong)).encode())
    with Scripted(said) as server, pytest.raises(UnexpectedAnswer) as refused:
        GitHub(Client(server.url, "dinas/siar", "ghs_contoh")).review(7, "1")
    assert refused.value.message == (
        "GET /repos/dinas/siar/pulls/7/reviews/1 was answered with what makes no sense: " + told
    )


def test_a_review_without_a_commit_or_an_author_is_told_as_such() -> None:
    bare = review(1, commit_id=None, user=None, body=None)
    del bare["submitted_at"]
    with Scripted(answer(json.dumps(bare).encode())) as server:
        told = GitHub(Client(server.url, "dinas/siar", "ghs_contoh")).review(7, "1")
    assert told is not None
    assert (told.commit, told.by, told.body, told.at) == (None, None, "", None)
