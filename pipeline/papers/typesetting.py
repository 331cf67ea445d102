"""Turn a template and its data into a PDF: tagged, archivable, the same bytes every time.

Typst is given its files as a table in memory, so a template can read nothing else; and what
people wrote arrives as JSON, never as markup.
"""

import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst
from PIL import Image

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.papers.print_text import printable_data

TEMPLATES = files("pipeline.papers") / "templates"
# PDF/UA-1 for readers of all kinds, PDF/A-2a for the archive; both at once.
STANDARDS = ["ua-1", "a-2a"]
# Of the emblem as a picture.
COLOURS = 128
# Its type stub does not know that it takes a table of files.
_compile: Callable[..., Any] = typst.compile


@cache
def _templates() -> Mapping[str, bytes]:
    return {
        found.name: found.read_bytes()
        for found in TEMPLATES.iterdir()
        if found.name.endswith((".typ", ".svg"))
    }


def typeset(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF of `template` (a file name) with `data`; its `date` is the document's date.

    `pictures` are what `pictures.for_print` made, by the name under which the data mentions them.
    Raises BadInput if the paper cannot be set.
    """
    source = {**(pictures or {}), **_templates()}
    source["main"] = source[template]
    source["data.json"] = json.dumps(printable_data(data), ensure_ascii=False).encode()
    year, month, day = data["date"]
    try:
        made: bytes = _compile(
            source,
            format="pdf",
            pdf_standards=STANDARDS,
            ignore_system_fonts=True,
            timestamp=datetime(year, month, day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise BadInput(
            _("cannot print {title}: {reason}").format(title=data["title"], reason=error),
            hint=_("look for unusual characters or a damaged picture in what is printed"),
        ) from None
    return made


@cache
def emblem_png(width_pixels: int = 240) -> bytes:
    """The emblem of the letterhead as a picture, for documents that are not set with Typst."""
    side = "width: 24pt, height: auto, margin: 0pt, fill: none"
    source = f'#set page({side})\n#image("lambang.svg", width: 24pt)'.encode()
    drawn: bytes = _compile(
        {**_templates(), "main": source},
        format="png",
        ppi=width_pixels * 3,
        ignore_system_fonts=True,
    )
    small = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as picture:
        # As many as are told apart, in less than half the bytes.
        picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(
            small, "PNG", optimize=True
        )
    return small.getvalue()
