"""What is ordered of the press arrives as it was meant."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.catalogue import Catalogue
from pipeline.site.order import parse_article, parse_order, render_article, render_order
from pipeline.site.plan import Page, all_keys, page
from pipeline.site.published import PublishedArticle
from tests.site.editing import Draft


def drafts() -> list[Draft]:
    """Articles of two months and two agencies; one says what only the order itself may say."""
    return [
        Draft("content/2026/11/24-a", '{"$": "card"}', 1, "Dinas A", ("ekonomi",), 1, (1,)),
        Draft("content/2026/11/24-b", "\u2028\n<b>", 1, "Dinas B", ("ekonomi", "b"), None, ()),
        Draft("content/2025/01/02-c", "C", 1, "DINAS A", ("b",), 3, (2, 1)),
    ]


def pages() -> list[Page]:
    """Every page of their site."""
    catalogue = Catalogue.empty().changed((), [draft.card() for draft in drafts()])
    made = (page(catalogue, key) for key in all_keys(catalogue))
    return [one for one in made if one is not None]


def as_lists(value: object) -> object:
    """The value as JSON has it, which knows no tuples."""
    if isinstance(value, list | tuple):
        return [as_lists(one) for one in value]
    return {k: as_lists(v) for k, v in value.items()} if isinstance(value, dict) else value


def test_every_page_arrives_as_it_was_planned() -> None:
    line = render_order({"pictures": ["x"]}, pages())
    assert "\n" not in line
    order = parse_order(line)
    assert order["pictures"] == ["x"]
    for found, sent in zip(order["pages"], pages(), strict=True):
        assert (found.path, found.template) == (sent.path, sent.template)
        assert as_lists(found.values) == as_lists(sent.values)


def test_a_card_is_written_out_once() -> None:
    line = render_order({}, pages())
    assert line.count("sha256:") == len(drafts())


@given(
    st.builds(
        PublishedArticle,
        folder=st.text(),
        tree=st.text(),
        digest=st.text(),
        number=st.none() | st.text(),
        published_at=st.none() | st.datetimes(timezones=st.timezones()),
    )
)
def test_an_article_arrives_as_it_was_sent(article: PublishedArticle) -> None:
    found = parse_article(render_article(article))
    at = article.published_at
    assert (found.folder, found.tree, found.digest, found.number) == (
        article.folder, article.tree, article.digest, article.number,
    )  # fmt: skip
    assert found.published_at == (at and datetime.fromisoformat(at.isoformat()))
