"""What main may take beside requests, and everything a forger might try with it."""

from collections.abc import Mapping

import pytest

from pipeline.commands import agreeing, changing
from pipeline.commands.changing import agency_file
from pipeline.commands.context import Context
from pipeline.forge.changes import check_change, check_proposal, imported_folders
from pipeline.forge.proposal import branch_of, version_of
from pipeline.forge.units import AGENCY, MEDIA
from pipeline.forge.verification import verify_main
from pipeline.record.finding import Finding
from pipeline.record.registers import AgencyFile, load_agency_file
from pipeline.record.statement import Statement
from tests.forge.conftest import Opening
from tests.support.office import (
    IMPORTED,
    KABID,
    KASI,
    MAINTAINER,
    OFFICER,
    OTHER_OFFICER,
    Office,
    Stage,
    article,
    photo,
)

THEME = "theme/contoh.css"
NEWS = "content/2024/05/02-berita-lama-contoh"
Files = Mapping[str, bytes | None]


def older() -> dict[str, bytes | None]:
    """An article from before the procedure."""
    text = article().replace(b'request: "2026-0118"\n', b"")
    return {f"{NEWS}/index.md": text, f"{NEWS}/foto.jpg": photo("red")}


def agency(office: Office, commit: str, person: str = MAINTAINER) -> AgencyFile:
    """agency.yaml of a commit that somebody has."""
    data = office[person].repository.read(commit, AGENCY) or b""
    found, findings = load_agency_file(data, root=office.root)
    assert found is not None, findings
    return found


def document(office: Office, old: str, new: str) -> bytes:
    """What main's agency.yaml says after its front matter, changed in one place."""
    text = agency(office, office.main).document.decode()
    assert text.count(old) == 1
    return text.replace(old, new).encode()


def proposed(office: Office, person: str, files: Files) -> str:
    """A change handed in as it should be; gives the tip of its branch, which everybody has."""
    ctx = office[person]
    ctx.repository.fetch()
    tip = changing.suggest(ctx, files, "contoh").tip
    for other in (KASI, KABID, MAINTAINER, OFFICER):
        office[other].repository.fetch()
    return tip


def agreed(office: Office, tip: str, person: str) -> str:
    """The branch with one more agreement, whether it counts or not; gives the new tip."""
    ctx = office[person]
    ctx.repository.fetch()
    waiting = changing.open_at(ctx, agency(office, office.main).version + 1, tip)
    made = agreeing.agree(ctx, waiting).tip
    for other in (KASI, KABID, MAINTAINER):
        office[other].repository.fetch()
    return made


def with_statements(
    office: Office, commit: str, *added: Statement, version: int = 2, document: bytes = b""
) -> bytes:
    """agency.yaml of a commit with more statements, as a forger writes it."""
    file = agency(office, commit)
    return agency_file(version, (*file.history, *added), document or file.document)


def approval(office: Office, tip: str, person: str) -> Statement:
    """What somebody would say of the change at a commit, were he asked."""
    ctx = office[person]
    ctx.repository.fetch()
    found = changing.statement_on(ctx, changing.open_at(ctx, 2, tip), "contoh")
    assert found is not None
    return found


def merged(office: Office, person: str, tip: str, files: Files | None = None) -> str:
    """A merge of the branch made by hand, with further files on top."""
    main, repository = office.main, office[person].repository
    repository.fetch()
    there: dict[str, bytes | None] = {
        path: repository.read(tip, path) for path in repository.differences(main, tip)
    }
    return office.commit(person, {**there, **(files or {})}, main, tip)


def ids(findings: tuple[Finding, ...]) -> list[str]:
    """The rules that are broken."""
    return [finding.id for finding in findings]


def checked(office: Office, commit: str, person: str = KABID, parent: str = "") -> list[str]:
    """What main would say to a commit."""
    repository = office[person].repository
    repository.fetch()
    if repository.resolve(commit) is None:
        office.force(MAINTAINER, "refs/heads/change/99", commit)
        repository.fetch()
    return ids(check_change(repository, parent or office.main, commit, root=office.root))


