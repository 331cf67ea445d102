"""Set every paper of the example requests: letters, forms, data sheets and a disposition sheet.

`python -m tools.set_examples [WORD…]`: with words, only requests whose folder holds one of them.
What the papers say stands in each request's form.yaml and papers.yaml. The same bytes on every run.
"""

import io
import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import typst
import yaml
from babel.dates import format_date
from PIL import Image, ImageEnhance

from tools.art import handwriting

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TEMPLATES = EXAMPLES / "templates"
OFFICE = "Kepala Dinas Komunikasi, Informatika dan Persandian Provinsi Maluku Utara"
NATURE = {"biasa": "Biasa", "segera": "Segera", "sangat_segera": "Sangat segera"}
QUESTIONS = {
    "what": "Apa",
    "who": "Siapa",
    "when": "Kapan",
    "where": "Di mana",
    "why": "Mengapa",
    "how": "Bagaimana",
}
KINDS = {
    "letter": "Surat permohonan",
    "form": "Formulir publikasi kegiatan",
    "data": "Data kegiatan",
    "photo": "Foto atau gambar dengan keterangan",
}


def read(path: Path) -> dict[str, Any]:
    """A YAML file in which every value is text."""
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return found


def long_day(day: str) -> str:
    """`30 Oktober 2026`."""
    return format_date(date.fromisoformat(day[:10]), "d MMMM y", locale="id")


def typeset(
    template: str,
    data: Mapping[str, Any],
    day: str,
    drawings: Mapping[str, str],
    kind: Literal["pdf", "png"] = "pdf",
) -> bytes:
    """The paper as PDF, or as a PNG of 150 dots per inch."""
    made = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        format=kind,
        ppi=150,
        sys_inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "emblem": (TEMPLATES / "emblem.svg").read_text(encoding="utf-8"),
            **drawings,
        },
        ignore_system_fonts=True,
        timestamp=datetime.fromisoformat(day[:10]).replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)  # noqa: S101 - each of these papers is one page
    return made


def letter(form: Mapping[str, Any], papers: Mapping[str, Any]) -> bytes:
    """The sender's letter, or the superior's order."""
    text, received = papers["letter"], form["letter"]
    data = {
        "title": received["subject"],
        "head": [line.upper() for line in text["head"]],
        "address": text["address"],
        "memo": "memo" in text,
        "number": received["number"],
        "nature": NATURE[received["urgency"]],
        "enclosures": text["enclosures"],
        "subject": received["subject"],
        "place": text.get("place", "Sofifi"),
        "day": long_day(received["date"]),
        "to": text.get("to", OFFICE),
        "from": text.get("from", ""),
        "at": "Sofifi",
        "opening": text["opening"],
        "facts": text["facts"],
        "paragraphs": text["paragraphs"],
        "signer": text["signer"],
        "copies": [name.strip() for item in text["copies"] for name in item.split(";")],
    }
    return typeset(
        "surat",
        data,
        received["date"],
        {"signature": handwriting.signature(text["signer"]["name"])},
    )


def form_sheet(form: Mapping[str, Any], papers: Mapping[str, Any]) -> bytes:
    """The publication form as filled in by the sender."""
    sender, received = form["sender"], form["letter"]
    present = {item["kind"] for item in form["attachments"] if "file" in item}
    data = {
        "title": "Formulir Publikasi Kegiatan",
        "head": [line.upper() for line in papers["letter"]["head"]],
        "address": papers["letter"]["address"],
        "sender": [
            ["Instansi", sender["agency"]],
            ["Narahubung", sender["contact"]],
            ["Telepon/WhatsApp", sender["phone"]],
            ["Surel", sender.get("email", "— (tidak ada)")],
        ],
        "activity": [[label, form["activity"][key]] for key, label in QUESTIONS.items()],
        "enclosed": [[label, kind in present] for kind, label in KINDS.items()],
        "number": received["number"],
        "place": papers["letter"].get("place", "Sofifi"),
        "day": long_day(received["date"]),
        "contact": sender["contact"],
    }
    return typeset(
        "formulir", data, received["date"], {"signature": handwriting.signature(sender["contact"])}
    )


