"""The difference on a correction sheet tells the truth about both texts."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.papers.difference import Change, difference

SENTENCE = st.lists(st.sampled_from(("kopi", "naik", "1.250", "ton", "desa")), max_size=9).map(
    " ".join
)


def test_changed_words_with_what_stands_around_them() -> None:
    assert difference("Kopi naik 1.200 ton.", "Kopi robusta naik 1.250 ton.") == (
        Change("same", "Kopi "),
        Change("added", "robusta "),
        Change("same", "naik "),
        Change("removed", "1.200 "),
        Change("added", "1.250 "),
        Change("same", "ton."),
    )


def test_long_unchanged_run_is_shortened() -> None:
    same = " ".join(str(number) for number in range(100))
    first, middle, last = difference(f"{same} a", f"{same} b")
    assert first.text.split() == ["…", *map(str, range(88, 100))]
    assert (middle, last) == (Change("removed", "a"), Change("added", "b"))


def test_a_line_that_breaks_elsewhere_is_no_change() -> None:
    assert difference("a b\nc", "a\nb c") == ()


@given(SENTENCE, SENTENCE)
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    changes = difference(before, after)
    old = " ".join(change.text for change in changes if change.kind != "added")
    new = " ".join(change.text for change in changes if change.kind != "removed")
    expected = ([], []) if before == after else (before.split(), after.split())
    assert (old.split(), new.split()) == expected
