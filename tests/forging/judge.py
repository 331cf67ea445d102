"""Ask the verifier, and hold what it says against what was forged."""

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from pipeline.forge.verification import Verification, verify_main
from pipeline.record.finding import Severity
from pipeline.repository import Repository
from tests import second_verifier
from tests.forging.forger import Forged, Forger
from tests.forging.honest import honest
from tests.forging.objects import Objects
from tests.forging.office import Office
from tests.forging.operators import OPERATORS


class Story(NamedTuple):
    """An honest history, with the repository as one reader keeps it open."""

    office: Office
    repository: Repository

    @classmethod
    def of(cls, seed: int) -> "Story":
        """The history that a seed gives."""
        objects = Objects()
        office = honest(objects, Random(seed))  # noqa: S311 — no secret hangs on it
        return cls(office, objects.open())

    def close(self) -> None:
        """Remove it."""
        self.office.objects.close()


def verified(verification: Verification) -> Mapping[str, str]:
    """In which commit of main each request is verified."""
    return {number: unit.commit for number, unit in verification.units.items()}


def honest_alarms(story: Story, *, twice: bool = True) -> list[str]:
    """What is held against an honest history: nothing. With `twice`, the second verifier agrees."""
    office = story.office
    found = verify_main(story.repository, office.main, office.root)
    wrong = [f"{f.path}:{f.line}: {f.id}: {f.message}" for f in found.findings]
    wrong += _unlike(verified(found), office.verified) + (["stopped"] if found.stop else [])
    honest = Forged(office.main, (), office.verified)
    return wrong + (_second_opinion(story, honest, found) if twice else [])


def forge(story: Story, name: str, rng: Random) -> Forged | None:
    """A forgery by the operator of that name; None when this history does not suit it.

    It does not, too, where the operator has nothing to choose from.
    """
    try:
        return OPERATORS[name](Forger(story.office, rng))
    except IndexError as error:
        if "empty sequence" not in str(error):
            raise
        return None


def missed(story: Story, forged: Forged, *, twice: bool = True) -> list[str]:
    """What is not as it should be with a forged history."""
    try:
        return _missed(story, forged, twice=twice)
    finally:
        forged.undo()


def _missed(story: Story, forged: Forged, *, twice: bool) -> list[str]:
    root = story.office.root
    # What was planted is not to be hidden by what was read before.
    planted = forged.tip == story.office.main
    repository = story.office.objects.open() if planted else story.repository
    found = verify_main(repository, forged.tip, root)
    told = {(f.id, f.path, f.line) for f in found.findings if f.severity is Severity.ERROR}
    listed = sorted(f"{path}:{line}: {rule}" for rule, path, line in told)
    wrong = [
        f"not found: {place}"
        for place in forged.places
        if not any(
            place.id in (rule, "") and place.path in (path, "") and place.line in (line, 0)
            for rule, path, line in told
        )
    ]
    if forged.verified is not None:
        wrong += _unlike(verified(found), forged.verified)
    if found.stop != forged.stops:
        wrong.append("stopped" if found.stop else "not stopped")
    if twice:
        wrong += _second_opinion(story, forged, found)
    return [*wrong, f"found: {listed}"] if wrong else []


def _second_opinion(story: Story, forged: Forged, found: Verification) -> list[str]:
    """Where the second verifier sees it otherwise."""
    other = second_verifier.verify(story.office.objects.folder, found.root, forged.tip)
    if not forged.alike:
        return [] if other.stop or other.bad else ["second verifier: all is well"]
    wrong = [] if other.stop == found.stop else [f"second verifier: stop is {other.stop}"]
    if forged.verified is not None:
        mine = {number: (unit.commit, unit.digest) for number, unit in found.units.items()}
        wrong += [
            f"second verifier: {number} at {other.units.get(number)}, not {mine.get(number)}"
            for number in sorted(mine.keys() | other.units.keys())
            if mine.get(number) != other.units.get(number)
        ]
    return [*wrong, f"second verifier: {other.why}"] if wrong else []


def _unlike(found: Mapping[str, str], expected: Mapping[str, tuple[str, str | None]]) -> list[str]:
    wanted = {number: commit for number, (commit, _digest) in expected.items()}
    return [
        f"{number}: verified at {found.get(number)}, expected {wanted.get(number)}"
        for number in sorted(found.keys() | wanted.keys())
        if found.get(number) != wanted.get(number)
    ]
