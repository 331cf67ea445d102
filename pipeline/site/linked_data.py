"""What pages tell search engines about themselves (schema.org: NewsArticle, BreadcrumbList)."""

from collections.abc import Iterable
from typing import Any

from pipeline.site.newsroom import Newsroom
from pipeline.site.story import Story


def news_article(newsroom: Newsroom, story: Story) -> dict[str, Any]:
    """The JSON-LD of an article."""
    address = f"{newsroom.url}/{story.path}"
    published = (story.moment if story.timed else story.date).isoformat()
    pictures = [
        {
            "@type": "ImageObject",
            "url": address + picture.full.address,
            "width": picture.full.size.width,
            "height": picture.full.size.height,
            "caption": picture.caption,
            "creditText": picture.credit,
        }
        for picture in story.pictures
    ]
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "mainEntityOfPage": address,
        "datePublished": published,
        **({"dateModified": story.editions[0].moment} if story.editions else {}),
        "inLanguage": newsroom.language,
        "isAccessibleForFree": True,
        "articleSection": [topic.label for topic in story.topics],
        "sourceOrganization": {"@type": "GovernmentOrganization", "name": story.agency.label},
        "author": _publisher(newsroom),
        "publisher": _publisher(newsroom),
        **({"image": pictures} if pictures else {}),
    }


def breadcrumbs(steps: Iterable[tuple[str, object]], site: str, here: object) -> dict[str, Any]:
    """The JSON-LD of the way to a page, over `steps` (path and label of each)."""
    named = [{"name": str(label), "item": f"{site}/{path}"} for path, label in steps]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, **item}
            for position, item in enumerate([*named, {"name": str(here)}], 1)
        ],
    }


def _publisher(newsroom: Newsroom) -> dict[str, Any]:
    return {"@type": "GovernmentOrganization", "name": newsroom.name, "url": f"{newsroom.url}/"}
