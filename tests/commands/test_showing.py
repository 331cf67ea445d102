"""What the site shows becomes what it should: by what changed, or as a whole where it must."""

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.commands import asked, publish, showing, verifying
from pipeline.commands.context import Context
from pipeline.errors import Exit
from pipeline.site.branch import BRANCH, commit_site, site_at
from pipeline.site.build import Workshop, build_all
from pipeline.site.later import pages_only
from pipeline.site.manifest import MANIFEST, Manifest
from pipeline.site.press import Press
from pipeline.site.recipe import RECIPE, recipe, render_recipe
from pipeline.site.state import MONTHS, REQUESTS, set_file
from tests.commands.published import published_office, scene
from tests.support.office import ARTICLE, IMPORTED, NUMBER, Office

PAGE = f"{ARTICLE.removeprefix('content/')}/index.html"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published beside an older one."""
    return published_office(tmp_path / "kantor")


def wanted(ctx: Context) -> showing.Plan:
    """What the site should show."""
    verification = verifying.verify(ctx)
    plan = showing.plan(verification, ctx.now())
    plan.requests = asked.listed(ctx, verification, plan)
    return plan


def clean(ctx: Context) -> str:
    """The tree of the site made anew."""
    with Press() as press:
        return build_all(
            Workshop(ctx.repository, press, ctx.main, ctx.agency),
            wanted(ctx).published,
            requests=wanted(ctx).requests,
        )


def shown(ctx: Context) -> str:
    """The tree that the branch shows."""
    found = site_at(ctx.repository)
    assert found is not None
    return found.tree


def put(ctx: Context, files: dict[str, bytes | None]) -> None:
    """A site in which some files are otherwise, as the recorder would have signed it."""
    repository = ctx.repository
    blobs = {
        name: None if data is None else repository.write_blob(data) for name, data in files.items()
    }
    tree = repository.write_tree(shown(ctx), blobs)
    made = Manifest(tree, ctx.main, ctx.main)
    commit_site(
        repository, made, message="Publish", author=ctx.author, at=ctx.now(), sign=ctx.sign_commit
    )


def test_what_is_taken_off_leaves_the_site_that_never_had_it(office: Office) -> None:
    ctx, _talk = scene(office)
    published, requests = wanted(ctx).published, wanted(ctx).requests
    assert [item.folder for item in published] == [IMPORTED, ARTICLE]
    work = showing.work(ctx, wanted(ctx))
    assert work.is_done
    fewer = showing.plan(verifying.verify(ctx), ctx.now())
    fewer.published = published[:1]
    left = showing.work(ctx, fewer)
    assert (left.change.gone, left.change.new, left.anew) == ((ARTICLE,), (), None)
    made = showing.build(ctx, fewer, left)
    with Press() as press:
        shop = Workshop(ctx.repository, press, ctx.main, ctx.agency)
        assert pages_only(ctx.repository, made.tree) == build_all(
            shop, published[:1], requests=requests
        )
    paths = {entry.path for entry in ctx.repository.tree(made.tree)}
    assert PAGE not in paths
    assert not [path for path in paths if path.startswith(PAGE.removesuffix("index.html"))]


def test_where_nothing_changed_nothing_is_built(office: Office) -> None:
    ctx, _talk = scene(office)
    before = ctx.repository.shared(BRANCH)
    plan = wanted(ctx)
    assert showing.build(ctx, plan, showing.work(ctx, plan)) == site_at(ctx.repository)
    assert publish.run(ctx) is Exit.OK
    assert ctx.repository.shared(BRANCH) == before


def test_what_is_published_first_is_the_site_made_anew(office: Office) -> None:
    ctx, _talk = scene(office)
    assert pages_only(ctx.repository, shown(ctx)) == clean(ctx) != shown(ctx)


def test_another_theme_or_program_is_told_and_all_pages_are_built_anew(office: Office) -> None:
    ctx, talk = scene(office)
    good = shown(ctx)
    old = {**recipe(ctx.repository, ctx.main, ctx.agency), "theme": "f" * 40, "program": "x"}
    put(ctx, {RECIPE: render_recipe(old), PAGE: b"tampilan lama"})
    assert publish.run(ctx) is Exit.OK
    assert "all pages are built anew, for this changed: the theme, the program" in talk.heard
    assert shown(ctx) == good


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (MONTHS, b"{"),
        (set_file("2026/11"), b"x\n"),
        (REQUESTS, b"{"),
        (RECIPE, None),
        (RECIPE, b"[]"),
    ],
)
def test_what_cannot_be_built_upon_is_told_and_built_anew(
    office: Office, name: str, data: bytes | None
) -> None:
    ctx, talk = scene(office)
    good = shown(ctx)
    put(ctx, {name: data})
    assert publish.run(ctx) is Exit.OK
    assert talk.heard[0].startswith("all pages are built anew, for this changed: ")
    assert shown(ctx) == good


def test_a_site_of_an_older_program_is_built_anew(office: Office) -> None:
    ctx, _talk = scene(office)
    good, repository = shown(ctx), ctx.repository
    old = b'{"articles": {}, "commit": "c", "digest": "sha256:%s", "files": 1, "main": ""}'
    tip = repository.shared(BRANCH) or ""
    page = repository.write_blob(b"lama")
    tree = repository.write_tree(
        None, {"index.html": page, MANIFEST: repository.write_blob(old % (b"f" * 64))}
    )
    commit = repository.commit_tree(
        tree, [tip], "Publish", author=ctx.author, at=ctx.now(), sign=ctx.sign_commit
    )
    repository.set_ref(f"refs/heads/{BRANCH}", commit)
    assert publish.run(ctx) is Exit.OK
    assert shown(ctx) == good
    assert commit in repository.first_parents(repository.shared(BRANCH) or "")


def test_a_folder_that_fell_behind_is_brought_to_the_branch(office: Office) -> None:
    ctx, _talk = scene(office)
    before = ctx.repository.shared(BRANCH)
    current = office.folder / "situs" / "current"
    (current / PAGE).unlink()
    current.unlink()
    assert publish.run(ctx) is Exit.OK
    assert ctx.repository.shared(BRANCH) == before
    assert (current / MANIFEST).is_file()


def test_what_waits_stands_nowhere(office: Office) -> None:
    ctx, _talk = scene(office)
    verification = verifying.verify(ctx)
    early = showing.plan(verification, datetime.fromisoformat("2026-11-01T09:00+09:00"))
    early.requests = asked.listed(ctx, verification, early)
    assert [item.unit.number for item in early.waiting] == [NUMBER]
    assert [item.folder for item in early.published] == [IMPORTED]
    made = showing.build(ctx, early, showing.work(ctx, early))
    # Its number is where that of every open request is, as if nobody had approved it.
    assert [row.word for row in early.requests.rows] == ["menunggu koreksi"]
    lists = (REQUESTS, "ajukan/index.html")
    secrets = (NUMBER, ARTICLE.rpartition("/")[2], early.waiting[0].unit.digest or "?")
    for entry in ctx.repository.tree(made.tree):
        text = f"{entry.path}\n{ctx.repository.blob(entry.oid)!r}"
        hidden = secrets[entry.path in lists :]
        assert not [secret for secret in hidden if secret in text], entry.path
