"""Say why a review counts for nothing, to whoever wrote it."""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.forge.stance import Reason, Uncounted
from pipeline.i18n import _, marked
from pipeline.record.text import shortened


class Words(NamedTuple):
    """What is said, and the way out; both are msgids, with the field {who} in the first."""

    sentence: str
    way_out: str


WORDS: Mapping[Reason, Words] = {
    Reason.BOT: Words(
        marked("the review of {who} does not count: it is not a person's account"),
        marked("somebody who holds the role reviews with an account of their own"),
    ),
    Reason.STRANGER: Words(
        marked("the review of {who} does not count: the account is nobody's of the roster"),
        marked("the roster in agency.yaml names the account of each person by its number"),
    ),
    Reason.DISMISSED: Words(
        marked("the review of {who} was dismissed and does not count any more"),
        marked("review the text again, if it stands after all"),
    ),
    Reason.INCOMPLETE: Words(
        marked("the review of {who} does not say which text it is about, and does not count"),
        marked("review the text as it is now once more"),
    ),
    Reason.ROLE: Words(
        marked("the review of {who} does not count: today they do not hold the role for it"),
        marked("whoever holds the role today reviews; see the roster in agency.yaml"),
    ),
    Reason.NOT_WAITING: Words(
        marked("the review of {who} is not recorded: no text waits for correction now"),
        marked("review again once the officer has handed the text in"),
    ),
    Reason.OTHER_BYTES: Words(
        marked("the review of {who} is about another text than the one that was handed in"),
        marked("load the page anew, look at the text as it is now and review it again"),
    ),
    Reason.NOT_SEEN: Words(
        marked("the review of {who} names the digest of another text (approval-seen)"),
        marked("load the page anew; copy the digest that stands there now, or leave it out"),
    ),
    Reason.CONTRIBUTOR: Words(
        marked("{who} wrote part of this text and cannot approve it"),
        marked("somebody else approves, or the officer first agrees to this very text"),
    ),
    Reason.NO_NOTE: Words(
        marked("{who} asks for changes, but the note is empty: nothing was recorded"),
        marked("ask for changes once more, and write into the review what should change"),
    ),
    Reason.OBJECTION: Words(
        marked("the approval of {who} is not recorded: a head asks for changes in this text"),
        marked("approve the next text, or settle it first with whoever asks for changes"),
    ),
}


def told(uncounted: Uncounted) -> tuple[str, str]:
    """The sentence and the way out."""
    account = uncounted.review.by
    words = WORDS[uncounted.reason]
    who = shortened(account.login, 40) if account else _("somebody")
    return _(words.sentence).format(who=who), _(words.way_out)
