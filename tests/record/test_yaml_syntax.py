"""What a reader of YAML stumbled over, in a clerk's words: each meaning, and what has none."""

import pytest
import yaml
from yaml.error import Mark

from pipeline.record.report_findings import format_text
from pipeline.record.strict_yaml import load_stream
from pipeline.record.yaml_syntax import Trouble, explain


def mark(line: int) -> Mark:
    """A place in some file."""
    return Mark("x", 0, line, 0, None, 0)


UNFORESEEN = "put text in quotation marks, and align lines that belong together"


def test_what_has_no_meaning_is_told_in_the_reader_s_own_words() -> None:
    error = yaml.YAMLError("entah apa\nyang salah\ndi sini")
    told = Trouble(0, "this is not readable as YAML (entah apa)", UNFORESEEN)
    assert explain(error) == told
    marked = yaml.MarkedYAMLError(problem="entah apa", problem_mark=mark(7))
    assert explain(marked) == told._replace(line=7)


def test_the_problem_is_shown_where_it_is_and_what_was_opened_where_it_was() -> None:
    tag = yaml.MarkedYAMLError("while x", mark(3), "no such tag", mark(5))
    assert explain(tag).line == 5
    bracket = yaml.MarkedYAMLError("while parsing a flow sequence", mark(3), "x", mark(5))
    assert explain(bracket).line == 3
    alone = yaml.MarkedYAMLError(problem="in a flow sequence", problem_mark=mark(5))
    assert explain(alone).line == 5
    nowhere = yaml.MarkedYAMLError(problem="in a flow sequence")
    assert explain(nowhere).line == 0
    assert explain(yaml.YAMLError("in a flow sequence")) == explain(nowhere)
    assert explain(yaml.YAMLError("no such tag")) == explain(tag)._replace(line=0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a: b: c\n",
            "1: a second `: ` on the line, or a line that is indented too far / "
            "put the text in quotation marks, or align it with the line above",
        ),
        (
            "b: 1\na: 'b' c\n",
            "2: this line does not fit the lines around it / "
            "align it with its neighbours and write `key: value`",
        ),
        (
            "b: 1\na: @x\n",
            "2: a value may not begin with `@`, `%` or a backtick / "
            "put the text in quotation marks",
        ),
        (
            "b: 1\na: [x\nc: 2\n",
            "2: the bracket or brace opened here is not closed, or a comma is missing / "
            "close it with `]` or `}`, and put text with commas in quotation marks",
        ),
        (
            "b: 1\na: | x\n  y\n",
            "2: the text below `|` or `>` does not begin as it should / "
            "indent the text by two spaces, and write nothing behind `|` or `>`",
        ),
        (
            "b: 1\na: 2\nx\n",
            "3: this line is not `key: value` / "
            "add the colon and a space, or put text of several lines in quotation marks",
        ),
        (
            "b: 1\na: &\n",
            "2: `&` and `*` have a meaning of their own in YAML / put the text in quotation marks",
        ),
        (
            "b: 1\na: !<\n",
            "2: `!` has a meaning of its own in YAML / put the text in quotation marks",
        ),
        (
            "%YAML 1.2\na: 1\n",
            "2: text stands where a document should begin / "
            "separate documents by a line that is exactly `---`",
        ),
        ("%YAML x\n", "1: a line may not begin with `%` / put the text in quotation marks"),
        (
            'a: "x\nb: "y"\n',
            "1: the quotation mark opened here is not closed on its line / "
            "close it at the end of the text",
        ),
        (
            'a: "x\nb: y\n',
            "1: the quotation mark opened here is not closed, or text follows where it is / "
            'close it, and write \\" for a quotation mark inside the text',
        ),
    ],
)
def test_each_stumble_has_a_meaning_and_a_way_out(text: str, told: str) -> None:
    _documents, findings = load_stream(text.encode(), "x.yaml")
    assert [f"{f.line}: {f.message} / {f.help}" for f in findings] == [told], format_text(findings)
    assert findings[0].id == "yaml-syntax"
