"""What a press has read stays, and takes less room where there is much of it."""

from pipeline.site.card import Card
from pipeline.site.html import Html
from pipeline.site.plan import Page
from pipeline.site.shelf import Shelf, in_full
from pipeline.site.story import Story
from tests.site.editing import Draft

BODY = "<p>Panen raya — hasil kebun.</p>" * 9


def card(place: int) -> Card:
    """The card of an article."""
    folder = f"content/2026/11/2{place}-a"
    return Draft(folder, "Judul", 1, "Dinas A", ("a",), 1, ()).card()


def story(place: int, body: str) -> Story:
    """The article itself."""
    return Story(**vars(card(place)), body=Html(body), pictures=(), gallery=())


def test_a_text_that_does_not_fit_is_shown_all_the_same() -> None:
    shelf = Shelf(room=len(BODY) + 2)
    for place in range(3):
        shelf.put(story(place, f"{BODY}{place}"))
    page = Page("atom.xml", "atom", {"stories": [card(place) for place in range(3)], "full": True})
    shown = in_full(page, shelf)["stories"]
    assert [one.body for one in shown] == [f"{BODY}{place}" for place in range(3)]
    assert all(isinstance(one.body, Html) for one in shown)
    assert [*shelf._packed] == [card(1).folder, card(2).folder]


def test_an_article_that_is_read_again_is_shown_as_it_is_then() -> None:
    for room in (0, 10_000):
        shelf = Shelf(room)
        shelf.put(story(1, "lama"))
        shelf.put(story(1, "baru"))
        assert shelf[card(1).folder].body == "baru"


def test_what_was_not_read_is_not_there() -> None:
    assert Shelf().get("content/2026/11/24-a") is None
