"""The Pelican plugin: our reader alone, and our generator for every page."""

from typing import Any

from pelican.plugins import signals

from pipeline.site.generator import SiteGenerator
from pipeline.site.reader import ArticleReader


def register() -> None:
    """Called by Pelican for a plugin named in its settings."""
    signals.readers_init.connect(_only_our_reader)
    signals.get_generators.connect(_our_generator)


def _only_our_reader(readers: Any) -> None:
    # Pelican's own readers run HTML, follow includes and let front matter choose output paths.
    readers.reader_classes = {"md": ArticleReader}


def _our_generator(_pelican: Any) -> type[SiteGenerator]:
    return SiteGenerator
