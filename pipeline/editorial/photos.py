"""Checks of the photos: there, described, and really pictures."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.editorial.images import (
    FORMATS,
    MAX_PIXELS,
    OTHER_PICTURES,
    Flaw,
    ImageFlaw,
    image_flaws,
    is_picture_name,
    suffix,
)
from pipeline.editorial.rules import Hit
from pipeline.editorial.subject import INDEX, Subject

_VERSION = re.compile(r"versions/[1-9][0-9]*\.md")
_RULE_OF: Mapping[Flaw, str] = {
    Flaw.NOT_A_PICTURE: "photo-damaged",
    Flaw.DAMAGED: "photo-damaged",
    Flaw.OTHER_FORMAT: "photo-type",
    Flaw.TOO_MANY_PIXELS: "photo-pixels",
    Flaw.PRINTERS_COLOURS: "photo-colours",
}


def descriptions(subject: Subject) -> Iterator[Hit]:
    """Each photo is there once, with caption, credit and alternative text."""
    photos = subject.article.photos
    if not photos and not any(is_picture_name(name) for name in subject.files):
        yield Hit("article-photos", subject.line("photos"))
    seen: Counter[str] = Counter()
    for place, photo in enumerate(photos):
        line, fields = subject.line("photos", place, "file"), {"file": photo.file}
        seen[photo.file] += 1
        if seen[photo.file] == 2:
            yield Hit("photo-twice", line, fields)
        if photo.file not in subject.files:
            yield Hit("photo-missing", line, fields)
        for name in ("caption", "credit", "alt"):
            if not getattr(photo, name).strip():
                yield Hit(f"photo-{name}", subject.line("photos", place, name), fields)


def files(subject: Subject) -> Iterator[Hit]:
    """Every file is a picture that is described, or the text, or a former version of it."""
    places = {photo.file: place for place, photo in enumerate(subject.article.photos)}
    for name, content in sorted(subject.files.items()):
        if name == INDEX or _VERSION.fullmatch(name):
            continue
        fields = {"file": name}
        place = places.get(name)
        line = subject.line("photos", *(() if place is None else (place, "file")))
        if not is_picture_name(name):
            yield Hit("photo-kind" if place is not None else "article-file", line, fields)
            continue
        if place is None:
            yield Hit("photo-undescribed", line, fields)
        if suffix(name) in OTHER_PICTURES:
            yield Hit("photo-kind", line, fields)
        elif suffix(name) in FORMATS and isinstance(content, bytes):
            for flaw in image_flaws(name, content):
                yield Hit(_RULE_OF[flaw.flaw], line, {**fields, **_numbers(flaw)})


def _numbers(flaw: ImageFlaw) -> Mapping[str, object]:
    if flaw.header is None:
        return {}
    return {
        "format": flaw.header.format,
        "width": flaw.header.width,
        "height": flaw.header.height,
        "limit": MAX_PIXELS // 1_000_000,
    }
