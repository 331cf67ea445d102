"""What vouches for a statement: the person's own key, a typist with a paper, or a forge."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pipeline.i18n import agency_text as _
from pipeline.office.teller import Teller, short, tidy
from pipeline.record.keeping import kept_as
from pipeline.record.labels import CHANNEL_LABELS
from pipeline.record.roster import same_key
from pipeline.record.signature import signing_key
from pipeline.record.statement import NAMESPACE, Statement
from pipeline.record.vouching import RECORDER
from pipeline.record.workflow import Action


class Kind(StrEnum):
    """How a decision came into the record."""

    OWN_KEY = "own_key"
    TRANSCRIBED = "transcribed"
    FORGE = "forge"
    OTHER_KEY = "other_key"
    NONE = "none"


class Voucher(NamedTuple):
    """The evidence of one statement.

    `confirmed_by` is the place of the statement that confirms a decision that was typed in.
    """

    kind: Kind
    text: str
    confirmed_by: int | None = None
    is_unconfirmed: bool = False


def voucher(teller: Teller, s: Statement, history: Sequence[Statement]) -> Voucher:
    """What vouches for `s`; whether that is true is for verification to say."""
    evidence = s.data.get("evidence")
    if not _is_signed(teller, s):
        text = _("Evidence: none; the signature is not that of {signer} over these words.").format(
            signer=teller.name(s.signer)
        )
        return Voucher(Kind.NONE, tidy(text))
    if s.transcribed is not None and s.signer != s.by:
        return _typed_in(teller, s, history)
    if s.signer == s.by:
        text = _("Evidence: signed with their own key; statement {digest}.").format(
            digest=short(s.digest)
        )
        return Voucher(Kind.OWN_KEY, text)
    if isinstance(evidence, Mapping):
        text = _(
            "Evidence: review {review} by account {person} at {forge}, recorded with the key of"
            " the recorder; statement {digest}."
        ).format(**evidence, digest=short(s.digest))
        return Voucher(Kind.FORGE, tidy(text))
    text = _("Evidence: signed with the key of {signer}; statement {digest}.").format(
        signer=teller.name(s.signer), digest=short(s.digest)
    )
    return Voucher(Kind.OTHER_KEY, tidy(text))


def _is_signed(teller: Teller, s: Statement) -> bool:
    """Whether a key that the signer has or had made this signature over these words."""
    roster = teller.agency.roster
    key = signing_key(s.payload, s.signature, NAMESPACE)
    if s.signer == RECORDER:
        return key is not None and same_key(key, roster.recorder)
    owner = roster.owner_of(key, retired=True) if key else None
    return owner is not None and owner.id == s.signer


def _typed_in(teller: Teller, s: Statement, history: Sequence[Statement]) -> Voucher:
    paper = s.transcribed or {}
    channel = str(paper.get("channel", ""))
    told = [
        _(
            "Evidence: decided outside the system ({channel}); typed in and signed by {typist} on"
            " {when}; statement {digest}."
        ).format(
            channel=CHANNEL_LABELS.get(channel, channel),
            typist=teller.name(s.signer),
            when=teller.moment(s.at),
            digest=short(s.digest),
        )
    ]
    told += (
        _("Scan {path}, SHA-256 {digest}.").format(path=scan.path, digest=short(scan.sha256))
        for scan in kept_as(paper)
    )
    confirming = next(
        (
            t
            for t in history
            if t.action is Action.CONFIRM and t.data.get("statement") == s.digest and t.by == s.by
        ),
        None,
    )
    if confirming is None:
        told.append(_("Not confirmed by {who} yet.").format(who=teller.name(s.by)))
        return Voucher(Kind.TRANSCRIBED, tidy(" ".join(told)), None, True)
    told.append(
        _("Confirmed by {who} on {when} (paragraph {place}).").format(
            who=teller.name(s.by), when=teller.moment(confirming.at), place=confirming.seq
        )
    )
    return Voucher(Kind.TRANSCRIBED, tidy(" ".join(told)), confirming.seq)
