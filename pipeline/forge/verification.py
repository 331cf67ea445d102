"""Replay main from its root: what is published is what was approved, provable from a clone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from pipeline.forge.clone import clone_findings
from pipeline.forge.constitution import Constitution, constitution_at
from pipeline.forge.docket import Docket, Event, Outcome
from pipeline.forge.judging import Witness, no_witness
from pipeline.forge.paths import Kind
from pipeline.forge.snapshot import after
from pipeline.forge.units import AGENCY, REQUESTS, folder_of, number_of, owner_at, read_agency
from pipeline.forge.verified import Imported, VerifiedUnit, VerifiedUnits, imported
from pipeline.forge.walk import Step, walk
from pipeline.forge.workers import Progress, decide_all
from pipeline.i18n import _
from pipeline.lineage import Changed
from pipeline.objects import EXECUTABLE, FILE, LINK
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding, Severity, has_errors
from pipeline.repository import Repository

__all__ = ["Imported", "Verification", "VerifiedUnit", "verify_main"]

# Of what a commit has, all but other repositories.
_WITH_BYTES = frozenset({FILE, EXECUTABLE, LINK})


@dataclass(frozen=True)
class Verification:
    """What main holds: verified units by number, imported articles, and everything wrong.

    `stop` is set when roster, configuration, code or history is wrong: then nothing may be
    published. `since` is the commit that verification began at, the root or a checkpoint.
    """

    root: str
    tip: str
    since: str
    agency: Agency
    units: Mapping[str, VerifiedUnit]
    imported: tuple[Imported, ...]
    findings: tuple[Finding, ...]
    stop: bool


def verify_main(
    repository: Repository,
    tip: str,
    root: str,
    *,
    since: str | None = None,
    witness: Witness = no_witness,
    progress: Progress | None = None,
) -> Verification:
    """Replay the first-parent line of main from the pinned root to `tip`.

    A unit that does not verify keeps its last verified bytes, and the others go on; a change to
    anything else needs the consent that agency.yaml's own history records, or stops publishing.
    What was set right since is only told. `since` is a commit up to which all is known to be right.
    """
    of_clone = tuple(clone_findings(repository))
    if repository.resolve(root) is None:  # the end of a history, or another one
        return _nothing(repository, tip, root, of_clone or (_uprooted(root, tip),))
    steps = walk(repository, tip, since) if since else None
    if steps is None:
        since, steps = None, walk(repository, tip, root)
    if steps is None:
        of_clone = (*of_clone, _uprooted(root, tip))
    # A clone without files (`--filter=blob:none`) fetches all that will be read at once.
    repository.bring(c.oid for step in steps or () for c in step.changes if c.mode in _WITH_BYTES)
    constitution = constitution_at(repository, root, since or root)
    found = _replayed(repository, tip, since, steps or (), constitution, witness, progress)
    return replace(found, findings=(*of_clone, *found.findings), stop=bool(of_clone) or found.stop)


def _nothing(
    repository: Repository, tip: str, root: str, findings: tuple[Finding, ...]
) -> Verification:
    """What can be said of a main that does not lead back to its root."""
    return Verification(root, tip, root, read_agency(repository, tip), {}, (), findings, stop=True)


def continue_main(repository: Repository, tip: str, root: str, since: str) -> Verification:
    """The same for the commits that a push adds to `since`, whose agency.yaml is believed.

    Nothing is forgiven for being set right later in the same push.
    """
    steps = walk(repository, tip, since)
    if steps is None:
        raise ValueError(f"{since} is not on the first-parent line of {tip}")
    constitution = Constitution(root, since)
    return _replayed(repository, tip, since, steps, constitution, forgiving=False)


def _replayed(
    repository: Repository,
    tip: str,
    since: str | None,
    steps: Iterable[Step],
    constitution: Constitution,
    witness: Witness = no_witness,
    progress: Progress | None = None,
    *,
    forgiving: bool = True,
) -> Verification:
    root = constitution.root
    replay = _Replay(repository, root, tip, since, constitution)
    for step in steps:
        replay.take(step)
    before = replay.before()
    dockets = replay.dockets(before)
    outcomes = list(decide_all(repository, dockets, root, witness=witness, progress=progress))
    repeated = dict(_repeated(outcomes))
    commits = {**before, **{o.number: o.commit for o in outcomes if o.commit}}
    orphaned = dict(_orphaned(commits))
    for number in (*repeated, *orphaned):
        commits.pop(number, None)
    loose = dict(replay.loose)
    for outcome in outcomes:
        for commit, found in outcome.behind:
            loose[commit] = (*loose.get(commit, ()), *found)
    told = {
        commit: tuple(replay.since_then(commit, found, commits) if forgiving else found)
        for commit, found in loose.items()
    }
    findings = (
        *chain.from_iterable(told.values()),
        *chain.from_iterable(outcome.wrong for outcome in outcomes),
        *repeated.values(),
        *orphaned.values(),
    )
    return Verification(
        root=root,
        tip=tip,
        since=since or root,
        agency=read_agency(repository, replay.constitution.base),
        units=VerifiedUnits(repository, root, commits),
        imported=tuple(imported(repository, root, replay.imports())),
        findings=findings,
        stop=any(has_errors(told[commit]) for commit in replay.stopping if commit in told),
    )


@dataclass
class _Replay:
    """What the steps of main amount to: a docket for each request, and what belongs to none."""

    repository: Repository
    root: str
    tip: str
    since: str | None
    constitution: Constitution
    loose: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    stopping: set[str] = field(default_factory=set)
    _whole: set[str] = field(default_factory=set)
    _paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _events: dict[str, list[Event]] = field(default_factory=dict)
    _files: dict[str, dict[str, Changed] | None] = field(default_factory=dict)
    _owners: dict[str, str | None] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Sort one commit of main by what it changed."""
        touched, kinds = step.touched, set(step.touched.kinds)
        number = touched.number
        if number is not None:
            self._fold(step, number)
            for folder in touched.folders:
                self._enter(folder, number)
            self._note(step, number, proper=True)
        elif kinds == {Kind.UNIT} and not touched.numbers:
            self._take_behind(step)
        elif touched.numbers or Kind.STRANGE in kinds or not _is_change(step):
            self._take_mixture(step)
        else:
            found = self.constitution.judge(self.repository, step.parent, step.commit, step.paths)
            self._set_loose(step, found, stops=True)
            self._whole.add(step.commit)

    def _take_behind(self, step: Step) -> None:
        """Articles changed without their requests: each is judged with its request's docket."""
        nobodys = []
        for folder in sorted(step.touched.folders):
            number = self._owner(folder)
            if number is None:
                nobodys += [path for path in step.paths if folder_of(path) == folder]
            else:
                self._lose(number)
                self._note(step, number, proper=False)
        self._set_loose(step, (_unasked(path, step.commit) for path in nobodys), stops=False)

    def _take_mixture(self, step: Step) -> None:
        """More than one class, more than one request, or what has no place here at all."""
        for number in (*step.touched.numbers, *map(self._owner, step.touched.folders)):
            self._lose(number)
        kinds = step.touched.kinds
        strange = [_strange(path, step.commit) for path in kinds.get(Kind.STRANGE, ())]
        others = [path for path in step.paths if path not in kinds.get(Kind.UNIT, ())]
        listed = [path for path in step.paths if path not in kinds.get(Kind.STRANGE, ())]
        mixed = (
            [_mixed(path, step.commit) for path in listed] if len(kinds) > 1 or not strange else []
        )
        self._set_loose(step, (*strange, *mixed), stops=bool(others))

    def _set_loose(self, step: Step, found: Iterable[Finding], *, stops: bool) -> None:
        self.loose[step.commit] = tuple(found)
        self._paths[step.commit] = step.paths
        if stops:
            self.stopping.add(step.commit)

    def _note(self, step: Step, number: str, *, proper: bool) -> None:
        files = self._files.get(number)
        event = Event(
            step.parent,
            step.commit,
            self.constitution.base,
            None if files is None else dict(files),
            step.touched.folders,
            step.authored,
            proper,
        )
        self._events.setdefault(number, []).append(event)

    def _fold(self, step: Step, number: str) -> None:
        """Keep the unit's files along, which spares looking for them in every commit."""
        files = self._files.get(number, None if self.since else {})
        self._files[number] = None if files is None else after(files, step.changes)

    def _enter(self, folder: str, number: str) -> None:
        """Note whose an article's folder is; where it was there already, all is looked for."""
        if folder not in self._owners and not self.repository.tree_id(self._start, folder):
            self._owners[folder] = number
        if self._owner(folder) != number or folder in self.constitution.imports:
            self._lose(number)
            self._lose(self._owner(folder))

    @property
    def _start(self) -> str:
        return self.since or self.root

    def _lose(self, number: str | None) -> None:
        """From here on a unit's files have to be looked for: others have changed them, too."""
        if number is not None:
            self._files[number] = None

    def _owner(self, folder: str | None) -> str | None:
        """The request that brought an article's folder to main; None for older articles."""
        if folder is None:
            return None
        if folder not in self._owners:
            self._owners[folder] = owner_at(self.repository, self._start, folder)
        return self._owners[folder]

    def before(self) -> dict[str, str]:
        """The requests that were verified before, all right in the commit that this began at."""
        if self.since is None:
            return {}
        since, found = self.since, {}
        for year in self.repository.listing(since, REQUESTS):
            for name in self.repository.listing(since, f"{REQUESTS}{year}"):
                number = number_of(f"{REQUESTS}{year}/{name}")
                if number and name.endswith(".yaml"):
                    found[number] = since
        return found

    def dockets(self, before: Mapping[str, str]) -> list[Docket]:
        """One for each request that was touched; `before` are those that were verified before."""
        return [
            Docket(number, before.get(number), tuple(events))
            for number, events in self._events.items()
        ]

    def imports(self) -> dict[str, str]:
        """The folders imported since the root, with the commit that brought each."""
        right = self.constitution.right
        return {
            folder: right.get(f"{folder}/index.md", self.constitution.base)
            for folder in self.constitution.imports
        }

    def since_then(
        self, commit: str, wrong: Iterable[Finding], commits: Mapping[str, str]
    ) -> Iterator[Finding]:
        """What a commit did wrong; only a warning where the tip is as it was agreed to.

        A change is set right as a whole, an article by itself.
        """
        for finding in wrong:
            paths = self._paths[commit] if commit in self._whole else (finding.path,)
            if all(self._is_right(path, commits) for path in paths):
                yield finding._replace(
                    severity=Severity.WARNING,
                    help=_("it was set right since: nothing is left to do"),
                )
            else:
                yield finding

    def _is_right(self, path: str, commits: Mapping[str, str]) -> bool:
        owner = number_of(path) or self._owner(folder_of(path)) or ""
        right = commits.get(owner) or self.constitution.right.get(path, self.root)
        return self.repository.tree(self.tip, path) == self.repository.tree(right, path)


