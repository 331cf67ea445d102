# mypy: disallow-subclassing-any=False
# Pelican carries no types.
"""Pelican's writer for our site: a page is given its own values only."""

from typing import Any

from pelican.writers import Writer

from pipeline.site.sheaf import Sheaf


class SliceWriter(Writer):
    """Writes what a template makes of its values: nothing else can stand on a page."""

    def write_file(self, _name: str, template: Any, context: Sheaf, **values: Any) -> None:
        """Add a page to a sheaf."""
        context.put(template.render(values))
