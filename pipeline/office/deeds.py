"""What each action of a history says was done, in words: a table of tellings by action."""

from collections.abc import Callable, Iterator, Mapping

from pipeline.i18n import agency_text as _
from pipeline.i18n import marked
from pipeline.office.teller import Teller, quoted, sentence, short
from pipeline.record import agenda
from pipeline.record.case import Case
from pipeline.record.keeping import kept_as
from pipeline.record.labels import ORIGIN_LABELS, URGENCY_LABELS
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action

A = Action
Telling = Callable[[Teller, Request, Case, Statement], Iterator[str]]


def deed(teller: Teller, request: Request, before: Case, s: Statement) -> tuple[str, ...]:
    """The sentences that tell a statement; `before` is the case that it found."""
    return tuple(TELLINGS[s.action](teller, request, before, s))


def _received(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    day = request.letter.received.astimezone(teller.agency.zone).date()
    yield _("{who} entered the {origin} of {sender} in the agenda under number {agenda}.").format(
        who=teller.who(s),
        origin=ORIGIN_LABELS[request.origin],
        sender=request.sender.agency,
        agenda=agenda.printed_agenda(teller.agency.agenda, request.number, day),
    )


def _completed(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} brought what was missing: {papers}.").format(
        who=teller.who(s), papers=_document(teller, s)
    )


def _rectified(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} corrected the entry of the letter: {fields}.").format(
        who=teller.who(s), fields=_document(teller, s)
    )
    yield from _reason(s)


def _document(teller: Teller, s: Statement) -> str:
    digest = str(s.data["document"])
    return teller.brought.get(digest) or _("document {digest}").format(digest=short(digest))


def _disposed(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    again = before.disposition.get("status") == "forwarded"
    told = (
        _("{who} replaced the disposition and forwarded the letter to {to}, urgency {urgency}.")
        if again
        else _("{who} forwarded the letter to {to}, urgency {urgency}.")
    )
    urgency = str(s.data["urgency"])
    yield told.format(
        who=teller.who(s),
        to=teller.name(str(s.data["to"])),
        urgency=URGENCY_LABELS.get(urgency, urgency),
    )
    labels = [teller.agency.instructions.get(name, name) for name in s.data["instructions"]]
    if labels:
        yield _("Instructions: {instructions}.").format(instructions=teller.listed(labels))
    if s.data.get("note"):
        yield _("Note: {note}").format(note=sentence(quoted(s.data["note"])))
    if s.data.get("due"):
        yield _("To be done by {day}.").format(day=teller.day(str(s.data["due"])))
    yield from _reason(s)


def _returned(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} sent the letter back to its sender to be completed.").format(who=teller.who(s))
    missing = [str(item) for item in s.data.get("missing", ())]
    if missing:
        yield _("Missing: {papers}.").format(papers=teller.listed(missing))
    yield from _reason(s)


def _accepted(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} accepted the disposition and named {officer} to write the article.").format(
        who=teller.who(s), officer=teller.name(str(s.data["officer"]))
    )
    yield from _coordination(teller, s)


def _noted(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    if "text" in s.data:
        yield _("{who} noted: {text}").format(
            who=teller.who(s), text=sentence(quoted(s.data["text"]))
        )
    else:
        yield _("{who} noted a coordination.").format(who=teller.who(s))
    yield from _coordination(teller, s)


def _coordination(teller: Teller, s: Statement) -> Iterator[str]:
    said = s.data.get("coordination")
    if isinstance(said, Mapping):
        yield _("Coordinated with {whom} by {channel}, {when}; agreed: {agreed}").format(
            whom=said["with"],
            channel=said["channel"],
            when=teller.day(str(said["at"])),
            agreed=sentence(quoted(said["agreed"])),
        )


def _reassigned(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} named {officer} to write the article instead of {former}.").format(
        who=teller.who(s),
        officer=teller.name(str(s.data["officer"])),
        former=teller.name(before.officer or "") or "–",
    )
    yield from _reason(s)


def _split(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    if "of" not in s.data:
        numbers = [str(number) for number in s.data["numbers"]]
        yield _("{who} split the letter into {numbers}, and closed it.").format(
            who=teller.who(s), numbers=teller.listed(numbers)
        )
        yield from _reason(s)
        return
    yield _(
        "{who} made this part, {title}, of letter {letter}, with its documents and disposition."
    ).format(who=teller.who(s), title=quoted(request.subject), letter=s.data["of"])
    yield _("The split itself is statement {digest} of {letter}.").format(
        digest=short(s.data["statement"]), letter=s.data["of"]
    )


def _joined(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} joined this letter to request {leading}, whose article is about both.").format(
        who=teller.who(s), leading=s.data["leading"]
    )
    yield from _reason(s)


def _submitted(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} handed the article in for correction.").format(who=teller.who(s))
    yield _("Written by {people}; digest of article and documents {digest}.").format(
        people=teller.names(s.data["contributors"]), digest=short(s.data["digest"])
    )


def _asked(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} asked for changes, round {round} ({category}): {note}").format(
        who=teller.who(s), **_correction(teller, s)
    )


