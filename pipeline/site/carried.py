"""What a site made anew takes over from the one before: photographs that are encoded already."""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.repository import Repository
from pipeline.site.branch import catalogue_at
from pipeline.site.card import Card, month_of
from pipeline.site.catalogue import Catalogue
from pipeline.site.picture import is_rendition
from pipeline.site.published import PublishedArticle
from pipeline.site.recipe import RECIPE, Recipe, parse_recipe
from pipeline.site.state import Unreadable

# The photographs of an article as they were published: path and blob id of each.
Files = Mapping[str, str]


def pictures_of(
    repository: Repository, former: str | None, made: Recipe, articles: Iterable[PublishedArticle]
) -> Mapping[str, Files]:
    """The photographs that a `former` commit of the site has of articles, by folder.

    Those of an article are left out where its bytes are others or it is new, and all of them where
    they were encoded in another way, or that site does not say what it shows.
    """
    if former is None:
        return {}
    recipe = parse_recipe(repository.read(former, RECIPE))
    if recipe is None or recipe.get("pictures") != made["pictures"]:
        return {}
    try:
        cards = _cards(catalogue_at(repository, former), articles)
    except Unreadable:
        return {}
    return {
        card.folder: _pictures(repository, former, card.path) if card.lead_picture else {}
        for card in cards
    }


def _cards(catalogue: Catalogue, articles: Iterable[PublishedArticle]) -> Sequence[Card]:
    """What the catalogue has of the articles that it has at the same bytes."""
    wanted = {article.folder: article.tree for article in articles}
    months = sorted({month_of(folder) for folder in wanted})
    cards = [card for month in months for card in catalogue.month(month)]
    return [card for card in cards if wanted.get(card.folder) == card.tree]


def _pictures(repository: Repository, former: str, place: str) -> Files:
    return {
        entry.path: entry.oid
        for entry in repository.tree(former, place)
        if is_rendition(entry.path.removeprefix(place))
    }
