"""Putting an earlier website back, holding it there, and letting it go on."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.commands import (
    holding,
    hook,
    publish,
    removing,
    rollback,
    second_look,
    takedown,
    verifying,
)
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.dossier import ledger_of
from pipeline.commands.live_proof import live_findings
from pipeline.errors import Exit, NotAllowed, NotFound, SiarError, UsageError
from pipeline.forge.gate import Push
from pipeline.forge.hold import PATH
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH, catalogue_at, commit_site, site_at
from pipeline.site.deploy import CURRENT
from pipeline.site.manifest import MANIFEST, Manifest
from pipeline.site.server import served
from tests.commands.conftest import DeskAt
from tests.commands.published import published_office, scene
from tests.commands.test_appearing import NEW_TITLE, PLACE, corrected
from tests.forge.test_verification import second_article
from tests.support.office import ARTICLE, IMPORTED, KABID, KASI, NUMBER, OFFICER, Office, Stage

LATER, AFTER = "2026-11-04T09:00:00+09:00", "2026-11-05T09:00:00+09:00"
REASON = "tampilan rusak"
PATIENCE_SECONDS = 60


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published."""
    return published_office(tmp_path / "kantor")


def publish_here(office: Office, code: Exit = Exit.OK) -> list[str]:
    """A run, and what it tells."""
    ctx, talk = scene(office)
    assert publish.run(ctx) is code
    return talk.heard


def head(office: Office, person: str = KASI) -> Context:
    """Somebody's scene, up to date."""
    ctx = Context(Repository.open(office.folder / person), Quiet())
    ctx.repository.fetch()
    return ctx


def tip(office: Office) -> str:
    """The commit that the branch shows."""
    return office.bare.shared(BRANCH) or ""


def tree(office: Office) -> str:
    """The tree that it shows."""
    found = site_at(office.bare)
    assert found is not None
    return found.tree


def folders(office: Office) -> list[str]:
    """The articles that it shows."""
    catalogue = catalogue_at(office.bare, tip(office))
    return sorted(card.folder for month in catalogue.months for card in catalogue.month(month))


def seen(office: Office, name: str) -> str:
    """A page of this machine's folder."""
    return (office.folder / "situs" / CURRENT / name).read_text(encoding="utf-8")


@pytest.fixture
def two(office: Office) -> tuple[Office, str]:
    """An office that has published another article since; the site before it."""
    before = tip(office)
    second_article(office)
    office.at(LATER)
    publish_here(office)
    assert len(folders(office)) == 3
    return office, before


def held(office: Office, commit: str) -> None:
    """The Kasi has the site of a commit held."""
    rollback.run(head(office), commit, reason=REASON)


# --- putting back -------------------------------------------------------------------------------


def test_the_earlier_site_is_shown_again_by_whoever_publishes(two: tuple[Office, str]) -> None:
    office, before = two
    earlier = site_at(office.bare)
    present = tip(office)
    held(office, before)
    assert tip(office) == present
    told = publish_here(office, Exit.PROBLEMS)
    assert told[-2].startswith("the website is held since 2026-11-04 09:00 by ")
    assert told[-2].endswith(f": {REASON}")
    assert told[-1] == "nothing new is shown or told until `siar rollback --release`"
    former = office.bare.tree_id(before, "2026")
    assert office.bare.tree_id(tip(office), "2026") == former
    made = site_at(office.bare)
    assert made is not None
    assert earlier is not None
    assert made.tree != earlier.tree
    assert office.bare.commit_info(tip(office)).parents == (present,)
    assert folders(office) == [IMPORTED, ARTICLE]
    assert f'"tree": "{made.tree}"' in seen(office, MANIFEST)


def test_it_is_done_once_and_told_each_time(two: tuple[Office, str]) -> None:
    office, before = two
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    present, ledger = tip(office), office.bare.shared("ledger")
    told = publish_here(office, Exit.PROBLEMS)
    assert (tip(office), office.bare.shared("ledger")) == (present, ledger)
    assert len(told) == 2


def test_nothing_new_is_shown_or_told_while_it_is_held(office: Office) -> None:
    held(office, tip(office))
    mails = len(list((office.folder / "surel").glob("*.eml")))
    second_article(office)
    office.at(LATER)
    publish_here(office, Exit.PROBLEMS)
    assert folders(office) == [IMPORTED, ARTICLE]
    assert len(list((office.folder / "surel").glob("*.eml"))) == mails
    ctx, talk = scene(office)
    assert publish.run(ctx, dry_run=True) is Exit.PROBLEMS
    assert talk.heard[-1] == "nothing new is shown or told until `siar rollback --release`"


