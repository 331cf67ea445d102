"""What every verb works with: the repository, who is at work, the moment, and how to talk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, Protocol

from pipeline import clock
from pipeline.errors import NotFound
from pipeline.forge.host import Host
from pipeline.forge.units import read_agency
from pipeline.i18n import _, reason
from pipeline.machine import Settings, root_of, settings
from pipeline.record.agency import Agency
from pipeline.record.roster import Person
from pipeline.record.signature import armoured, parse_private, public_line, sign
from pipeline.record.statement import NAMESPACE
from pipeline.record.unit import RECORDER
from pipeline.repository import Repository

MAIN = "main"
COMMIT_NAMESPACE = "git"


class Talk(Protocol):
    """How a verb speaks with the person at the terminal."""

    def tell(self, text: str) -> None:
        """Show a line."""

    def advise(self, text: str) -> None:
        """Show what comes next, to somebody who has a command line before them."""

    def ask(self, question: str, *, default: str = "", choices: Sequence[str] = ()) -> str:
        """Ask until there is an answer; of `choices` exactly one when they are given."""


class Behalf(NamedTuple):
    """For whom the recorder takes down what they did on a forge, and where it can be seen."""

    person: str
    evidence: Mapping[str, str]


@dataclass
class Context:
    """The scene of one command; with `behalf`, the recorder is at work for somebody else.

    `forge` is where review happens; None for plain Git.
    """

    repository: Repository
    talk: Talk
    behalf: Behalf | None = None
    forge: Host | None = None
    # How far things had moved when it was read, the commit it was read from, and the agency.
    _agency: tuple[int, str, Agency] | None = field(default=None, init=False, repr=False)

    @cached_property
    def settings(self) -> Settings:
        """What this machine is allowed to do."""
        return settings(self.repository)

    def now(self) -> datetime:
        """The present moment in the office's zone."""
        return clock.now(practice=self.settings.practice).astimezone(self.agency.zone)

    @property
    def main(self) -> str:
        """The tip of the shared main branch, as last fetched."""
        found = self.repository.shared(MAIN)
        if found is None:
            raise NotFound(
                _("the office's repository has no branch main"),
                hint=_("make one with `siar init DIR`, then clone it"),
            )
        return found

    @cached_property
    def root(self) -> str:
        """The id of the first commit."""
        return root_of(self.repository, self.settings, self.main)

    @property
    def agency(self) -> Agency:
        """The agency as main has it, as last fetched: a change is in force at the next look."""
        seen = self.repository.moved
        if self._agency is None or self._agency[0] != seen:
            main = self.main
            there = self._agency[2] if self._agency and self._agency[1] == main else None
            self._agency = (seen, main, there or read_agency(self.repository, main))
        return self._agency[2]

    def fresh_agency(self) -> Agency:
        """The agency as the shared repository has it at this moment."""
        self.repository.fetch()
        return self.agency

    @property
    def me(self) -> Person:
        """Who is at work here. Raises NotFound when this clone does not say, or says a stranger."""
        if self.signer == RECORDER and self.behalf is None:
            return Person(RECORDER, "Siar", email="siar@localhost")
        name = self.behalf.person if self.behalf else self.settings.person
        person = self.agency.roster.person(name) if name else None
        if person is None:
            known = ", ".join(person.id for person in self.agency.roster.people)
            raise NotFound(
                _("{name} is nobody of the roster").format(name=name)
                if name
                else _("this clone does not say who works here"),
                hint=_("git config siar.person ID — one of: {known}").format(known=known),
            )
        return person

    @property
    def signer(self) -> str:
        """Whose key signs here: the one at work, or the recorder on somebody's behalf."""
        return self.settings.person

    @property
    def author(self) -> str:
        """How commits name who made them; nothing is ever concluded from it."""
        return f"{self.me.name} <{self.me.email or self.me.id + '@localhost'}>"

    @cached_property
    def _sign(self) -> Callable[[bytes, str], str]:
        place = self.settings.key or ("SIAR_KEY" if self.settings.key_text else None)
        try:
            key = parse_private(self.settings.private_key())
        except (OSError, ValueError) as error:
            unfit = _("it is no Ed25519 key without a passphrase")
            why = reason(error) if isinstance(error, OSError) else unfit
            raise NotFound(
                _("no usable signing key at {path}: {why}").format(path=place, why=why)
                if place
                else _("this clone does not say where your signing key is"),
                hint=_("git config siar.key FILE (an Ed25519 key without a passphrase)"),
            ) from None
        self._require_own(public_line(key))
        return lambda message, namespace: sign(key, message, namespace)

    def _require_own(self, public: str) -> None:
        """Signed with another key, everything would be refused at the gate or by `verify`."""
        is_recorder = self.signer == RECORDER
        known = (self.agency.roster.recorder,) if is_recorder else self.me.keys
        if not any(line.split()[:2] == public.split()[:2] for line in known):
            raise NotFound(
                _("the signing key here is not one of {id} in the roster").format(id=self.signer),
                hint=_("git config siar.key FILE, or have the public key added to agency.yaml"),
            )

    def sign_statement(self, payload: bytes) -> str:
        """The person's signature over a statement, one line of base64."""
        return self._sign(payload, NAMESPACE)

    def sign_checkpoint(self, payload: bytes, namespace: str) -> str:
        """The recorder's signature over a checkpoint, one line of base64."""
        return self._sign(payload, namespace)

    def sign_commit(self, payload: bytes) -> str:
        """The person's armoured signature over a commit."""
        return armoured(self._sign(payload, COMMIT_NAMESPACE))
