"""What lies on the counter: the papers of a letter, and the form that a clerk filled in."""

from pathlib import Path
from typing import Any

import yaml

from tests.support.office import form, write_papers

LETTER = "005/2/CONTOH/2026"


def other_form(**letter: str) -> dict[str, Any]:
    """The form of another letter than the office's first one."""
    filled = form()
    filled["letter"] |= {"number": LETTER, **letter}
    return filled


class Counter:
    """A folder with papers and a `formulir.yaml`."""

    def __init__(self, folder: Path) -> None:
        self.folder = write_papers(folder)
        self.path = folder / "formulir.yaml"
        self.put(other_form())

    def put(self, filled: dict[str, Any]) -> str:
        """Fill the form in; gives its path as it is typed."""
        return self.write(yaml.safe_dump(filled, allow_unicode=True, sort_keys=False))

    def write(self, text: str) -> str:
        """Write the form as this very text."""
        self.path.write_text(text, encoding="utf-8")
        return str(self.path)

    def change(self, old: str, new: str) -> str:
        """Change one place of the form."""
        text = self.path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        return self.write(text.replace(old, new))
