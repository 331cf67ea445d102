"""What the demo promises to leave behind, and which of it is not there."""

import email
import email.policy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import bagit

from pipeline.commands import sheets
from pipeline.commands.context import Context
from pipeline.commands.dossier import Dossier, by_number, ledger_of
from pipeline.commands.story import Story
from pipeline.forge.units import read_media
from pipeline.i18n import _
from pipeline.papers.catalogue import PDF
from pipeline.record.labels import named
from pipeline.record.workflow import State
from pipeline.site.deploy import CURRENT

PAGES = (
    "index.html", "404.html", "sitemap.xml", "robots.txt", ".well-known/siar.json",
)  # fmt: skip


def broken_promises(folder: Path, ctx: Context, told: list[Story]) -> list[str]:
    """A sentence for each promised output that is missing or not as promised."""
    found = by_number(ctx, ledger_of(ctx))
    return [
        *_states(found, told),
        *_site(folder, found),
        *_papers(folder, found),
        *_mails(folder, ctx, found),
        *_archive(folder),
    ]


def _missing(path: Path) -> str:
    return _("missing: {path}").format(path=path)


def _states(found: list[Dossier], told: list[Story]) -> Iterator[str]:
    """Each story ends as its steps say."""
    ends = {
        "publish": State.APPROVED,
        "submit": State.IN_REVIEW,
        "decline": State.DECLINED,
        "file": State.FILED,
    }
    by_request = {item.request.number: item for item in found}
    for story in told:
        item = by_request.get(story.number)
        expected = ends[story.steps[-1].action]
        if item is None or item.case.state is not expected:
            yield _("{number} is not {state}").format(number=story.number, state=named(expected))
        elif expected is State.APPROVED and item.live is None:
            yield _("{number} is not live").format(number=story.number)


def _site(folder: Path, found: list[Dossier]) -> Iterator[str]:
    site = folder / "situs" / CURRENT
    pages = [site / page for page in PAGES]
    pages += [
        site / item.article.url_path / "index.html" for item in found if item.live and item.article
    ]
    yield from (_missing(page) for page in pages if not page.is_file())


def _papers(folder: Path, found: list[Dossier]) -> Iterator[str]:
    prints = folder / "cetakan"
    names = [
        Path(item.request.number) / sheets.file_name(paper, item.request.number, form)
        for item in found
        for paper in sheets.available(item)
        for form in sheets.FORMS.get(paper, (PDF,))
    ]
    names += [
        Path(name)
        for name in (
            "disposisi-kosong.pdf", "formulir-kosong.pdf",
            "buku-agenda-2026-11.pdf", "laporan-2026-11.pdf",
        )
    ]  # fmt: skip
    yield from (_missing(prints / name) for name in names if not _is_paper(prints / name))
    for item in found:
        if item.live:
            number = item.request.number
            path = folder / "laporan" / number[:4] / sheets.file_name("laporan", number)
            if not _is_paper(path):
                yield _missing(path)


def _is_paper(path: Path) -> bool:
    magic = b"PK" if path.suffix == ".docx" else b"%PDF"
    return path.is_file() and path.read_bytes().startswith(magic)


def _mails(folder: Path, ctx: Context, found: list[Dossier]) -> Iterator[str]:
    """Every active outlet and every sender with an address, once for each article."""
    sent = Counter(
        (str(mail["To"].addresses[0].addr_spec), _release(str(mail["Subject"])))
        for mail in (
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in (folder / "surel").glob("*.eml")
        )
    )
    outlets = read_media(ctx.repository, ctx.main)
    owed: Counter[tuple[str, str]] = Counter()
    for item in found:
        if item.live is None or item.article is None:
            continue
        day = item.live.at.astimezone(ctx.agency.zone).date()
        addresses = [outlet.email for outlet in outlets if outlet.is_active(day)]
        addresses += [item.request.sender.email] if item.request.sender.email else []
        owed.update((address, item.article.title) for address in addresses)
    for (address, title), count in sorted(owed.items()):
        if sent[address, title] != count:
            yield _("{address} got {sent} mails instead of {owed} about: {title}").format(
                address=address, sent=sent[address, title], owed=count, title=title
            )
    for (address, title), count in sorted((sent - owed).items()):
        yield _("{address} got {sent} mails nobody owed about: {title}").format(
            address=address, sent=count, title=title
        )


def _release(subject: str) -> str:
    """The article's title in a mail's subject."""
    title = subject.removeprefix("[Siaran Pers] ").removeprefix("Telah tayang: ")
    return title.rsplit(" (agenda ", 1)[0]


def _archive(folder: Path) -> Iterator[str]:
    path = folder / "arsip-2026-11"
    try:
        bagit.Bag(str(path)).validate()
    except bagit.BagError as error:
        yield _("the archive is not valid: {why}").format(why=error)
    if not (path / "index.html").is_file():
        yield _missing(path / "index.html")
