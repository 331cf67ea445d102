"""Letters' papers and senders' contacts on the office's own server, where `papers: local` says so.

They lie in one folder, `siar.scans`, as `2026/0118/surat-3f9a0c81d2b4.pdf`: the name holds the
first digits of the SHA-256, so that no two files ever want the same place, and each is held
against the whole of it whenever it is read. Nothing is ever taken away here.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from stat import S_IRWXU
from typing import Any, NamedTuple

from pipeline.commands.context import Context
from pipeline.errors import BadInput, NotAllowed, NotFound
from pipeline.files import write_whole
from pipeline.i18n import _, reason
from pipeline.record import agenda
from pipeline.record.digest import sha256
from pipeline.record.finding import has_errors
from pipeline.record.keeping import CONTACTS, PUBLIC, Keeping
from pipeline.record.request import Request
from pipeline.record.strict_yaml import load_stream
from pipeline.record.yaml_text import block

FOLDER = PurePosixPath("siar/berkas")
READ_AND_WRITE = 0o666
DIGITS = 12
SALT_BYTES = 16


@dataclass(frozen=True)
class LocalPapers:
    """The folder of the office's own server that holds them; None where it is not in reach."""

    folder: Path | None

    def put(self, files: Mapping[str, bytes]) -> None:
        """Keep these files, by name; whoever may enter the folder may read them.

        Raises NotFound where there is no folder, BadInput where other bytes have the name.
        """
        for name, data in files.items():
            path = self._place(name)
            if path.exists():
                _require(path, data == path.read_bytes(), sha256(data))
                continue
            mode = self._make(path.parent)
            write_whole(path, data)
            path.chmod(mode & READ_AND_WRITE)

    def read(self, name: str, digest: str) -> bytes:
        """The registered bytes. Raises NotFound or BadInput with the way out."""
        path = self._place(name)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise NotFound(
                _("{path} of the office's server cannot be read: {why}").format(
                    path=path, why=reason(error)
                ),
                hint=_("bring it back from a backup; its SHA-256 is {digest}").format(
                    digest=digest
                ),
            ) from None
        _require(path, sha256(data) == digest, digest)
        return data

    def _place(self, name: str) -> Path:
        if self.folder is None:
            raise NotFound(
                _("{name} is kept on the office's own server, which is not in reach here").format(
                    name=name
                ),
                hint=_(
                    "run this on that server, or name the folder that it shares:"
                    " git config siar.scans FOLDER"
                ),
            )
        return self.folder / name

    def _make(self, folder: Path) -> int:
        """Make a folder and those above it as private as the topmost, whose mode is given."""
        top = self.folder or folder
        if not top.exists():
            top.mkdir(parents=True)
            top.chmod(S_IRWXU)
        mode = top.stat().st_mode & 0o7777
        for path in reversed([folder, *folder.parents]):
            if path.is_relative_to(top) and not path.exists():
                path.mkdir(exist_ok=True)
                path.chmod(mode)
        return mode


def _require(path: Path, is_right: bool, digest: str) -> None:
    if not is_right:
        raise BadInput(
            _("{path} holds other bytes than those that were registered").format(path=path),
            hint=_("bring it back from a backup; its SHA-256 is {digest}").format(digest=digest),
        )


def local_papers(ctx: Context) -> LocalPapers:
    """The folder that is set, or the one in the shared repository where that is on this machine.

    Raises NotAllowed for a folder in a work tree, from where everything may come into Git.
    """
    chosen = ctx.settings.scans
    if chosen is None:
        return LocalPapers(_beside_the_office(ctx))
    inside = next((path for path in (chosen, *chosen.parents) if (path / ".git").exists()), None)
    if inside is not None:
        raise NotAllowed(
            _("siar.scans is {path}, inside the work tree {tree}").format(path=chosen, tree=inside),
            hint=_("choose a folder outside: what lies in a work tree may come into Git"),
        )
    return LocalPapers(chosen)


