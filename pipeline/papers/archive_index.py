"""What makes the archive readable: its first page, the register as CSV, and a note for people."""

import csv
import io
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.papers.archive_contents import Archive, ArchivedFile
from pipeline.papers.archive_layout import Placed
from pipeline.papers.typesetting import TEMPLATES
from pipeline.papers.wording import day_text, short_day

CSV_NAME = "daftar.csv"
# How files are grouped on the page, in this order.
KINDS = {
    "article": "Berita",
    "paper": "Lembar dan laporan",
    "letter": "Surat dan lampiran",
    "photo": "Foto",
    "mail": "Surat elektronik terkirim",
    "record": "Catatan permintaan",
}
COLUMNS = (
    "No.", "Nomor", "Nomor agenda", "Diterima", "Pengirim", "Judul", "Keadaan", "Tayang", "Alamat",
    "Folder",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@cache
def pages() -> Environment:
    """The HTML templates; everything put into them is escaped."""
    return Environment(
        loader=PackageLoader("pipeline.papers", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def index_page(contents: Archive, placed: Placed) -> bytes:
    """index.html: links are relative, styles inside, and it needs no program but a browser."""
    requests = [
        {
            "number": request.printed_number,
            "title": request.title,
            "agency": request.agency,
            "received": day_text(request.received),
            "published": day_text(request.published) if request.published else "",
            "url": request.url if request.url.startswith(("http://", "https://")) else "",
            "state": request.state,
            "groups": _groups(request.files, paths),
        }
        for request, paths in zip(contents.requests, placed.paths, strict=True)
    ]
    page = (
        pages()
        .get_template("arsip.html")
        .render(
            archive=contents,
            made=day_text(contents.made_at.date()),
            requests=requests,
            general=_links(contents.files, placed.general),
            published=sum(request.published is not None for request in contents.requests),
            csv=f"data/{CSV_NAME}",
            emblem=(TEMPLATES / "lambang.svg").read_text("utf-8"),
        )
    )
    return page.encode()


def register_csv(contents: Archive, placed: Placed) -> bytes:
    """daftar.csv as Excel in an Indonesian Windows opens it: UTF-8 with its mark, semicolons."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for place, request in enumerate(contents.requests, start=1):
        cells = (
            str(place),
            request.number,
            request.printed_number,
            short_day(request.received),
            request.agency,
            request.title,
            request.state,
            short_day(request.published) if request.published else "",
            request.url,
            placed.folders[place - 1],
        )
        writer.writerow(harmless(cell) for cell in cells)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows instead of computing it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def read_me(contents: Archive) -> bytes:
    """BACA-SAYA.txt, with the line ends of Windows."""
    lines = (
        f"ARSIP PUBLIKASI - {contents.office}",
        contents.period,
        "",
        "Buka index.html dengan peramban apa saja; tidak perlu internet atau program lain.",
        f"Daftar seluruh permintaan untuk lembar sebar (Excel): data/{CSV_NAME}",
        "",
        "Folder ini mengikuti BagIt (RFC 8493). Berkas manifest-sha256.txt memuat sidik SHA-256",
        "setiap berkas. Untuk memeriksa keutuhan di Linux atau macOS:",
        "    sha256sum --check manifest-sha256.txt",
        "",
        "Jangan mengubah, menambah atau menghapus berkas di dalam folder ini.",
        "",
    )
    return "\r\n".join(lines).encode()


def _groups(files: Sequence[ArchivedFile], paths: Sequence[str]) -> list[dict[str, Any]]:
    links = _links(files, paths)
    found = [
        {"label": label, "links": [link for link in links if link["kind"] == kind]}
        for kind, label in KINDS.items()
    ]
    return [group for group in found if group["links"]]


def _links(files: Sequence[ArchivedFile], paths: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "label": file.label,
            "href": "data/" + quote(path),
            "kind": file.kind if file.kind in KINDS else "paper",
            "form": path.rpartition(".")[2].upper() if "." in path else "",
            "size": size_text(len(file.content)),
        }
        for file, path in zip(files, paths, strict=True)
    ]


def size_text(octets: int) -> str:
    """`12 KB`, `3,4 MB`."""
    kilobytes = max(1, round(octets / 1000))
    if kilobytes < 1000:
        return f"{kilobytes} KB"
    return f"{octets / 1_000_000:.1f} MB".replace(".", ",")
