"""What each row of the procedure needs besides state and role, and how it is done honestly."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple

from pipeline.record.front_matter import render_document
from pipeline.record.workflow import (
    FINAL,
    TRANSCRIBABLE,
    Action,
    Role,
    State,
)
from tests.forging.dossiers import Dossier
from tests.forging.founding import HEALTH, article_text
from tests.forging.office import Office

A, R, S = Action, Role, State
WORDS = ("panen", "kopi", "pala", "cengkih", "nelayan", "pelabuhan", "sekolah", "jembatan", "desa")
_DUE = re.compile(rb'publish_at: "(.*)"')


class Turn(NamedTuple):
    """Whose turn it is to do what, in which role, on which request."""

    office: Office
    rng: Random
    dossier: Dossier
    action: Action
    role: Role
    by: str

    def say(self, data: Mapping[str, Any], **brought: Any) -> Dossier:
        """Record it: what may be decided on paper is sometimes typed in by an officer."""
        office, rng = self.office, self.rng
        if self.action in TRANSCRIBABLE and rng.random() < 0.15:
            return self._typed(data)
        return office.say(self.dossier, self.action, self.by, self.role, data, **brought)

    def _typed(self, data: Mapping[str, Any]) -> Dossier:
        last = self.dossier.history[-1].at
        decided = max(last, self.office.now - timedelta(minutes=2))
        if self.office.roster.term(self.by, self.role, decided) is None:
            decided = self.office.now
        told = {"decided_at": decided.isoformat(), "channel": self.rng.choice(["kertas", "lisan"])}
        papers: dict[str, bytes] = {}
        if told["channel"] == "kertas":
            scan = self.rng.randbytes(20)
            path, papers = paper(self.dossier, f"lembar-{len(self.dossier.history)}.jpg", scan)
            told |= {"scan": path, "scan_sha256": sha256(scan).hexdigest()}
        return self.office.say(
            self.dossier, self.action, self.by, self.role, {**data, "transcribed": told},
            signer=self.rng.choice(holders(self.office, R.OFFICER)), papers=papers,
        )  # fmt: skip


def missing(dossier: Dossier) -> set[Role]:
    """Whose approval is still to come."""
    if dossier.case.bypass:
        return set()
    needed = {R.SECTION_HEAD}
    if f"topics: [{HEALTH}]".encode() in dossier.article.get(dossier.index, b""):
        needed.add(R.DIVISION_HEAD)
    return needed - dossier.case.approvals.keys()


def holders(office: Office, role: Role) -> list[str]:
    """Who holds the role now."""
    return [person.id for person in office.roster.holders(role, office.now)]


def paper(dossier: Dossier, name: str, data: bytes) -> tuple[str, dict[str, bytes]]:
    short = dossier.number.partition("-")[2]
    return f"{short}/{name}", {f"{dossier.path.removesuffix('.yaml')}/{name}": data}


def attachment(dossier: Dossier, rng: Random, kind: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    data = rng.randbytes(30)
    path, papers = paper(dossier, f"{kind}-{rng.randrange(10**6)}.pdf", data)
    return {"kind": kind, "path": path, "sha256": sha256(data).hexdigest()}, papers


# --- what a row needs besides -----------------------------------------------------------------


def may(turn: Turn) -> bool:
    """Whether what the row needs besides is there."""
    needs = CAN.get(turn.action)
    return needs is None or needs(turn)


def _may_bring(turn: Turn) -> bool:
    """A later document would void what was submitted."""
    case = turn.dossier.case
    return case.state not in (S.IN_REVIEW, S.APPROVED)


def _may_complete(turn: Turn) -> bool:
    return _may_bring(turn) and (
        turn.dossier.case.state is S.RETURNED or bool(turn.dossier.missing)
    )


def _may_submit(turn: Turn) -> bool:
    return not turn.dossier.missing


def _may_approve(turn: Turn) -> bool:
    case = turn.dossier.case
    if turn.role not in missing(turn.dossier):
        return False
    return turn.by not in case.contributors or bool(case.agreed - {turn.by})


def _unconfirmed(turn: Turn) -> list[str]:
    history = turn.dossier.history
    done = {s.data["statement"] for s in history if s.action is A.CONFIRM}
    mine = (s for s in history if s.transcribed and s.by == turn.by)
    return [s.digest for s in mine if s.digest not in done]


def _is_new(turn: Turn) -> bool:
    """What was published is corrected or withdrawn, and nothing else."""
    return not turn.dossier.case.edition


def _may_withdraw(turn: Turn) -> bool:
    case = turn.dossier.case
    return case.edition > 0 and case.kind != "pencabutan"


def _may_hide(turn: Turn) -> bool:
    case = turn.dossier.case
    return (
        case.edition > 0
        and not case.hidden
        and not (case.kind == "pencabutan" and case.state is S.APPROVED)
    )


def _may_split(turn: Turn) -> bool:
    return _is_new(turn) and "." not in turn.dossier.number


def _leaders(turn: Turn) -> list[str]:
    """Who may lead the article of this letter as well: neither closed nor carried on by others."""
    office = turn.office
    found = {**office.merged, **office.open}
    return sorted(
        number
        for number, other in found.items()
        if number != turn.dossier.number
        and not other.case.is_divided
        and other.case.state not in FINAL
    )


def _may_join(turn: Turn) -> bool:
    return _is_new(turn) and bool(_leaders(turn))


def _may_look(turn: Turn) -> bool:
    case = turn.dossier.case
    decided = case.awaiting_look.by if case.awaiting_look else turn.by
    return turn.by != decided and turn.by not in case.contributors


def _may_recall(turn: Turn) -> bool:
    """Only what is not due yet, and was not hidden."""
    if turn.dossier.case.hidden:
        return False
    found = _DUE.search(turn.dossier.article[turn.dossier.index])
    return found is not None and datetime.fromisoformat(found[1].decode()) > turn.office.now


CAN: Mapping[Action, Callable[[Turn], bool]] = {
    A.COMPLETE: _may_complete,
    A.RECTIFY: _may_bring,
    A.SUBMIT: _may_submit,
    A.APPROVE: _may_approve,
    A.AGREE: lambda turn: turn.dossier.case.correction == "revised",
    A.EXEMPT: lambda turn: turn.dossier.case.digest is not None,
    A.CONFIRM: lambda turn: bool(_unconfirmed(turn)),
    A.VOID: _is_new,
    A.REDISPOSE: _is_new,
    A.WITHDRAW: _may_withdraw,
    A.AMEND: lambda turn: turn.dossier.case.edition > 0,
    A.TAKEDOWN: _may_hide,
    A.SECOND_LOOK: _may_look,
    A.RECALL: _may_recall,
    A.SPLIT: _may_split,
    A.JOIN: _may_join,
}


def _complete(turn: Turn) -> Dossier:
    kind = turn.rng.choice(turn.dossier.missing or ("other",))
    item, papers = attachment(turn.dossier, turn.rng, kind)
    document = render_document({"attachments": [item]}, "later")
    still = [other for other in turn.dossier.missing if other != kind]
    data = {"document": f"sha256:{sha256(document).hexdigest()}"}
    return turn.say(data, documents=[document], papers=papers, missing=still)


def _rectify(turn: Turn) -> Dossier:
    document = render_document({"sender": {"contact": turn.rng.choice(WORDS)}}, "later")
    data = {"document": f"sha256:{sha256(document).hexdigest()}", "reason": "salah ketik"}
    return turn.say(data, documents=[document])


def _dispose(turn: Turn) -> Dossier:
    data = {"to": "kasi-piks", "urgency": turn.rng.choice(["biasa", "segera"]), "instructions": []}
    reason = {"reason": "contoh"} if turn.action is A.REDISPOSE else {}
    return turn.say({**data, "note": turn.rng.choice(WORDS), **reason})


def _submit(turn: Turn) -> Dossier:
    office, rng = turn.office, turn.rng
    dossier = write(office, rng, turn.dossier, turn.by)
    if rng.random() < 0.2:
        dossier = write(office, rng, dossier, rng.choice(holders(office, R.OFFICER)))
    people = tuple(dict.fromkeys((*dossier.writers, turn.by)))
    data = {"digest": dossier.digest, "article": dossier.folder, "contributors": list(people)}
    return turn._replace(dossier=dossier).say(data)


def write(office: Office, rng: Random, dossier: Dossier, who: str) -> Dossier:
    """Commit a text that is not the former one; what was published before is kept beside it."""
    day, slug = f"{office.now:%Y/%m/%d}", rng.choice(WORDS)
    folder = dossier.folder or f"content/{day}-{slug}-{dossier.number.replace('.', '-')}"
    topic = HEALTH if b"kesehatan" in dossier.article.get(f"{folder}/index.md", b"") else ""
    topic = topic or rng.choice(["pertanian", "pertanian", "pertanian", HEALTH])
    body = "\n\n".join(" ".join(rng.choices(WORDS, k=12)) for _paragraph in range(3))
    title = f"Berita {slug} (contoh)"
    later = office.now + timedelta(days=rng.randrange(1, 4))
    more = {"publish_at": f'"{later.isoformat()}"'} if rng.random() < 0.3 else {}
    files = {f"{folder}/index.md": article_text(dossier.number, title, topic, body, **more)}
    if not dossier.article or rng.random() < 0.3:
        files[f"{folder}/foto.jpg"] = rng.randbytes(40)
    if dossier.case.approved_digest:
        former = dossier.texts[dossier.case.approved_digest]
        files[f"{folder}/versions/{dossier.case.edition}.md"] = former
    return office.write(dossier, who, files, folder)


def _request_changes(turn: Turn) -> Dossier:
    next_round = turn.dossier.case.round + 1
    return turn.say({"note": turn.rng.choice(WORDS), "category": "data", "round": next_round})


def _revise(turn: Turn) -> Dossier:
    dossier = write(turn.office, turn.rng, turn.dossier, turn.by)
    data = {
        "note": "dipendekkan",
        "category": "bahasa",
        "round": dossier.case.round + 1,
        "before": dossier.case.digest,
        "digest": dossier.digest,
        "contributors": list(dict.fromkeys((*dossier.writers, turn.by))),
    }
    return turn._replace(dossier=dossier).say(data)


def _on_digest(**more: Any) -> Callable[[Turn], Dossier]:
    return lambda turn: turn.say({"digest": turn.dossier.case.digest, **more})


def _fixed(**data: Any) -> Callable[[Turn], Dossier]:
    return lambda turn: turn.say(data)


def _officer(**more: Any) -> Callable[[Turn], Dossier]:
    def done(turn: Turn) -> Dossier:
        people = holders(turn.office, R.OFFICER)
        others = [who for who in people if who != turn.dossier.case.officer]
        return turn.say({"officer": turn.rng.choice(others), **more})

    return done


def _split(turn: Turn) -> Dossier:
    titles = turn.rng.sample(WORDS, turn.rng.choice([2, 2, 3]))
    return turn.office.split(turn.dossier, turn.by, titles)[0]


def _join(turn: Turn) -> Dossier:
    leading = turn.rng.choice(_leaders(turn))
    joined = turn.say({"leading": leading, "reason": "kegiatan yang sama"})
    turn.office.merge(joined, turn.by)
    return joined


def _on_edition(**more: Any) -> Callable[[Turn], Dossier]:
    return lambda turn: turn.say({"version": turn.dossier.case.edition, **more})


def _look(turn: Turn) -> Dossier:
    verdict = turn.rng.choice(["upheld", "objected"])
    return turn.say({"digest": turn.dossier.case.digest, "verdict": verdict, "note": "contoh"})


def _confirm(turn: Turn) -> Dossier:
    return turn.say({"statement": turn.rng.choice(_unconfirmed(turn))})


DO: Mapping[Action, Callable[[Turn], Dossier]] = {
    A.COMPLETE: _complete,
    A.RECTIFY: _rectify,
    A.DISPOSE: _dispose,
    A.REDISPOSE: _dispose,
    A.RETURN: _fixed(reason="data kurang", missing=["data"]),
    A.DECLINE: _fixed(reason="bukan kegiatan pemerintah"),
    A.FILE: _fixed(reason="cukup diketahui"),
    A.ACCEPT: _officer(),
    A.REASSIGN: _officer(reason="cuti"),
    A.NOTE: _fixed(text="sudah ditelepon"),
    A.SUBMIT: _submit,
    A.REQUEST_CHANGES: _request_changes,
    A.REVISE: _revise,
    A.AGREE: _on_digest(),
    A.APPROVE: _on_digest(),
    A.FACT_CHECK: _fixed(source="Dinas Contoh", answer="benar", at="2026-11-02"),
    A.EXEMPT: _on_digest(finding="personal-nik", reason="nomor surat"),
    A.PAUSE: _fixed(waiting_for="Dinas Contoh", reason="menunggu kegiatan"),
    A.RESUME: _fixed(reason="sudah lengkap"),
    A.VOID: _fixed(reason="dibatalkan pengirim"),
    A.CONFIRM: _confirm,
    A.AMEND: _on_edition(reason="salah angka", changes="Angka diperbaiki."),
    A.WITHDRAW: _on_edition(reason="keberatan narasumber"),
    A.TAKEDOWN: _fixed(reason="memuat data pribadi"),
    A.SECOND_LOOK: _look,
    A.RECALL: _fixed(reason="angka belum pasti"),
    A.BYPASS: _on_digest(reason="banjir"),
    A.SPLIT: _split,
    A.JOIN: _join,
}
