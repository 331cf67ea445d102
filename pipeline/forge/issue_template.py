"""The files by which a forge shows the form for letters, written from the table that reads it."""

import yaml

from pipeline.forge.issue_fields import FIELDS, is_contact, template
from pipeline.record.keeping import Keeping

FOLDER = ".github/ISSUE_TEMPLATE"
FORM, CONFIG = f"{FOLDER}/permintaan.yml", f"{FOLDER}/config.yml"
HEAD = """\
# The form by which a letter is entered. Written by `make form` from pipeline/forge/issue_fields.py,
# which also reads what people fill in, and by what agency.yaml says of `papers`: change it there.
"""
# Letters come by the form only; whatever else there is to say has its place in a request.
NOTHING_ELSE = "blank_issues_enabled: false\n"


class _Blocks(yaml.SafeDumper):
    """Texts of several lines as people read them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Some readers of YAML take what begins with a digit for a number or a moment.
    style = "|" if "\n" in text else '"' if text[:1].isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Blocks.add_representer(str, _text)


def form_files(keeping: Keeping) -> dict[str, bytes]:
    """Each file by its path in the repository, for an office that keeps papers in this way."""
    form = yaml.dump(
        template(keeping), Dumper=_Blocks, allow_unicode=True, sort_keys=False, width=100
    )
    return {FORM: (HEAD + form).encode(), CONFIG: NOTHING_ELSE.encode()}


def asks_for_contacts(form: bytes) -> bool:
    """Whether a form as the repository has it asks for the sender's contacts."""
    return any(f"id: {one.id}\n".encode() in form for one in FIELDS if is_contact(one))