def test_once_it_is_let_go_everything_due_is_shown(two: tuple[Office, str]) -> None:
    office, before = two
    full = tree(office)
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    rollback.let_go(head(office, KABID), reason="sudah dibetulkan")
    publish_here(office)
    assert tree(office) == full
    made = site_at(office.bare)
    assert made is not None
    assert made.hold == ""
    with pytest.raises(NotFound):
        rollback.let_go(head(office), reason="sekali lagi")


def test_the_shared_repository_carries_it_out_by_itself(two: tuple[Office, str]) -> None:
    office, before = two
    office.bare.set_config({"siar.wake": "true"})
    ledger = office.bare.shared("ledger")
    held(office, before)
    push = Push("refs/heads/ledger", ledger, office.bare.shared("ledger"))
    hook.post_receive(office.bare, (push._replace(new=ledger),))
    log = office.bare.git_folder / "siar" / "publish.log"
    assert not log.exists()
    hook.post_receive(office.bare, (push,))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "siar rollback --release" not in log.read_text("utf-8"):
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.1)
    assert folders(office) == [IMPORTED, ARTICLE]


# --- what was taken off since ---------------------------------------------------------------------


def test_what_was_taken_down_since_is_not_put_back(two: tuple[Office, str]) -> None:
    office, before = two
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    publish_here(office)
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    assert folders(office) == [IMPORTED]
    assert "sedang ditinjau ulang" in seen(office, f"{PLACE}/index.html")
    # The lists are those of a site that never had it.
    assert PLACE not in seen(office, "index.html")
    assert PLACE not in seen(office, "atom.xml")


def test_nor_is_a_text_that_was_taken_down_and_corrected(office: Office) -> None:
    before = tip(office)
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    corrected(office)
    office.at(LATER)
    publish_here(office)
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    assert NEW_TITLE in seen(office, f"{PLACE}/index.html")


def test_what_was_only_corrected_is_shown_as_it_was(office: Office) -> None:
    before, former = tip(office), tree(office)
    corrected(office)
    office.at(LATER)
    publish_here(office)
    assert NEW_TITLE in seen(office, f"{PLACE}/index.html")
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    assert tree(office) == former
    assert NEW_TITLE not in seen(office, f"{PLACE}/index.html")


def test_a_takedown_goes_through_while_the_site_is_held(two: tuple[Office, str]) -> None:
    office, before = two
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban", no_notice=True)
    told = publish_here(office, Exit.PROBLEMS)
    assert "what was taken off is gone from the website" in told
    assert folders(office) == [IMPORTED]
    assert not (office.folder / "situs" / CURRENT / PLACE).exists()
    office.at(AFTER)
    second_look.run(office[KASI], NUMBER, verdict="objected", note="namanya publik")
    publish_here(office, Exit.PROBLEMS)
    assert folders(office) == [IMPORTED]
    rollback.let_go(head(office), reason="selesai")
    publish_here(office)
    assert len(folders(office)) == 3


def test_a_held_site_that_cannot_be_built_upon_is_put_back_anew(two: tuple[Office, str]) -> None:
    office, before = two
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    ctx, _talk = scene(office)
    shown = site_at(office.bare)
    assert shown is not None
    blob = ctx.repository.write_blob(b"{")
    broken = ctx.repository.write_tree(shown.tree, {".siar/months.json": blob})
    removing.put(ctx, replace(shown, tree=broken), "Publish")
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    publish_here(office, Exit.PROBLEMS)
    assert folders(office) == [IMPORTED]


def test_a_site_that_is_held_is_as_it_should_be(two: tuple[Office, str]) -> None:
    office, before = two
    held(office, before)
    publish_here(office, Exit.PROBLEMS)
    ctx, _talk = scene(office)
    verification = verifying.verify(ctx)
    with served(office.folder / "situs" / CURRENT) as site:
        (only,) = live_findings(ctx, verification, site.url)
    assert only.id == "live-held"
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    ctx, _talk = scene(office)
    with served(office.folder / "situs" / CURRENT) as site:
        found = list(live_findings(ctx, verifying.verify(ctx), site.url))
    assert [one.id for one in found] == ["live-held", "live-differs"]


# --- what is refused ------------------------------------------------------------------------------


def refused(office: Office, commit: str) -> str:
    """What is said of a commit that cannot be put back; nothing is recorded."""
    ledger = office.bare.shared("ledger")
    with pytest.raises(SiarError) as caught:
        rollback.run(head(office), commit, reason=REASON)
    assert office.bare.shared("ledger") == ledger
    assert caught.value.hint
    return caught.value.message


