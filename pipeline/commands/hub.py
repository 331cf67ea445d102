"""One local page that leads to the website, the papers and the mails of an office."""

import email
import email.policy
from collections.abc import Iterable, Iterator, Sequence
from email.message import EmailMessage
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

SHOWN_HEADERS = {"From": "Dari", "To": "Kepada", "Reply-To": "Balas ke", "Date": "Tanggal"}
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".csv": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


class Entry(NamedTuple):
    """A line of a list: where it leads, what it is called, and a note."""

    href: str
    name: str
    note: str


class Answer(NamedTuple):
    """What a request for a page is answered with."""

    status: int
    content_type: str
    body: bytes


class Hub:
    """The pages; `site` is the website's address on this machine ("" when there is none)."""

    def __init__(self, *, title: str, site: str, papers: Sequence[Path], mails: Path) -> None:
        self._title, self._site = title, site
        self._papers, self._mails = papers, mails

    def answer(self, path: str) -> Answer:
        """The page, paper or mail at a path of the local address."""
        parts = [unquote(part) for part in path.split("?", maxsplit=1)[0].split("/") if part]
        if not parts:
            return _page(self._overview())
        try:
            return self._part(parts)
        except (ValueError, OSError):  # a number or a name that is none
            return _NOT_THERE

    def _part(self, parts: Sequence[str]) -> Answer:
        if parts[0] == "cetakan" and len(parts) > 2:
            return self._paper(int(parts[1]), "/".join(parts[2:]))
        if parts[0] == "surel" and len(parts) in (2, 3):
            return self._mail(parts[1], int(parts[2]) if len(parts) == 3 else None)
        return _NOT_THERE

    def _overview(self) -> str:
        papers = _grouped(
            (
                name.rpartition("/")[0] or folder.name,
                Entry(f"/cetakan/{place}/{quote(name)}", name.rpartition("/")[2], ""),
            )
            for place, folder in enumerate(self._papers)
            for name in _files(folder, (".pdf", ".docx"))
        )
        mails = _grouped(
            (
                str(mail["Subject"]),
                Entry(f"/surel/{quote(path.name)}", str(mail["To"]), str(mail["Date"])),
            )
            for path, mail in self._letters()
        )
        return _template().render(
            title=self._title,
            site=self._site,
            mail=None,
            lists=[
                ("Cetakan dan laporan", "Belum ada laporan.", papers),
                ("Surat elektronik", "Belum ada surat yang dikirim.", mails),
            ],
        )

    def _letters(self) -> Iterator[tuple[Path, EmailMessage]]:
        for path in sorted(self._mails.glob("*.eml"), reverse=True):
            yield path, _parse(path)

    def _paper(self, place: int, name: str) -> Answer:
        if not 0 <= place < len(self._papers):
            return _NOT_THERE
        folder = self._papers[place].resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return _NOT_THERE
        kind = TYPES.get(path.suffix.lower(), "application/octet-stream")
        return Answer(200, kind, path.read_bytes())

    def _mail(self, name: str, attachment: int | None) -> Answer:
        path = self._mails / name
        if path.parent != self._mails or path.suffix != ".eml" or not path.is_file():
            return _NOT_THERE
        mail = _parse(path)
        files = list(mail.iter_attachments())
        if attachment is not None:
            if not 0 <= attachment < len(files):
                return _NOT_THERE
            suffix = Path(files[attachment].get_filename() or "").suffix.lower()
            data = files[attachment].get_payload(decode=True)
            kind = TYPES.get(suffix, "application/octet-stream")
            return Answer(200, kind, data if isinstance(data, bytes) else b"")
        return _page(
            _template().render(
                title=str(mail["Subject"]),
                mail={
                    "subject": str(mail["Subject"]),
                    "headers": [
                        (SHOWN_HEADERS[key], str(mail[key])) for key in SHOWN_HEADERS if mail[key]
                    ],
                    "files": [
                        {
                            "href": f"/surel/{quote(name)}/{place}",
                            "name": file.get_filename(),
                            "size": f"{len(file.get_payload(decode=True) or b'') // 1024} KB",
                        }
                        for place, file in enumerate(files)
                    ],
                    "html": _words(mail),
                },
                lists=(),
                site=self._site,
            )
        )


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> list[tuple[str, list[Entry]]]:
    """Entries under their headings, in the order in which the headings first come."""
    groups: dict[str, list[Entry]] = {}
    for heading, entry in pairs:
        groups.setdefault(heading, []).append(entry)
    return list(groups.items())


def _words(mail: EmailMessage) -> str:
    html = mail.get_body(("html",))
    if html is not None:
        return str(html.get_content())
    plain = mail.get_body(("plain",))
    return f"<pre>{escape(str(plain.get_content()) if plain else '')}</pre>"


def _parse(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() in suffixes
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("hub.html")


def _page(html: str) -> Answer:
    return Answer(200, "text/html; charset=utf-8", html.encode())


_NOT_THERE = Answer(404, "text/plain; charset=utf-8", b"Tidak ada di sini.\n")
