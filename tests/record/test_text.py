"""Characters nobody can see: where they stand, and what is left without them."""

from pipeline.record.text import (
    Invisible,
    invisible_characters,
    is_clean,
    printable,
    shortened,
    without_invisible,
)


def test_a_forbidden_character_is_named_with_line_and_column() -> None:
    assert list(invisible_characters("a\r\nb\u200b\n\ufeffc\rd")) == [
        Invisible(2, 2, "U+200B"),
        Invisible(3, 1, "U+FEFF"),
        Invisible(3, 3, "U+000D"),
    ]
    assert list(invisible_characters("\U000e0041")) == [Invisible(1, 1, "U+E0041")]


def test_the_line_end_of_windows_is_one_line_end() -> None:
    assert list(invisible_characters("a\r\nb\r\n")) == []


def test_text_from_elsewhere_keeps_its_lines_and_loses_what_is_unseen() -> None:
    assert without_invisible("a\r\nb\u2028c\u200bd\te") == "a\nb\ncd\te"


def test_a_record_may_hold_letters_of_every_script_and_no_mark_of_direction() -> None:
    assert is_clean("Café – 😀 ꦱ\n\t")
    assert not is_clean("a\u202eb")


def test_what_would_do_something_on_a_screen_is_shown_as_its_escape() -> None:
    assert printable("a\x1b[2J\tb\u202e\ndé") == "a\\x1b[2J\\tb\\u202e\ndé"
    assert printable("nama-\udcff\udc80") == "nama-\\xff\\x80"
    assert printable("\udc7f\udd00") == "\\udc7f\\udd00"


def test_a_long_value_is_cut_and_stays_on_one_line() -> None:
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 61) == "x" * 59 + "…"
    assert shortened("a\nb", 4) == "a\\nb"
    assert shortened("a\nbc", 4) == "a\\n…"