def put_site(office: Office, tree: str, *, manifest: bytes | None = None, sign: bool = True) -> str:
    """A commit on the branch that somebody made; another one lies on top of it."""
    ctx, _talk = scene(office)
    repository, top = ctx.repository, tip(office)
    if manifest is not None:
        tree = repository.write_tree(tree, {MANIFEST: repository.write_blob(manifest)})
    made = repository.commit_tree(
        tree, [top], "Publish", author=ctx.author, at=ctx.now(),
        sign=ctx.sign_commit if sign else None,
    )  # fmt: skip
    back = repository.commit_tree(
        repository.commit_info(top).tree, [made], "Publish", author=ctx.author, at=ctx.now(),
        sign=ctx.sign_commit,
    )  # fmt: skip
    repository.set_ref(f"refs/heads/{BRANCH}", back)
    return made


def test_a_commit_that_is_no_site_is_refused(office: Office) -> None:
    assert refused(office, "1" * 40) == "there is no earlier site 1111111111"
    main = office.main
    assert refused(office, main) == f"{main[:10]} is not on the branch site"
    top = office.bare.commit_info(tip(office)).tree
    empty = put_site(office, office.bare.write_tree(None, {}))
    assert refused(office, empty) == f"{empty[:10]} does not hold a whole site"
    unsigned = put_site(office, top, sign=False)
    assert refused(office, unsigned).endswith("was not signed by the recorder")
    old = b'{"articles": {}, "commit": "c", "digest": "sha256:%s", "main": ""}' % (b"f" * 64)
    older = put_site(office, office.bare.write_tree(None, {}), manifest=old)
    assert "was made by an older program" in refused(office, older)


def test_who_may_not_decide_it_records_nothing(office: Office) -> None:
    ledger = office.bare.shared("ledger")
    with pytest.raises(NotAllowed) as caught:
        rollback.run(head(office, OFFICER), tip(office), reason=REASON)
    assert "may not hold the website" in caught.value.message
    with pytest.raises(NotAllowed):
        rollback.run(scene(office)[0], tip(office), reason=REASON)
    with pytest.raises(UsageError):
        rollback.run(head(office), tip(office), reason=" ")
    assert office.bare.shared("ledger") == ledger


def test_a_hold_that_nobody_known_has_signed_stops_nothing_and_is_told(office: Office) -> None:
    ctx, _talk = scene(office)
    ledger_of(ctx).append_to(PATH, {"kind": "hold"}, "x", at=ctx.now())
    told = publish_here(office)
    assert "error" not in told[0]
    assert "hold-signature" in told[0]


def test_what_the_site_keeps_being_broken_is_said_before_anything_is_held(office: Office) -> None:
    ctx, _talk = scene(office)
    repository = ctx.repository
    broken = repository.write_tree(tree(office), {".siar/months.json": repository.write_blob(b"{")})
    commit = commit_site(
        repository, Manifest(broken, ctx.main, ctx.main), message="Publish", author=ctx.author,
        at=ctx.now(), sign=ctx.sign_commit,
    )  # fmt: skip
    assert commit is not None
    with pytest.raises(SiarError):
        rollback.outlook(head(office), commit)


# --- the command ----------------------------------------------------------------------------------


def test_the_command_says_what_happens_and_does_it_when_told(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.MERGED)
    office = desk.office
    office.bare.set_config({"siar.deploy": "../situs", "siar.mails": "../surel"})
    office.bare.set_config({"siar.papers": "../laporan"})
    publish_here(office)
    before = tip(office)
    second_article(office)
    office.at(LATER)
    publish_here(office)
    listed = desk.siar(KASI, "mundurkan")
    assert listed.exit == Exit.OK
    names = [line.split()[0] for line in listed.out.splitlines()]
    assert names[0] == tip(office)[:10]
    assert before[:10] in names
    assert listed.out.splitlines()[0].endswith("3 articles")
    looked = desk.siar(KASI, "rollback", before[:10])
    assert looked.exit == Exit.OK
    assert "articles that are not shown for the time being: 1" in looked.out
    assert looked.out.splitlines()[-1].startswith("nothing was done; to do it: siar rollback")
    assert holding.standing_here(head(office)).hold is None
    assert desk.siar(KASI, "rollback", "--to", "2026-11-03 12:00").out == looked.out
    assert desk.siar(KASI, "rollback", "--to", "2020-01-01 12:00").exit == Exit.PROBLEMS
    assert desk.siar(KASI, "rollback", before[:10], "--release").exit == Exit.USAGE
    done = desk.siar(KASI, "rollback", before[:10], "--reason", REASON, "--apply")
    assert done.exit == Exit.OK
    assert done.out.splitlines()[-1] == "next, where the website is published from: siar publish"
    assert desk.siar(KASI, "rollback").out.startswith("the website is held since")
    assert desk.siar(KABID, "mundurkan", "--lepas", "--alasan", "beres").exit == Exit.OK
    assert holding.standing_here(head(office)).hold is None
