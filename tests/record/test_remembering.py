"""What was read without a finding is read once; what was not, each time anew."""

from pipeline.record.finding import Finding
from pipeline.record.remembering import Loaded, remembering

WRONG = Finding("a.yaml", 1, "yaml-empty", "nothing", "fill it in")


def test_the_last_answers_are_remembered() -> None:
    asked: list[str] = []

    @remembering(2)
    def load(word: str, *, loud: bool = False) -> Loaded[str]:
        asked.append(word)
        return word.upper() if loud else word, ()

    assert [load("a"), load("b"), load("a"), load("a", loud=True)] == [
        ("a", ()),
        ("b", ()),
        ("a", ()),
        ("A", ()),
    ]
    assert asked == ["a", "b", "a"]
    load("a")
    load("b")  # which was asked for longer ago than "a", and is forgotten
    assert asked == ["a", "b", "a", "b"]


def test_what_is_wrong_is_told_in_the_language_of_whoever_asks() -> None:
    asked: list[str] = []

    @remembering(2)
    def load(word: str) -> Loaded[str]:
        asked.append(word)
        return None, (WRONG,)

    assert [load("a"), load("a")] == [(None, (WRONG,))] * 2
    assert asked == ["a", "a"]
