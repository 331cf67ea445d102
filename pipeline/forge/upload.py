"""Papers that come by upload: where a browser brings them, and what each of them is."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple
from urllib.parse import quote

from pipeline.record import agenda
from pipeline.record.path_names import unfit
from pipeline.record.request import AttachmentKind

# What a browser may upload to GitHub, too; a scan of ten pages has a tenth of it.
LARGEST = 25 * 1024 * 1024
PICTURES = frozenset({"jpg", "jpeg", "png", "webp"})
TABLES = frozenset({"csv", "xls", "xlsx", "ods"})
# By words of its name; the first row that has one decides. What shows a decision is no paper of
# the letter: it is named by whoever types the decision in.
_WORDS: tuple[tuple[AttachmentKind | None, frozenset[str]], ...] = (
    (None, frozenset({"disposisi", "jawaban", "fakta"})),
    (AttachmentKind.FORM, frozenset({"formulir", "form", "borang"})),
    (AttachmentKind.LETTER, frozenset({"surat", "undangan", "permohonan", "letter"})),
    (AttachmentKind.PHOTO, frozenset({"foto", "photo", "gambar"})),
    (AttachmentKind.DATA, frozenset({"data", "tabel", "sambutan", "rilis", "bahan"})),
    (AttachmentKind.OTHER, frozenset({"lampiran", "lain"})),
)


class Uploaded(NamedTuple):
    """A file that came by upload; `kind` is None for the scan of a decision.

    `unfit` says why no record can hold a file of this name, or is None.
    """

    path: str
    kind: AttachmentKind | None
    unfit: str | None = None


def upload_page(repository: str, number: str) -> str:
    """Where a browser uploads papers of a request; `repository` is its address on the forge.

    `https://github.com/O/R/upload/request/2026-0042/requests/2026/0042`
    """
    place = f"{agenda.branch(number)}/{agenda.papers_folder(number)}"
    return f"{repository.rstrip('/')}/upload/{quote(place)}"


def uploaded(there: Iterable[str], number: str, *, known: Collection[str]) -> tuple[Uploaded, ...]:
    """The files of a request's folder that are not recorded yet, in the order of their names.

    `there` are the paths of the branch, `known` those that the record names: papers and scans.
    """
    folder = agenda.papers_folder(number) + "/"
    new = sorted({path for path in there if path.startswith(folder)} - {*known})
    return tuple(Uploaded(path, kind_of(path), unfit(path)) for path in new)


def kind_of(path: str) -> AttachmentKind | None:
    """What a paper is, by its name: `Surat Permohonan.pdf`, `foto-2.jpg`, `IMG_0042.JPG`."""
    name = path.rpartition("/")[2].casefold()
    stem, _dot, suffix = name.rpartition(".")
    words = {re.sub(r"\d+$", "", word) for word in re.split(r"[^a-z0-9]+", stem or suffix)}
    for kind, known in _WORDS:
        # A photograph that is none would hold up everything that came with it.
        if words & known and (kind is not AttachmentKind.PHOTO or suffix in PICTURES):
            return kind
    if suffix in PICTURES:
        return AttachmentKind.PHOTO
    return AttachmentKind.DATA if suffix in TABLES else AttachmentKind.OTHER
