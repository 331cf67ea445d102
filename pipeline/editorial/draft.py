"""Draft an article from its request: the facts of the form filled in, slots for what is missing.

What the sender wrote is text, never markup: whatever could be read as Markdown or HTML is escaped.
"""

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.editorial.slots import slot
from pipeline.record.agency import Agency
from pipeline.record.front_matter import render_article
from pipeline.record.path_names import is_name
from pipeline.record.request import Activity, Attachment, Request
from pipeline.record.text import without_invisible

SLUG_LENGTH = 60
TITLE_LENGTH = 500  # the schema's limit; `check` asks for far less
_MARKUP = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)")
_LINE_START = re.compile(r"^(?:(\d+)(?=[.)])|(?=[#>+-]))")
_ENTITY = re.compile(r"&(?=[#\w])")


class Draft(NamedTuple):
    """An article to be written: its folder, and the text of its index.md."""

    folder: str
    markdown: str


def draft(
    request: Request,
    agency: Agency,
    now: datetime,
    photos: Sequence[Attachment] = (),
    *,
    taken: Collection[str] = (),
) -> Draft:
    """The scaffold of the article, dated today; its folder is none of those `taken`.

    `photos` are attachments that are present; they belong beside it under `photo_names(photos)`.
    """
    today = now.astimezone(agency.zone).date()
    title = _line(request.activity.what) or _line(request.letter.subject)
    meta = {
        "request": request.number,
        "title": title[:TITLE_LENGTH].strip() or f"Berita {request.number}",
        "date": today.isoformat(),
        "agency": _line(request.sender.agency),
        "topics": [],
        "summary": slot("ringkasan", "satu kalimat untuk daftar berita dan surel"),
        "photos": [
            _photo(name, photo) for name, photo in zip(photo_names(photos), photos, strict=True)
        ],
    }
    words = slug(title) or f"berita-{request.number}"
    folder = _free(f"content/{today:%Y/%m/%d}-{words}", "", taken)
    return Draft(folder, render_article(meta, _body(request.activity)).decode())


def slug(text: str, limit: int = SLUG_LENGTH) -> str:
    """The words of a text in small ASCII letters and digits, joined by hyphens; "" if none are."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:limit]
        if len(longer) > limit:
            break
        kept = longer
    return kept


def photo_names(photos: Sequence[Attachment]) -> tuple[str, ...]:
    """A legal name for each photo in the article's folder, no two the same."""
    names: list[str] = []
    for place, photo in enumerate(photos, start=1):
        path = PurePosixPath(photo.path)
        stem, suffix = slug(path.stem), path.suffix.lower()
        if not is_name(stem):  # nothing left of it, or a device of Windows such as `nul`
            stem = f"foto-{place}"
        names.append(_free(stem, suffix, names))
    return tuple(names)


def _photo(name: str, photo: Attachment) -> dict[str, str]:
    return {
        "file": name,
        "caption": _line(photo.caption) or slot("keterangan foto", "siapa, apa, di mana, kapan"),
        "credit": _line(photo.credit) or slot("kredit foto", "nama pemotret atau instansi"),
        "alt": slot("teks alternatif", "apa yang terlihat, bagi yang tidak dapat melihatnya"),
    }


def _free(name: str, suffix: str, taken: Collection[str]) -> str:
    """`name` with its suffix, and a number from 2 on where that is taken."""
    tries = itertools.chain([""], (f"-{count}" for count in itertools.count(2)))
    return next(found for more in tries if (found := f"{name}{more}{suffix}") not in taken)


def _body(activity: Activity) -> str:
    return "\n\n".join(_paragraphs(activity)) + "\n"


def _paragraphs(activity: Activity) -> Iterator[str]:
    what, who, where = (_fact(activity, name) for name in ("what", "who", "where"))
    yield (
        f"{who} melaksanakan {what} di {where},"
        f" {_fact(activity, 'when')}. "
        + slot("teras berita", "rapikan menjadi satu atau dua kalimat, lalu hapus tanda ini")
    )
    yield f"{_fact(activity, 'why')} " + slot("mengapa", "jadikan kalimat: apa gunanya bagi warga")
    yield f"{_fact(activity, 'how')} " + slot("bagaimana", "jadikan kalimat: jalannya kegiatan")
    yield (
        f"“{slot('kutipan pejabat', 'kalimatnya persis seperti diucapkan')},” kata"
        f" {slot('kutipan pejabat', 'nama lengkap dan jabatan')}."
    )
    yield slot("data pendukung", "angka dengan satuan dan sumbernya")
    yield "Informasi lebih lanjut: " + slot("narahubung", "nama, jabatan, dan nomor dinas") + "."


QUESTIONS = {
    "what": "apa",
    "who": "siapa",
    "when": "kapan",
    "where": "di mana",
    "why": "mengapa",
    "how": "bagaimana",
}


def _fact(activity: Activity, name: str) -> str:
    return escape(getattr(activity, name)) or slot(QUESTIONS[name])


def escape(text: str) -> str:
    """A sender's words as one line of Markdown that shows exactly them, without a final stop."""
    line = _line(text).rstrip(".")
    marked = _MARKUP.sub(lambda found: "\\" + found[0], line)
    safe = _ENTITY.sub("&amp;", marked).replace("<", "&lt;")
    return _LINE_START.sub(lambda found: f"{found[1] or ''}\\", safe)


def _line(text: str) -> str:
    return " ".join(without_invisible(text).split())
