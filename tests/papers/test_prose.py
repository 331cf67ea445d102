"""Only what a release may hold gets from Markdown to paper."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.papers.prose import DEEPEST, Node, prose


def p(*inline: Node | str) -> Node:
    return {"kind": "p", "inline": list(inline)}


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("", []),
        ("Satu\ndua", [p("Satu dua")]),
        ("*a* **b**", [p({"kind": "em", "inline": ["a"]}, " ",
                         {"kind": "strong", "inline": ["b"]})]),
        ("[laman](https://a.example/x)",
         [p({"kind": "link", "href": "https://a.example/x", "inline": ["laman"]})]),
        ("[jahat](javascript:alert(1))", [p("jahat")]),
        ("[berkas](file:///etc/passwd)", [p("berkas")]),
        ("[rusak](http://[::1)", [p("rusak")]),
        ("- a\n- b", [{"kind": "ul", "blocks": [{"kind": "item", "blocks": [p("a")]},
                                                {"kind": "item", "blocks": [p("b")]}]}]),
        ("1. a", [{"kind": "ol", "blocks": [{"kind": "item", "blocks": [p("a")]}]}]),
        ("> kata", [{"kind": "quote", "blocks": [p("kata")]}]),
        ("a  \nb", [p("a", {"kind": "br"}, " b")]),
        ("<script>x</script>", [p("<script>x</script>")]),
        ("a <b onclick=x>c</b>", [p("a <b onclick=x>c</b>")]),
        ("![peta](peta.png)", [p("[Gambar: peta]")]),
        ("&lt;b&gt; &amp; #set $x$ @y", [p("<b> & #set $x$ @y")]),
        ("    kode", [p("kode ")]),
    ],
)  # fmt: skip
def test_tree(markdown: str, blocks: list[Node]) -> None:
    assert prose(markdown) == blocks


def test_headings_come_below_the_title_and_leave_no_gap() -> None:
    levels = [block["level"] for block in prose("# a\n\n#### b\n\n## c\n\n###### d")]
    assert levels == [2, 3, 2, 3]


def test_nested_list() -> None:
    inner = {"kind": "ul", "blocks": [{"kind": "item", "blocks": [p("b")]}]}
    assert prose("- a\n    - b") == [
        {"kind": "ul", "blocks": [{"kind": "item", "blocks": [p("a"), inner]}]}
    ]


def depth(nodes: list[Any]) -> int:
    inside = [node["blocks"] for node in nodes if isinstance(node, dict) and "blocks" in node]
    return 1 + max((depth(blocks) for blocks in inside), default=0)


@pytest.mark.parametrize("count", [20, 90, 3000])
def test_quotations_without_end_stay_shallow(count: int) -> None:
    blocks = prose(">" * count + " a")
    assert depth(blocks) <= DEEPEST + 2
    assert repr(blocks).count("a'") == 1


def kinds(node: Any) -> set[str]:
    if isinstance(node, str):
        return set()
    found = {node["kind"]} if "kind" in node else set()
    return found.union(*(kinds(one) for key in ("inline", "blocks") for one in node.get(key, [])))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab <>*_[]()#->`!&;:/\\\n1.\"'=|~{}$@", max_size=120))
def test_nothing_else_gets_through(markdown: str) -> None:
    allowed = {"p", "heading", "ul", "ol", "item", "quote", "em", "strong", "link", "br"}
    assert kinds({"blocks": prose(markdown)}) <= allowed
