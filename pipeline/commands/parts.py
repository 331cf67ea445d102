"""A part of the website in a file, which travels as a Git bundle; and the site of all parts."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True)
class Of:
    """What a part is one of: only parts of the same are joined.

    `main` is where theme and articles come from, `recipe` names what pages are made by, `shown` the
    set, which a clock changes, too.
    """

    main: str
    recipe: str
    shown: str


class Found(NamedTuple):
    """A part that was brought: its file, what it is one of, its years, and its commit."""

    file: Path
    of: Of
    years: frozenset[str]
    commit: str


def of_plan(ctx: Context, plan: showing.Plan) -> Of:
    """What the parts of a planned set are parts of."""
    made = recipe(ctx.repository, plan.main, ctx.agency)
    said = [
        [render_article(article) for article in plan.published],
        [notice_line(notice) for notice in plan.notices],
        plan.requests and list_values(plan.requests),
    ]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return Of(plan.main, digest_of(made), digest)


def years_of(plan: showing.Plan) -> list[str]:
    """The years that the website has pages of, the oldest first."""
    folders = [one.folder for part in (plan.published, plan.notices) for one in part]
    return sorted({month_of(folder)[:4] for folder in folders})


def part_of(plan: showing.Plan, first: int, last: int) -> Part:
    """The part of some years; that with the newest has what belongs to no year. Raises UsageError
    where nothing was published in them.
    """
    there = years_of(plan)
    years = [year for year in there if first <= int(year) <= last]
    if not years:
        raise UsageError(
            _("nothing was published from {first} to {last}").format(first=first, last=last),
            hint=_("these are the years: {years}").format(years=", ".join(there) or "-"),
        )
    return Part(frozenset(years), with_rest=there[-1] in years)


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


def joined(ctx: Context, plan: showing.Plan, files: Sequence[Path]) -> str:
    """The tree of the whole site of a planned set. Raises BadInput for what are not its parts."""
    parts, of = [_bring(ctx, file) for file in files], of_plan(ctx, plan)
    for part in parts:
        _check(part, of)
    missing = sorted(set(years_of(plan)) - {year for part in parts for year in part.years})
    if missing:
        raise BadInput(
            _("no part has the pages of {years}").format(years=", ".join(missing)),
            hint=_("add the part that `siar build --years` makes of them"),
        )
    return ctx.repository.write_tree(None, _together(ctx, parts))


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