def _beside_the_office(ctx: Context) -> Path | None:
    repository = ctx.repository
    if repository.is_bare:
        return repository.git_folder / FOLDER
    if not repository.has_origin:
        return None
    origin = repository.run("remote", "get-url", "origin").strip().removeprefix("file://")
    shared = repository.folder / origin
    return shared / FOLDER if (shared / "HEAD").is_file() else None


class Parted(NamedTuple):
    """Papers as the record names them, those for Git by path, and those for the office's server."""

    listed: list[dict[str, Any]]
    files: dict[str, bytes]
    local: dict[str, bytes]


def parted(
    ctx: Context, number: str, listed: Sequence[Mapping[str, Any]], files: Mapping[str, bytes]
) -> Parted:
    """Take out of `files` what agency.yaml wants kept on the office's own server.

    Photographs stay: they are for the article, which the public sees.
    """
    if ctx.agency.papers is Keeping.REPOSITORY:
        return Parted([dict(item) for item in listed], dict(files), {})
    found = Parted([], dict(files), {})
    base = agenda.papers_folder(number).rsplit("/", 1)[0]
    for item in listed:
        if "path" in item and item["kind"] != PUBLIC:
            data = found.files.pop(f"{base}/{item['path']}")
            named, kept = local_file(number, PurePosixPath(item["path"]).name, data)
            found.listed.append({key: item[key] for key in item if key != "path"} | named)
            found.local.update(kept)
        else:
            found.listed.append(dict(item))
    return found


def local_file(number: str, name: str, data: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """How a record names a file that is kept locally, and the file by its name in the folder."""
    digest = sha256(data)
    short = agenda.papers_folder(number).rsplit("/", 1)[1]
    stem, dot, suffix = name.partition(".")
    path = f"{short}/{stem}-{digest[:DIGITS]}{dot}{suffix}"
    return {"local": path, "sha256": digest}, {in_folder(number, path): data}


def in_folder(number: str, path: str) -> str:
    """The name in the folder of what a record of that number calls `path`."""
    return f"{number[:4]}/{path}"


def with_local_contact(
    ctx: Context, number: str, sender: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, bytes]]:
    """The sender as the record names them, and the file with their contacts where that is local.

    A salt is kept with them: without it, a telephone number could be guessed from its SHA-256.
    """
    contacts = {key: sender[key] for key in CONTACTS if sender.get(key)}
    if ctx.agency.papers is Keeping.REPOSITORY or not contacts:
        return dict(sender), {}
    salt = secrets.token_hex(SALT_BYTES)
    named, kept = local_file(number, "kontak.yaml", block({**contacts, "salt": salt}).encode())
    return {key: sender[key] for key in sender if key not in CONTACTS} | named, kept


def with_contact(ctx: Context, request: Request) -> Request:
    """The request with the sender's contacts, read from the office's server where they lie there.

    Raises NotFound when this machine does not have them, BadInput when they are not the registered
    ones. What a later document says in the record itself counts before them.
    """
    sender = request.sender
    if not sender.local:
        return request
    name = in_folder(request.number, sender.local)
    data = local_papers(ctx).read(name, sender.sha256)
    documents, findings = load_stream(data, name)
    if has_errors(findings) or not isinstance(documents[0].value, dict):
        raise BadInput(
            _("{path} holds no contacts").format(path=name),
            hint=_("ask whoever registered it; the letter itself names the sender"),
        )
    told = {key: str(documents[0].value.get(key, "")) for key in CONTACTS}
    contact, email, phone = (getattr(sender, key) or told[key] for key in CONTACTS)
    return replace(request, sender=replace(sender, contact=contact, email=email, phone=phone))


def contact_if_here(ctx: Context, request: Request) -> Request:
    """The same, for what can be done without: where there are none to read, `sender.is_away`."""
    try:
        return with_contact(ctx, request)
    except (NotFound, BadInput):
        return request
