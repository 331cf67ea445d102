"""A part of the website in a file, which travels as a Git bundle; and the site of all parts."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.commands import showing
from pipeline.commands.context import Context
from pipeline.errors import BadInput, SiarError, UsageError
from pipeline.i18n import _
from pipeline.objects import FILE
from pipeline.site.build import Part
from pipeline.site.card import month_of
from pipeline.site.notice import notice_line
from pipeline.site.order import render_article
from pipeline.site.recipe import digest_of, recipe
from pipeline.site.request_list import list_values

REFS = "refs/siar/part/"
ENDING = ".bundle"


@dataclass(frozen=True)
class Of:
    """What a part is one of: only parts of the same are joined.

    `main` is where theme and articles come from, `recipe` names what pages are made by, `shown` the
    set, which a clock changes, too; `kept`, whether anything was taken over from before.
    """

    main: str
    recipe: str
    shown: str
    kept: str


class Span(NamedTuple):
    """From a year to a year."""

    first: int
    last: int


class Share(NamedTuple):
    """One of so many parts, counted from 1, each of whole years and of about as many articles."""

    place: int
    parts: int


class Found(NamedTuple):
    """A part that was brought: its file, what it is one of, its years, and its commit."""

    file: Path
    of: Of
    years: frozenset[str]
    commit: str


def of_plan(ctx: Context, plan: showing.Plan, *, is_clean: bool) -> Of:
    """What the parts of a planned set are parts of; where `is_clean`, of nothing that was kept."""
    made = recipe(ctx.repository, plan.main, ctx.agency)
    said = [
        [render_article(article) for article in plan.published],
        [notice_line(notice) for notice in plan.notices],
        plan.requests and list_values(plan.requests),
    ]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return Of(plan.main, digest_of(made), digest, "no" if is_clean else "yes")


def years_of(plan: showing.Plan) -> Counter[str]:
    """The years that the website has pages of, the oldest first, and of how many articles each."""
    folders = sorted(one.folder for part in (plan.published, plan.notices) for one in part)
    return Counter(month_of(folder)[:4] for folder in folders)


def part_of(plan: showing.Plan, wanted: Span | Share) -> Part:
    """The part of some years; that with the newest has what belongs to no year.

    Raises UsageError where nothing was published from one year to another; a share may be empty.
    """
    there = years_of(plan)
    if isinstance(wanted, Share):
        years = shared_out(there, wanted.parts)[wanted.place - 1]
    elif not (years := [year for year in there if wanted.first <= int(year) <= wanted.last]):
        raise UsageError(
            _("nothing was published from {first} to {last}").format(
                first=wanted.first, last=wanted.last
            ),
            hint=_("these are the years: {years}").format(years=", ".join(there) or "-"),
        )
    return Part(frozenset(years), with_rest=max(there, default="") in years)


def shared_out(years: Mapping[str, int], parts: int) -> list[list[str]]:
    """Years, in their order, in so many parts: each year where the middle of its articles falls."""
    shares: list[list[str]] = [[] for _part in range(parts)]
    before, total = 0, sum(years.values())
    for year, count in years.items():
        shares[parts * (2 * before + count) // (2 * total)].append(year)
        before += count
    return shares


def write(ctx: Context, of: Of, part: Part, tree: str, file: Path) -> None:
    """Write a part to a file."""
    repository = ctx.repository
    said = json.dumps({**asdict(of), "years": sorted(part.years or ())}, sort_keys=True)
    commit = repository.commit_tree(tree, [], said, author=ctx.author, at=ctx.now())
    file.parent.mkdir(parents=True, exist_ok=True)
    ref = f"{REFS}{uuid.uuid4().hex}"
    repository.set_ref(ref, commit)
    try:
        repository.run("bundle", "create", "--quiet", str(file.absolute()), ref)
    finally:
        repository.set_ref(ref, None)


def joined(ctx: Context, plan: showing.Plan, of: Of, places: Iterable[Path]) -> str:
    """The tree of the whole site of a planned set: of the parts that are named, or lie in a folder.

    Raises BadInput for what are not its parts.
    """
    parts = [_bring(ctx, file) for place in places for file in _files(place)]
    for part in parts:
        _check(part, of)
    missing = sorted(years_of(plan).keys() - {year for part in parts for year in part.years})
    if missing:
        raise BadInput(
            _("no part has the pages of {years}").format(years=", ".join(missing)),
            hint=_("add the part that `siar build --years` makes of them"),
        )
    return ctx.repository.write_tree(None, _together(ctx, parts))


def _files(place: Path) -> list[Path]:
    """The files of parts in a folder, or the one that is named."""
    return sorted(place.glob(f"*{ENDING}")) if place.is_dir() else [place]


def _together(ctx: Context, parts: Iterable[Found]) -> dict[str, str | None]:
    """Path and blob of every file of the parts, each of which stands in one."""
    whole: dict[str, str | None] = {}
    for part in parts:
        for entry in ctx.repository.tree(part.commit):
            if entry.path in whole or entry.mode != FILE:
                raise BadInput(
                    _("{file} has {path}, which is not a file of this part alone").format(
                        file=part.file, path=entry.path
                    ),
                    hint=_("name each part once, and parts that have no year in common"),
                )
            whole[entry.path] = entry.oid
    return whole


def _check(part: Found, of: Of) -> None:
    differing = [name for name, value in asdict(of).items() if asdict(part.of)[name] != value]
    if differing:
        raise BadInput(
            _("{file} is a part of another website: {names}").format(
                file=part.file, names=", ".join(differing)
            ),
            hint=_("make all parts of the same main, with the same program, and join them then"),
        )


def _bring(ctx: Context, file: Path) -> Found:
    """The part in a file. Raises BadInput for anything else."""
    try:
        heads = ctx.repository.run("bundle", "unbundle", str(file.absolute())).splitlines()
        [commit] = [line.split(" ")[0] for line in heads]
        said = json.loads(ctx.repository.commit_info(commit).message)
        years = frozenset(map(str, said.pop("years")))
        return Found(file, Of(**{name: str(value) for name, value in said.items()}), years, commit)
    except (SiarError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(
            _("{file} is not a part of a website").format(file=file),
            hint=_("name the files that `siar build --years` wrote"),
        ) from None