def _is_change(step: Step) -> bool:
    """Whether a commit can be a change of agency.yaml's chain: with older articles, an import."""
    return Kind.UNIT not in step.touched.kinds or AGENCY in step.paths


def _unasked(path: str, commit: str) -> Finding:
    return Finding(
        path,
        1,
        "approval-none",
        _("changed in {commit} without a request, so nobody approved it").format(
            commit=commit[:10]
        ),
        _("undo it with `git revert {commit}`, or bring it through a request").format(
            commit=commit[:10]
        ),
    )


def _mixed(path: str, commit: str) -> Finding:
    return Finding(
        path,
        1,
        "history-class",
        _("{commit} changes this together with what it may not be mixed with").format(
            commit=commit[:10]
        ),
        _("one merge carries one request's file, papers and article, or one change"),
    )


def _strange(path: str, commit: str) -> Finding:
    return Finding(
        path,
        1,
        "path-class",
        _("{commit} brings a file that has no place in an office's repository").format(
            commit=commit[:10]
        ),
        _("undo it with `git revert {commit}`").format(commit=commit[:10]),
    )


def _uprooted(root: str, tip: str) -> Finding:
    return Finding(
        "refs/heads/main",
        1,
        "history-root",
        _("main at {tip} does not come from the pinned root {root}").format(
            tip=tip[:10], root=root[:10]
        ),
        _("this is another office's history, or a rewritten one: fetch main anew"),
    )


def _orphaned(commits: Mapping[str, str]) -> Iterator[tuple[str, Finding]]:
    """Parts of a letter whose own split does not verify: nobody may have asked for them."""
    for number in commits:
        whole = agenda.whole_of(number)
        if agenda.part_of(number) is not None and whole not in commits:
            finding = Finding(
                agenda.request_path(number),
                1,
                "split-parent",
                _("the letter {whole} that this is a part of does not verify").format(whole=whole),
                _("set {whole} right first: siar verify --explain {whole}").format(whole=whole),
            )
            yield number, finding


def _repeated(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, Finding]]:
    """Requests that stand on a review which approved another request already."""
    seen: dict[tuple[str, str], str] = {}
    for outcome in outcomes:
        for review in outcome.reviews:
            other = seen.setdefault(review, outcome.number)
            if other != outcome.number:
                finding = Finding(
                    agenda.request_path(outcome.number),
                    1,
                    "evidence-repeated",
                    _("the review {review} already stands behind request {number}").format(
                        review=review[1], number=other
                    ),
                    _("each review counts once: review this text by itself"),
                )
                yield outcome.number, finding
