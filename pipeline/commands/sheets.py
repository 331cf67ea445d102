"""Make any paper of a request: which data each needs, and what its file is called."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pipeline.commands.context import Context
from pipeline.commands.dossier import Dossier, publication, step_rows
from pipeline.commands.local_papers import with_contact
from pipeline.errors import NotFound
from pipeline.forge.units import article_files
from pipeline.i18n import _
from pipeline.papers.catalogue import DOCX, PDF, Sheet, render
from pipeline.papers.clipping import clipping_data
from pipeline.papers.coordination import coordination_data
from pipeline.papers.correction_sheet import correction_data
from pipeline.papers.disposition import disposition_data
from pipeline.papers.form import form_data
from pipeline.papers.pictures import for_print
from pipeline.papers.press_release import press_release_data
from pipeline.papers.report import report_data
from pipeline.record import agenda
from pipeline.record.article import Article
from pipeline.record.digest import unit_digest
from pipeline.record.loading import load_article

Maker = Callable[[Context, Dossier, datetime], Mapping[str, Any]]


def make(
    ctx: Context,
    paper: str,
    found: Dossier,
    now: datetime,
    *,
    sheet: Sheet | None = None,
    form: str = PDF,
) -> bytes:
    """The paper of a request as PDF or DOCX. Raises NotFound when there is nothing to print yet."""
    data = MAKERS[paper](ctx, found, now)
    pictures = {name: for_print(name, picture) for name, picture in _pictures(paper, found).items()}
    return render(paper, data, paper=sheet, form=form, pictures=pictures)


def make_blank(ctx: Context, paper: str, now: datetime, *, sheet: Sheet | None = None) -> bytes:
    """The paper with nothing filled in, to be filled in by hand."""
    blanks = {
        "disposisi": lambda: disposition_data(ctx.agency, None, now),
        "formulir": lambda: form_data(ctx.agency, None, now),
    }
    return render(paper, blanks[paper](), paper=sheet)


def available(found: Dossier) -> list[str]:
    """The papers of which this request has something to show, in the order of the procedure."""
    there = ["disposisi", "formulir"]
    if any("coordination" in statement.data for statement in found.request.history):
        there.append("koordinasi")
    if found.article is not None:
        there += ["siaran-pers", "koreksi"]
    if found.live is not None:
        there += ["kliping", "laporan"]
    return there


def file_name(paper: str, number: str, form: str = PDF) -> str:
    """`siaran-pers-2026-0042.docx`."""
    return f"{paper}-{number}.{form}"


def _pictures(paper: str, found: Dossier) -> dict[str, bytes]:
    if paper != "kliping" or found.article is None:
        return {}
    return {photo.file: found.files.get(photo.file, b"") for photo in found.article.photos}


def _with_article(found: Dossier) -> Any:
    if found.article is None:
        raise NotFound(
            _("request {number} has no article yet").format(number=found.request.number),
            hint=_("begin with `siar draft {number}`").format(number=found.request.number),
        )
    return found.article


def _press_release(ctx: Context, found: Dossier, now: datetime) -> Mapping[str, Any]:
    article, live = _with_article(found), found.live
    day = live.at.astimezone(ctx.agency.zone).date() if live else article.date
    return press_release_data(
        ctx.agency,
        article,
        day,
        number=live.press_release if live else None,
        url=live.url if live else "",
    )


def _clipping(ctx: Context, found: Dossier, now: datetime) -> Mapping[str, Any]:
    article, live = _with_article(found), found.live
    at = live.at if live else now
    return clipping_data(ctx.agency, found.request, article, at, url=live.url if live else "")


def _correction(ctx: Context, found: Dossier, now: datetime) -> Mapping[str, Any]:
    return correction_data(
        ctx.agency,
        found.request,
        now,
        title=_with_article(found).title,
        texts={key: article.body for key, article in wordings(ctx, found).items()},
    )


def _report(ctx: Context, found: Dossier, now: datetime) -> Mapping[str, Any]:
    return report_data(
        ctx.agency,
        found.request,
        step_rows(ctx, found, now),
        now,
        title=found.article.title if found.article else "",
        publication=publication(ctx, found),
    )


MAKERS: dict[str, Maker] = {
    "disposisi": lambda ctx, found, now: disposition_data(ctx.agency, found.request, now),
    "formulir": lambda ctx, found, now: form_data(
        ctx.agency, with_contact(ctx, found.request), now
    ),
    "koordinasi": lambda ctx, found, now: coordination_data(ctx.agency, found.request, now),
    "siaran-pers": _press_release,
    "koreksi": _correction,
    "kliping": _clipping,
    "laporan": _report,
}

FORMS = {"siaran-pers": (PDF, DOCX)}


def wordings(ctx: Context, found: Dossier) -> dict[str, Article]:
    """The wordings of the article that were ever kept, by the digest that would name them."""
    repository, folder = ctx.repository, found.case.article
    tagged = repository.resolve(agenda.tag(found.request.number))
    if tagged is None or folder is None:
        return {}
    path = f"{folder}/index.md"
    kept: dict[str, Article] = {}
    for commit in repository.commits(found.commit, tagged, touching=folder):
        article, _findings = load_article(path, repository.read(commit, path) or b"")
        if article is not None:
            files = article_files(repository, commit, folder)
            kept[unit_digest(files, found.request.documents)] = article
    return kept
