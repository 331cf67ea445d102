"""A whole build that nothing shows, and what is shown held against one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.commands import build, publish, publishing, rollback
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import Exit, NotFound, SiarError, TryAgain
from pipeline.repository import Repository
from pipeline.site.bodies import BodyStore
from pipeline.site.body import Body
from pipeline.site.branch import BRANCH, commit_site, site_at
from pipeline.site.html import Html
from pipeline.site.later import is_later, pages_only
from pipeline.site.manifest import Manifest
from pipeline.site.recipe import reading_of, recipe
from tests.commands.desk import Desk
from tests.commands.published import published_office, scene
from tests.forge.test_verification import second_article
from tests.support.office import ARTICLE, KASI, Office, Stage

PAGE = f"{ARTICLE.removeprefix('content/')}/index.html"
WAY_OUT = "run `siar publish --anew` where the website is published, and report it"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published beside an older one."""
    return published_office(tmp_path / "kantor")


def shown(office: Office) -> Manifest:
    """What the branch says it shows."""
    found = site_at(office.bare)
    assert found is not None
    return found


def put(ctx: Context, files: dict[str, bytes | None]) -> None:
    """The site as shown, with some files otherwise, as the recorder would have signed it."""
    repository, former = ctx.repository, site_at(ctx.repository)
    assert former is not None
    blobs = {
        name: None if data is None else repository.write_blob(data) for name, data in files.items()
    }
    made = Manifest(repository.write_tree(former.tree, blobs), ctx.main, ctx.main)
    commit_site(
        repository, made, message="Publish", author=ctx.author, at=ctx.now(), sign=ctx.sign_commit
    )


def test_what_is_built_is_what_is_shown_without_its_index(office: Office) -> None:
    ctx, _talk = scene(office)
    before = office.bare.refs("refs/")
    built = build.run(ctx)
    assert built.tree == pages_only(ctx.repository, shown(office).tree)
    assert (built.articles, built.findings) == (2, ())
    entries = ctx.repository.tree(shown(office).tree)
    assert built.files == len([one for one in entries if not is_later(one.path)])
    assert office.bare.refs("refs/") == before


def test_what_is_approved_and_not_shown_yet_is_built_and_not_shown(office: Office) -> None:
    second_article(office)
    ctx, _talk = scene(office)
    before = shown(office)
    assert build.run(ctx).articles == 3
    assert shown(office) == before


def test_progress_ends_where_all_is_done(office: Office) -> None:
    ctx, _talk = scene(office)
    steps = list[tuple[int, int]]()
    build.compare(ctx, progress=lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[-1] == (4, 4)


def test_a_build_waits_for_no_run_that_publishes(office: Office) -> None:
    ctx, _talk = scene(office)
    with publishing.alone(ctx), pytest.raises(TryAgain):
        build.run(ctx)


def test_a_site_that_is_right_is_the_same(office: Office) -> None:
    ctx, _talk = scene(office)
    found = build.compare(ctx)
    assert found.findings == ()
    assert found.tree == build.run(ctx).tree


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (PAGE, b"lain", "the website has this file otherwise than it should"),
        ("tambahan/index.html", b"x", "the website has this file, and should not"),
        ("robots.txt", None, "the website does not have this file, and should"),
        (".well-known/lain.txt", b"x", "the website has this file, and should not"),
    ],
)
def test_what_is_shown_otherwise_is_named_and_mended(
    office: Office, name: str, data: bytes | None, message: str
) -> None:
    ctx, _talk = scene(office)
    good = shown(office).tree
    put(ctx, {name: data})
    assert publish.run(ctx) is Exit.OK  # which looks at what changed alone
    found = build.compare(ctx).findings
    assert [(one.path, one.id, one.message, one.help) for one in found] == [
        (name, "site-differs", message, WAY_OUT)
    ]
    assert publish.run(ctx, anew=True) is Exit.OK
    assert shown(office).tree == good
    assert build.compare(ctx).findings == ()


