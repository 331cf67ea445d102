"""Words that are not what they look like: which letters are told, where, and how many of them."""

import pytest

from pipeline.record.finding import Finding
from pipeline.record.look_alikes import (
    OTHER_LETTERS,
    Mixed,
    is_suspect,
    mixed_findings,
    mixed_words,
    mixes_alphabets,
)
from pipeline.record.strict_yaml import load_stream
from pipeline.record.text import FORBIDDEN
from pipeline.record.yaml_events import MAX_FINDINGS


def test_two_letters_drawn_as_latin_ones_make_a_word_and_one_does_not() -> None:
    assert list(mixed_words("АТ")) == [Mixed(1, 1, "АТ", "АТ")]
    assert not mixes_alphabets("А Т")


def test_a_letter_without_a_name_in_unicode_is_no_latin_one() -> None:
    assert not mixes_alphabets("\U00017000а")
    assert mixes_alphabets("a\U00017000а")


def test_whatever_is_forbidden_or_of_another_alphabet_is_suspect_and_nothing_else() -> None:
    # The first two planes, and samples of the others.
    for code in (*range(0x20000), *range(0x2FF00, 0x110000, 0xFF)):
        sign = chr(code)
        is_either = bool(FORBIDDEN.match(sign) or OTHER_LETTERS.match(sign))
        assert is_suspect(f"kopi é{sign} Bacan") == is_either, f"U+{code:04X}"


def test_a_word_is_told_with_line_and_column_and_each_letter_once() -> None:
    assert list(mixed_words("ab\nc Dіnаіs")) == [Mixed(2, 3, "Dіnаіs", "іа")]


def test_at_most_five_letters_are_told() -> None:
    (finding,) = mixed_findings("xабвгдежз", "x.yaml", 7)
    assert (finding.path, finding.line) == ("x.yaml", 7)
    assert finding.message == (
        "`xабвгдежз` in column 1 is not what it looks like: "
        "а U+0430, б U+0431, в U+0432, г U+0433, д U+0434"
    )


def warnings(text: str) -> list[Finding]:
    """What is told of the words of a stream."""
    _documents, found = load_stream(text.encode(), "x.yaml", limit=10**7)
    return [finding for finding in found if finding.id == "text-mixed-script"]


@pytest.mark.parametrize("written", ["Dіnas", "'Dіnas'", '"Dіnas"', '"D\\u0456nas"'])
def test_a_word_is_told_once_however_it_is_written(written: str) -> None:
    (finding,) = warnings(f"a: 1\nb: {written}\n")
    assert (finding.path, finding.line) == ("x.yaml", 2)


def test_an_escaped_word_is_shown_as_it_reads_with_its_line_ends_as_spaces() -> None:
    (finding,) = warnings('a: "x\\ny D\\u0456nas"\n')
    assert finding.message == "`Dіnas` in column 5 is not what it looks like: і U+0456"


def test_escaped_words_without_end_are_told_of_fifty_times() -> None:
    lines = "".join(f'k{n}: "D\\u0456nas D\\u0456nas"\n' for n in range(60))
    assert len(warnings(lines)) == MAX_FINDINGS
