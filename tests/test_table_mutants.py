"""Tables lose each row once, and types and other code none."""

from tools.table_mutants import without_each_row

SOURCE = """
from enum import StrEnum
WORDS = ("a", "b")
Kind = Callable[[Any, int], bool]
__all__ = ["x"]
ROWS: Mapping[str, tuple[str, ...]] = {"k": ("x", "y"), **OTHERS}
FROZEN = frozenset({1}) | more(kept=[2])
A, B = 1, 2
def f():
    return (1, 2)
"""


def test_each_row_is_gone_once() -> None:
    names = [broken.name for broken in without_each_row(SOURCE)]
    assert names == [
        "WORDS: 'a'",
        "WORDS: 'b'",
        "ROWS: 'k'",
        "ROWS: OTHERS",
        "ROWS: 'x'",
        "ROWS: 'y'",
        "FROZEN: 1",
        "FROZEN: 2",
    ]


def test_all_else_stays() -> None:
    whole = next(without_each_row("T = (1, 2)\ndef f():\n    return T\n"))
    assert whole.text == "T = (2,)\n\ndef f():\n    return T"
    texts = [broken.text for broken in without_each_row("T = {'a': 1, 'b': {2}}")]
    assert texts == ["T = {'b': {2}}", "T = {'a': 1}", "T = {'a': 1, 'b': {*()}}"]