def agree_by_hand(office: Office, tip: str, person: str) -> str:
    """The branch with an agreement that no verb would write, signed with the right key."""
    ctx: Context = office[person]
    told = approval(office, tip, KABID)
    forged = changing.signed(
        ctx, (), (told.action, ctx.agency.roster.roles(person, ctx.now())[0]), told.data
    )
    return office.commit(person, {AGENCY: with_statements(office, tip, forged)}, tip)


def test_the_branch_and_its_version() -> None:
    assert (branch_of(7), version_of("change/7")) == ("change/7", 7)
    for other in ("change/0", "change/07", "change/x", "request/7", "change/7/8", "change/"):
        assert version_of(other) is None


@pytest.mark.parametrize("files", [{THEME: b"a{}\n"}, {"pelicanconf.py": None}, {MEDIA: b""}])
def test_an_honest_change_is_right_as_merge_and_as_squash(
    office_at: Opening, files: dict[str, bytes | None]
) -> None:
    office = office_at(Stage.MERGED)
    if MEDIA in files:
        files = {MEDIA: (office.bare.read(office.main, MEDIA) or b"") + b"# contoh\n"}
    tip = agreed(office, proposed(office, MAINTAINER, files), KASI)
    assert checked(office, merged(office, KASI, tip), KASI) == []
    repository = office[OFFICER].repository
    repository.fetch()
    there = {path: repository.read(tip, path) for path in repository.differences(office.main, tip)}
    squash = office.commit(OFFICER, there, office.main)
    assert checked(office, squash, OFFICER) == []
    # Whoever squashes has written it, as far as anybody can tell.
    squash = office.commit(KASI, there, office.main)
    assert checked(office, squash, KASI) == ["change-approval"]
    unsigned = office.commit(KASI, there, office.main, signed=False)
    assert checked(office, unsigned, KASI) == ["contributors-incomplete"]


