"""What this machine is allowed to do: the settings `siar.*` of the repository's own configuration.

Each may be given for one run by an environment variable (`siar.person` by `SIAR_PERSON`): so a
forge's runner is told, where `SIAR_KEY` may be the key itself, as a secret holds it. An office
begins in practice: nothing leaves the machine until `siar.practice` is `false`.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import NotFound
from pipeline.i18n import _
from pipeline.repository import Repository

# As Git itself writes a setting that is on or off.
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
KEY_BEGINS = "-----BEGIN "
# What stands in every line of a known_hosts file, before the key itself.
HOST_KEYS = (" ssh-", " ecdsa-", " sk-")
SETTINGS = {
    "person": "the roster id of who works here",
    "key": "the file of their private key, or in SIAR_KEY the key itself",
    "root": "the id of the repository's first commit, pinned",
    "practice": "`true` (the default): nothing leaves the machine",
    "deploy": "the folder that the website is deployed to",
    "mails": "the folder that keeps a copy of every mail in practice",
    "papers": "the folder that reports are written to",
    "scans": "the folder of the office's server that keeps letters' papers, where they are local",
    "wake": "`true`: the shared repository publishes by itself after each merge",
    "pages": "`true`: the repository's own Pages show the branch `site`, and are asked to after it",
    "siterepository": "another repository that is given the branch `site` over SSH",
    "rsync": "USER@HOST:FOLDER of a web server that is given the website over SSH",
    "sitekey": "the file of the SSH key for these two, or in SIAR_SITEKEY the key itself",
    "knownhosts": "a known_hosts file with their host keys, or in SIAR_KNOWNHOSTS its lines",
    "live": "the address under which the deployed site is fetched, where it is not its public one",
    "smtp": "another mail server than agency.yaml's, as host:port",
    "smtppassword": "the password of the mail server's user",
}


@dataclass(frozen=True)
class Kept:
    """What is kept in a file, or was given as the text itself."""

    path: Path | None
    text: str = field(repr=False)

    def read(self) -> bytes:
        """Its bytes; nothing where none is set. Raises OSError when the file is away."""
        if self.text:
            return f"{self.text.strip()}\n".encode()
        return self.path.read_bytes() if self.path else b""


@dataclass(frozen=True)
class Elsewhere:
    """Where the website goes from here, besides a folder: empty where it does not."""

    pages: bool
    repository: str
    rsync: str
    key: Kept
    known_hosts: Kept

    def __bool__(self) -> bool:
        return bool(self.pages or self.repository or self.rsync)


@dataclass(frozen=True)
class Settings:
    """The settings of one clone; empty text where there is none."""

    person: str
    key: Path | None
    key_text: str = field(repr=False)
    root: str
    practice: bool
    deploy: Path | None
    mails: Path
    papers: Path
    scans: Path | None
    wake: bool
    elsewhere: Elsewhere
    live: str
    smtp: str
    smtp_password: str = field(repr=False)

    def private_key(self) -> bytes:
        """The private key; nothing where none is set. Raises OSError when its file is away."""
        if self.key_text:
            return f"{self.key_text.strip()}\n".encode()
        return self.key.read_bytes() if self.key else b""


def settings(repository: Repository) -> Settings:
    """The settings in force here."""

    def value(name: str) -> str:
        given = os.environ.get(f"SIAR_{name.upper()}")
        return given if given is not None else repository.config(f"siar.{name}") or ""

    def path(name: str) -> Path | None:
        text = value(name)
        joined = repository.folder / Path(text).expanduser()
        return Path(os.path.normpath(joined)) if text else None

    def kept(name: str, beginning: tuple[str, ...]) -> Kept:
        text = value(name)
        is_text = any(word in text for word in beginning)
        return Kept(None if is_text else path(name), text if is_text else "")

    key = value("key")
    is_text = key.startswith(KEY_BEGINS)
    return Settings(
        person=value("person"),
        key=None if is_text else path("key"),
        key_text=key if is_text else "",
        root=value("root"),
        practice=value("practice").lower() not in _FALSE,
        wake=value("wake").lower() in _TRUE,
        deploy=path("deploy"),
        mails=path("mails") or repository.git_folder / "siar" / "mails",
        papers=path("papers") or repository.git_folder / "siar" / "laporan",
        scans=path("scans"),
        elsewhere=Elsewhere(
            pages=value("pages").lower() in _TRUE,
            repository=value("siterepository"),
            rsync=value("rsync"),
            key=kept("sitekey", (KEY_BEGINS,)),
            known_hosts=kept("knownhosts", HOST_KEYS),
        ),
        live=value("live"),
        smtp=value("smtp"),
        smtp_password=value("smtppassword"),
    )


def root_of(repository: Repository, found: Settings, main: str) -> str:
    """The id of the first commit: the pinned one, or that of `main` where nothing is pinned.

    Raises NotFound when main does not come from the pinned root.
    """
    if found.root and repository.beginning(main) == found.root:
        return found.root
    roots = repository.roots(main)  # takes a while in a long history
    if found.root and found.root not in roots:
        raise NotFound(
            _("main does not come from the pinned root {root}").format(root=found.root),
            hint=_("this is not the office's repository; check `git remote -v` and siar.root"),
        )
    return found.root or roots[-1]