def test_a_kept_text_that_lies_is_no_part_of_a_comparison(office: Office) -> None:
    ctx, _talk = scene(office)
    made = recipe(ctx.repository, ctx.main, ctx.agency)
    kept = BodyStore(ctx.repository.git_folder / "siar" / "build" / "bodies", reading_of(made))
    place = ARTICLE, ctx.repository.tree_id(ctx.main, ARTICLE) or ""
    found = kept.find(place)
    assert found is not None
    kept.keep(place, found._replace(body=Body(Html("<p>bohong</p>"), frozenset())))
    built = build.run(ctx)
    assert b"bohong" in (ctx.repository.read(built.tree, PAGE) or b"")
    assert build.compare(ctx).findings == ()


def test_the_index_and_the_manifest_are_left_out(office: Office) -> None:
    ctx, _talk = scene(office)
    put(ctx, {".siar/search.json": b"{}", "cari/indeks.json": None})
    assert build.compare(ctx).findings == ()


def behind(office: Office) -> None:
    """Something is approved that was not published yet."""
    second_article(office)


def stranger(office: Office) -> None:
    """The site is by somebody that nobody knows."""
    tip = office.bare.shared(BRANCH) or ""
    ctx, _talk = scene(office)
    _mode, tree = office.bare.entry(tip, "") or ("", "")
    commit = office.bare.commit_tree(tree, [tip], "x", author=ctx.author, at=ctx.now())
    office.bare.set_ref(f"refs/heads/{BRANCH}", commit)


def held(office: Office) -> None:
    """Somebody holds the website as it is."""
    head = Context(Repository.open(office.folder / KASI), Quiet())
    head.repository.fetch()
    tip = office.bare.shared(BRANCH) or ""
    rollback.run(head, tip, reason="tampilan rusak")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (behind, "the website is not yet what it should be: content/2026/"),
        (stranger, "the website is not yet what it should be: what the branch site holds"),
        (held, "the website is held since"),
    ],
)
def test_what_is_not_to_be_the_same_is_not_compared(
    office: Office, change: Callable[[Office], None], message: str
) -> None:
    change(office)
    ctx, _talk = scene(office)
    with pytest.raises(TryAgain) as caught:
        build.compare(ctx)
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_where_nothing_was_published_nothing_is_compared(tmp_path: Path) -> None:
    office = Office.at_stage(Stage.MERGED, tmp_path / "kantor")
    ctx, _talk = scene(office)
    assert build.run(ctx).articles >= 1
    with pytest.raises(NotFound):
        build.compare(ctx)


def test_a_main_that_was_changed_by_something_else_builds_nothing(office: Office) -> None:
    ctx, _talk = scene(office)
    tree = office.bare.write_tree(ctx.main, {"theme/x.css": office.bare.write_blob(b"x")})
    commit = office.bare.commit_tree(tree, [ctx.main], "x", author=ctx.author, at=ctx.now())
    office.bare.set_ref("refs/heads/main", commit)
    with pytest.raises(SiarError, match="main was changed by something else"):
        build.run(scene(office)[0])


def test_the_verb_says_what_it_found(published_desk: Desk) -> None:
    said = published_desk.siar(KASI, "build", "--compare")
    assert (said.exit, said.err) == (Exit.OK, "")
    assert said.out.splitlines()[0].startswith("built: ")
    assert said.out.splitlines()[1:] == ["the website is the same, file by file"]
    again = published_desk.siar(KASI, "build")
    assert again.out.splitlines() == said.out.splitlines()[:1]
    ctx, _talk = scene(published_desk.office)
    put(ctx, {PAGE: None, "robots.txt": None})
    said = published_desk.siar(KASI, "build", "--compare")
    assert said.exit is Exit.PROBLEMS
    lines = said.out.splitlines()
    assert [line.partition(":")[0] for line in lines if "[site-differs]" in line] == [
        PAGE, "robots.txt",
    ]  # fmt: skip
    assert "2 files of the website differ" in lines
