"""The Pelican plugin: our reader alone, our generator for every page, and our writer."""

from typing import Any

from pelican.plugins import signals

from pipeline.site.generator import SliceGenerator
from pipeline.site.reader import ArticleReader
from pipeline.site.writer import SliceWriter


def register() -> None:
    """Called by Pelican for a plugin named in its settings."""
    signals.readers_init.connect(_only_our_reader)
    signals.get_generators.connect(_our_generator)
    signals.get_writer.connect(_our_writer)


def _only_our_reader(readers: Any) -> None:
    # Pelican's own readers run HTML, follow includes and let front matter choose output paths.
    readers.reader_classes = {"md": ArticleReader}


def _our_generator(_pelican: Any) -> type[SliceGenerator]:
    return SliceGenerator


def _our_writer(_pelican: Any) -> type[SliceWriter]:
    return SliceWriter