def _revised(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} corrected the text in person, round {round} ({category}): {note}").format(
        who=teller.who(s), **_correction(teller, s)
    )
    yield _("Digest before {before}, after {after}.").format(
        before=short(s.data["before"]), after=short(s.data["digest"])
    )


def _correction(teller: Teller, s: Statement) -> dict[str, str]:
    category = str(s.data["category"])
    return {
        "round": str(s.data["round"]),
        "category": teller.agency.correction_categories.get(category, category),
        "note": sentence(quoted(s.data["note"])),
    }


def _looked_again(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    looked = before.awaiting_look
    of = _("the takedown") if looked and looked.action is A.TAKEDOWN else _("the emergency")
    upheld = s.data["verdict"] == "upheld"
    told = (
        _("{who} looked again at {of} and found it right: {note}")
        if upheld
        else _("{who} looked again at {of} and objected: {note}")
    )
    yield told.format(who=teller.who(s), of=of, note=sentence(quoted(s.data["note"])))


def _fact_checked(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} recorded what {source} answered on {when}: {answer}").format(
        who=teller.who(s),
        source=s.data["source"],
        when=teller.day(str(s.data["at"])),
        answer=sentence(quoted(s.data["answer"])),
    )
    for scan in kept_as(s.data):
        yield _("Scan {path}, SHA-256 {digest}.").format(path=scan.path, digest=short(scan.sha256))


def _exempted(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} allowed the finding {finding} in the text with digest {digest}.").format(
        who=teller.who(s), finding=s.data["finding"], digest=short(s.data["digest"])
    )
    yield from _reason(s)


def _paused(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} stopped the clock, waiting for {whom}.").format(
        who=teller.who(s), whom=s.data["waiting_for"]
    )
    if "until" in s.data:
        yield _("Expected by {day}.").format(day=teller.day(str(s.data["until"])))
    yield from _reason(s)


def _confirmed(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    place = next((t.seq for t in request.history if t.digest == s.data["statement"]), 0)
    yield _("{who} confirmed the decision of paragraph {place}.").format(
        who=teller.who(s), place=place
    )
    if s.data.get("note"):
        yield _("Note: {note}").format(note=sentence(quoted(s.data["note"])))


def _amended(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} began the correction of the published article: {changes}").format(
        who=teller.who(s), changes=sentence(quoted(s.data["changes"]))
    )
    yield from _kept_and_why(s)


def _withdrawn(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
    yield _("{who} began the withdrawal of the published article.").format(who=teller.who(s))
    yield from _kept_and_why(s)


def _kept_and_why(s: Statement) -> Iterator[str]:
    yield _("The former text is kept as edition {edition}.").format(edition=s.data["version"])
    yield from _reason(s)


def _plain(words: str) -> Telling:
    """The telling of an action that says who did it, of which text perhaps, and why."""

    def telling(teller: Teller, request: Request, before: Case, s: Statement) -> Iterator[str]:
        digest = short(s.data.get("digest", ""))
        yield _(words).format(who=teller.who(s), digest=digest)
        yield from _reason(s)

    return telling


def _reason(s: Statement) -> Iterator[str]:
    if s.data.get("reason"):
        yield _("Reason: {reason}").format(reason=sentence(quoted(s.data["reason"])))


TELLINGS: Mapping[Action, Telling] = {
    A.RECEIVE: _received,
    A.COMPLETE: _completed,
    A.RECTIFY: _rectified,
    A.DISPOSE: _disposed,
    A.REDISPOSE: _disposed,
    A.RETURN: _returned,
    A.DECLINE: _plain(marked("{who} declined the request.")),
    A.FILE: _plain(marked("{who} filed the letter, which needs no publication.")),
    A.ACCEPT: _accepted,
    A.NOTE: _noted,
    A.REASSIGN: _reassigned,
    A.SPLIT: _split,
    A.JOIN: _joined,
    A.SUBMIT: _submitted,
    A.REQUEST_CHANGES: _asked,
    A.REVISE: _revised,
    A.AGREE: _plain(marked("{who} agreed to the corrected text with digest {digest}.")),
    A.APPROVE: _plain(
        marked("{who} approved exactly the text with digest {digest} for publication.")
    ),
    A.RECALL: _plain(marked("{who} took the approval back before the article was due.")),
    A.AMEND: _amended,
    A.WITHDRAW: _withdrawn,
    A.TAKEDOWN: _plain(marked("{who} hid the article from readers at once.")),
    A.FACT_CHECK: _fact_checked,
    A.EXEMPT: _exempted,
    A.PAUSE: _paused,
    A.RESUME: _plain(marked("{who} let the clock run again.")),
    A.VOID: _plain(marked("{who} made the request void.")),
    A.BYPASS: _plain(
        marked(
            "{who} published exactly the text with digest {digest} in an emergency,"
            " without the usual approval."
        )
    ),
    A.SECOND_LOOK: _looked_again,
    A.CONFIRM: _confirmed,
    A.IMPORT: _plain(marked("{who} brought an article that is older than the procedure.")),
}
