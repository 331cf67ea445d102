"""What templates have at hand: pieces made once, and never one in another's place."""

from jinja2 import DictLoader, Environment, StrictUndefined

from pipeline.record.agency import parse_agency
from pipeline.site.html import Html
from pipeline.site.newsroom import parse_newsroom, public_facts
from pipeline.site.templates import furnish
from tests.site.support import AGENCY

PIECES = (
    """{% macro piece(word, count=1) %}<b title="{{ asset(word) }}">{{ count }}</b>{% endmacro %}"""
)
PAGE = """{% import 'pieces' as pieces %}{{ pieces.piece|once(word, count) }}"""


class Theme:
    """A theme of one page, which counts how often its piece was made."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.env = Environment(
            loader=DictLoader({"pieces": PIECES, "page": PAGE}),
            autoescape=True,
            undefined=StrictUndefined,
        )
        newsroom = parse_newsroom(public_facts(parse_agency(AGENCY)))
        furnish(self.env, newsroom, asset=self._asset, about=lambda: Html(""))

    def _asset(self, name: str) -> str:
        self.asked.append(name)
        return name

    def page(self, word: str, count: object = 1) -> str:
        """The page of these values."""
        return self.env.get_template("page").render(word=word, count=count)


def test_a_piece_is_made_once_for_the_same_words() -> None:
    theme = Theme()
    pages = [theme.page(word) for word in ("../", "./", "../", "./")]
    assert pages == ['<b title="../">1</b>', '<b title="./">1</b>'] * 2
    assert theme.asked == ["../", "./"]


def test_words_that_are_equal_and_not_the_same_have_pieces_of_their_own() -> None:
    theme = Theme()
    made = [theme.page("<i>"), theme.page(Html("<i>")), theme.page("<i>", count=True)]
    assert made == [
        '<b title="&lt;i&gt;">1</b>',
        '<b title="<i>">1</b>',
        '<b title="&lt;i&gt;">True</b>',
    ]


def test_each_theme_has_pieces_of_its_own() -> None:
    first, second = Theme(), Theme()
    assert first.page("./") == second.page("./")
    assert (first.asked, second.asked) == (["./"], ["./"])
