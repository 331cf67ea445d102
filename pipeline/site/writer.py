# mypy: disallow-subclassing-any=False
# Pelican carries no types.
"""Pelican's writer for our site: a page is given its own values only, and written once."""

from pathlib import Path
from typing import Any

from pelican.writers import Writer


class SliceWriter(Writer):
    """Writes what a template makes of its values: nothing else can stand on a page."""

    def write_file(self, name: str, template: Any, context: object, **values: Any) -> None:
        """Write a page below the folder `context`. Raises FileExistsError for a second one."""
        file = Path(str(context), name)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(template.render(values))
