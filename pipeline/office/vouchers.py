"""What vouches for a statement: the person's own key, a typist with a paper, or a forge."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pipeline.i18n import agency_text as _
from pipeline.office.teller import Teller, short
from pipeline.record.labels import CHANNEL_LABELS
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action


class Kind(StrEnum):
    """How a decision came into the record."""

    OWN_KEY = "own_key"
    TRANSCRIBED = "transcribed"
    FORGE = "forge"
    OTHER_KEY = "other_key"


class Voucher(NamedTuple):
    """The evidence of one statement; `confirmed_by` is the place of the statement that confirms it.

    A decision that needs no confirmation, or has none, has None there.
    """

    kind: Kind
    text: str
    confirmed_by: int | None = None
    is_unconfirmed: bool = False


def voucher(teller: Teller, s: Statement, history: Sequence[Statement]) -> Voucher:
    """What vouches for `s`; whether that is true is for verification to say."""
    evidence = s.data.get("evidence")
    if s.transcribed is not None and s.signer != s.by:
        return _typed_in(teller, s, history)
    if s.signer == s.by:
        text = _("Signed with {who}'s own key; statement {digest}.").format(
            who=teller.name(s.by), digest=short(s.digest)
        )
        return Voucher(Kind.OWN_KEY, text)
    if isinstance(evidence, Mapping):
        text = _(
            "The recorder's key vouches for review {review} by account {person} at {forge};"
            " statement {digest}."
        ).format(**evidence, digest=short(s.digest))
        return Voucher(Kind.FORGE, text)
    text = _("Signed with the key of {signer}; statement {digest}.").format(
        signer=teller.name(s.signer), digest=short(s.digest)
    )
    return Voucher(Kind.OTHER_KEY, text)


def _typed_in(teller: Teller, s: Statement, history: Sequence[Statement]) -> Voucher:
    paper = s.transcribed or {}
    channel = str(paper.get("channel", ""))
    told = [
        _("Decided elsewhere ({channel}); typed in and signed by {typist} on {when}.").format(
            channel=CHANNEL_LABELS.get(channel, channel),
            typist=teller.name(s.signer),
            when=teller.moment(s.at),
        )
    ]
    if "scan" in paper:
        told.append(
            _("Scan {path}, SHA-256 {digest}.").format(
                path=paper["scan"], digest=short(paper["scan_sha256"])
            )
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
        return Voucher(Kind.TRANSCRIBED, " ".join(told), None, True)
    told.append(
        _("Confirmed by {who} on {when} (paragraph {place}).").format(
            who=teller.name(s.by), when=teller.moment(confirming.at), place=confirming.seq
        )
    )
    return Voucher(Kind.TRANSCRIBED, " ".join(told), confirming.seq)