def test_nobody_agreed(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    made = office.commit(MAINTAINER, {THEME: b"a{}\n"}, office.main)
    (finding,) = check_change(office[MAINTAINER].repository, office.main, made, root=office.root)
    assert finding == Finding(
        THEME,
        1,
        "change-approval",
        "change 2 of theme/contoh.css: 1 more must agree (maintainer, section_head,"
        " division_head), 1 of them no writers",
        "siar ratify 2, or undo the change",
    )
    tip = proposed(office, MAINTAINER, {THEME: b"a{}\n"})
    assert checked(office, merged(office, MAINTAINER, tip), MAINTAINER) == ["change-approval"]


def test_whoever_wrote_it_agreed_himself(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = agree_by_hand(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), MAINTAINER)
    assert checked(office, merged(office, MAINTAINER, tip), MAINTAINER) == ["change-approval"]


def test_an_officer_agreed(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = agree_by_hand(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), OFFICER)
    found = checked(office, merged(office, OFFICER, tip), OFFICER)
    assert found[0] == "statement-role"


def test_a_byte_changed_after_it_was_agreed_to(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = agreed(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), KASI)
    # In the merge itself, and on the branch.
    made = merged(office, MAINTAINER, tip, {THEME: b"b{}\n"})
    assert checked(office, made, MAINTAINER) == ["approval-digest", "change-approval"]
    later = office.commit(MAINTAINER, {THEME: b"b{}\n"}, tip)
    made = merged(office, MAINTAINER, later)
    assert checked(office, made, MAINTAINER) == ["approval-digest", "change-approval"]
    # A further file is a further byte.
    made = merged(office, MAINTAINER, tip, {"theme/lagi.css": b"\n"})
    assert checked(office, made, MAINTAINER) == ["approval-digest", "change-approval"]


def test_the_merge_that_slips_something_in_is_its_makers(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = proposed(office, MAINTAINER, {THEME: b"a{}\n"})
    repository = office[KASI].repository
    mixed = merged(office, KASI, tip, {"theme/lagi.css": b"b{}\n"})
    change = changing.open_at(office[KASI], 2, mixed).proposal
    assert change is not None
    assert change.change.writers == {MAINTAINER, KASI}
    assert repository.read(mixed, "theme/lagi.css") == b"b{}\n"


def test_going_back_to_older_theme_has_a_writer_too(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    before = office.main
    tip = agreed(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), KASI)
    office.force(KASI, "refs/heads/main", merged(office, KASI, tip))
    repository = office[KASI].repository
    repository.fetch()
    # A branch from before, whose theme the merge takes: nobody's commit has it as its own.
    old = office.commit(KASI, {}, before)
    made = office.commit(KASI, {THEME: None}, office.main, old)
    change = changing.open_at(office[KASI], 3, made)
    assert change.proposal is not None
    assert checked(office, made, KASI) == ["change-approval"]
    assert [(c.size, c.path) for c in change.proposal.change.files] == [(0, THEME)]
    assert change.proposal.change.writers == {KASI}


@pytest.mark.parametrize(
    ("version", "rule"), [(1, "agency-chain"), (3, "agency-chain"), (9, "agency-chain")]
)
def test_the_version_counts_the_changes(office_at: Opening, version: int, rule: str) -> None:
    office = office_at(Stage.FOUNDED)
    tip = agreed(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), KASI)
    file = agency(office, tip)
    forged = agency_file(version, file.history, file.document)
    made = merged(office, MAINTAINER, tip, {AGENCY: forged})
    assert checked(office, made, MAINTAINER) == [rule]
    branch = office.commit(MAINTAINER, {AGENCY: forged}, tip)
    repository = office[MAINTAINER].repository
    told = check_proposal(repository, office.main, branch, root=office.root, version=2)
    assert set(ids(told)) == {"agency-chain"}
    named = check_proposal(repository, office.main, tip, root=office.root, version=version)
    assert ids(named) == ["agency-chain"]


def test_the_roster_of_yesterday_does_not_come_back(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    old = office.bare.read(office.main, AGENCY)
    changed = {AGENCY: document(office, "Penata Tingkat I (III/d)", "Pembina (IV/a)")}
    tip = agreed(office, proposed(office, MAINTAINER, changed), KABID)
    made = merged(office, KABID, tip)
    assert checked(office, made, KABID) == []
    office.force(KABID, "refs/heads/main", made)
    back = office.commit(KABID, {AGENCY: old}, made)
    found = checked(office, back, KABID, parent=made)
    assert found[0] == "agency-rollback"
    assert "change-approval" in found


def test_old_agreement_to_bytes_that_were_replaced_since(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    for version, css in ((2, b"a{}\n"), (3, b"b{}\n")):
        tip = agreed(office, proposed(office, MAINTAINER, {THEME: css}), KASI)
        office.force(KASI, "refs/heads/main", merged(office, KASI, tip))
        assert agency(office, office.main, KASI).version == version
    repository = office[MAINTAINER].repository
    repository.fetch()
    repository.run("update-ref", "-d", "refs/remotes/origin/change/3")
    office.bare.run("update-ref", "-d", "refs/heads/change/2")
    file = agency(office, office.main)
    replayed = agency_file(4, (*file.history, file.history[0]), file.document)
    made = office.commit(MAINTAINER, {THEME: b"a{}\n", AGENCY: replayed}, office.main)
    found = checked(office, made, MAINTAINER)
    assert (found[0], found[-1]) == ("agency-chain", "change-approval")


def test_a_statement_dropped_or_edited(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = agreed(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), KASI)
    data = office[MAINTAINER].repository.read(tip, AGENCY) or b""
    for old, new in ((b"reason: contoh", b"reason: lain"), (b"by: kasi-piks", b"by: kabid-piks")):
        assert data.count(old) == 1
        made = merged(office, MAINTAINER, tip, {AGENCY: data.replace(old, new)})
        assert checked(office, made, MAINTAINER)[0].startswith("statement-")


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"sitecustomize.py": b"x"}, "path-class"),
        ({"theme/.gitattributes": b"* ident\n"}, "path-class"),
        ({THEME: b"x", MEDIA: b"outlets: []\n"}, "history-class"),
        ({"requests/2026/0999.yaml": b"x"}, "history-class"),
        ({THEME: b"x", f"{NEWS}/index.md": b"x"}, "history-class"),
        ({"docs/a\u202eb.md": b"x"}, "path-name"),
        ({MEDIA: b"outlets: 7\n"}, "schema-type"),
    ],
)
def test_what_a_change_may_not_bring(
    office_at: Opening, files: dict[str, bytes | None], rule: str
) -> None:
    office = office_at(Stage.FOUNDED)
    made = office.commit(MAINTAINER, files, office.main)
    assert rule in checked(office, made, MAINTAINER)