def data_sheet(form: Mapping[str, Any], papers: Mapping[str, Any], key: str = "data") -> bytes:
    """The figures."""
    sheet = papers[key]
    data = {
        "head": [line.upper() for line in papers["letter"]["head"]],
        "address": papers["letter"]["address"],
        "total": [],
        **sheet,
    }
    return typeset("data", data, form["letter"]["date"], {})


def disposition(form: Mapping[str, Any], papers: Mapping[str, Any]) -> bytes:
    """The disposition sheet, filled in by hand and photographed: a JPEG."""
    agency = list(
        yaml.load_all(
            (EXAMPLES / "kantor" / "agency.yaml").read_text(encoding="utf-8"),
            Loader=yaml.BaseLoader,
        )
    )[1]
    head = next(person for person in agency["roster"]["people"] if person["id"] == "kabid-piks")
    sheet, received = papers["disposition"], form["letter"]
    data = {
        "title": "Lembar Disposisi",
        "head": agency["letterhead"]["lines"][:2],
        "address": agency["letterhead"]["address"],
        "sender": form["sender"]["agency"],
        "number": received["number"],
        "day": long_day(received["date"]),
        "received": long_day(received["received"]),
        "agenda": sheet["agenda"],
        "subject": received["subject"],
        "ticks": [[label, label in sheet["ticks"]] for label in agency["instructions"].values()],
        "signer": {key: head[key] for key in ("name", "rank", "nip")},
    }
    drawings = {
        "to": handwriting.written([sheet["to"]], 3),
        "note": handwriting.written(sheet["note"], 11),
        "day": handwriting.written([sheet["day"]], 7),
        "tick": handwriting.tick(5),
        "signature": handwriting.signature(head["name"]),
    }
    png = typeset("lembar-disposisi", data, received["date"], drawings, "png")
    return photographed(Image.open(io.BytesIO(png)).convert("RGB"))


def photographed(paper: Image.Image) -> bytes:
    """A clean page as a telephone sees it: a little turned, a little yellow, darker to one side."""
    desk = (92, 84, 78)
    turned = paper.rotate(-0.9, Image.Resampling.BICUBIC, expand=True, fillcolor=desk)
    canvas = Image.new("RGB", (turned.width + 60, turned.height + 60), desk)
    canvas.paste(turned, (30, 30))
    shade = Image.linear_gradient("L").rotate(90).resize(canvas.size)
    warm = Image.composite(
        Image.new("RGB", canvas.size, (255, 246, 224)),
        Image.new("RGB", canvas.size, (214, 205, 190)),
        shade,
    )
    tinted = Image.blend(
        canvas, Image.composite(canvas, warm, Image.new("L", canvas.size, 90)), 0.35
    )
    buffer = io.BytesIO()
    ImageEnhance.Contrast(tinted).enhance(0.95).save(buffer, "JPEG", quality=72, optimize=True)
    return buffer.getvalue()


def main(words: list[str]) -> None:
    """Set the papers of the requests whose folder holds one of `words`, or of all."""
    for folder in sorted((EXAMPLES / "requests").iterdir()):
        if words and not any(word in folder.name for word in words):
            continue
        form, papers = read(folder / "form.yaml"), read(folder / "papers.yaml")
        (folder / "surat.pdf").write_bytes(letter(form, papers))
        (folder / "formulir.pdf").write_bytes(form_sheet(form, papers))
        if "data" in papers:
            (folder / "data.pdf").write_bytes(data_sheet(form, papers))
        if "more" in papers:
            (folder / papers["more"]["file"]).write_bytes(data_sheet(form, papers, "more"))
        if "disposition" in papers:
            (folder / papers["disposition"]["file"]).write_bytes(disposition(form, papers))


if __name__ == "__main__":
    main(sys.argv[1:])
