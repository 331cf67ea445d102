"""Forgeries of what was received: the documents of a request and its papers."""

from pipeline.record import agenda
from pipeline.record.front_matter import render_document
from tests.forging.dossiers import Merge
from tests.forging.forger import Draft, Forged, Forger, Place
from tests.forging.registry import operator


@operator
def edit_the_request_as_received(f: Forger) -> Forged | None:
    """What the letter said is changed afterwards."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    draft.documents[0] = draft.documents[0].replace(b"what: contoh", b"what: lain", 1)
    return f.put(merge, draft, draft.field("request-immutable", "number"))


@operator
def append_a_document(f: Forger) -> Forged | None:
    """A document that no statement brought."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    draft.documents.append(render_document({"sender": {"contact": "Bapak"}}, "later"))
    return f.put(merge, draft, draft.field("request-immutable", "number"))


def _with_paper(f: Forger) -> tuple[Merge, Draft, str] | None:
    merge = f.victim(lambda merge: bool(merge.dossier.papers))
    if merge is None:
        return None
    path = f.rng.choice(sorted(merge.dossier.papers))
    return merge, Draft.of(merge.dossier), path


def _paper_place(draft: Draft, path: str) -> Place:
    """Where a paper is named: the scan of a decision by its entry, others by the whole."""
    name = path.removeprefix("requests/2026/")
    for index, s in enumerate(draft.dossier.history):
        if s.transcribed and s.transcribed.get("scan") == name:
            return draft.entry("paper-digest", index)
    return draft.field("paper-digest", "number")


@operator
def swap_a_paper(f: Forger) -> Forged | None:
    """Another scan under the same name."""
    found = _with_paper(f)
    if found is None:
        return None
    merge, draft, path = found
    draft.files[path] = b"%PDF-1.4 palsu"
    return f.put(merge, draft, _paper_place(draft, path))


@operator
def remove_a_paper(f: Forger) -> Forged | None:
    """A scan is gone."""
    found = _with_paper(f)
    if found is None:
        return None
    merge, draft, path = found
    del draft.files[path]
    return f.put(merge, draft, _paper_place(draft, path))


@operator
def add_a_paper(f: Forger) -> Forged | None:
    """A paper that nobody registered."""
    merge = f.victim()
    assert merge
    draft = Draft.of(merge.dossier)
    path = f"{agenda.papers_folder(merge.number)}/tambahan.pdf"
    draft.files[path] = b"%PDF-1.4 tambahan"
    return f.put(merge, draft, Place("paper-unknown", path, 1))