@pytest.mark.parametrize("mode", ["100755", "120000"])
def test_only_ordinary_files(office_at: Opening, mode: str) -> None:
    office = office_at(Stage.FOUNDED)
    made = office.commit(MAINTAINER, {THEME: b"x"}, office.main, modes={THEME: mode})
    assert checked(office, made, MAINTAINER) == ["unit-mode"]


def test_agency_yaml_removed_or_broken(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    for data in (None, b"", b"---\n", b"[", b"---\nversion: 1\nhistory: []\n---\nx: 1\n"):
        made = office.commit(MAINTAINER, {AGENCY: data}, office.main)
        assert checked(office, made, MAINTAINER)


def test_statements_on_nothing(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    file = agency(office, office.main)
    made = office.commit(
        MAINTAINER, {AGENCY: agency_file(2, file.history, file.document)}, office.main
    )
    assert "agency-chain" in checked(office, made, MAINTAINER)


# --- the roster ----------------------------------------------------------------------------------


def test_the_roster_with_one_agreement_only(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    changed = {AGENCY: document(office, "Penata Tingkat I (III/d)", "Pembina (IV/a)")}
    tip = proposed(office, MAINTAINER, changed)
    assert [s.by for s in agency(office, tip).history] == [MAINTAINER]
    assert checked(office, merged(office, MAINTAINER, tip), MAINTAINER) == ["change-approval"]


def test_nobody_makes_himself_a_head(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    text = agency(office, office.main).document.replace(
        b"        - {role: maintainer,", b"        - {role: section_head, title: x, "
        b"since: 2026-01-01}\n        - {role: maintainer,"
    )  # fmt: skip
    tip = proposed(office, MAINTAINER, {AGENCY: text})
    assert agency(office, tip).history == ()
    tip = agreed(office, tip, KASI)
    assert checked(office, merged(office, MAINTAINER, tip), MAINTAINER) == ["change-approval"]
    tip = agreed(office, tip, KABID)
    assert checked(office, merged(office, MAINTAINER, tip), MAINTAINER) == []


def test_what_the_roster_forgets_is_found_however_many_agree(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    text = document(office, "since: 2023-03-01", "since: 2021-03-01")
    made = office.commit(MAINTAINER, {AGENCY: agency_file(2, (), text)}, office.main)
    repository = office[MAINTAINER].repository
    (loss, *_more) = check_change(repository, office.main, made, root=office.root)
    assert (loss.id, loss.path) == ("agency-rollback", AGENCY)
    assert loss.message == "the term of kasi-piks as section_head since 2023-03-01 is gone"
    lines = (repository.read(made, AGENCY) or b"").splitlines()
    assert lines[loss.line - 1].strip() == b"- id: kasi-piks"


def test_what_slipped_in_before_is_part_of_what_is_agreed_to(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    main = office.main
    file = agency(office, main)
    evil = document(office, "Penata Tingkat I (III/d)", "Pembina (IV/a)")
    slipped = office.commit(MAINTAINER, {AGENCY: agency_file(1, (), evil)}, main)
    tip = agreed(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), KASI)
    after = agency_file(2, agency(office, tip).history, evil)
    made = office.commit(MAINTAINER, {THEME: b"a{}\n", AGENCY: after}, slipped, tip)
    found = check_change(
        office[MAINTAINER].repository, slipped, made, root=office.root, former=main
    )
    assert ids(found) == ["history-class"]
    assert file.version == 1


# --- older articles ------------------------------------------------------------------------------


def test_an_import_is_right_and_its_folders_are_known(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = agreed(office, proposed(office, MAINTAINER, older()), KASI)
    made = merged(office, KASI, tip)
    assert checked(office, made, KASI) == []
    repository = office[KASI].repository
    assert [*imported_folders(repository, made)] == [NEWS]
    assert imported_folders(repository, office.main) == {}
    found = verify_main(repository, made, office.root)
    assert (found.findings, found.stop) == ((), False)
    assert {NEWS, IMPORTED} == {item.article.folder for item in found.imported}


def test_an_import_without_a_head_or_without_the_maintainer(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = proposed(office, MAINTAINER, older())
    made = merged(office, MAINTAINER, tip)
    assert checked(office, made, MAINTAINER) == ["change-approval"]
    assert imported_folders(office[MAINTAINER].repository, made) == {}
    direct = office.commit(KASI, older(), office.main)
    assert checked(office, direct, KASI) == ["change-approval", "change-approval"]


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({f"{IMPORTED}/index.md": article()}, "archive-gone"),
        ({f"{NEWS}/index.md": article()}, "approval-context"),
        ({f"{NEWS}/index.md": b"tanpa kepala"}, "yaml-front-matter"),
        ({f"{NEWS}/foto.jpg": b"x"}, "yaml-front-matter"),
        ({"content/2024/05/99-x/index.md": b"x"}, "article-place"),
    ],
)
def test_what_an_import_may_not_bring(
    office_at: Opening, files: dict[str, bytes | None], rule: str
) -> None:
    office = office_at(Stage.FOUNDED)
    made = office.commit(MAINTAINER, files, office.main)
    assert rule in checked(office, made, MAINTAINER)


def test_an_imported_article_is_changed_by_no_second_import(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = agreed(office, proposed(office, MAINTAINER, older()), KASI)
    office.force(KASI, "refs/heads/main", merged(office, KASI, tip))
    again = {f"{NEWS}/index.md": (older()[f"{NEWS}/index.md"] or b"") + b"Lagi.\n"}
    made = office.commit(MAINTAINER, again, office.main)
    assert "archive-gone" in checked(office, made, MAINTAINER)


# --- the branch ----------------------------------------------------------------------------------


def test_a_branch_is_right_while_agreement_is_still_to_come(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    tip = proposed(office, OTHER_OFFICER, {THEME: b"a{}\n"})
    repository = office[KASI].repository
    assert check_proposal(repository, office.main, tip, root=office.root, version=2) == ()


def test_main_moves_on_with_requests_and_voids_nothing(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    tip = agreed(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), KASI)
    office.merge()
    repository = office[KASI].repository
    repository.fetch()
    assert check_proposal(repository, office.main, tip, root=office.root, version=2) == ()
    ctx = office[KASI]
    commit = agreeing.bring_to_main(ctx, changing.open_at(ctx, 2, tip))
    found = verify_main(repository, commit, office.root)
    assert (found.findings, len(found.units)) == ((), 1)


def test_a_branch_that_main_has_overtaken(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    stale = agreed(office, proposed(office, MAINTAINER, {THEME: b"a{}\n"}), KASI)
    other = office.commit(KABID, {MEDIA: None}, office.main)
    file = agency(office, stale)
    other = office.commit(KABID, {AGENCY: agency_file(2, (), file.document)}, other)
    office.force(KABID, "refs/heads/main", other)
    repository = office[KASI].repository
    repository.fetch()
    found = check_proposal(repository, office.main, stale, root=office.root, version=2)
    assert "agency-chain" in ids(found)
