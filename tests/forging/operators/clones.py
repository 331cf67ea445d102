"""Forgeries beside the objects, in files of Git itself."""

from pipeline.record import agenda
from tests.forging.forger import (
    Forged,
    Forger,
    Place,
)
from tests.forging.objects import commit_graph
from tests.forging.registry import operator


def _planted(f: Forger, rule: str, path: str, text: str) -> Forged:
    """Something in Git's own folder that would show other objects than those that are there."""
    file = f.office.objects.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="ascii")
    found = Place(rule, "")
    return Forged(f.office.main, (found,), None, stops=True, undo=file.unlink)


@operator
def replace_an_object(f: Forger) -> Forged | None:
    """`git replace`: another article, or another commit, is shown in place of the real one."""
    merge = f.published()
    if merge is None:
        return None
    objects = f.office.objects
    there = objects.blob(merge.dossier.article[merge.dossier.index])
    what, other = f.rng.choice([(there, objects.blob(b"palsu\n")), (f.office.main, f.office.root)])
    forged = _planted(f, "git-replace", f"refs/replace/{what}", f"{other}\n")
    # The true objects are read; the second verifier, which reads what Git shows it, only stops.
    return forged._replace(verified=dict(f.office.verified), alike=False)


@operator
def graft_a_history(f: Forger) -> Forged | None:
    """`info/grafts`: a commit seems to have other parents."""
    return _planted(f, "git-grafts", "info/grafts", f"{f.office.main} {f.office.root}\n")


@operator
def borrow_objects(f: Forger) -> Forged | None:
    """`objects/info/alternates`: objects come from somewhere else."""
    return _planted(f, "git-alternates", "objects/info/alternates", "../../lain.git/objects\n")


@operator
def cut_the_history_off(f: Forger) -> Forged | None:
    """A shallow clone: nobody can see what was before."""
    merge = f.victim(lambda m: len(m.before.merges) > 0)
    if merge is None:
        return None
    return _planted(f, "git-shallow", "shallow", f"{merge.before.main}\n")


@operator
def bend_gits_own_digest_of_the_history(f: Forger) -> Forged | None:
    """A commit-graph that gives main's tip another parent: Git believes it, the verifier not."""
    merge = f.victim(lambda m: len(m.before.merges) > 0)
    if merge is None:
        return None
    path = f.office.objects.folder / "objects" / "info" / "commit-graph"
    path.write_bytes(commit_graph(f.office.objects, f.office.main, f.office.root))
    return Forged(f.office.main, (), dict(f.office.verified), undo=path.unlink)


@operator
def exchange_an_object(f: Forger) -> Forged | None:
    """The file of an object holds another one's bytes: its request is as it was without it."""
    merge = f.published(lambda m: f.office.merged[m.number] is m.dossier)
    if merge is None:
        return None
    objects, dossier = f.office.objects, merge.dossier
    data = f.rng.choice([dossier.article[dossier.index], dossier.record])
    path = objects.path(objects.blob(data))
    kept = path.read_bytes()
    path.write_bytes(objects.path(objects.blob(b"palsu\n")).read_bytes())
    verified = {}
    for former in f.office.merges:
        read = [*former.dossier.files.values()] if former.number == merge.number else []
        leader = former.before.merged.get(merge.number)
        # What was joined to it, or is a part of it, cannot be told without it.
        if leader and merge.number in (
            former.dossier.case.leading,
            agenda.whole_of(former.number),
        ):
            read.append(leader.record)
        if data not in read:
            verified[former.number] = former.after.verified[former.number]
    place = Place("git-object", dossier.path, 1)
    return Forged(
        f.office.main, (place,), verified, alike=False, undo=lambda: path.write_bytes(kept)
    )
