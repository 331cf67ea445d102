"""What an article's page tells search engines about it (schema.org: NewsArticle)."""

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


def _publisher(newsroom: Newsroom) -> dict[str, Any]:
    return {"@type": "GovernmentOrganization", "name": newsroom.name, "url": f"{newsroom.url}/"}
