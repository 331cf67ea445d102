"""The papers that can be printed: one table, and one function that makes any of them."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.papers.typesetting import typeset

Sheet = Literal["a4", "f4"]
PDF, DOCX = "pdf", "docx"


class Paper(NamedTuple):
    """One paper: `id` is its name at the command line, `formats` the first of which is usual.

    `is_half` papers are printed on half a sheet; `default_sheet` is what offices use for it.
    """

    id: str
    title: str
    template: str
    formats: tuple[str, ...] = (PDF,)
    can_be_blank: bool = False
    is_half: bool = False
    default_sheet: Sheet = "a4"


CATALOGUE: tuple[Paper, ...] = (
    Paper(
        "disposisi", "Lembar Disposisi", "disposisi.typ",
        can_be_blank=True, is_half=True, default_sheet="f4",
    ),
    Paper(
        "formulir", "Formulir Publikasi Kegiatan", "formulir.typ",
        can_be_blank=True, default_sheet="f4",
    ),
    Paper("koordinasi", "Catatan Koordinasi dan Konsultasi", "koordinasi.typ"),
    Paper("agenda", "Buku Agenda Surat Masuk", "agenda.typ", default_sheet="f4"),
    Paper("siaran-pers", "Siaran Pers", "siaran-pers.typ", formats=(PDF, DOCX)),
    Paper("koreksi", "Lembar Koreksi", "koreksi.typ"),
    Paper("kliping", "Kliping Berita", "kliping.typ"),
    Paper(
        "laporan", "Laporan Hasil Kegiatan Pengelolaan Opini Publik", "laporan.typ",
        default_sheet="f4",
    ),
    Paper(
        "laporan-bulanan", "Laporan Bulanan Hasil Kegiatan Pengelolaan Opini Publik",
        "laporan-bulanan.typ", default_sheet="f4",
    ),
)  # fmt: skip


def find_paper(paper_id: str) -> Paper:
    """The row of the catalogue. Raises UsageError for a name that is not in it."""
    found = next((paper for paper in CATALOGUE if paper.id == paper_id), None)
    if found is None:
        raise UsageError(
            _("there is no paper called {name}").format(name=paper_id),
            hint=_("choose one of {names}").format(names=", ".join(row.id for row in CATALOGUE)),
        )
    return found


def render(
    paper_id: str,
    data: Mapping[str, Any],
    *,
    paper: Sheet | None = None,
    form: str = PDF,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The paper as a file; `data` is what its own `…_data` function made.

    `paper` is the sheet (None: the one usual for it), `pictures` are the images the data names.
    Raises UsageError for a name or form that the catalogue does not have.
    """
    row = find_paper(paper_id)
    if form not in row.formats:
        raise UsageError(
            _("{title} cannot be made as {form}").format(title=row.title, form=form),
            hint=_("choose one of {names}").format(names=", ".join(row.formats)),
        )
    sheet = paper or row.default_sheet
    if form == DOCX:
        from pipeline.papers.press_release_docx import press_release_docx

        return press_release_docx(data, sheet=sheet)
    size = f"{sheet}-half" if row.is_half else sheet
    return typeset(row.template, {**data, "sheet": size}, pictures)
