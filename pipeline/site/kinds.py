"""The ways to group articles: by agency and by topic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.site.card import Card, Tag


@dataclass(frozen=True)
class Kind:
    """A way to group: its folder in addresses, and what it and one group of it are called."""

    folder: str
    title: str
    one: str


AGENCIES = Kind("instansi", "Instansi", "Instansi")
TOPICS = Kind("topik", "Topik", "Topik")
KINDS: Mapping[str, Kind] = {kind.folder: kind for kind in (AGENCIES, TOPICS)}
_TAGS: Mapping[str, Callable[[Card], Sequence[Tag]]] = {
    AGENCIES.folder: lambda card: (card.agency,),
    TOPICS.folder: lambda card: card.topics,
}


def groups_of(card: Card) -> set[tuple[str, str]]:
    """The groups that a card stands in: kind and slug of each."""
    return {(kind, tag.slug) for kind, tags in _TAGS.items() for tag in tags(card)}


def label_of(card: Card, kind: str, slug: str) -> str | None:
    """What the article calls a group; None when it is of another one."""
    return next((tag.label for tag in _TAGS[kind](card) if tag.slug == slug), None)
