"""Write the form by which letters are entered on a forge, from the table that reads it."""

from pathlib import Path

import yaml

from pipeline.forge.issue_fields import template

FOLDER = Path(__file__).parent.parent / ".github" / "ISSUE_TEMPLATE"
HEAD = """\
# The form by which a letter is entered. Written by `python -m tools.write_issue_form` from
# pipeline/forge/issue_fields.py, which also reads what people fill in: change it there.
"""
# Letters come by the form only; whatever else there is to say has its place in a request.
CONFIG = "blank_issues_enabled: false\n"


class _Blocks(yaml.SafeDumper):
    """Texts of several lines as people read them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Some readers of YAML take what begins with a digit for a number or a moment.
    style = "|" if "\n" in text else '"' if text[:1].isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Blocks.add_representer(str, _text)


def files() -> dict[str, str]:
    """Each file's name and text."""
    form = yaml.dump(template(), Dumper=_Blocks, allow_unicode=True, sort_keys=False, width=100)
    return {"permintaan.yml": HEAD + form, "config.yml": CONFIG}


def main() -> None:
    """Write them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
