"""What a forge answers is what it should be, or it is refused by name."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forge.answer import Answer
from pipeline.forge.host import UnexpectedAnswer

PLACE = "GET /repos/kantor/berita/pulls/7"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
TABLE = {"APPROVED": 1, "COMMENTED": 2}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["APPROVED", COMMIT, COMMIT[:-1], "2026-11-02T00:00:00Z", "2026-11-02", ""]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("x"), inner),
    max_leaves=6,
)
# How a field is read, and what it can be afterwards.
READ: dict[str, tuple[Callable[[Answer], object], Callable[[object], bool]]] = {
    "text": (lambda a: a.text("x"), lambda v: isinstance(v, str) and v != ""),
    "words": (lambda a: a.words("x"), lambda v: isinstance(v, str)),
    "number": (lambda a: a.number("x"), lambda v: type(v) is int),
    "flag": (lambda a: a.flag("x"), lambda v: isinstance(v, bool)),
    "commit": (lambda a: a.commit("x"), lambda v: v == COMMIT),
    "maybe_commit": (lambda a: a.maybe_commit("x"), lambda v: v in (None, COMMIT)),
    "moment": (
        lambda a: a.moment("x"),
        lambda v: isinstance(v, datetime) and v.utcoffset() is not None,
    ),
    "maybe_moment": (lambda a: a.maybe_moment("x"), lambda v: v is None or bool(v)),
    "one_of": (lambda a: a.one_of("x", TABLE), lambda v: v in (1, 2)),
    "part": (lambda a: a.part("x"), lambda v: isinstance(v, Answer)),
    "maybe_part": (lambda a: a.maybe_part("x"), lambda v: v is None or isinstance(v, Answer)),
    "each": (lambda a: a.each("x"), lambda v: isinstance(v, list)),
    "items": (lambda a: a.items(), lambda v: isinstance(v, list)),
}


@pytest.mark.parametrize("how", READ)
@given(value=JSON, wrap=st.booleans())
def test_anything_is_read_or_refused(how: str, value: object, wrap: bool) -> None:
    read, fits = READ[how]
    try:
        found = read(Answer({"x": value} if wrap else value, PLACE))
    except UnexpectedAnswer as refused:
        assert refused.message.startswith(f"{PLACE} was answered with what makes no sense: ")
    else:
        assert fits(found)


def test_what_is_right_is_read() -> None:
    answer = Answer(
        {
            "number": 7,
            "draft": False,
            "body": None,
            "sha": COMMIT,
            "at": "2026-11-02T00:00:00Z",
            "state": "APPROVED",
            "head": {"repo": None, "ref": "main"},
            "labels": [{"name": "surat"}],
        },
        PLACE,
    )
    assert (answer.number("number"), answer.flag("draft"), answer.words("body")) == (7, False, "")
    assert (answer.commit("sha"), answer.one_of("state", TABLE)) == (COMMIT, 1)
    assert answer.moment("at").isoformat() == "2026-11-02T00:00:00+00:00"
    assert answer.part("head").maybe_part("repo") is None
    assert answer.part("head").text("ref") == "main"
    assert [label.text("name") for label in answer.each("labels")] == ["surat"]
    assert answer.flag("merged", default=False) is False
    assert answer.maybe_moment("gone") is None


WRONG: dict[str, tuple[Callable[[Answer], object], str]] = {
    "another kind": (lambda a: a.part("user").number("id"), "user.id is '7'"),
    "a stranger": (lambda a: a.one_of("state", TABLE), "state is 'LGTM'"),
    "nothing": (lambda a: a.part("user").text("login"), "user.login is missing"),
    "in a list": (lambda a: a.each("labels")[1].text("name"), "labels[1].name is None"),
    "no object": (lambda a: a.each("labels")[2].text("name"), "labels[2] is 'surat'"),
    "a long one": (lambda a: a.number("body"), "body is '" + "a" * 58 + "…"),
    "a line break": (lambda a: a.number("title"), "title is 'a\\nb'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_refusal_says_what_and_where(name: str) -> None:
    read, told = WRONG[name]
    answer = Answer(
        {
            "user": {"id": "7"},
            "state": "LGTM",
            "labels": [{"name": "surat"}, {"name": None}, "surat"],
            "body": "a" * 200,
            "title": "a\nb",
        },
        PLACE,
    )
    with pytest.raises(UnexpectedAnswer) as refused:
        read(answer)
    assert refused.value.message == f"{PLACE} was answered with what makes no sense: {told}"
    assert refused.value.exit == 3
