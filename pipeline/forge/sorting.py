"""Sort the steps of main: a docket for each request, and what belongs to none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.forge.constitution import Constitution
from pipeline.forge.docket import Docket, Event, Outcome
from pipeline.forge.paths import Kind
from pipeline.forge.snapshot import after
from pipeline.forge.units import AGENCY, REQUESTS, folder_of, number_of, owner_at, unit_paths
from pipeline.forge.walk import Step
from pipeline.i18n import _
from pipeline.lineage import Changed
from pipeline.record.finding import Finding, Severity
from pipeline.repository import Repository


@dataclass
class Sorting:
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
            found = self.constitution.judge(
                self.repository, step.parent, step.commit, step.paths, step.brought
            )
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
            self.constitution.older(self.repository, step.touched.folders),
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
            is_right = all(self._is_right(path, commits) for path in paths)
            yield _set_right(finding) if is_right else finding

    def besides(self, outcome: Outcome, commits: Mapping[str, str]) -> Iterator[Finding]:
        """What a request's last commit did wrong; what it did to others may be set right since."""
        for finding in outcome.wrong:
            folder = folder_of(finding.path)
            owner = self._owner(folder)
            is_right = (
                folder is not None
                and owner not in (None, outcome.number)
                and self._is_as(folder, commits.get(owner))
                and self._is_left(outcome)
            )
            yield _set_right(finding) if is_right else finding

    def _is_left(self, outcome: Outcome) -> bool:
        """Whether the tip has a request as it was verified."""
        commit = outcome.commit
        paths = unit_paths(self.repository, commit, outcome.number) if commit else ()
        return bool(paths) and all(self._is_as(path, commit) for path in paths)

    def _is_as(self, path: str, commit: str | None) -> bool:
        """Whether the tip has at a path what a commit has."""
        return commit is not None and (
            self.repository.tree(self.tip, path) == self.repository.tree(commit, path)
        )

    def _is_right(self, path: str, commits: Mapping[str, str]) -> bool:
        folder = folder_of(path)
        owner = number_of(path) or self._owner(folder) or self._brought_since(folder, commits) or ""
        right = commits.get(owner) or self.constitution.right.get(path, self.root)
        return self._is_as(path, right)

    def _brought_since(self, folder: str | None, commits: Mapping[str, str]) -> str | None:
        """The request that has brought an article since, which was nobody's when it came."""
        number = owner_at(self.repository, self.tip, folder) if folder else None
        commit = commits.get(number or "")
        is_its_own = commit and number and folder in unit_paths(self.repository, commit, number)
        return number if is_its_own else None


def _set_right(finding: Finding) -> Finding:
    """Nothing has to be done about it any more."""
    return finding._replace(
        severity=Severity.WARNING, help=_("it was set right since: nothing is left to do")
    )


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
