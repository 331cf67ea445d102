"""What the theme's templates have at hand beside the values of their page."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import CodeType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, Template

from pipeline.site.html import Html
from pipeline.site.linked_data import news_article
from pipeline.site.newsroom import Newsroom
from pipeline.site.words import Words


class FlatTemplate(Template):
    """A template that knows what holds for the whole site by a plain dictionary.

    Jinja's own is a chain of two, which each page and each import walks from end to end.
    """

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: Mapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The template of what was compiled."""
        return super().from_code(environment, code, dict(globals), uptodate)


def furnish(
    env: Environment, newsroom: Newsroom, *, asset: Callable[[str], str], about: Callable[[], Html]
) -> None:
    """Give an environment the filters and values of our theme, before it loads any template.

    `asset` tells the address of a theme file, and `about` is what the agency says of itself.
    """
    # Its files are laid out for this environment alone, and stay as they are.
    env.auto_reload = False
    env.template_class = FlatTemplate
    words = Words(newsroom.language, newsroom.zone_label)
    env.filters.update(words.filters(), absolute=_absolute(newsroom.url), once=_once())
    env.globals.update(
        newsroom=newsroom,
        base=urlsplit(newsroom.url).path + "/",
        news_article=partial(news_article, newsroom),
        asset=asset,
        about=about,
    )


def _absolute(site: str) -> Callable[[str], str]:
    """A filter that tells the whole address of a path below the site's root."""
    return lambda path: f"{site}/{path}"


def _once() -> Callable[..., str]:
    """A filter that asks a macro once for the same words, and has its answer for many pages."""

    # 1 and True are equal, and so are a text and markup of the same letters.
    @lru_cache(maxsize=1024, typed=True)
    def once(macro: Callable[..., str], *words: object) -> str:
        return macro(*words)

    return once
